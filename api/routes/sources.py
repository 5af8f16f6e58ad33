"""``/v1/sources``: which datasets are loaded, and taking one out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import GraphDep, JsonResponse, answered
from api.errors import problem_responses
from kg.model.answer import Retracted, SourcesAnswer
from kg.queries.graph import sources
from kg.retract import retract

router = APIRouter(prefix="/v1/sources", tags=["graph"])


@router.get(
    "",
    summary="The loaded datasets",
    responses={200: {"model": SourcesAnswer}, **problem_responses()},
)
async def get_sources(request: Request, graph: GraphDep) -> Response:
    """Name, version, licence, digest, loader and how much evidence each brought."""
    return await answered(request, graph, lambda: sources(graph.database))


@router.delete(
    "/{source:path}",
    summary="Take out a dataset",
    responses={200: {"model": Retracted}, **problem_responses(404)},
)
async def delete_source(graph: GraphDep, source: str) -> Response:
    """Remove what it states, by its id or name; what another dataset states too stays."""
    found = await retract(graph.database, source)
    return JsonResponse(found.__pydantic_serializer__.to_json(found))
