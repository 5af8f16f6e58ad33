"""``/v1/therapies``: the headline question."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import Cursor, Limit, NameFilter
from kg.model import TherapiesAnswer
from kg.queries.therapies import TherapiesQuestion, therapies
from kg.vocabulary import EffectDirection, Phase

router = APIRouter(prefix="/v1/therapies", tags=["therapies"])


@router.get(
    "",
    summary="Which therapies report an outcome",
    responses={200: {"model": TherapiesAnswer}, **problem_responses(404, 409, 422)},
)
async def get_therapies(
    request: Request,
    graph: GraphDep,
    outcome: NameFilter = None,
    effect: Annotated[EffectDirection | None, Query(description="From the patient's side.")] = None,
    condition: NameFilter = None,
    therapy: NameFilter = None,
    phase: Annotated[Phase | None, Query(description="Of a supporting trial.")] = None,
    route: Annotated[str | None, Query(max_length=200, description="Such as intrathecal.")] = None,
    min_patients: Annotated[int | None, Query(ge=0, le=10**9)] = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response:
    """Therapies with a supported claim under the filters, best supported first.

    Condition, outcome and therapy let narrower terms in; `matched` says which.
    """
    question = TherapiesQuestion(
        outcome=outcome,
        effect=effect,
        condition=condition,
        therapy=therapy,
        phase=phase,
        route=route,
        min_patients=min_patients,
    )
    return await answered(
        request,
        graph,
        lambda: therapies(graph.database, graph.resolver, question, limit=limit, cursor=cursor),
    )
