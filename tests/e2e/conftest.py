"""The API over the fixed graph, and an environment without any Neo4j."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j
from real_processes import Served, run

from kg.terms import packaged_terms


@pytest.fixture(scope="module")
def served(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The API over the fixed graph with the packaged vocabulary, loaded by the command line."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.close()
    done = run(latest.process_environment(), "load", str(FIXED_GRAPH))
    assert done.status == 0, done.err
    found = Served(latest.process_environment(), tmp_path_factory.mktemp("served") / "log")
    yield found
    status = found.stop()
    assert "Traceback" not in found.log.read_text()
    # Uvicorn ends by the signal that asked it to.
    assert status in (0, -signal.SIGTERM)


@pytest.fixture(scope="module")
def openapi(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = served.client.get("/openapi.json").json()
    return found


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has no Neo4j at all."""
    return os.environ | {"THERAPATH_HOME": str(tmp_path / "home"), "COLUMNS": "160"}


@pytest.fixture(scope="module")
def explored(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The API over the packaged evidence."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(Path(__file__).parents[2] / "loaders" / "evidence")
    graph.close()
    found = Served(latest.process_environment(), tmp_path_factory.mktemp("explorer") / "log")
    yield found
    found.stop()
