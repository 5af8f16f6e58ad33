"""Files as loaders meet them: unpacked, cut into lines, never too large."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import LoadError

__all__ = [
    "ARCHIVES",
    "MAX_LINE",
    "lines",
    "member_names",
    "members",
    "opened",
    "read_so_far",
    "sha256_of",
]

#: Longest line that is read, bytes; a longer one is rejected without being held in memory.
MAX_LINE = 4 * 1024 * 1024
#: Endings of archives that hold several files.
ARCHIVES = frozenset({".zip", ".tar"})
#: A packed file may grow to this size whatever its ratio, bytes…
_FREE = 256 * 1024 * 1024
#: …and beyond it only this many times its packed size; real tables and texts stay below 60.
_MAX_RATIO = 250


class _Bounded(io.RawIOBase):
    """An unpacked stream that refuses to grow out of all proportion to what it came from."""

    def __init__(self, unpacked: IO[bytes], packed: int, shown: str) -> None:
        self._unpacked = unpacked
        self._limit = max(_FREE, packed * _MAX_RATIO)
        self._shown = shown
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # What is read from inside an archive fails in its reader's hands, far from the opening.
        with _explained(self._shown):
            content = self._unpacked.read(len(buffer))
        self._read += len(content)
        if self._read > self._limit:
            raise LoadError(
                f"{self._shown}: unpacks to more than {self._limit:,} bytes, "
                f"over {_MAX_RATIO} times its size; refused as a decompression bomb"
            )
        buffer[: len(content)] = content
        return len(content)


def _bounded(unpacked: IO[bytes], packed: int, shown: str) -> IO[bytes]:
    return io.BufferedReader(_Bounded(unpacked, packed, shown), 1024 * 1024)


def _is_tar(path: Path) -> bool:
    return path.name.lower().endswith((".tar", ".tar.gz", ".tgz"))


@contextmanager
def _explained(path: Path | str) -> Iterator[None]:
    """Turns what goes wrong with an archive into a sentence.

    Raises:
        LoadError: always where anything is raised inside.
    """
    try:
        yield
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise LoadError(f"{path}: the gzip archive is damaged or cut short ({error})") from error
    except (tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise LoadError(f"{path}: the archive cannot be unpacked ({error})") from error
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error


#: How far each file has been read, while and after it is.
_positions: dict[Path, Callable[[], int]] = {}


@contextmanager
def _noted(path: Path, raw: IO[bytes]) -> Iterator[None]:
    _positions[path] = raw.tell
    try:
        yield
    finally:
        # Whoever wrapped it may have closed it.
        end = path.stat().st_size if raw.closed else raw.tell()
        _positions[path] = lambda: end


def read_so_far(path: Path) -> int:
    """Bytes of a file that have been read since it was last opened here; 0 for an archive."""
    try:
        return _positions.get(path, int)()
    except ValueError:
        return 0  # closed at this very moment; the next time it is known


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file's content, unpacked where its name ends in ``.gz``.

    Raises:
        LoadError: it cannot be read, the archive is damaged, or it is a decompression bomb.
    """
    with _explained(path), path.open("rb") as raw, _noted(path, raw):
        if path.name.lower().endswith(".gz"):
            size = os.fstat(raw.fileno()).st_size
            with gzip.open(raw) as unpacked:
                yield _bounded(unpacked, size, str(path))  # type: ignore[arg-type]
        else:
            yield raw


def member_names(path: Path, limit: int = 1_000) -> tuple[str, ...]:
    """Names of the first files in a ``.zip`` or ``.tar``.

    Raises:
        LoadError: it cannot be read.
    """
    found: list[str] = []
    with _explained(path):
        if _is_tar(path):
            with tarfile.open(path) as archive:
                for entry in archive:
                    if entry.isfile():
                        found.append(entry.name)
                    if len(found) >= limit:
                        break
        else:
            with zipfile.ZipFile(path) as zipped:
                found = [info.filename for info in zipped.infolist() if not info.is_dir()][:limit]
    return tuple(found)


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each file in a ``.zip`` or ``.tar(.gz)``, in the archive's order.

    Each is to be read before the next is asked for; one that ends in ``.gz`` is unpacked.
    Nothing is written to the disk.

    Raises:
        LoadError: it cannot be read, is damaged, or is a decompression bomb.
    """
    with _explained(path):
        if _is_tar(path):
            size = path.stat().st_size
            with tarfile.open(path) as archive:
                for entry in archive:
                    stream = archive.extractfile(entry) if entry.isfile() else None
                    if stream is not None:
                        bounded = _bounded(stream, size, f"{path}: {entry.name}")
                        yield entry.name, _unzipped(entry.name, bounded, size, path)
        else:
            with zipfile.ZipFile(path) as zipped:
                for info in zipped.infolist():
                    if info.is_dir():
                        continue
                    with zipped.open(info) as stream:
                        size = info.compress_size
                        bounded = _bounded(stream, size, f"{path}: {info.filename}")
                        yield info.filename, _unzipped(info.filename, bounded, size, path)


def _unzipped(name: str, stream: IO[bytes], size: int, path: Path) -> IO[bytes]:
    if not name.lower().endswith(".gz"):
        return stream
    return _bounded(gzip.open(stream), size, f"{path}: {name}")  # type: ignore[arg-type]


def lines(stream: IO[bytes], longest: int = MAX_LINE) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines without their ends; None for one over ``longest`` bytes."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")


def sha256_of(path: Path) -> str:
    """SHA-256 of the file as it lies on the disk, as 64 hexadecimal digits.

    Raises:
        LoadError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error
