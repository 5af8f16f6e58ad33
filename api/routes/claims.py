"""``/v1/claims``: what the graph asserts, and the evidence behind one claim."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import ClaimsParameters
from kg.model.answer import ClaimsAnswer
from kg.model.claim import ClaimPage
from kg.queries.claims import claim, claims

router = APIRouter(prefix="/v1/claims", tags=["claims"])


@router.get(
    "",
    summary="Claims by subject, predicate, object, condition and direction",
    responses={200: {"model": ClaimsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_claims(
    request: Request, graph: GraphDep, asked: Annotated[ClaimsParameters, Query()]
) -> Response:
    """Matching claims, best supported first; names let narrower entities in."""
    return await answered(
        request,
        graph,
        lambda: claims(
            graph.database, graph.resolver, asked, limit=asked.limit, cursor=asked.cursor
        ),
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
