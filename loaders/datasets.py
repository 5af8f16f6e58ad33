"""What a load brings: which files are one source, what they hold, that they stay as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from kg.errors import LoadError
from kg.identifiers import source_id
from kg.writer import SourceInfo
from loaders.files import sha256_of
from loaders.inputs import loader_named
from loaders.loader import InputFile
from loaders.rows import Reader, SourceDetails

__all__ = ["Dataset", "contents_digest", "datasets", "read"]

#: Files that are kept open once their first row is read; more are opened again.
_OPEN = 16


def read(file: InputFile) -> Reader:
    """Rows of an input, by the loader of its format."""
    return loader_named(file.format).read(file)


def contents_digest(contents: Sequence[str]) -> str:
    """The digest of several contents, as that of a source; of one its own."""
    if len(contents) == 1:
        return contents[0]
    return hashlib.sha256("\n".join(sorted(contents)).encode()).hexdigest()


@dataclass(slots=True)
class Dataset:
    """The files of one source."""

    id: str
    name: str
    details: SourceDetails
    """What they say of themselves."""
    files: list[InputFile] = field(default_factory=list)
    _opened: dict[Path, Reader] = field(default_factory=dict)
    _seen: dict[Path, tuple[tuple[int, ...], str]] = field(default_factory=dict)
    """Of each file: how it lay on the disk, and its sha256."""

    def reader(self, file: InputFile) -> Reader:
        """Its rows, from the first."""
        return self._opened.pop(file.path, None) or read(file)

    def info(self, version: str | None, licence: str | None) -> SourceInfo:
        """The source as it is loaded; reads every file once for its digest.

        Raises:
            LoadError: one cannot be read.
        """
        contents = sorted({self._content(file) for file in self.files})
        return SourceInfo(
            id=self.id,
            name=self.name,
            loader=self.files[0].format,
            version=version or self.details.version,
            licence=licence or self.details.licence,
            sha256=contents_digest(contents),
            contents=tuple(contents),
            vocabulary=self.details.vocabulary,
        )

    def _content(self, file: InputFile) -> str:
        """A digest of the file, its companions, and how it is to be read."""
        found = [self._sha256(path) for path in (file.path, *file.companions)]
        if file.options:
            found.append(json.dumps(file.options, sort_keys=True, default=str))
        return (
            found[0] if len(found) == 1 else hashlib.sha256("\n".join(found).encode()).hexdigest()
        )

    def _sha256(self, path: Path) -> str:
        lies, digest = _lies(path), sha256_of(path)
        self._seen[path] = (lies, digest)
        return digest

    def look(self) -> None:
        """See that the files lie as they did.

        Raises:
            LoadError: one has been changed since.
        """
        for path, (lies, _) in self._seen.items():
            if _lies(path) != lies:
                raise _changed(path)

    def look_closely(self) -> None:
        """See that the files hold what they held.

        Raises:
            LoadError: one has been changed since.
        """
        for path, (_, digest) in self._seen.items():
            if sha256_of(path) != digest:
                raise _changed(path)


def _lies(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error
    return found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev


def _changed(path: Path) -> LoadError:
    return LoadError(
        f"{path}: the file was changed while it was read; its source is not complete, and "
        "loading it again puts that right"
    )


def datasets(files: Sequence[InputFile], asked: SourceDetails) -> list[Dataset]:
    """The sources that files belong to, in their order: by the name asked for, else their own.

    Raises:
        LoadError: a file cannot be read.
    """
    found: dict[str, Dataset] = {}
    for number, file in enumerate(files):
        reader = _begun(read(file))
        name = asked.name or reader.details.name or file.name
        one = found.setdefault(name, Dataset(source_id(name), name, reader.details))
        one.files.append(file)
        if number < _OPEN:
            one._opened[file.path] = reader
    return list(found.values())


def _begun(reader: Reader) -> Reader:
    """With its first row read, so that its details are known."""
    rows = iter(reader.rows)
    reader.rows = chain(list(islice(rows, 1)), rows)
    return reader
