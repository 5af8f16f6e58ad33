"""Files of the local server: atomic writes, and what a full or forbidden disk is called."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DiskFull, LocalServerError

__all__ = ["disk_errors", "make_folder", "need_room", "write_atomically"]

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def disk_errors(folder: Path, variable: str) -> Iterator[None]:
    """Turn the operating system's errors into ours.

    Args:
        folder: where files are being written, for the message.
        variable: environment variable that moves the folder elsewhere.

    Raises:
        DiskFull: no room is left.
        LocalServerError: any other error, such as a folder that may not be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_full(f"no room is left in {folder}", variable) from error
        raise LocalServerError(
            f"{error.filename or folder}: {error.strerror or error}",
            advice=f"make the folder writable, or set {variable} to another one",
        ) from error


def need_room(folder: Path, size: int, variable: str) -> None:
    """Check that ``size`` bytes fit before beginning.

    Raises:
        DiskFull: they do not.
    """
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < size:
        raise _disk_full(
            f"{folder} needs {size / 1e6:.0f} MB and {free / 1e6:.0f} MB are free", variable
        )


def _disk_full(message: str, variable: str) -> DiskFull:
    return DiskFull(message, advice=f"make room, or set {variable} to a folder on another disk")


def make_folder(folder: Path) -> Path:
    """Make a folder that only the user may enter, unless it exists."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_atomically(file: Path, text: str) -> None:
    """Write a file whole or not at all, readable by the user alone (mode 0600) from the start."""
    make_folder(file.parent)
    # mkstemp creates with mode 0600, so there is no moment in which others can read it.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
