"""The packaged vocabulary in memory, and how a fact's words are mapped to ids with it.

The mapping depends on the vocabulary alone, never on what the graph holds, so the order in
which sources are loaded cannot change it. It does not guess: exact id, then cross-reference,
then exact name, then exact synonym of the right type. What none of these finds keeps the id
it came with, or gets one of the project's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import orjson

from kg.errors import InvalidValue
from kg.identifiers import name_key, own_id
from kg.model.fact import EntityRef
from kg.vocabulary import EntityType

__all__ = ["Mapped", "Term", "Terms", "packaged_terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entity of a vocabulary."""

    id: str
    type: EntityType
    name: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    description: str | None = None
    origin: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None

    @property
    def keys(self) -> list[str]:
        """Everything it answers to, in the form names are compared in; sorted."""
        return sorted(
            {name_key(text) for text in (self.id, self.name, *self.synonyms, *self.xrefs)}
        )

    def properties(self) -> dict[str, Any]:
        """Its properties in the graph."""
        found = {
            "id": self.id,
            "type": str(self.type),
            "name": self.name,
            "synonyms": list(self.synonyms),
            "xrefs": list(self.xrefs),
            "keys": self.keys,
            "description": self.description,
            "origin": self.origin,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "unit": self.unit,
        }
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a reference was mapped to; ``term`` is null where no vocabulary has it."""

    id: str
    type: EntityType
    term: Term | None


class Terms:
    """A vocabulary, indexed by id, cross-reference, name and synonym."""

    def __init__(self, terms: Iterable[Term], *, sha256: str = "") -> None:
        self.sha256 = sha256
        self.by_id = {term.id: term for term in terms}
        self._cache: dict[tuple[EntityType, str | None, str], Mapped] = {}

    @cached_property
    def _indexes(self) -> list[dict[tuple[EntityType, str], list[Term]]]:
        """By cross-reference, by name, by synonym: in the order they are asked."""
        xrefs: dict[tuple[EntityType, str], list[Term]] = {}
        names: dict[tuple[EntityType, str], list[Term]] = {}
        synonyms: dict[tuple[EntityType, str], list[Term]] = {}
        for term in self.by_id.values():
            for xref in term.xrefs:
                xrefs.setdefault((term.type, xref), []).append(term)
            names.setdefault((term.type, name_key(term.name)), []).append(term)
            for key in {name_key(synonym) for synonym in term.synonyms}:
                synonyms.setdefault((term.type, key), []).append(term)
        return [xrefs, names, synonyms]

    def map(self, ref: EntityRef) -> Mapped:
        """Map a reference of a fact.

        Raises:
            InvalidValue: its id belongs to another type, or its name is ambiguous.
        """
        key = (ref.type, ref.id, ref.name)
        found = self._cache.get(key)
        if found is None:
            found = self._map(ref)
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[key] = found
        return found

    def _map(self, ref: EntityRef) -> Mapped:
        if ref.id is not None and ref.id in self.by_id:
            term = self.by_id[ref.id]
            if term.type is not ref.type:
                raise InvalidValue(
                    f"{ref.id} ({term.name}) is of type {term.type}, not {ref.type}", field="id"
                )
            return Mapped(term.id, term.type, term)
        xrefs, names, synonyms = self._indexes
        candidates = xrefs.get((ref.type, ref.id), []) if ref.id else []
        words = (ref.type, name_key(ref.name))
        candidates = candidates or names.get(words, []) or synonyms.get(words, [])
        if len(candidates) > 1:
            listed = ", ".join(f"{term.id} ({term.name})" for term in candidates)
            raise InvalidValue(f"{ref.name!r} is ambiguous: {listed}; give an id", field="name")
        if candidates:
            return Mapped(candidates[0].id, ref.type, candidates[0])
        return Mapped(ref.id or own_id(ref.type, ref.name), ref.type, None)


@cache
def packaged_terms() -> Terms:
    """The vocabulary that therapath brings along, read once per process."""
    content = files("kg").joinpath("data", "vocabulary.jsonl").read_bytes()
    return Terms(
        (_term(orjson.loads(line)) for line in content.splitlines()),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _term(row: dict[str, Any]) -> Term:
    ours = row.pop("own_synonyms", [])
    synonyms = tuple(dict.fromkeys([*row.pop("synonyms", []), *ours]))
    return Term(
        type=EntityType(row.pop("type")),
        synonyms=synonyms,
        xrefs=tuple(row.pop("xrefs", [])),
        parents=tuple(row.pop("parents", [])),
        **row,
    )
