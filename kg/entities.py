"""What an entity's node says, out of what each source says about it.

A node is a function of the set of things said, so that neither the order of loading nor what
was loaded and taken out again leaves a trace. The packaged vocabulary leads where it has the
entity, else the source whose id comes first; names, cross-references and parents of all add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.identifiers import name_key
from kg.model.term import TermRecord
from kg.terms import Term, Terms
from kg.vocabulary import EntityType

__all__ = ["Described", "Said", "added", "changed_keys", "described", "said", "term_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says about one entity: the properties of its ``FROM_SOURCE``."""

    type: str
    name: str | None
    origin: str
    """The source by name and version."""
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    description: str | None = None

    def properties(self) -> dict[str, Any]:
        """Without what is not there."""
        found = {
            name: list(value) if isinstance(value, tuple) else value
            for name in self.__slots__
            if (value := getattr(self, name))
        }
        return found

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Said:
        """From the properties of a relationship."""
        return cls(
            type=properties["type"],
            name=properties.get("name"),
            origin=properties["origin"],
            synonyms=tuple(properties.get("synonyms", ())),
            xrefs=tuple(properties.get("xrefs", ())),
            parents=tuple(properties.get("parents", ())),
            description=properties.get("description"),
        )


@dataclass(frozen=True, slots=True)
class Described:
    """An entity's node as sources describe it."""

    properties: dict[str, Any]
    types: tuple[str, ...]
    """Labels beside ``Entity``; facts may add more."""
    parents: tuple[str, ...]


def said(record: TermRecord, terms: Terms, origin: str) -> tuple[str, Said]:
    """The id of the entity that a source's term stands for, and what it says about it."""
    same = terms.packaged_as(record.type, record.id, record.name)
    identity = same.id if same else record.id
    parents = {
        known.id if (known := terms.packaged_as(record.type, parent)) else parent
        for parent in record.parents
    }
    return identity, Said(
        type=str(record.type),
        name=record.name,
        origin=origin,
        synonyms=tuple(sorted({*record.synonyms} - {record.name})),
        xrefs=tuple(sorted({*record.xrefs, record.id} - {identity})),
        parents=tuple(sorted(parents - {identity})),
        description=record.description,
    )


def added(one: Said, other: Said) -> Said:
    """Two statements of one source about one entity, as one; in either order the same."""
    if one == other:
        return one

    def union(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({*a, *b})) if a != b else a

    names = sorted(name for name in (one.name, other.name) if name)
    descriptions = sorted(text for text in (one.description, other.description) if text)
    return replace(
        one,
        type=min(one.type, other.type),
        name=names[0] if names else None,
        # A second name is one more thing it is called.
        synonyms=tuple(sorted({*one.synonyms, *other.synonyms, *names} - {*names[:1]})),
        xrefs=union(one.xrefs, other.xrefs),
        parents=union(one.parents, other.parents),
        description=descriptions[0] if descriptions else None,
    )


def term_of(identity: str, packaged: Term | None, sources: Mapping[str, Said]) -> Term:
    """The term that ``sources`` (by id) and perhaps the packaged vocabulary describe."""
    ordered = [sources[source] for source in sorted(sources)]
    name = packaged.name if packaged else next((one.name for one in ordered if one.name), identity)
    own = packaged.synonyms if packaged else ()
    more = {text for one in ordered for text in (*one.synonyms, one.name) if text}
    xrefs = packaged.xrefs if packaged else ()
    parents = {parent for one in ordered for parent in one.parents}
    parents |= set(packaged.parents) if packaged else set()
    return Term(
        id=identity,
        type=packaged.type if packaged else EntityType(min(one.type for one in ordered)),
        name=name,
        synonyms=(*own, *sorted(more - {name, *own})),
        xrefs=(*xrefs, *sorted({x for one in ordered for x in one.xrefs} - {identity, *xrefs})),
        parents=tuple(sorted(parents - {identity})),
        description=packaged.description
        if packaged
        else next((one.description for one in ordered if one.description), None),
        origin=packaged.origin if packaged else ordered[0].origin,
        minimum=packaged.minimum if packaged else None,
        maximum=packaged.maximum if packaged else None,
        unit=packaged.unit if packaged else None,
    )


def described(identity: str, packaged: Term | None, sources: Mapping[str, Said]) -> Described:
    """The node of an entity that ``sources`` (by id) and perhaps the packaged vocabulary name."""
    term = term_of(identity, packaged, sources)
    types = {str(packaged.type)} if packaged else {one.type for one in sources.values()}
    return Described(term.properties(), tuple(sorted(types)), term.parents)


def changed_keys(one: Said) -> set[str]:
    """What facts may call it, in the form names are compared in."""
    texts = (one.name, *one.synonyms, *one.xrefs)
    return {name_key(text) for text in texts if text}
