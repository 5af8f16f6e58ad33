"""``/v1/therapies/{id}/adverse-events``: how often which harms were reported of a therapy."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import AdverseEventsParameters
from kg.model.adverse_events import AdverseEventsAnswer
from kg.queries.adverse_events import adverse_events

router = APIRouter(prefix="/v1/therapies", tags=["therapies"])


@router.get(
    "/{id:path}/adverse-events",
    summary="How often which harms were reported of a therapy",
    responses={200: {"model": AdverseEventsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_adverse_events(
    request: Request,
    graph: GraphDep,
    id: Annotated[str, Path(description="An id or a name.")],
    asked: Annotated[AdverseEventsParameters, Query()],
) -> Response:
    """A row for each event and seriousness, with its arms, rate, interval and heterogeneity.

    Arms that may be of the same people are not added; `left_out` says why. Rates of two studies
    or more are pooled by the `method` that the row names. Reports without a number at risk are in
    `without_denominator`, and no part of any rate.
    """
    question, page = asked.question(id), asked.page()
    return await answered(
        request,
        graph,
        lambda: adverse_events(graph.database, graph.resolver, question, **page),
    )
