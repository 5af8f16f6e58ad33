"""``/v1/gaps``: what is missing from the evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import GapsParameters
from kg.model.gaps import GapsAnswer
from kg.queries.gaps import gaps

router = APIRouter(prefix="/v1/gaps", tags=["gaps"])


@router.get(
    "",
    summary="What is missing from the evidence",
    responses={200: {"model": GapsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_gaps(
    request: Request, graph: GraphDep, asked: Annotated[GapsParameters, Query()]
) -> Response:
    """Gaps of one kind; `why` of each says what was looked at."""
    return await answered(
        request,
        graph,
        lambda: gaps(graph.database, graph.resolver, asked, limit=asked.limit, cursor=asked.cursor),
    )
