"""Servers that die, are stopped, refuse or are too old; loaders that get in each other's way."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built_releases import built_id
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j, by_hand, eventually, write_rows

import kg.database
from kg.connect import connection_of, open_database
from kg.cypher import query
from kg.database import Connection, Database
from kg.errors import (
    DatabaseNotReady,
    DatabaseRefused,
    DatabaseUnavailable,
    DatabaseUnsupported,
    LocalServerError,
    QueryTimeout,
    SettingsError,
)
from kg.settings import Settings
from kg.setup import ensure_ready
from kg.terms import packaged_terms
from loaders.inputs import find
from loaders.pipeline import LoadOptions, load
from loaders.report import Report

pytestmark = pytest.mark.neo4j


def generated(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Facts that meet on a few hubs and many claims."""
    directions = ("improved", "worsened", "unchanged", "mixed")
    for i in range(seed, seed + count):
        yield {
            "subject": {"type": "Therapy", "name": f"therapy {i % 500}"},
            "predicate": "REPORTS_OUTCOME",
            "object": {"type": "Outcome", "name": f"outcome {i % 7}"},
            "condition": {"type": "Condition", "name": "multiple sclerosis"},
            "effect_direction": directions[i % 4],
            "evidence_direction": "refutes" if i % 5 == 0 else "supports",
            "result": {"n": i % 97},
            "design": {"type": "cohort"},
            "study": {"name": f"study {i % 3_000}"},
            "publication": {"id": f"PMID:{i % 2_000 + 1}"},
            "provenance": {
                "record": str(i),
                "knowledge_level": "observation",
                "agent_type": "automated_agent",
            },
        }


#: Rows a transaction here: several transactions without many rows.
BATCH = 500


def started(server: RealNeo4j, *arguments: str) -> subprocess.Popen[str]:
    """The command line as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "therapath", *arguments],
        env=server.process_environment(THERAPATH_LOAD_BATCH=str(BATCH)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    try:
        out, err = process.communicate(timeout=900)
    except subprocess.TimeoutExpired:
        process.kill()  # what it would still write is not for the next test
        raise
    return process.returncode, out, err


def evidence_count(graph: Graph) -> int:
    """Out of the store's own count, so that looking costs the loader nothing."""
    [count] = graph.ask("MATCH (e:Evidence) WITH count(e) AS count RETURN [count] AS rows")
    return int(count)  # type: ignore[call-overload]


@pytest.fixture
def packaged(latest: RealNeo4j) -> Iterator[Graph]:
    """An empty graph with the packaged vocabulary, as the command line makes it."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    try:
        graph.clear()
        yield graph
    finally:
        graph.close()
        latest.up()


def test_killed_while_loading_and_loaded_again_is_as_if_nothing_happened(
    packaged: Graph, latest: RealNeo4j, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "many.jsonl", generated(5_000))
    loader = started(latest, "load", str(path))
    # As soon as something is committed; far more is still to come.
    eventually(lambda: evidence_count(packaged) > 0, seconds=300)
    latest.kill()
    status, out, err = ended(loader)
    assert status == 1, out
    assert "does not answer" in err
    assert "therapath up" in err
    assert "Traceback" not in err

    latest.up()
    there = evidence_count(packaged)
    assert 0 < there < 5_000
    assert there % BATCH == 0  # whole batches only
    status, out, err = ended(started(latest, "load", str(path), "--json"))
    assert (status, err) == (0, "")
    report = json.loads(out)
    assert (report["read"], report["already_there"]) == (5_000, there)
    assert report["loaded"] == 5_000 - there
    assert packaged.build_id() == built_id(tmp_path, packaged.terms, path)


def test_two_loaders_at_once_end_with_the_same_graph(
    packaged: Graph, latest: RealNeo4j, tmp_path: Path
) -> None:
    """The same hubs, and half of the facts in both files."""
    one = write_rows(tmp_path / "one.jsonl", generated(1_800))
    two = write_rows(tmp_path / "two.jsonl", generated(1_800, seed=900))
    both = [started(latest, "load", str(path), "--json") for path in (one, two)]
    reports = []
    for process in both:
        status, out, err = ended(process)
        assert (status, err) == (0, "")
        reports.append(json.loads(out))
    assert sum(report["loaded"] for report in reports) == 2_700
    assert sum(report["already_there"] for report in reports) == 900
    assert packaged.build_id() == built_id(tmp_path, packaged.terms, one, two)


def test_many_small_writers_at_once(graph: Graph, tmp_path: Path) -> None:
    rows = list(generated(60))
    files = [write_rows(tmp_path / f"{n}.jsonl", rows[n::6]) for n in range(6)]

    async def all_at_once() -> None:
        await asyncio.gather(
            *(
                load(graph.database, find([file]), graph.terms, LoadOptions(), Report())
                for file in files
            )
        )

    graph.run(all_at_once())
    at_once = graph.build_id()
    graph.clear()
    for file in reversed(files):
        graph.load(file)
    assert graph.build_id() == at_once


def test_many_that_make_one_database_ready_at_once(graph: Graph) -> None:
    for _ in range(3):
        graph.wipe()

        async def all_at_once() -> None:
            await asyncio.gather(*(ensure_ready(graph.database, graph.terms) for _ in range(8)))

        graph.run(all_at_once())
        assert graph.counts()["Graph"] == 1


def test_a_database_outlives_a_restart_of_its_server(graph: Graph, latest: RealNeo4j) -> None:
    """The same pool of connections, without being told."""
    graph.load(FIXED_GRAPH)
    before = graph.version()
    latest.kill()
    try:
        with pytest.raises(DatabaseUnavailable, match="does not answer") as gone:
            graph.version()
        assert "therapath up" in gone.value.advice
        with pytest.raises(DatabaseUnavailable):
            graph.load(FIXED_GRAPH)
    finally:
        latest.up()
    assert graph.version() == before
    assert graph.load(FIXED_GRAPH).already_there == 56


def test_a_wrong_password_is_said(latest: RealNeo4j) -> None:
    found = connection_of(latest.settings)
    database = Database(Connection(found.uri, found.user, "wrong"))

    async def ask() -> None:
        async with database:
            await database.check()

    with pytest.raises(DatabaseRefused, match="refused user 'neo4j'") as refused:
        asyncio.run(ask())
    assert "NEO4J_PASSWORD" in refused.value.advice
    assert "wrong" not in str(refused.value)


def test_an_older_server_is_refused(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """No older Neo4j can be started here, so the requirement is raised instead."""
    monkeypatch.setattr(kg.database, "MINIMUM_VERSION", (9999, 0))
    with pytest.raises(DatabaseUnsupported, match=r"is Neo4j 2026\.08\.1") as refused:
        graph.run(graph.database.check())
    assert refused.value.advice == "therapath needs Neo4j 9999.0 or later"


def test_a_graph_of_another_layout_is_not_touched(graph: Graph) -> None:
    graph.execute("MATCH (g:Graph {id: 'graph'}) SET g.schema_version = 99")
    with pytest.raises(DatabaseUnsupported, match="layout 99"):
        graph.ready()


def test_an_empty_database_says_what_to_do(graph: Graph) -> None:
    graph.wipe()
    with pytest.raises(DatabaseNotReady, match="no therapath graph") as empty:
        graph.version()
    assert "therapath load" in empty.value.advice


def test_a_query_that_takes_too_long_is_stopped(graph: Graph) -> None:
    endless = by_hand(
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b"
        " WITH a, b WHERE a * b < 0 RETURN count(*) AS rows",
        columns=["rows"],
    )
    graph.database.query_timeout = 0.5
    with pytest.raises(QueryTimeout, match=r"longer than 0\.5 s") as stopped:
        graph.run(graph.database.read(endless))
    assert "THERAPATH_QUERY_TIMEOUT" in stopped.value.advice


@pytest.mark.parametrize("uri", ["http://localhost:7687", "localhost:7687", "bolt://", "nonsense"])
def test_an_address_of_no_known_form_is_said(uri: str) -> None:
    settings = Settings(NEO4J_URI=uri, NEO4J_PASSWORD="x")  # type: ignore[call-arg]

    async def ask() -> None:
        async with open_database(settings) as database:
            await database.read(query("graph/state"))

    with pytest.raises((SettingsError, DatabaseUnavailable)) as refused:
        asyncio.run(ask())
    assert uri in str(refused.value)


def test_an_address_without_a_password_is_said() -> None:
    with pytest.raises(SettingsError, match="NEO4J_PASSWORD is not"):
        open_database(Settings(NEO4J_URI="bolt://localhost:7687"))  # type: ignore[call-arg]


def test_no_local_server_is_said(tmp_path: Path) -> None:
    with pytest.raises(LocalServerError, match="no local Neo4j is running") as none:
        open_database(Settings(THERAPATH_HOME=tmp_path / "home"))  # type: ignore[call-arg]
    assert "therapath up" in none.value.advice
