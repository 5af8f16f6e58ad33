"""The record of what runs, and its leftovers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kg.errors import AlreadyRunning, LocalServerError
from kg.server import connection, down, status, up
from kg.server.home import ServerHome
from kg.server.state import LocalServer, find_running, home_argument, remember
from kg.settings import Settings


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture
def running(settings: Settings) -> Iterator[LocalServer]:
    """A process that looks like a server of this home, and its record."""
    home = ServerHome.of(settings.home, "5.26.30")
    command = [sys.executable, "-c", "import time; time.sleep(60)", home_argument(home.folder)]
    with subprocess.Popen(command) as process:
        created = psutil.Process(process.pid).create_time()
        server = LocalServer("5.26.30", process.pid, created, 7001, 7002, home.folder)
        remember(settings.home, server)
        yield server
        process.kill()


def test_a_live_record_is_believed(settings: Settings, running: LocalServer) -> None:
    assert find_running(settings.home) == running
    found = status(settings)
    assert found.running
    assert found.uri == "bolt://localhost:7001"
    assert found.browser == "http://localhost:7002/browser/?dbms=bolt://localhost:7001"
    assert running.playing(settings.guide) == (
        f"{found.browser}&cmd=play&arg=http://localhost:8000/browser-guide/therapath.html"
    )
    assert found.pid == running.pid
    assert found.password_file == str(running.home / "password")


def test_the_connection_has_the_password(settings: Settings, running: LocalServer) -> None:
    running.password_file.parent.mkdir(parents=True)
    running.password_file.write_text("secret\n")
    assert connection(settings) == ("bolt://localhost:7001", "neo4j", "secret")


def test_a_lost_password_says_how_to_go_on(settings: Settings, running: LocalServer) -> None:
    with pytest.raises(LocalServerError, match="password of the local Neo4j is lost") as caught:
        connection(settings)
    assert str(running.home) in caught.value.advice


def test_another_version_on_the_same_home_is_refused(
    settings: Settings, running: LocalServer
) -> None:
    with pytest.raises(AlreadyRunning, match=r"Neo4j 5\.26\.30 runs") as caught:
        up(settings, "2026.08.1")
    assert "therapath down" in caught.value.advice


def test_a_reused_pid_is_not_taken_for_the_server(settings: Settings, running: LocalServer) -> None:
    remember(settings.home, replace(running, created=running.created - 60))
    assert find_running(settings.home) is None
    assert not down(settings)
    assert psutil.Process(running.pid).is_running()


def test_somebody_elses_process_is_not_taken_for_the_server(settings: Settings) -> None:
    me = psutil.Process(os.getpid())
    home = ServerHome.of(settings.home, "5.26.30").folder
    remember(settings.home, LocalServer("5.26.30", me.pid, me.create_time(), 1, 2, home))
    assert find_running(settings.home) is None


def test_a_killed_server_is_stale_even_while_a_zombie(
    settings: Settings, running: LocalServer
) -> None:
    psutil.Process(running.pid).kill()
    while psutil.Process(running.pid).status() != psutil.STATUS_ZOMBIE:
        pass
    assert not status(settings).running
    with pytest.raises(LocalServerError, match="no local Neo4j is running") as caught:
        connection(settings)
    assert caught.value.advice == "run `therapath up`, or set NEO4J_URI"


def test_down_stops_the_process_and_forgets_it(settings: Settings, running: LocalServer) -> None:
    assert down(settings)
    assert not psutil.pid_exists(running.pid)
    assert not (settings.home / "server.json").exists()
    assert not down(settings)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"home": 1}', "\x00"])
def test_a_damaged_record_is_no_record(settings: Settings, text: str) -> None:
    settings.home.mkdir(parents=True)
    (settings.home / "server.json").write_text(text)
    assert find_running(settings.home) is None


def test_nothing_is_created_by_asking(settings: Settings) -> None:
    assert not status(settings).running
    assert not down(settings)
    with pytest.raises(LocalServerError):
        connection(settings)
    assert not settings.home.exists()


def test_relative_home_is_made_absolute() -> None:
    assert ServerHome.of(Path("here"), "1").folder == Path.cwd() / "here" / "neo4j-1"
