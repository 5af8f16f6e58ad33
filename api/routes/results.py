"""``/v1/results``: the results of an outcome by study, arm and time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import ResultsParameters
from kg.model.results import ResultsAnswer
from kg.queries.results import results

router = APIRouter(prefix="/v1/results", tags=["results"])


@router.get(
    "",
    summary="The results of an outcome by study, arm and time, and what they come to",
    responses={200: {"model": ResultsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_results(
    request: Request, graph: GraphDep, asked: Annotated[ResultsParameters, Query()]
) -> Response:
    """Each result with its numbers, in the order of studies, whatever it says.

    `summaries` pool what several studies give in comparable form; `left_out` says of each result
    that is in none why.
    """
    return await answered(
        request,
        graph,
        lambda: results(
            graph.database, graph.resolver, asked, limit=asked.limit, cursor=asked.cursor
        ),
    )
