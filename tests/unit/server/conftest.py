"""A small Maven repository on loopback, and settings that touch nothing of the user's."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from real_neo4j import free_port

from kg.server.lock import Jar, Lock
from kg.settings import Settings


class MavenRepository:
    """Serves files by path; counts requests; can be told to misbehave."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.requests: Counter[str] = Counter()
        #: How many more answers to this path break off in the middle.
        self.broken: Counter[str] = Counter()
        self.hook: Callable[[str], None] = lambda path: None
        repository = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                repository.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/maven"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.removeprefix("/maven/")
        self.requests[path] += 1
        self.hook(path)
        body = self.files.get(path)
        request.send_response(200 if body is not None else 404)
        request.send_header("Content-Length", str(len(body or b"")))
        request.end_headers()
        if body and self.broken[path] > 0:
            self.broken[path] -= 1
            request.wfile.write(body[: len(body) // 2])
            request.close_connection = True
            request.connection.shutdown(socket.SHUT_RDWR)
            return
        request.wfile.write(body or b"")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[MavenRepository]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = MavenRepository()
    yield served
    served.close()


@pytest.fixture
def lock(repository: MavenRepository) -> Lock:
    """A lock of five jars that the repository serves."""
    jars = []
    for number in range(5):
        body = f"jar {number} ".encode() * 20_000
        middle = "jar:linux:" if number == 4 else ""
        coordinate = f"org.example:part{number}:{middle}1.{number}"
        jar = Jar(coordinate, hashlib.sha256(body).hexdigest(), len(body))
        repository.files[str(jar.path)] = body
        jars.append(jar)
    return Lock("9.9.9", tuple(jars))


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(**changes: object) -> Settings:
        values: dict[str, object] = {
            "THERAPATH_HOME": tmp_path / "home",
            "THERAPATH_CACHE": tmp_path / "cache",
            "THERAPATH_BOLT_PORT": free_port(),
            "THERAPATH_BROWSER_PORT": free_port(),
        }
        return Settings(**(values | changes))

    return make
