"""The command line and the HTTP interface as real processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jsonschema
from real_neo4j import eventually, free_port

THERAPATH = (sys.executable, "-m", "therapath")


@dataclass(frozen=True)
class Done:
    """An ended process."""

    status: int
    out: str
    err: str


def run(environment: Mapping[str, str], *arguments: str | bytes, timeout: float = 600) -> Done:
    """Run a command of the command line; it never shows a traceback."""
    done = subprocess.run(
        [*THERAPATH, *arguments],
        env=dict(environment),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = (part.decode(errors="replace") for part in (done.stdout, done.stderr))
    found = Done(done.returncode, out, err)
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
        self.client = httpx.Client(base_url=self.url, timeout=150, trust_env=False)
        eventually(self._answers, seconds=180)

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
            return self.process.wait(60)
        finally:
            self._stream.close()


def problem(answer: httpx.Response, status: int, field: str | None = None) -> dict[str, Any]:
    """The body of an error, checked as RFC 9457 has it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert all(isinstance(body[name], str) for name in ("type", "title", "detail"))
    if field is not None:
        assert body["field"] == field
    return body


def validated(
    openapi: dict[str, Any], path: str, body: Any, *, status: int, method: str = "get"
) -> None:
    """Check a body against the schema that OpenAPI promises for it."""
    answer = openapi["paths"][path][method]["responses"][str(status)]
    [schema] = [content["schema"] for content in answer["content"].values()]
    resolving = {**schema, "components": openapi["components"]}
    jsonschema.Draft202012Validator(resolving).validate(body)
