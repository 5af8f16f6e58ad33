"""``/v1/entities/{id}/neighbors``: what an entity is joined to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import Cursor, Limit
from kg.model.neighbors import NeighborsAnswer, NeighborsQuestion, Way
from kg.queries.neighbors import neighbors
from kg.vocabulary import EntityType, Predicate

router = APIRouter(prefix="/v1/entities", tags=["entities"])


@router.get(
    "/{id:path}/neighbors",
    summary="What an entity is joined to",
    responses={200: {"model": NeighborsAnswer}, **problem_responses(404, 409, 422)},
)
async def get_neighbors(
    request: Request,
    graph: GraphDep,
    id: Annotated[str, Path(description="An id or a name.")],
    predicate: Annotated[list[Predicate] | None, Query()] = None,
    way: Annotated[Way | None, Query(description="`out`: it is the subject.")] = None,
    type: Annotated[list[EntityType] | None, Query()] = None,
    min_score: Annotated[float, Query(ge=0, le=1)] = 0.0,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response:
    """Entities on the other side of its claims, best supported first, and counts by predicate."""
    asked = NeighborsQuestion(
        entity=id, predicate=predicate, way=way, type=type, min_score=min_score
    )
    return await answered(
        request,
        graph,
        lambda: neighbors(graph.database, graph.resolver, asked, limit=limit, cursor=cursor),
    )
