"""``/v1/contradictions``: where reports disagree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import ContradictionsParameters
from kg.model.contradictions import ContradictionsAnswer
from kg.queries.contradictions import contradictions

router = APIRouter(prefix="/v1/contradictions", tags=["contradictions"])


@router.get(
    "",
    summary="Where reports disagree, and what differs between them",
    responses={200: {"model": ContradictionsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_contradictions(
    request: Request, graph: GraphDep, asked: Annotated[ContradictionsParameters, Query()]
) -> Response:
    """Claims of the same two things with different directions, or with reports for and against.

    Both sides with their counts and sources, and the contexts in which they differ, most telling
    first. A difference is no cause.
    """
    return await answered(
        request,
        graph,
        lambda: contradictions(
            graph.database, graph.resolver, asked, limit=asked.limit, cursor=asked.cursor
        ),
    )
