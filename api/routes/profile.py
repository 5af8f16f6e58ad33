"""``/v1/therapies/{id}``: the profile of a therapy; behind all paths that begin like it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import ProfileParameters
from kg.model.profile import ProfileAnswer
from kg.model.question import ProfileQuestion
from kg.queries.profile import profile

router = APIRouter(prefix="/v1/therapies", tags=["therapies"])


@router.get(
    "/{id:path}",
    summary="What is known of a therapy",
    responses={200: {"model": ProfileAnswer}, **problem_responses(404, 409, 422)},
)
async def get_profile(
    request: Request,
    graph: GraphDep,
    id: Annotated[str, Path(description="An id or a name.")],
    asked: Annotated[ProfileParameters, Query()],
) -> Response:
    """What it is, how it works, what was reported, of which kind the evidence is, reservations.

    Claims of narrower therapies are let in, unless `direct`; each names its own subject.
    """
    question = ProfileQuestion(therapy=id, **dict(asked))
    return await answered(request, graph, lambda: profile(graph.database, graph.resolver, question))
