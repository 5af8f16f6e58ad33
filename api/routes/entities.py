"""``/v1/entities``: finding entities, and one entity's page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from api.routes.parameters import Cursor, Limit
from kg.model.answer import EntitiesAnswer
from kg.model.entity import Entity
from kg.queries.entities import entity, search
from kg.vocabulary import EntityType

router = APIRouter(prefix="/v1/entities", tags=["entities"])


@router.get(
    "",
    summary="Find entities by name, synonym, abbreviation or the beginning of a word",
    responses={200: {"model": EntitiesAnswer}, **problem_responses(422)},
)
async def get_entities(
    request: Request,
    graph: GraphDep,
    q: Annotated[str, Query(description="What to look for.", examples=["EDSS"])],
    type: Annotated[list[EntityType] | None, Query(description="Types to consider.")] = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response:
    """Entities that answer to the text exactly come first, then those with all its words."""
    return await answered(
        request,
        graph,
        lambda: search(graph.database, graph.resolver, q, type or (), limit=limit, cursor=cursor),
    )


@router.get(
    "/{id:path}",
    summary="One entity",
    responses={200: {"model": Entity}, **problem_responses(404, 409, 422)},
)
async def get_entity(
    request: Request, graph: GraphDep, id: Annotated[str, Path(description="An id or a name.")]
) -> Response:
    """Synonyms, cross-references, description, broader entities and how much is said of it."""
    return await answered(request, graph, lambda: entity(graph.database, graph.resolver, id))
