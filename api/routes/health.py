"""``/healthz`` and ``/readyz``: is the process alive, can it answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import GraphDep
from api.errors import problem_responses
from kg.cypher import query
from kg.errors import DatabaseUnsupported
from kg.model.base import Model
from kg.setup import SCHEMA_VERSION

router = APIRouter(tags=["health"])


class Alive(Model):
    """The process answers."""

    status: str = "alive"


class Ready(Model):
    """The database answers, its version is supported and the schema is in place."""

    status: str = "ready"
    neo4j: str
    graph_version: str


@router.get("/healthz", summary="Alive")
async def get_healthz() -> Alive:
    """Whether the process answers; the database is not asked."""
    return Alive()


@router.get("/readyz", summary="Ready", responses=problem_responses())
async def get_readyz(graph: GraphDep) -> Ready:
    """Whether questions can be answered: database there, version supported, schema in place."""
    neo4j = await graph.database.check()
    state = await graph.database.read(query("graph/state"))
    if state["schema_version"] != SCHEMA_VERSION:
        raise DatabaseUnsupported(
            f"the graph has layout {state['schema_version']}, this therapath {SCHEMA_VERSION}"
        )
    return Ready(neo4j=neo4j, graph_version=state["version"])
