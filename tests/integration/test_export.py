"""Exports of a real graph, read back by other programs; the counts agree with the graph."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import networkx as nx
import orjson
import pytest
from real_neo4j import Graph

from kg.export import prepare_export
from kg.export.packing import one_file
from kg.model.export import ExportFormat, ExportLevel, ExportQuestion

pytestmark = pytest.mark.neo4j

FORMATS = [str(one) for one in ExportFormat]
LEVELS = [str(one) for one in ExportLevel]


def exported(graph: Graph, format: str, **asked: Any) -> bytes:
    async def work() -> bytes:
        question = ExportQuestion(format=format, **asked)
        export = await prepare_export(graph.database, graph.resolver, question)
        return b"".join([chunk async for chunk in one_file(export)])

    return graph.run(work())


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(fixed_graph: Graph, name: str, level: str) -> None:
    first = exported(fixed_graph, name, level=level)
    assert first == exported(fixed_graph, name, level=level)

