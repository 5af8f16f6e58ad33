"""The local Neo4j for real: both versions, killed, crashed, found again.

Every start costs seconds, so each test tells one longer story of a server's life.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from real_neo4j import LATEST, LONG_TERM, free_port

from kg.errors import AlreadyRunning, LocalServerError, PortTaken, ServerCrashed
from kg.server import LocalServer, connection, down, status, up
from kg.settings import Settings

pytestmark = pytest.mark.neo4j

MakeSettings = Callable[..., Settings]


@pytest.fixture
def make_settings(tmp_path: Path) -> Iterator[MakeSettings]:
    """Settings of a home of this test's own; whatever runs there is stopped in the end."""

    def make(**changes: object) -> Settings:
        values: dict[str, object] = {
            "THERAPATH_HOME": tmp_path / "home",
            "THERAPATH_BOLT_PORT": free_port(),
            "THERAPATH_BROWSER_PORT": free_port(),
            "THERAPATH_HEAP_MIB": 512,
            "THERAPATH_PAGE_CACHE_MIB": 64,
        }
        return Settings(**(values | changes))

    yield make
    down(make())


def query(server: LocalServer, statement: str) -> list[Any]:
    """Run a statement over HTTP; the values of its only row."""
    token = b64encode(f"{server.user}:{server.password}".encode()).decode()
    request = urllib.request.Request(
        f"http://localhost:{server.browser_port}/db/neo4j/query/v2",
        json.dumps({"statement": statement}).encode(),
        {"Authorization": f"Basic {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=90) as response:
        values: list[list[Any]] = json.load(response)["data"]["values"]
    return values[0] if values else []


def get(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "application/json, text/html"})
    with urllib.request.urlopen(request, timeout=90) as response:
        return bytes(response.read())


def ended(pid: int) -> bool:
    """Whether a process is over, also where nobody has asked for its exit status yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("version", [LATEST, LONG_TERM])
def test_starts_serves_and_stops(version: str, make_settings: MakeSettings) -> None:
    settings = make_settings()
    server = up(settings, version)

    number = "CALL dbms.components() YIELD versions, edition RETURN versions[0], edition"
    assert query(server, number) == [version, "community"]
    assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
    listening = {
        connection.laddr.ip
        for connection in psutil.Process(server.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN or connection.type == socket.SOCK_DGRAM
    }
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}

    # Neo4j Browser: the page, and the address that it is told to connect to.
    assert b"Neo4j Browser" in get(server.browser)
    discovery = json.loads(get(f"http://localhost:{server.browser_port}/"))
    assert discovery["bolt_direct"] == server.uri == f"bolt://localhost:{settings.bolt_port}"

    assert connection(settings) == (server.uri, "neo4j", server.password)
    assert status(settings).pid == server.pid
    assert server.password not in repr(status(settings))
    began = time.monotonic()
    assert up(settings, version) == server
    assert time.monotonic() - began < 1

    other = LONG_TERM if version == LATEST else LATEST
    with pytest.raises(AlreadyRunning, match=f"Neo4j {version} runs"):
        up(settings, other)
    elsewhere = make_settings(
        THERAPATH_HOME=settings.home.parent / "elsewhere",
        THERAPATH_BOLT_PORT=settings.bolt_port,
    )
    with pytest.raises(PortTaken, match=f"java .pid {server.pid}"):
        up(elsewhere, version)

    assert down(settings)
    assert ended(server.pid)
    assert not status(settings).running
    assert not down(settings)


def test_outlives_its_starter_and_recovers_from_kill(make_settings: MakeSettings) -> None:
    settings = make_settings()
    # Started by a process that ends, as the command line does.
    environment = os.environ | {
        "THERAPATH_HOME": str(settings.home),
        "THERAPATH_BOLT_PORT": str(settings.bolt_port),
        "THERAPATH_BROWSER_PORT": str(settings.browser_port),
        "THERAPATH_HEAP_MIB": str(settings.heap_mib),
        "THERAPATH_PAGE_CACHE_MIB": str(settings.page_cache_mib),
    }
    code = "from kg.server import up; from kg.settings import load_settings; up(load_settings())"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=600)
    first = up(settings)
    query(first, "CREATE (:Kept {name: 'before the kill'})")

    # The record is lost: the server is found by its home.
    (settings.home / "server.json").unlink()
    assert up(settings) == first

    os.kill(first.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(first.pid)], timeout=60)
    assert not status(settings).running
    with pytest.raises(LocalServerError, match="no local Neo4j is running"):
        connection(settings)

    second = up(settings)
    assert second.pid != first.pid
    assert query(second, "MATCH (n:Kept) RETURN n.name") == ["before the kill"]
    assert down(settings)

    # Data whose password is lost is not started at all.
    second.password_file.unlink()
    with pytest.raises(LocalServerError, match="is lost"):
        up(settings)


def test_a_crash_at_start_is_said_at_once_and_leaves_nothing(
    make_settings: MakeSettings,
) -> None:
    settings = make_settings(THERAPATH_PAGE_CACHE_MIB=900_000_000)
    began = time.monotonic()
    with pytest.raises(ServerCrashed, match="exceeds physical memory") as caught:
        up(settings)
    assert time.monotonic() - began < 30
    assert "THERAPATH_PAGE_CACHE_MIB" in caught.value.advice
    assert any("ERROR" in line for line in caught.value.log_tail)
    assert not status(settings).running
    assert not down(settings)
