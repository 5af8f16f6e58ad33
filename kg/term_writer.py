"""What a source says about entities, into the graph: inside a batch's transaction.

Entities that are not there yet cost one look-up and one row; for the others what all sources
say is folded anew (see :mod:`kg.entities`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.cypher import query
from kg.database import Transaction
from kg.entities import Described, Said, added, described
from kg.terms import Terms

__all__ = ["SaidRows", "put_terms", "said_before", "said_rows", "said_rows_of"]


@dataclass(slots=True)
class SaidRows:
    """What is to be written of what a source says."""

    create: list[dict[str, Any]] = field(default_factory=list)
    change: list[dict[str, Any]] = field(default_factory=list)
    parents: list[dict[str, Any]] = field(default_factory=list)
    new: int = 0
    """How many entities it had said nothing about."""
    relabelled: set[str] = field(default_factory=set)
    """Those that lose a type, so that their labels depend on what facts say."""

    @property
    def changed(self) -> frozenset[str]:
        """Entities about which it says something it did not say before."""
        return frozenset(row["properties"]["id"] for row in (*self.create, *self.change))


async def said_before(tx: Transaction, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is there of the given entities, by id."""
    found = await tx.run(query("terms/said"), ids=list(ids))
    return {
        row["id"]: {**row, "said": {source: Said.of(one) for source, one in row["said"]}}
        for row in found["found"]
    }


async def said_rows_of(
    tx: Transaction, source: str, terms: Mapping[str, Said], packaged: Terms
) -> SaidRows:
    """What is to be written where a source says something beside what it said before."""
    return said_rows(source, terms, packaged, await said_before(tx, terms))


async def put_terms(tx: Transaction, source: str, rows: SaidRows) -> None:
    """Write what a source says; its node is there."""
    if rows.create:
        await tx.run(query("terms/create"), source_id=source, rows=rows.create)
    if rows.change:
        await tx.run(query("terms/change"), source_id=source, rows=rows.change)
    if rows.parents:
        await tx.run(query("terms/hierarchy"), rows=rows.parents)


def said_rows(
    source: str,
    terms: Mapping[str, Said],
    packaged: Terms,
    before: Mapping[str, dict[str, Any]],
    *,
    instead: bool = False,
) -> SaidRows:
    """What is to be written; with ``instead`` the source's older words about an entity go."""
    rows = SaidRows()
    for identity, one in terms.items():
        there = before.get(identity)
        own = packaged.by_id.get(identity)
        if there is None:
            node = described(identity, own, {source: one})
            rows.new += 1
            rows.create.append(
                {"type": one.type, "properties": node.properties, "said": one.properties()}
            )
        else:
            mine = there["said"].get(source)
            both = one if mine is None or instead else added(mine, one)
            if both == mine:
                continue
            node = described(identity, own, {**there["said"], source: both})
            rows.new += mine is None
            rows.change.append(_changed(identity, node, both, there))
            if mine is not None and mine.type not in (*node.types, both.type):
                rows.relabelled.add(identity)
        if node.parents:
            rows.parents.append({"id": identity, "parents": list(node.parents)})
    return rows


def _changed(
    identity: str, node: Described, both: Said, there: Mapping[str, Any]
) -> dict[str, Any]:
    """Details of a study come from facts, whoever describes it."""
    details = {name: value for name, value in there["details"].items() if value is not None}
    return {
        "id": identity,
        "types": list(node.types),
        "properties": {**node.properties, **details},
        "said": both.properties(),
    }
