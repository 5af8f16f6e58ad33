"""The headline question over HTTP: therapath against a bare app with the same Cypher."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from kg.connect import connection_of, open_database
from kg.model import TherapiesQuestion
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
        env={**os.environ, **environment},
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


def _client(port: int, path: str, clients: int, seconds: float) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.client", "127.0.0.1", str(port), path]
    done = subprocess.run(
        [*command, str(clients), str(seconds)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(settings: Settings, *, rounds: int = 5, seconds: float = 2.0) -> dict[str, Any]:
    """Both apps in turn, ``rounds`` times; medians, and the ratios pair by pair."""
    text, parameters, size = asyncio.run(_statement(settings))
    where = connection_of(settings)
    environment = {
        "BENCH_STATEMENT": json.dumps(text),
        "BENCH_PARAMETERS": json.dumps(parameters),
        "BENCH_CONNECTION": json.dumps([where.uri, where.user, where.password]),
    }
    ours_path = f"/v1/therapies?{urlencode(QUESTION.as_map())}"
    ours = [sys.executable, "-m", "therapath", "serve"]
    bare = [sys.executable, "-m", "uvicorn", "tests.bench.bare_app:app", "--no-access-log"]
    result: dict[str, Any] = {"nodes": size}
    with served(ours, ours_path, {}) as a, served(bare, "/answer", environment) as b:
        for clients in (1, 8):
            pairs = []
            _client(a, ours_path, clients, 1.5), _client(b, "/answer", clients, 1.5)
            for _ in range(rounds):
                pairs.append(
                    (
                        _client(a, ours_path, clients, seconds),
                        _client(b, "/answer", clients, seconds),
                    )
                )
            result[f"{clients} clients"] = _summary(pairs)
    return result


def _summary(pairs: list[tuple[dict[str, float], dict[str, float]]]) -> dict[str, Any]:
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
