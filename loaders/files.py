"""Files as loaders meet them: found in folders, unpacked, cut into lines, never too large."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import LoadError

__all__ = ["FORMATS", "MAX_LINE", "InputFile", "find", "lines", "opened", "sha256_of"]

#: Longest line that is read, bytes; a longer one is rejected without being held in memory.
MAX_LINE = 4 * 1024 * 1024

#: Format by the end of a file's name.
FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".yaml": "yaml",
    ".yml": "yaml",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to load, with the name its facts go by."""

    path: Path
    name: str
    """Its place below the folder that was given, without endings."""
    format: str


def find(paths: Iterable[Path], format_name: str | None = None) -> list[InputFile]:
    """The files that ``paths`` name: each file itself, and those of known formats in folders.

    Raises:
        LoadError: a path is missing, a folder has no such file, a file's format cannot be told,
            or two files would go by one name.
    """
    found: list[InputFile] = []
    for path in paths:
        if path.is_dir():
            inside = [
                InputFile(file, _name(file.relative_to(path)), kind)
                for file in sorted(path.rglob("*"))
                if file.is_file() and (kind := _format(file))
            ]
            if not inside:
                raise LoadError(f"{path}: no file in this folder ends in {_endings()}")
            found += inside
        elif path.is_file():
            kind = format_name or _format(path)
            if not kind:
                raise LoadError(
                    f"{path}: cannot tell the format; name it with --format, "
                    f"or let the file end in {_endings()}"
                )
            found.append(InputFile(path, _name(Path(path.name)), kind))
        else:
            problem = "is not a file" if path.exists() else "there is no such file or folder"
            raise LoadError(f"{path}: {problem}")
    _refuse_same_names(found)
    return found


def _refuse_same_names(files: list[InputFile]) -> None:
    known: dict[str, Path] = {}
    for file in files:
        if known.setdefault(file.name, file.path) != file.path:
            raise LoadError(
                f"{known[file.name]} and {file.path} would both be the source {file.name!r}; "
                "rename one, or load them apart with --source"
            )


def _endings() -> str:
    return ", ".join(FORMATS) + " (or these with .gz)"


def _format(path: Path) -> str | None:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return FORMATS.get(suffixes[-1]) if suffixes else None


def _name(path: Path) -> str:
    # A name that is no text still needs one to go by.
    name = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    for ending in (".gz", *FORMATS):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file's content, unpacked where its name ends in ``.gz``.

    Raises:
        LoadError: it cannot be read, or the archive is damaged.
    """
    try:
        with path.open("rb") as raw:
            if path.name.lower().endswith(".gz"):
                with gzip.open(raw) as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield raw
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise LoadError(f"{path}: the gzip archive is damaged or cut short ({error})") from error
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines without their ends; None for one longer than :data:`MAX_LINE`."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
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
