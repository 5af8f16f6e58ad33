"""``/v1/schema``: what is in the graph."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import GraphDep, answered
from api.errors import problem_responses
from kg.model.answer import GraphSchema
from kg.queries.graph import graph_schema

router = APIRouter(prefix="/v1/schema", tags=["graph"])


@router.get(
    "",
    summary="Labels and predicates with their counts",
    responses={200: {"model": GraphSchema}, **problem_responses()},
)
async def get_schema(request: Request, graph: GraphDep) -> Response:
    """Each predicate with its domain, its range and how many claims use it."""
    return await answered(request, graph, lambda: graph_schema(graph.database))
