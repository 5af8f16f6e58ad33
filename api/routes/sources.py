"""``/v1/sources``: which datasets are loaded."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from kg.model import SourcesAnswer
from kg.queries.graph import sources

router = APIRouter(prefix="/v1/sources", tags=["graph"])


@router.get(
    "",
    summary="The loaded datasets",
    responses={200: {"model": SourcesAnswer}, **problem_responses()},
)
async def get_sources(request: Request, graph: GraphDep) -> Response:
    """Name, version, licence, digest, loader and how much evidence each brought."""
    return await answered(request, graph, lambda: sources(graph.database))
