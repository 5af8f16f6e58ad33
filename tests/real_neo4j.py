"""Real servers and graphs for tests: what the fixtures of ``conftest.py`` hand out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import time
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import psutil

from kg.build import build_id
from kg.connect import connection_of
from kg.cypher import Query
from kg.database import Database
from kg.intake import take_in
from kg.model.answer import FactsResult
from kg.model.claim import ClaimPage
from kg.queries.claims import claim
from kg.queries.graph import version
from kg.resolver import Resolver
from kg.server import LocalServer, down, status, up
from kg.settings import Settings
from kg.setup import ensure_ready
from kg.terms import Term, Terms
from kg.vocabulary import EntityType
from loaders.inputs import find
from loaders.pipeline import LoadOptions, load
from loaders.report import Report
from loaders.rows import SourceDetails

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
FIXED_GRAPH = DATA / "fixed_graph.jsonl"
LATEST, LONG_TERM = "2026.08.1", "5.26.30"


def _ports() -> Iterator[int]:
    """Ports that nobody else takes while their server is down for a moment.

    They are below those that the system gives to connections, each is given once, and pytest's
    workers have none in common.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    step = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    ports = [*range(10_000 + int(worker), 32_000, step)]
    random.Random().shuffle(ports)
    yield from ports


_PORTS = _ports()


def free_port() -> int:
    """A port of loopback on which nothing listens."""
    for port in _PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def fixed_rows() -> list[dict[str, Any]]:
    """The facts of the fixed graph, as they are written."""
    return [json.loads(line) for line in FIXED_GRAPH.read_text(encoding="utf-8").splitlines()]


@cache
def fixed_terms() -> Terms:
    """The fixed graph's own small vocabulary: its answers do not change with the packaged one."""
    found = []
    for line in (DATA / "fixed_vocabulary.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        lists = {key: tuple(row.pop(key)) for key in ("synonyms", "xrefs", "parents")}
        found.append(Term(type=EntityType(row.pop("type")), **lists, **row))
    return Terms(found, sha256="the tests' own vocabulary")


def write_rows(path: Path, rows: Iterable[Any]) -> Path:
    """Rows as a file of JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def by_hand(text: str, *, parameters: Sequence[str] = (), columns: Sequence[str] = ()) -> Query:
    """A statement of a test's own."""
    shape = "one record" if columns else "nothing"
    return Query("test", "", frozenset(parameters), tuple(columns), shape, text)  # type: ignore[arg-type]


class RealNeo4j:
    """A local server of the tests' own, started when first wanted."""

    def __init__(self, home: Path, number: str) -> None:
        self.version = number
        self.environment = {
            "THERAPATH_HOME": str(home),
            "THERAPATH_BOLT_PORT": str(free_port()),
            "THERAPATH_BROWSER_PORT": str(free_port()),
            "THERAPATH_HEAP_MIB": "512",
            "THERAPATH_PAGE_CACHE_MIB": "128",
            # Plans are made anew in each server, and on a busy machine that alone takes long.
            "THERAPATH_QUERY_TIMEOUT": "120",
        }
        self.settings = Settings(**self.environment)

    def up(self) -> LocalServer:
        """Start it where it does not run."""
        return up(self.settings, self.version)

    def down(self) -> None:
        """Stop it in order."""
        down(self.settings)

    def kill(self) -> None:
        """End it as a crash or the end of power would."""
        self.up()
        self.end()

    def end(self) -> None:
        """The same, where it runs."""
        pid = status(self.settings).pid
        if pid is not None:
            process = psutil.Process(pid)
            os.kill(pid, signal.SIGKILL)
            process.wait(60)

    def database(self) -> Database:
        """A database to be used inside one event loop."""
        return Database(connection_of(self.settings), query_timeout=self.settings.query_timeout)

    def process_environment(self, **changes: str) -> dict[str, str]:
        """The environment of a process that uses this server."""
        return os.environ | self.environment | {"COLUMNS": "160"} | changes


class Graph:
    """One graph with its database, resolver and event loop; every call waits for its end."""

    def __init__(self, server: RealNeo4j, terms: Terms) -> None:
        self.server = server
        self.terms = terms
        self._runner = asyncio.Runner()
        self.database = server.database()
        self.resolver = Resolver(self.database)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop that the database belongs to."""
        return self._runner.run(work)

    def close(self) -> None:
        """Close connections and loop."""
        self.run(self.database.close())
        self._runner.close()

    def clear(self) -> None:
        """Make the graph empty and ready."""
        self.wipe()
        self.ready()

    def wipe(self) -> None:
        """Delete every node and relationship; constraints and indexes stay."""
        some = by_hand(
            "MATCH (n) WITH n LIMIT 4000 DETACH DELETE n RETURN count(*) AS count",
            columns=["count"],
        )
        while self.run(self.database.write(lambda tx: tx.run(some)))["count"]:
            pass

    def ready(self) -> None:
        """Schema and vocabulary in place."""
        self.run(ensure_ready(self.database, self.terms))

    def load(self, *paths: Path, strict: bool = False, source: str | None = None) -> Report:
        """Load files, as ``therapath load`` does."""
        report = Report()
        options = LoadOptions(strict, SourceDetails(source))
        self.run(load(self.database, find(paths), self.terms, options, report))
        assert report.balanced
        return report

    def load_rows(self, folder: Path, rows: Iterable[Any], name: str = "rows") -> Report:
        """Load rows from a file of their own."""
        return self.load(write_rows(folder / f"{name}.jsonl", rows))

    def post(self, rows: Sequence[Any], source: str = "http") -> FactsResult:
        """What ``POST /v1/facts`` does; with the packaged vocabulary, as there."""
        return self.run(take_in(self.database, rows, source=source))

    def build_id(self) -> str:
        return self.run(build_id(self.database))

    def version(self) -> str:
        return self.run(version(self.database))

    def claim(self, identity: str) -> ClaimPage:
        return self.run(claim(self.database, identity)).body

    def ask(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of a read statement of the test's own: what it returns as ``rows``."""
        statement = by_hand(text, parameters=list(parameters), columns=["rows"])
        found: list[dict[str, Any]] = self.run(self.database.read(statement, **parameters))["rows"]
        return found

    def execute(self, text: str) -> None:
        """Run a statement of the test's own that returns nothing of interest."""
        statement = by_hand(text)
        self.run(self.database.write(lambda tx: tx.run(statement)))

    def refresh_statistics(self) -> None:
        """Bring the planner's statistics up to date and let it plan everything anew."""
        self.execute("CALL db.prepareForReplanning(60)")

    def counts(self) -> dict[str, int]:
        """Nodes by label and relationships by type."""
        found = self.ask(
            "RETURN COLLECT { MATCH (n) UNWIND labels(n) AS kind WITH kind, count(*) AS count"
            " RETURN {kind: kind, count: count} } AS rows"
        )
        found += self.ask(
            "RETURN COLLECT { MATCH ()-[r]->() WITH type(r) AS kind, count(*) AS count"
            " RETURN {kind: kind, count: count} } AS rows"
        )
        return {row["kind"]: row["count"] for row in found}


def eventually(check: Any, *, seconds: float = 120.0, pause: float = 0.05) -> Any:
    """What ``check`` gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(pause)
    return found
