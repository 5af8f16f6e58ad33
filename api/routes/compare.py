"""``/v1/therapies/compare``: therapies side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import CompareParameters
from kg.model.compare import CompareAnswer
from kg.queries.compare import compare

router = APIRouter(prefix="/v1/therapies", tags=["therapies"])


@router.get(
    "/compare",
    summary="Two to five therapies side by side",
    responses={200: {"model": CompareAnswer}, **problem_responses(404, 409, 422)},
)
async def get_comparison(
    request: Request, graph: GraphDep, asked: Annotated[CompareParameters, Query()]
) -> Response:
    """What compares them directly first; then outcomes and adverse events, a cell for each.

    `ids` takes ids or names, with commas between them; given several times, each is one name.
    """
    return await answered(
        request, graph, lambda: compare(graph.database, graph.resolver, asked.question())
    )
