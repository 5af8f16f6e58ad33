"""One process at a time: a lock file that the system frees when its holder ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import LocalServerError
from kg.server.extra import need
from kg.server.progress import Progress

__all__ = ["held"]

#: Seconds to wait for another process: longer than any of them takes on a slow line.
_PATIENCE = 600.0


@contextmanager
def held(file: Path, reason: str, progress: Progress) -> Iterator[None]:
    """Hold the lock file; wait, and say why, while another process holds it.

    Raises:
        LocalServerError: it was still held after ten minutes.
    """
    filelock = need("filelock")
    lock = filelock.FileLock(file)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        progress.line(f"{reason}; waiting for it")
        try:
            lock.acquire(timeout=_PATIENCE, poll_interval=0.1)
        except filelock.Timeout as error:
            raise LocalServerError(
                f"{reason} and has not finished within {_PATIENCE / 60:.0f} minutes",
                advice=f"end that process (it holds {file}) and try again",
            ) from error
    try:
        yield
    finally:
        lock.release()
