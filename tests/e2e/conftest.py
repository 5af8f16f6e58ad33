"""The command line and the HTTP interface as real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kg.terms import packaged_terms
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j, eventually, free_port

THERAPATH = (sys.executable, "-m", "therapath")


@dataclass(frozen=True)
class Done:
    """An ended process."""

    status: int
    out: str
    err: str


def run(environment: Mapping[str, str], *arguments: str | bytes, timeout: float = 60) -> Done:
    """Run a command of the command line; it never shows a traceback."""
    done = subprocess.run(
        [*THERAPATH, *arguments],
        env=dict(environment),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    found = Done(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))
    assert "Traceback" not in found.err + found.out, found.err[-2000:]
    return found


class Served:
    """``therapath serve`` as a process, and a client for it."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        self._stream = log.open("wb")
        self.process = subprocess.Popen(
            [*THERAPATH, "serve", "--port", str(self.port)],
            env=dict(environment),
            stdout=self._stream,
            stderr=subprocess.STDOUT,
        )
        self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        eventually(self._answers, seconds=30)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> int:
        """Stop it as a service manager does; its exit status."""
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self._stream.close()


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


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has no Neo4j at all."""
    return os.environ | {"THERAPATH_HOME": str(tmp_path / "home"), "COLUMNS": "160"}
