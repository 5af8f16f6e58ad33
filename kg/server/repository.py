"""A Maven repository, reached through jgo with connections that are kept open.

jgo's own download opens a new connection for each jar and another for its SHA-1: measured here,
47 s for the 238 jars of Neo4j 2026.08.1. With connections kept, eight at a time, and the lock's
SHA-256 instead of the server's SHA-1, the same takes 2 s. Resolving the coordinates (30 to 50 s
of POM files) is done once, by the maintainer who makes a lock.

This module imports jgo and must itself be imported late (see :mod:`kg.server.extra`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import requests  # what jgo downloads with
from jgo.maven import Artifact, MavenContext, PythonResolver

__all__ = ["PARALLEL_DOWNLOADS", "RepositoryError", "Stopped", "repository_context"]

#: Downloads at once; more did not make it faster.
PARALLEL_DOWNLOADS = 8

_ATTEMPTS = 3
_CHUNK = 128 * 1024


class RepositoryError(Exception):
    """A file could not be had; ``offline`` when nothing answered at all."""

    def __init__(self, message: str, *, offline: bool) -> None:
        super().__init__(message)
        self.offline = offline


class Stopped(Exception):
    """The download was told to end."""


class _KeepAliveResolver(PythonResolver):
    """jgo's resolver with another way to download a file: atomic, on a kept connection."""

    def __init__(self, advance: Callable[[int], None], stop: threading.Event) -> None:
        super().__init__()
        self._advance = advance
        self._stop = stop
        self._local = threading.local()

    def download(self, artifact: Artifact) -> Path | None:
        """Fetch one file into the context's cache; it appears there whole or not at all."""
        target = artifact.cached_path
        if target is None:  # pragma: no cover - only for a context without a cache
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        # One name for each file, not each process: what an interrupted run left is overwritten.
        partial = target.with_name(target.name + ".part")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._fetch(artifact, partial)
                break
            except RepositoryError:
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(0.3 * attempt)
        partial.replace(target)
        return target

    def _fetch(self, artifact: Artifact, partial: Path) -> None:
        error = RepositoryError("no repository is configured", offline=False)
        folder = artifact.component.path_prefix.as_posix()
        for address in artifact.context.remote_repos.values():
            try:
                self._copy(f"{address}/{folder}/{artifact.filename}", partial, artifact)
                return
            except requests.ConnectionError as cause:
                error = RepositoryError(f"{artifact}: {_reason(cause)}", offline=True)
            except requests.RequestException as cause:
                error = RepositoryError(f"{artifact}: {_reason(cause)}", offline=False)
        raise error

    def _copy(self, url: str, partial: Path, artifact: Artifact) -> None:
        timeout = artifact.context.timeout
        done = 0
        try:
            with self._session().get(url, stream=True, timeout=timeout) as response:
                response.raise_for_status()
                with partial.open("wb") as file:
                    for chunk in response.iter_content(_CHUNK):
                        if self._stop.is_set():
                            raise Stopped
                        file.write(chunk)
                        done += len(chunk)
                        self._advance(len(chunk))
        except requests.RequestException:
            self._advance(-done)  # the next attempt starts this file again
            raise

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        session: requests.Session = self._local.session
        return session


def _reason(error: Exception) -> str:
    """Find the innermost reason, in one line: 'Connection refused', not four wrappers around it."""
    inner: BaseException = error
    while inner.__cause__ is not None or inner.__context__ is not None:
        inner = inner.__cause__ or inner.__context__ or inner
    return " ".join(str(inner).split()) or type(inner).__name__


def repository_context(
    cache: Path,
    address: str | None,
    *,
    advance: Callable[[int], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> MavenContext:
    """Prepare jgo to download into a cache folder.

    Args:
        cache: folder in the layout of a Maven repository.
        address: another repository than jgo's default, or ``None``.
        advance: told the bytes that arrived, from several threads (negative: starts again).
        stop: set it to end downloads that are under way with :class:`Stopped`.
    """
    return MavenContext(
        resolver=_KeepAliveResolver(advance, stop or threading.Event()),
        repo_cache=cache,
        remote_repos={"therapath": address.rstrip("/")} if address else None,
        timeout=30,
    )
