"""``/v1/paths``: how one thing leads to another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import PathsParameters
from kg.model.paths import PathsAnswer
from kg.queries.paths import paths

router = APIRouter(prefix="/v1/paths", tags=["paths"])


@router.get(
    "",
    summary="How one thing leads to another",
    responses={200: {"model": PathsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_paths(
    request: Request, graph: GraphDep, asked: Annotated[PathsParameters, Query()]
) -> Response:
    """The best chains of claims from an entity or a type to another, along what they assert.

    `truncated` says whether the search had to leave something unread.
    """
    return await answered(
        request,
        graph,
        lambda: paths(graph.database, graph.resolver, asked, limit=asked.limit),
    )
