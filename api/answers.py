"""Answers kept for as long as the graph stays the same.

An answer is kept with the graph's version that gave it. A question that is asked again, word for
word, costs one look at the version, which serves all who ask within some hundredths of a second.
Whoever changes the graph hears of it that much later (see :data:`kg.database.SETTLING_SECONDS`):
once a change has been reported as done, by whatever process, no older answer is given.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.database import SETTLING_SECONDS
from kg.errors import TherapathError

__all__ = ["Answers", "KeptAnswers", "VersionReader", "key_of", "tags_of"]

Key = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """The body of an answer and the version that gave it."""

    version: str
    body: bytes


class Answers:
    """The answers asked for last, up to a number of bytes."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """What was kept for a question, of whatever version."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Key, version: str, body: bytes) -> None:
        """Keep an answer; those not asked for longest make room."""
        self.drop(key)
        if len(body) > self.max_bytes // 8:
            return
        self._kept[key] = Kept(version, body)
        self.bytes += len(body)
        while self.bytes > self.max_bytes:
            self.drop(next(iter(self._kept)))

    def drop(self, key: Key) -> None:
        """Forget one."""
        found = self._kept.pop(key, None)
        if found is not None:
            self.bytes -= len(found.body)


class VersionReader:
    """Reads of the graph's version, each for all who ask for it soon after it began."""

    def __init__(
        self, read: Callable[[], Awaitable[str]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._clock = clock
        self._began = -math.inf
        self._look: asyncio.Task[str] | None = None
        self._next: asyncio.Task[str] | None = None

    async def version(self) -> str:
        """The version, not older than any change that was reported as done before the call."""
        if self._look is not None and self._clock() - self._began < SETTLING_SECONDS:
            return self._look.result() if self._look.done() else await asyncio.shield(self._look)
        if self._next is None:
            # One that still runs may have looked too long ago.
            self._next = asyncio.create_task(self._after(self._look))
        return await asyncio.shield(self._next)

    async def _after(self, before: asyncio.Task[str] | None) -> str:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._began = self._clock()
        self._look, self._next = self._next, None
        try:
            return await self._read()
        except BaseException:
            self._began = -math.inf  # it has seen nothing
            raise


def key_of(scope: Scope) -> Key:
    """What makes a question the same: its path and its parameters, as they were sent."""
    return scope.get("raw_path") or scope["path"].encode(), scope["query_string"]


def tags_of(header: str) -> list[str]:
    """The entity tags of an ``If-None-Match``; weak ones count, since answers are whole."""
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]


class KeptAnswers:
    """Answers questions that were asked before, ahead of routing and validation."""

    def __init__(
        self, app: ASGIApp, answers: Answers, version: Callable[[], Awaitable[str]]
    ) -> None:
        self.app = app
        self.answers = answers
        self.version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what was kept, or pass the request on."""
        kept = await self._current(scope) if _asks(scope) else None
        if kept is None:
            await self.app(scope, receive, send)
            return
        tag = f'"{kept.version}"'.encode()
        known = Request(scope).headers.get("if-none-match")
        status, body = (200, kept.body)
        headers = [(b"etag", tag), (b"content-type", b"application/json")]
        if known is not None and tag.decode() in tags_of(known):
            status, body, headers = 304, b"", headers[:1]
        else:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _current(self, scope: Scope) -> Kept | None:
        """What was kept for the question, if the graph is still the same."""
        kept = self.answers.get(key_of(scope))
        if kept is None:
            return None
        try:
            return kept if kept.version == await self.version() else None
        except TherapathError:
            return None  # the route meets the same failure, and answers it


def _asks(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["method"] == "GET")
