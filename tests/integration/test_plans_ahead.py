"""Plans are made before they are needed, by a server of questions that starts."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from real_neo4j import Graph, RealNeo4j, by_hand, eventually, free_port
from real_processes import Served
from statement_tables import READS

from api.app import create_app
from kg.connect import connection_of
from kg.queries.plans import asked_statements, plan_ahead
from kg.settings import Settings

pytestmark = pytest.mark.neo4j


def forgotten_plans(graph: Graph) -> int:
    """Make the server forget all plans; how many it had."""
    statement = by_hand("CALL db.clearQueryCaches() YIELD value RETURN value", columns=["value"])
    said = graph.run(graph.database.read(statement))["value"]
    found = re.search(r"cleared of (\d+) quer", said)
    return int(found[1]) if found else 0


def are_made(graph: Graph) -> bool:
    """Whether plans come.

    Few are made without being asked for: the one that looks whether the server answers, and that
    of each look here, which makes Neo4j forget what it counts.
    """
    planned = 0
    for _ in range(45):
        time.sleep(2)
        planned += forgotten_plans(graph) - 1
        if planned >= 10:
            return True
    return False


@contextmanager
def serving(server: RealNeo4j, log: Path, *, ahead: str) -> Iterator[Served]:
    """``therapath serve``, which plans ahead or does not, until the block ends."""
    served = Served(server.process_environment(THERAPATH_PLAN_AHEAD=ahead), log)
    try:
        yield served
    finally:
        served.stop()


def test_every_question_is_planned(fixed_graph: Graph) -> None:
    forgotten_plans(fixed_graph)
    fixed_graph.run(plan_ahead(fixed_graph.database))
    assert forgotten_plans(fixed_graph) >= len(asked_statements())


def test_statements_that_only_read_are_planned_but_for_those_of_commands() -> None:
    commands_alone = {"build", "diff", "remap", "retract", "terms", "write"}
    asked = {name for name, _ in READS if name.partition("/")[0] not in commands_alone}
    assert asked <= {statement.name for statement in asked_statements()}


def test_server_of_questions_plans_them_when_it_starts(
    fixed_graph: Graph, latest: RealNeo4j, tmp_path: Path
) -> None:
    forgotten_plans(fixed_graph)
    with serving(latest, tmp_path / "log", ahead="true") as served:
        assert are_made(fixed_graph), "nothing is planned"
        # What pools numbers of harms is imported meanwhile.
        process = psutil.Process(served.process.pid)
        eventually(lambda: any("scipy" in one.path for one in process.memory_maps()))
        assert served.client.get("/v1/sources").status_code == 200
    assert "Traceback" not in served.log.read_text()


def test_questions_are_not_planned_where_it_is_switched_off(
    fixed_graph: Graph, latest: RealNeo4j, tmp_path: Path
) -> None:
    forgotten_plans(fixed_graph)
    with serving(latest, tmp_path / "log", ahead="false"):
        time.sleep(3)
        assert forgotten_plans(fixed_graph) < 10


@pytest.mark.parametrize("pause", [0, 0.5])
def test_server_without_neo4j_starts_and_ends_all_the_same(tmp_path: Path, pause: float) -> None:
    settings = Settings(THERAPATH_HOME=tmp_path, THERAPATH_PLAN_AHEAD="true")

    async def lives_shortly() -> None:
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            await asyncio.sleep(pause)

    asyncio.run(lives_shortly())


def test_a_neo4j_that_comes_later_is_found(
    fixed_graph: Graph, latest: RealNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.dependencies._LOOKS_AGAIN", 0.2)
    own = connection_of(latest.settings)
    there = urlsplit(own.uri)
    port = free_port()
    settings = Settings(
        NEO4J_URI=f"bolt://127.0.0.1:{port}",
        NEO4J_USER=own.user,
        NEO4J_PASSWORD=own.password,
        THERAPATH_PLAN_AHEAD="true",
    )

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, on = await asyncio.open_connection(there.hostname, there.port)

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while some := await source.read(65_536):
                target.write(some)
            target.close()

        await asyncio.gather(copy(reader, on), copy(back, writer))

    async def waits() -> None:
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            await asyncio.sleep(1)
            assert await asyncio.to_thread(forgotten_plans, fixed_graph) < 10
            async with await asyncio.start_server(passed_on, "127.0.0.1", port):
                assert await asyncio.to_thread(are_made, fixed_graph), "nothing is planned"

    forgotten_plans(fixed_graph)
    asyncio.run(waits())
