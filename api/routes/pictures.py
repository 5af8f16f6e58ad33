"""Answers as pictures, in SVG or PNG: forest plot, matrix, the graph around an entity."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import Graph, GraphDep, not_modified
from api.errors import problem_responses
from api.routes.parameters import AdverseEventsParameters, CompareParameters
from kg.model.answer import Answer
from kg.model.neighbors import NeighborsQuestion
from kg.plots.around import MOST_NEIGHBOURS, around
from kg.plots.forest import MOST_EVENTS, forest
from kg.plots.matrix import matrix
from kg.plots.picture import Draw, Format, draw, source_line
from kg.queries.adverse_events import adverse_events
from kg.queries.compare import compare
from kg.queries.neighbors import neighbors

router = APIRouter(prefix="/v1", tags=["pictures"])

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.media_type: {} for kind in Format}, "description": "The picture"},
    **problem_responses(404, 409, 422, 501),
}
_PICTURE: dict[str, Any] = {"response_class": Response, "responses": _RESPONSES}
#: A picture is looked at, and nothing in it is run.
_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}

Kind = Annotated[Format, Path(description="`svg` or `png`.")]
Name = Annotated[str, Path(description="An id or a name.")]


async def _pictured(
    request: Request,
    graph: Graph,
    kind: Format,
    ask: Callable[[], Awaitable[Answer[Any]]],
    make: Callable[[Any, str], Draw],
) -> Response:
    """The picture of an answer with its ``ETag``, or 304."""
    known = await not_modified(request, graph)
    if known is not None:
        return known
    answer = await ask()
    drawn = make(answer.body, source_line(answer))
    body = await asyncio.to_thread(draw, drawn, kind)
    return Response(
        body, media_type=kind.media_type, headers={"ETag": f'"{answer.version}"', **_HEADERS}
    )


@router.get("/therapies/compare.{kind}", summary="Outcomes × therapies as a picture", **_PICTURE)
async def get_matrix(
    request: Request,
    graph: GraphDep,
    kind: Kind,
    asked: Annotated[CompareParameters, Query()],
) -> Response:
    """The matrix of `/v1/therapies/compare`: by outcome and therapy, a bar of the directions."""
    return await _pictured(
        request,
        graph,
        kind,
        lambda: compare(graph.database, graph.resolver, asked.question()),
        lambda answer, source: lambda: matrix(answer, source),
    )


@router.get(
    "/therapies/{id:path}/adverse-events.{kind}",
    summary="Adverse events as a forest plot",
    **_PICTURE,
)
async def get_forest(
    request: Request,
    graph: GraphDep,
    id: Name,
    kind: Kind,
    asked: Annotated[AdverseEventsParameters, Query()],
) -> Response:
    """The rows of `/v1/therapies/{id}/adverse-events`: arms, what they come to, I²."""
    question = asked.question(id)
    limit = min(asked.limit, MOST_EVENTS)
    return await _pictured(
        request,
        graph,
        kind,
        lambda: adverse_events(
            graph.database, graph.resolver, question, limit=limit, cursor=asked.cursor
        ),
        lambda answer, source: lambda: forest(answer, source),
    )


@router.get(
    "/entities/{id:path}/neighbors.{kind}", summary="The graph around an entity", **_PICTURE
)
async def get_around(request: Request, graph: GraphDep, id: Name, kind: Kind) -> Response:
    """What claims join the entity to, best supported first."""
    return await _pictured(
        request,
        graph,
        kind,
        lambda: neighbors(
            graph.database, graph.resolver, NeighborsQuestion(entity=id), limit=MOST_NEIGHBOURS
        ),
        lambda answer, source: lambda: around(answer, source),
    )
