"""Questions that name nothing, of a process that has asked nothing before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from real_neo4j import Graph

from kg.cypher import Query
from kg.database import Database
from kg.model.question import ContradictionsQuestion, GapsQuestion, PathsQuestion
from kg.queries.contradictions import contradictions
from kg.queries.gaps import gaps
from kg.queries.paths import paths
from kg.resolver import Resolver

pytestmark = pytest.mark.neo4j

Asked = Callable[[Database, Resolver], Awaitable[Any]]
ASKED: dict[str, Asked] = {
    "contradictions": lambda *graph: contradictions(*graph, ContradictionsQuestion()),
    "gaps": lambda *graph: gaps(*graph, GapsQuestion(kind="animal_only")),
    "paths": lambda *graph: paths(*graph, PathsQuestion(start="CellType", end="Outcome")),
}


@pytest.mark.parametrize("name", ASKED)
def test_each_statement_is_run_once(
    fixed_graph: Graph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, told = Database.read, []

    async def reading(self: Database, statement: Query, **parameters: Any) -> dict[str, Any]:
        told.append((statement.name, str(parameters)))
        return await read(self, statement, **parameters)

    monkeypatch.setattr(Database, "read", reading)
    database = fixed_graph.database
    fixed_graph.run(ASKED[name](database, Resolver(database)))
    assert len(told) > 1
    assert sorted(set(told)) == sorted(told)
