"""The headline question over HTTP: therapath against a bare app with the same Cypher."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kg.connect import connection_of, open_database
from kg.model.question import TherapiesQuestion
from kg.queries.graph import graph_schema
from kg.queries.therapies import therapies_statement
from kg.resolver import Resolver
from kg.settings import Settings
from kg.vocabulary import EffectDirection

QUESTION = TherapiesQuestion(
    outcome="EDSS", effect=EffectDirection.IMPROVED, condition="progressive MS"
)


async def _statement(settings: Settings) -> tuple[str, dict[str, Any], dict[str, int]]:
    async with open_database(settings) as database:
        statement, parameters = await therapies_statement(database, Resolver(database), QUESTION)
        schema = (await graph_schema(database)).body
    return statement.text, parameters, {row.label: row.count for row in schema.labels}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], path: str, environment: dict[str, str]) -> Iterator[int]:
    """A server on a free port, up until the block ends."""
    port = _free_port()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        # Plans are made by the first questions, before anything is measured.
        env={**os.environ, "THERAPATH_PLAN_AHEAD": "false", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def client(port: int, path: str, clients: int, seconds: float) -> dict[str, float]:
    """What a client, or several at once, saw of a server: rates and times."""
    command = [sys.executable, "-m", "tests.bench.client", "127.0.0.1", str(port), path]
    done = subprocess.run(
        [*command, str(clients), str(seconds)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def apps(
    settings: Settings, statements: list[list[Any]], path: str, *, kept_mib: int = 0
) -> Iterator[tuple[int, int]]:
    """The ports of therapath and of the bare app, which answers ``/answer/N`` by statements N.

    Answers are kept by therapath only where ``kept_mib`` says so.
    """
    where = connection_of(settings)
    ours = [sys.executable, "-m", "therapath", "serve"]
    bare = [sys.executable, "-m", "uvicorn", "tests.bench.bare_app:app", "--no-access-log"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "statements.json")
        file.write_text(json.dumps(statements), encoding="utf-8")
        environment = {
            "BENCH_STATEMENTS": str(file),
            "BENCH_CONNECTION": json.dumps([where.uri, where.user, where.password]),
        }
        kept = {"THERAPATH_ANSWER_CACHE_MIB": str(kept_mib)}
        with served(ours, path, kept) as a, served(bare, "/answer/0", environment) as b:
            yield a, b


def paired(
    ports: tuple[int, int], paths: tuple[str, str], clients: int, *, rounds: int, seconds: float
) -> dict[str, Any]:
    """Both apps in turn, ``rounds`` times, once each has warmed up."""
    for port, path in zip(ports, paths, strict=True):
        client(port, path, clients, seconds * 0.75)
    pairs = [
        (
            client(ports[0], paths[0], clients, seconds),
            client(ports[1], paths[1], clients, seconds),
        )
        for _ in range(rounds)
    ]
    return summary(pairs)


def measure(settings: Settings, *, rounds: int = 5, seconds: float = 2.0) -> dict[str, Any]:
    """The question by 1, 8 and 32 clients; then by 8 with its answer kept."""
    text, parameters, size = asyncio.run(_statement(settings))
    paths = (f"/v1/therapies?{urlencode(QUESTION.as_map())}", "/answer/0")
    result: dict[str, Any] = {"nodes": size}
    statements = [[[text, parameters]]]
    with apps(settings, statements, paths[0]) as ports:
        for clients in (1, 8, 32):
            result[f"{clients} clients"] = paired(
                ports, paths, clients, rounds=rounds, seconds=seconds
            )
    with apps(settings, statements, paths[0], kept_mib=16) as ports:
        result["8 clients, kept"] = paired(ports, paths, 8, rounds=rounds, seconds=seconds)
    return result


def summary(pairs: list[tuple[dict[str, float], dict[str, float]]]) -> dict[str, Any]:
    """Medians of both sides, and the ratios pair by pair."""

    def median(side: int, key: str) -> float:
        return round(statistics.median(pair[side][key] for pair in pairs), 2)

    return {
        "therapath": {key: median(0, key) for key in ("per_second", "p50_ms", "p95_ms")},
        "bare": {key: median(1, key) for key in ("per_second", "p50_ms", "p95_ms")},
        "p50_ratio": round(statistics.median(a["p50_ms"] / b["p50_ms"] for a, b in pairs), 2),
        "throughput_ratio": round(
            statistics.median(a["per_second"] / b["per_second"] for a, b in pairs), 2
        ),
    }
