"""Exports over HTTP that do not come to their end, seen from inside the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from real_neo4j import Graph, RealNeo4j

import api.exporting
from api.app import create_app
from kg.cypher import Query, query
from kg.database import Database
from kg.queries import export as export_queries
from kg.settings import Settings

pytestmark = pytest.mark.neo4j

Message = dict[str, Any]


async def call(
    settings: Settings, asked: str, send: Callable[[Message], Awaitable[None]], gone: asyncio.Event
) -> None:
    """One request as a server hands it on; ``gone`` is set when the client is."""
    app = create_app(settings)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/v1/export",
        "raw_path": b"/v1/export",
        "query_string": asked.encode(),
        "headers": [(b"host", b"localhost")],
    }

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    try:
        await app(scope, receive, send)
    finally:
        await app.state.graph.close()


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_queries, "_PAGE", 5)
    monkeypatch.setattr(api.exporting, "_HEAD", 1)


def watched(monkeypatch: pytest.MonkeyPatch, before: Callable[[int, Database], Any]) -> list[str]:
    """Names of the statements that are read, from now on."""
    read, seen = Database.read, []

    async def reading(self: Database, statement: Query, **parameters: Any) -> dict[str, Any]:
        seen.append(statement.name)
        if statement.name == "export/claims":
            await before(seen.count(statement.name), self)
        return await read(self, statement, **parameters)

    monkeypatch.setattr(Database, "read", reading)
    return seen


async def nothing(_count: int, _database: Database) -> None:
    pass


def settings_of(server: RealNeo4j, **more: str) -> Settings:
    own = server.database().connection
    return Settings(
        **server.environment,
        NEO4J_URI=own.uri, NEO4J_USER=own.user, NEO4J_PASSWORD=own.password, **more,
    )  # fmt: skip


def test_a_change_after_the_first_bytes_breaks_the_answer_off(
    fixed_graph: Graph, latest: RealNeo4j, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def change(count: int, database: Database) -> None:
        if count == 3:
            await database.write(lambda tx: tx.run(query("graph/changed")))

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    watched(monkeypatch, change)
    fixed_graph.run(call(settings_of(latest), "format=sif", send, asyncio.Event()))
    assert sent[0]["status"] == 200
    # No server takes an answer without a last message for whole.
    assert all(message.get("more_body") for message in sent[1:])


def test_a_change_before_the_first_bytes_goes_unnoticed(
    fixed_graph: Graph, latest: RealNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_queries, "_PAGE", 5)

    async def change(count: int, database: Database) -> None:
        if count == 3:
            await database.write(lambda tx: tx.run(query("graph/changed")))

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    seen = watched(monkeypatch, change)
    fixed_graph.run(call(settings_of(latest), "format=sif", send, asyncio.Event()))
    assert (sent[0]["status"], sent[-1].get("more_body")) == (200, False)
    body = b"".join(message.get("body", b"") for message in sent)
    assert body.count(b"\t") == 2 * 52
    assert seen.count("graph/state") > 2


def test_an_export_has_a_time_limit_as_a_whole(
    fixed_graph: Graph, latest: RealNeo4j, small_pages: None
) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    limited = settings_of(latest, THERAPATH_EXPORT_TIMEOUT="0.000001")
    fixed_graph.run(call(limited, "format=sif", send, asyncio.Event()))
    assert not any(message.get("more_body") is False for message in sent) or (
        sent[0]["status"] == 504
    )


def test_a_client_that_goes_away_ends_the_reading(
    fixed_graph: Graph, latest: RealNeo4j, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, bodies = asyncio.Event(), 0

    async def send(message: Message) -> None:
        nonlocal bodies
        bodies += message["type"] == "http.response.body"
        if bodies == 2:
            gone.set()
            # The client takes nothing more.
            await asyncio.sleep(60)

    seen = watched(monkeypatch, nothing)

    async def work() -> int:
        await asyncio.wait_for(call(settings_of(latest), "format=sif", send, gone), 30)
        count = len(seen)
        await asyncio.sleep(0.2)
        assert len(seen) == count
        return count

    assert fixed_graph.run(work()) < 15
