"""``/v1/ask``: a question in plain words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import AskParameters
from kg.ask import ask
from kg.model.ask import AskAnswer

router = APIRouter(prefix="/v1/ask", tags=["ask"])


@router.get(
    "",
    summary="Ask in plain words",
    responses={200: {"model": AskAnswer}, **problem_responses(404, 409, 422)},
)
async def get_ask(
    request: Request,
    graph: GraphDep,
    asked: Annotated[AskParameters, Query()],
) -> Response:
    """The answer, how the question was understood, the same call by hand, and the Cypher.

    A question outside the controlled language answers 422 with questions that would work.
    Filters may stand in its words or beside it; those beside it come first.
    """
    return await answered(
        request,
        graph,
        lambda: ask(
            graph.database, graph.resolver, asked.q, limit=asked.limit, filters=asked.filters()
        ),
    )
