"""Vocabularies in memory, and how a source's words are mapped to ids with them.

Two tiers: the packaged vocabulary, then the terms of ontologies that were loaded into the
graph. The mapping depends on these alone, never on the facts in the graph, so the order in
which facts are loaded cannot change it (and loading an ontology later maps the facts that are
there again, see :mod:`kg.remap`). It does not guess: exact id, then cross-reference, then
exact name, then exact synonym of the right type, each tier for itself; only if asked, then a
similar name, with its score. What none of these finds keeps the id it came with, or gets one of
the project's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

import orjson

from kg.errors import InvalidValue
from kg.identifiers import key_of, name_key, own_id
from kg.model.fact import EntityRef
from kg.near_names import NearNames
from kg.vocabulary import EntityType

__all__ = ["FIRST_VOCABULARIES", "Mapped", "Match", "Term", "Terms", "meant", "packaged_terms"]


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
        """Its properties in the graph, which has no empty lists: bulk import cannot make them."""
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
        return {key: value for key, value in found.items() if value not in (None, [])}


#: How a reference came to its term.
Match = Literal["id", "xref", "name", "synonym", "fuzzy", "none"]
#: Terms under a key: one as it is, several as a list, which saves a list for nearly each.
_Index = dict[EntityType, dict[str, "Term | list[Term]"]]

#: Where two vocabularies call a thing of one type by the same preferred name they mean the same;
#: the first of these is taken.
FIRST_VOCABULARIES = {
    EntityType.THERAPY: ("MAXO", "CHEBI", "DRON", "NCIT", "DRUGBANK", "MESH"),
    EntityType.CELL_TYPE: ("CL", "MESH"),
    EntityType.MECHANISM: ("GO", "MESH"),
    EntityType.OUTCOME: ("NCIT", "EFO", "HP", "OAE", "MESH"),
    EntityType.ADVERSE_EVENT: ("HP", "OAE", "MEDDRA", "MESH"),
    EntityType.CONDITION: ("MONDO", "DOID", "Orphanet", "NCIT", "EFO", "MESH"),
}


#: One and the same feature of a patient is a harm of one therapy, an outcome of another, and the
#: condition a third is given for (pain, HP:0012531): an id of one of these types serves for all,
#: where it is from a vocabulary of such features and not of scales.
_FEATURE_TYPES = frozenset({EntityType.OUTCOME, EntityType.ADVERSE_EVENT, EntityType.CONDITION})
_FEATURE_VOCABULARIES = frozenset({"HP", "MESH", "MONDO", "DOID", "OAE", "UMLS", "MEDDRA"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a reference was mapped to; ``term`` is null where no vocabulary has it."""

    id: str
    type: EntityType
    term: Term | None
    candidates: tuple[Term, ...] = ()
    """Terms of loaded ontologies that share the name, where it is not clear which is meant."""
    match: Match = "none"
    score: float | None = None
    """Of a fuzzy match: how alike the names are, up to 1."""


class _Tier:
    """Terms indexed by id, cross-reference, name and synonym."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.by_id = {term.id: term for term in terms}

    @cached_property
    def xrefs(self) -> _Index:
        return _indexed((term, xref) for term in self.by_id.values() for xref in term.xrefs)

    @cached_property
    def names(self) -> _Index:
        return _indexed((term, key_of(term.name)) for term in self.by_id.values())

    @cached_property
    def synonyms(self) -> _Index:
        return _indexed(
            (term, key)
            for term in self.by_id.values()
            if term.synonyms
            for key in {key_of(synonym) for synonym in term.synonyms}
        )

    def candidates(self, ref: EntityRef) -> tuple[Match, list[Term]]:
        """By cross-reference, else by name, else by synonym."""
        key = name_key(ref.name)
        if ref.id is not None:
            found = _under(self.xrefs, ref.type, ref.id)
            if len(found) > 1:
                # One id may stand for several narrower things; the name tells which.
                found = [term for term in found if _answers(term, key)] or found
            if found:
                return "xref", found
        found = _under(self.names, ref.type, key)
        if found:
            return "name", found
        found = _under(self.synonyms, ref.type, key)
        return ("synonym" if found else "none"), found


def _indexed(pairs: Iterable[tuple[Term, str]]) -> _Index:
    index: _Index = {kind: {} for kind in EntityType}
    for term, key in pairs:
        part = index[term.type]
        there = part.get(key)
        if there is None:
            part[key] = term
        elif isinstance(there, list):
            there.append(term)
        else:
            part[key] = [there, term]
    return index


def _under(index: _Index, kind: EntityType, key: str) -> list[Term]:
    found = index[kind].get(key)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _answers(term: Term, key: str) -> bool:
    return any(name_key(name) == key for name in (term.name, *term.synonyms))


def meant(kind: EntityType, found: Mapping[str, Collection[str]], *, by_name: bool) -> str | None:
    """Which of several terms of a type is meant, where that is sure; ids with cross-references.

    Terms that share a preferred name are one thing, and so are those that share a synonym and
    refer to each other; then the one of the first vocabulary is taken.
    """
    order = FIRST_VOCABULARIES.get(kind, ())
    ranks = {identity: _rank(identity, order) for identity in found}
    first = min(ranks, key=lambda identity: ranks[identity], default=None)
    if first is None or list(ranks.values()).count(ranks[first]) > 1:
        return None
    same = by_name or all(
        other == first or other in found[first] or first in found[other] for other in found
    )
    return first if same else None


def _rank(identity: str, order: tuple[str, ...]) -> int:
    prefix = identity.partition(":")[0]
    return order.index(prefix) if prefix in order else len(order)


def _one_of(match: Match, found: list[Term]) -> Term | None:
    """The term that is meant, where that is sure."""
    if len(found) < 2:
        return found[0] if found else None
    xrefs = {term.id: term.xrefs for term in found}
    first = meant(found[0].type, xrefs, by_name=match == "name")
    return next((term for term in found if term.id == first), None)


def _same_feature(term: Term, kind: EntityType) -> bool:
    prefix = term.id.partition(":")[0]
    return prefix in _FEATURE_VOCABULARIES and {term.type, kind} <= _FEATURE_TYPES


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
        self._cache: dict[tuple[EntityType, str | None, str, float | None], Mapped] = {}
        self._near: dict[EntityType, NearNames] = {}

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

    def map(self, ref: EntityRef, fuzzy: float | None = None) -> Mapped:
        """Map a reference of a fact.

        With ``fuzzy``, what no exact match finds is mapped as the most similar name is, where
        they are at least as alike as that (0 to 1) and no other name is as near.

        Raises:
            InvalidValue: its id belongs to another type of the packaged vocabulary, or its
                name is ambiguous there.
        """
        key = (ref.type, ref.id, ref.name, fuzzy)
        found = self._cache.get(key)
        if found is None:
            found = self._map(ref)
            if fuzzy is not None and found.match == "none" and not found.candidates:
                found = self._fuzzy(ref, found, fuzzy)
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[key] = found
        return found

    def near(
        self, kind: EntityType, name: str, *, limit: int = 3, at_least: float = 0.75
    ) -> list[tuple[Term, float]]:
        """Terms with a similar name and how alike it is (up to 1), most similar first."""
        best: dict[str, tuple[Term, float]] = {}
        for key, score in self._near_names(kind).near(name_key(name), at_least):
            for term in self._named(kind, key):
                best.setdefault(term.id, (term, score))
            if len(best) >= limit:
                break
        return list(best.values())[:limit]

    def _near_names(self, kind: EntityType) -> NearNames:
        index = self._near.get(kind)
        if index is None:
            tiers = (self._packaged, self._loaded)
            keys = {key for tier in tiers for key in (*tier.names[kind], *tier.synonyms[kind])}
            index = self._near[kind] = NearNames(keys)
        return index

    def _named(self, kind: EntityType, key: str) -> list[Term]:
        """Terms that a name stands for, of the packaged vocabulary before others."""
        tiers = (self._packaged, self._loaded)
        return [
            term
            for tier in tiers
            for index in (tier.names, tier.synonyms)
            for term in _under(index, kind, key)
        ]

    def _fuzzy(self, ref: EntityRef, exact: Mapped, at_least: float) -> Mapped:
        """As if the source had written the name that comes nearest."""
        found = self._near_names(ref.type).near(name_key(ref.name), at_least)
        nearest = [key for key, score in found if score == found[0][1]]
        terms: dict[str, Term] = {}
        for key in nearest:
            corrected = self._exact_name(EntityRef.model_construct(type=ref.type, name=key))
            terms |= {term.id: term for term in corrected}
        if len(terms) == 1:
            [term] = terms.values()
            return Mapped(term.id, ref.type, term, match="fuzzy", score=found[0][1])
        return replace(exact, candidates=tuple(terms.values()))

    def _exact_name(self, ref: EntityRef) -> list[Term]:
        """The one term that a name stands for, or all that it may stand for."""
        for tier in (self._packaged, self._loaded):
            match, found = tier.candidates(ref)
            if found:
                one = _one_of(match, found)
                return [one] if one else found
        return []

    def _map(self, ref: EntityRef) -> Mapped:
        match, packaged = self._map_packaged(ref)
        if packaged is not None:
            return Mapped(packaged.id, ref.type, packaged, match=match)
        if ref.id is not None and ref.id in self._loaded.by_id:
            # An ontology that is loaded later must not turn facts away, so the type stays.
            return Mapped(ref.id, ref.type, self._loaded.by_id[ref.id], match="id")
        if not self._loaded.by_id:
            return Mapped(ref.id or own_id(ref.type, ref.name), ref.type, None)
        match, found = self._loaded.candidates(ref)
        term = _one_of(match, found)
        if term is not None:
            return Mapped(term.id, ref.type, term, match=match)
        # Several are no reason to turn a fact away either: it keeps its words, and is listed.
        return Mapped(ref.id or own_id(ref.type, ref.name), ref.type, None, tuple(found))

    def _map_packaged(self, ref: EntityRef) -> tuple[Match, Term | None]:
        term = self._packaged.by_id.get(ref.id) if ref.id else None
        if term is not None:
            if term.type is not ref.type and not _same_feature(term, ref.type):
                raise InvalidValue(
                    f"{ref.id} ({term.name}) is of type {term.type}, not {ref.type}", field="id"
                )
            return "id", term
        match, found = self._packaged.candidates(ref)
        if len(found) > 1:
            listed = ", ".join(f"{term.id} ({term.name})" for term in found)
            raise InvalidValue(f"{ref.name!r} is ambiguous: {listed}; give an id", field="name")
        return match, (found[0] if found else None)

    def packaged_as(self, kind: EntityType, identity: str, name: str | None = None) -> Term | None:
        """The packaged term that is the same thing as a term of an ontology.

        That is one with the same id, a cross-reference to it, or the same preferred name;
        null where none is, or several are.
        """
        term = self._packaged.by_id.get(identity)
        if term is not None:
            return term
        found = _under(self._packaged.xrefs, kind, identity)
        if not found and name is not None:
            found = _under(self._packaged.names, kind, name_key(name))
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
