"""What a disk that is full or forbidden is called while a release is written or read."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import duckdb

from kg.errors import DiskFull, ReleaseError

__all__ = ["release_errors"]

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextlib.contextmanager
def release_errors(release: Path) -> Iterator[None]:
    """Name the errors of the system and of the engine.

    Raises:
        DiskFull: no room is left.
        ReleaseError: anything else that kept files from being written or read.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL or "No space left" in str(error):
            raise _disk_full(release) from error
        message = f"{error.filename or release}: {error.strerror or error}"
        raise ReleaseError(message, advice="see that the folder may be written") from error
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        if "No space left" in str(error) or "max_temp_directory_size" in str(error):
            raise _disk_full(release) from error
        advice = ""
        if isinstance(error, duckdb.OutOfMemoryException):
            advice = "raise THERAPATH_BUILD_MEMORY_MIB"
        raise ReleaseError(f"{release}: {first}", advice=advice) from error


def _disk_full(release: Path) -> DiskFull:
    return DiskFull(
        f"no room is left for {release}",
        advice="make room, or put the release on another disk; nothing half-written was left",
    )
