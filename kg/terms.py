"""Vocabularies in memory, and how a source's words are mapped to ids with them.

Two tiers: the packaged vocabulary, then the terms of ontologies that were loaded into the
graph. The mapping depends on these alone, never on the facts in the graph, so the order in
which facts are loaded cannot change it (and loading an ontology later maps the facts that are
there again, see :mod:`kg.remap`). It does not guess: exact id, then cross-reference, then
exact name, then exact synonym of the right type, each tier for itself. What none of these
finds keeps the id it came with, or gets one of the project's own.
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
    candidates: tuple[Term, ...] = ()
    """Terms of loaded ontologies that share the name, where it is not clear which is meant."""


class _Tier:
    """Terms indexed by id, cross-reference, name and synonym."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.by_id = {term.id: term for term in terms}

    @cached_property
    def xrefs(self) -> dict[tuple[EntityType, str], list[Term]]:
        found: dict[tuple[EntityType, str], list[Term]] = {}
        for term in self.by_id.values():
            for xref in term.xrefs:
                found.setdefault((term.type, xref), []).append(term)
        return found

    @cached_property
    def names(self) -> dict[tuple[EntityType, str], list[Term]]:
        found: dict[tuple[EntityType, str], list[Term]] = {}
        for term in self.by_id.values():
            found.setdefault((term.type, name_key(term.name)), []).append(term)
        return found

    @cached_property
    def synonyms(self) -> dict[tuple[EntityType, str], list[Term]]:
        found: dict[tuple[EntityType, str], list[Term]] = {}
        for term in self.by_id.values():
            for key in {name_key(synonym) for synonym in term.synonyms}:
                found.setdefault((term.type, key), []).append(term)
        return found

    def candidates(self, ref: EntityRef) -> list[Term]:
        """By cross-reference, else by name, else by synonym."""
        found = self.xrefs.get((ref.type, ref.id), []) if ref.id else []
        words = (ref.type, name_key(ref.name))
        return found or self.names.get(words, []) or self.synonyms.get(words, [])


class Terms:
    """The packaged vocabulary, and behind it the terms of loaded ontologies."""

    def __init__(
        self,
        terms: Iterable[Term],
        *,
        sha256: str = "",
        loaded: Iterable[Term] = (),
        digest: str | None = None,
    ) -> None:
        self.sha256 = sha256
        """Digest of the packaged vocabulary."""
        self.digest = digest
        """Which ontologies are loaded, as ``Graph.terms`` says it; null for none."""
        self._packaged = _Tier(terms)
        self._loaded = _Tier(loaded)
        self._cache: dict[tuple[EntityType, str | None, str], Mapped] = {}

    @property
    def by_id(self) -> dict[str, Term]:
        """Terms of the packaged vocabulary."""
        return self._packaged.by_id

    @property
    def loaded(self) -> dict[str, Term]:
        """Terms of loaded ontologies."""
        return self._loaded.by_id

    def with_loaded(self, loaded: Iterable[Term], digest: str | None) -> Terms:
        """The same packaged vocabulary, with other ontologies behind it."""
        found = Terms((), sha256=self.sha256, loaded=loaded, digest=digest)
        found._packaged = self._packaged
        return found

    def map(self, ref: EntityRef) -> Mapped:
        """Map a reference of a fact.

        Raises:
            InvalidValue: its id belongs to another type of the packaged vocabulary, or its
                name is ambiguous there.
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
        packaged = self._map_packaged(ref)
        if packaged is not None:
            return Mapped(packaged.id, packaged.type, packaged)
        if ref.id is not None and ref.id in self._loaded.by_id:
            # An ontology that is loaded later must not turn facts away, so the type stays.
            return Mapped(ref.id, ref.type, self._loaded.by_id[ref.id])
        found = self._loaded.candidates(ref) if self._loaded.by_id else []
        if len(found) == 1:
            return Mapped(found[0].id, ref.type, found[0])
        # Several are no reason to turn a fact away either: it keeps its words, and is listed.
        return Mapped(ref.id or own_id(ref.type, ref.name), ref.type, None, tuple(found))

    def _map_packaged(self, ref: EntityRef) -> Term | None:
        term = self._packaged.by_id.get(ref.id) if ref.id else None
        if term is not None:
            if term.type is not ref.type:
                raise InvalidValue(
                    f"{ref.id} ({term.name}) is of type {term.type}, not {ref.type}", field="id"
                )
            return term
        found = self._packaged.candidates(ref)
        if len(found) > 1:
            listed = ", ".join(f"{term.id} ({term.name})" for term in found)
            raise InvalidValue(f"{ref.name!r} is ambiguous: {listed}; give an id", field="name")
        return found[0] if found else None

    def packaged_as(self, kind: EntityType, identity: str, name: str | None = None) -> Term | None:
        """The packaged term that is the same thing as a term of an ontology.

        That is one with the same id, a cross-reference to it, or the same preferred name;
        null where none is, or several are.
        """
        term = self._packaged.by_id.get(identity)
        if term is not None:
            return term
        found = self._packaged.xrefs.get((kind, identity), [])
        if not found and name is not None:
            found = self._packaged.names.get((kind, name_key(name)), [])
        return found[0] if len(found) == 1 else None


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
