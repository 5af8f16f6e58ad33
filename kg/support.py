"""What is left when evidence goes: claims, entities and publications as if it had never been.

Everything derived from a report is looked at again: the totals of its claim, what facts call the
entities, the details of its study and publication. Where another report says the same, nothing
can have changed, and one such report is all that is looked for; only the rest is worked out
anew, from everything that still speaks of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.cypher import query
from kg.database import Transaction
from kg.entities import Said, described
from kg.evidence_parts import STUDY_DETAILS
from kg.identifiers import name_key
from kg.terms import Terms
from kg.totals import update_totals
from kg.vocabulary import EntityType

__all__ = ["Removed", "Stated", "entities_anew", "settle", "stated_by"]


@dataclass(slots=True)
class Stated:
    """What evidence said of claims, entities, studies and publications."""

    claims: dict[str, str] = field(default_factory=dict)
    """Predicates by claim id."""
    entities: set[tuple[str, str, str]] = field(default_factory=set)
    """Id, name and type."""
    studies: set[tuple[str, ...]] = field(default_factory=set)
    """Id, then what was said of it as text."""
    publications: set[tuple[str, ...]] = field(default_factory=set)


@dataclass(slots=True)
class Removed:
    """How much went."""

    mentions: int = 0
    evidence: int = 0
    claims: int = 0
    terms: int = 0
    entities: int = 0
    publications: int = 0

    def __iadd__(self, other: Removed) -> Removed:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


async def stated_by(tx: Transaction, evidence: Collection[str]) -> Stated:
    """What the given evidence says; to be asked before it goes."""
    found = await tx.run(query("retract/stated"), ids=list(evidence))
    return Stated(
        claims=dict(found["claims"]),
        entities={(row[0], row[1], row[2]) for row in found["entities"] if row[0] is not None},
        studies=_as_text(found["studies"]),
        publications=_as_text(found["publications"]),
    )


def _as_text(rows: Iterable[Sequence[Any]]) -> set[tuple[str, ...]]:
    return {
        tuple("" if value is None else str(value) for value in row)
        for row in rows
        if row[0] is not None
    }


async def settle(tx: Transaction, stated: Stated, packaged: Terms) -> Removed:
    """Bring into order what evidence that has gone had spoken of."""
    gone = (await tx.run(query("retract/unsupported"), claims=list(stated.claims)))["ids"]
    removed = Removed(claims=len(gone))
    if gone:
        rows = [{"id": identity, "predicate": stated.claims[identity]} for identity in gone]
        await tx.run(query("retract/claims"), rows=rows)
    left = {key: value for key, value in stated.claims.items() if key not in set(gone)}
    if left:
        await update_totals(tx, left)
    names = [{"id": one, "name": name, "type": kind} for one, name, kind in stated.entities]
    unsure: set[str] = set((await tx.run(query("retract/unnamed"), rows=names))["ids"])
    studies = _rows(stated.studies)
    unsure |= set((await tx.run(query("retract/unstudied"), rows=studies))["ids"])
    removed.entities = await entities_anew(tx, unsure, packaged)
    papers = _rows(stated.publications)
    unsure = set((await tx.run(query("retract/unpublished"), rows=papers))["ids"])
    if unsure:
        found = await tx.run(query("retract/publications"), ids=sorted(unsure))
        removed.publications = found["removed"]
    return removed


def _rows(said: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    return [{"id": row[0], "said": list(row[1:])} for row in said]


async def entities_anew(tx: Transaction, ids: Collection[str], packaged: Terms) -> int:
    """Work out what entities are from all that is said of them; how many nothing speaks of."""
    if not ids:
        return 0
    found = (await tx.run(query("retract/entities"), ids=sorted(ids)))["found"]
    rows, gone = [], []
    for entity in found:
        row = _anew(entity, packaged)
        if row is None:
            gone.append(entity["id"])
        else:
            rows.append(row)
    if rows:
        await tx.run(query("retract/entities_anew"), rows=rows)
        await tx.run(query("terms/hierarchy"), rows=[row for row in rows if row["parents"]])
    if gone:
        await tx.run(query("retract/entities_gone"), ids=gone)
    return len(gone)


def _anew(entity: dict[str, Any], packaged: Terms) -> dict[str, Any] | None:
    """The entity's node as a row, or null where there is nothing left to say of it."""
    identity, studies = entity["id"], entity["studies"]
    own = packaged.by_id.get(identity)
    said = {source: Said.of(one) for source, one in entity["said"]}
    called = {(name, kind) for name, kind in entity["named"]}
    called |= {(row[0], str(EntityType.STUDY)) for row in studies}
    types = {kind for _, kind in called}
    parents: tuple[str, ...] = ()
    if own is not None or said:
        node = described(identity, own, said)
        properties, parents = node.properties, node.parents
        types |= set(node.types)
    elif called:
        properties = _named(identity, {name for name, _ in called}, types)
    else:
        return None
    return {
        "id": identity,
        "properties": {**properties, **_details(studies)},
        "types": sorted(types),
        "lost": sorted(set(entity["labels"]) - types - {"Entity"}),
        "parents": list(parents),
        "described": own is not None or bool(said),
    }


def _named(identity: str, names: set[str], types: set[str]) -> dict[str, Any]:
    """As ``write/names`` has it: the least name leads."""
    first, *others = sorted(names)
    return {
        "id": identity,
        "type": min(types),
        "name": first,
        **({"synonyms": others} if others else {}),
        "keys": sorted({name_key(identity), *map(name_key, names)}),
    }


def _details(studies: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Each detail's least value, over all reports of a study."""
    found: dict[str, Any] = {}
    for row in studies:
        for name, value in zip(STUDY_DETAILS, row[1:], strict=True):
            if value is not None:
                found[name] = min(found.get(name, value), value)
    return found
