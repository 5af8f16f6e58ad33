"""A registry on loopback that serves recorded pages, and misbehaves when told to."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

RECORDS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "clinicaltrials" / "studies.jsonl")
    .read_text()
    .splitlines()
]
IDS = [one["protocolSection"]["identificationModule"]["nctId"] for one in RECORDS]

#: What the server does with a request instead of answering it: sends and closes.
Trick = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Serves the recorded studies in pages; ``tricks`` are played first, one a request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tricks: list[Trick | None] = []
        self.asked: list[tuple[float, dict[str, str], str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v2"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/api/v2/studies"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        agent = self.headers["User-Agent"]
        self.server.asked.append((time.monotonic(), asked, agent))
        trick = self.server.tricks.pop(0) if self.server.tricks else None
        if trick is not None:
            trick(self)
            return
        answer(self, 200, page(asked))

    def log_message(self, *_: Any) -> None:
        pass


def page(asked: dict[str, str]) -> bytes:
    start = int(asked.get("pageToken", "t0")[1:])
    end = start + int(asked["pageSize"])
    found: dict[str, Any] = {"studies": RECORDS[start:end]}
    if asked.get("countTotal") == "true":
        found["totalCount"] = len(RECORDS)
    if end < len(RECORDS):
        found["nextPageToken"] = f"t{end}"
    return json.dumps(found).encode()


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, body: bytes = b"no", **headers: str) -> Trick:
    return lambda handler: answer(handler, code, body, **headers)


def dropped(handler: BaseHTTPRequestHandler) -> None:
    """Half of a page, then the connection is gone."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"studies": [' + b" " * 5_000)
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all, for longer than anybody waits."""
    time.sleep(25)
    handler.close_connection = True


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    """A whole answer by its length, half a page by its content."""
    answer(handler, 200, b'{"studies": [{"protocolSection": ')
