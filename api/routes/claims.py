"""``/v1/claims``: what the graph asserts, and the evidence behind one claim."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import Cursor, Limit, NameFilter
from kg.model import ClaimPage, ClaimsAnswer
from kg.queries.claims import ClaimsQuestion, claim, claims
from kg.vocabulary import EffectDirection, Predicate

router = APIRouter(prefix="/v1/claims", tags=["claims"])


@router.get(
    "",
    summary="Claims by subject, predicate, object, condition and direction",
    responses={200: {"model": ClaimsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_claims(
    request: Request,
    graph: GraphDep,
    subject: NameFilter = None,
    predicate: Annotated[Predicate | None, Query()] = None,
    object: NameFilter = None,  # the name is part of the interface
    condition: NameFilter = None,
    effect: Annotated[EffectDirection | None, Query(description="From the patient's side.")] = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response:
    """Matching claims, best supported first; names let narrower entities in."""
    question = ClaimsQuestion(
        subject=subject, predicate=predicate, object=object, condition=condition, effect=effect
    )
    return await answered(
        request,
        graph,
        lambda: claims(graph.database, graph.resolver, question, limit=limit, cursor=cursor),
    )


@router.get(
    "/{id}",
    summary="One claim with every evidence",
    responses={200: {"model": ClaimPage}, **problem_responses(404)},
)
async def get_claim(
    request: Request, graph: GraphDep, id: Annotated[str, Path(max_length=200)]
) -> Response:
    """The claim, its totals, and each report of it with result, design and provenance."""
    return await answered(request, graph, lambda: claim(graph.database, id))
