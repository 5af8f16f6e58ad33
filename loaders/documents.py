"""The documents that facts were read from, so that their quotes can be looked up there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kg.errors import InvalidValue, LoadError
from kg.intake import Rejection
from kg.model.fact import EntityRef
from kg.terms import Terms
from loaders.quotes import quote_problem

__all__ = ["Documents"]

#: Largest document that is read, bytes.
_MAX_DOCUMENT = 64 * 1024 * 1024
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class Documents:
    """Texts in a folder, found by their digest or by a publication's id in the file's name."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet.

        Raises:
            LoadError: there is no such folder.
        """
        if not folder.is_dir():
            raise LoadError(f"{folder}: there is no such folder of documents")
        self.folder = folder

    def problem(self, row: Any, terms: Terms) -> Rejection | None:
        """What is wrong with the quote of a fact, as it was parsed; null where nothing can be told.

        Raises:
            LoadError: a document cannot be read.
        """
        path = self._path_of(row)
        if path is None:
            return None
        return quote_problem(row, _text(path), lambda entity: _names(entity, terms))

    def has(self, row: Any) -> bool:
        """Whether the document of a fact is there."""
        return self._path_of(row) is not None

    def _path_of(self, row: Any) -> Path | None:
        if not isinstance(row, dict):
            return None
        provenance, publication = row.get("provenance"), row.get("publication")
        digest = provenance.get("document_sha256") if isinstance(provenance, dict) else None
        if isinstance(digest, str) and digest in self._by_digest:
            return self._by_digest[digest]
        identity = publication.get("id") if isinstance(publication, dict) else None
        return self._named(_plain(identity)) if isinstance(identity, str) else None

    @cached_property
    def _files(self) -> list[Path]:
        return sorted(
            path
            for path in self.folder.rglob("*")
            if path.is_file() and path.stat().st_size <= _MAX_DOCUMENT
        )

    @cached_property
    def _by_digest(self) -> dict[str, Path]:
        return {
            hashlib.sha256(_text(path).encode("utf-8", "surrogatepass")).hexdigest(): path
            for path in self._files
        }

    @cached_property
    def _by_name(self) -> dict[str, Path]:
        return {f"-{_plain(path.stem)}-": path for path in self._files}

    @cached_property
    def _found(self) -> dict[str, Path | None]:
        return {}

    def _named(self, publication: str) -> Path | None:
        if publication not in self._found:
            whole = f"-{publication}-"
            found = [path for name, path in self._by_name.items() if whole in name]
            alone = found[0] if len(found) == 1 else None
            self._found[publication] = self._by_name.get(whole) or alone
        return self._found[publication]


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("-", text.lower()).strip("-")


@lru_cache(maxsize=64)
def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error


def _names(entity: dict[str, Any], terms: Terms) -> Iterable[str]:
    """What else the entity is called; nothing where it is none, which its own check says."""
    try:
        mapped = terms.map(EntityRef.model_validate(entity))
    except (ValidationError, InvalidValue):
        return ()
    return (mapped.term.name, *mapped.term.synonyms) if mapped.term else ()
