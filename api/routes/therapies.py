"""``/v1/therapies``: the headline question."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import TherapiesParameters
from kg.model.answer import TherapiesAnswer
from kg.queries.therapies import therapies

router = APIRouter(prefix="/v1/therapies", tags=["therapies"])


@router.get(
    "",
    summary="Which therapies report an outcome",
    responses={200: {"model": TherapiesAnswer}, **problem_responses(404, 409, 422)},
)
async def get_therapies(
    request: Request, graph: GraphDep, asked: Annotated[TherapiesParameters, Query()]
) -> Response:
    """Therapies with a supported claim under the filters, best supported first.

    Condition, outcome and therapy let narrower terms in; `matched` says which.
    """
    return await answered(
        request,
        graph,
        lambda: therapies(
            graph.database, graph.resolver, asked, limit=asked.limit, cursor=asked.cursor
        ),
    )
