"""Facts mapped again, when an ontology was completed, replaced or taken out.

How a fact maps depends on the ontologies alone, so the graph is the same whichever came first.
The claims that a change may touch are put on a list in the transaction that makes the change,
and worked off in batches, by whoever comes next where that is broken off.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.batch import Batch, Prepared, prepare
from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import Said, changed_keys
from kg.errors import InvalidValue
from kg.identifiers import name_key
from kg.model.fact import EntityRef
from kg.ontologies import current_digest, terms_of
from kg.restore import fact_of
from kg.support import settle, stated_by
from kg.terms import Terms
from kg.totals import update_totals
from kg.vocabulary import EntityType
from kg.writer import put_in_place

__all__ = ["Changed", "remap", "terms_changed"]

#: Claims that are mapped again in one transaction.
_CLAIMS = 500
#: Entities whose names in facts are asked for at once.
_ENTITIES = 5_000


class Changed:
    """Which terms of an ontology came, went or changed: ids, and what facts may call them."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.keys: set[str] = set()

    def add(self, identity: str, said: Said) -> None:
        """Note one, as it was or as it is."""
        self.ids.add(identity)
        self.keys.add(name_key(identity))
        self.keys |= changed_keys(said)


async def terms_changed(tx: Transaction, changed: Changed, packaged: Terms) -> None:
    """Note in the graph which ontologies it has now, and which claims are to be mapped again."""
    await tx.run(query("remap/terms"), digest=await current_digest(tx))
    rows: dict[str, list[list[str]]] = {}
    ids = [
        identity
        async for identity, keys, described in tx.stream(query("remap/spoken_of"))
        if identity in changed.ids
        or not changed.keys.isdisjoint(keys)
        or (described and identity not in packaged.by_id)
    ]
    for start in range(0, len(ids), _ENTITIES):
        part = ids[start : start + _ENTITIES]
        async for identity, name, said_id, kind in tx.stream(query("remap/names"), ids=part):
            ref = EntityRef(type=kind, name=name, id=said_id)
            if _may_change(ref, changed, packaged):
                rows.setdefault(identity, []).append([name, said_id or ""])
    claims = [
        claim
        async for claim, measure in tx.stream(query("remap/measures"))
        if _may_change(EntityRef(type=EntityType.OUTCOME, name=measure), changed, packaged)
    ]
    if rows or claims:
        listed = [{"id": identity, "said": said} for identity, said in rows.items()]
        await tx.run(query("remap/mark"), rows=listed, claims=claims)


def _may_change(ref: EntityRef, changed: Changed, packaged: Terms) -> bool:
    touched = name_key(ref.name) in changed.keys
    if ref.id is not None:
        touched = touched or ref.id in changed.ids or name_key(ref.id) in changed.keys
    return touched and not _in_packaged(ref, packaged)


def _in_packaged(ref: EntityRef, packaged: Terms) -> bool:
    """Whether the packaged vocabulary decides, which comes first and has not changed."""
    try:
        return packaged.map(ref).term is not None
    except InvalidValue:
        # Mapped with another edition of the vocabulary; with this one it cannot be.
        return True


async def remap(database: Database, packaged: Terms) -> int:
    """Map again all claims that wait for it; how many reports speak of another claim now."""
    moved = 0
    while True:
        terms = await terms_of(database, packaged)

        async def work(tx: Transaction, terms: Terms = terms) -> int | None:
            return await _some(tx, terms, packaged)

        found = await database.write(work)
        if found is None:
            return moved
        moved += found


async def _some(tx: Transaction, terms: Terms, packaged: Terms) -> int | None:
    """Map some again; null where none waited."""
    taken = await tx.run(query("remap/some"), terms=terms.digest or "", limit=_CLAIMS)
    if not taken["current"]:
        return 0  # the ontologies have changed since; the next turn has the new ones
    if not taken["found"]:
        return None
    moved, measures = [], []
    for one in taken["found"]:
        for old in one["evidence"]:
            new = _mapped(old, one["claim"], terms)
            if new.evidence_id != old["id"]:
                moved.append((old["id"], new))
            elif new.evidence.get("measure_id") != old.get("measure_id"):
                measures.append({"id": old["id"], "measure_id": new.evidence.get("measure_id")})
    if measures:
        await tx.run(query("remap/measure"), rows=measures)
    if moved:
        await _move(tx, moved, terms, packaged)
    await tx.run(query("graph/changed"))
    return len(moved)


def _mapped(evidence: dict[str, Any], claim: dict[str, Any], terms: Terms) -> Prepared:
    return prepare(fact_of(evidence, claim), terms)


async def _move(
    tx: Transaction, moved: Iterable[tuple[str, Prepared]], terms: Terms, packaged: Terms
) -> None:
    moved = list(moved)
    stated = await stated_by(tx, [old for old, _ in moved])
    batch = Batch(digest=terms.digest)
    first = {new.evidence_id: old for old, new in moved if batch.add(new)}
    there = await tx.run(
        query("write/begin"),
        source_id="",
        evidence=list(batch.evidence),
        claims=list(batch.claims),
        entities=list(batch.entities),
    )
    present = set(there["evidence"])
    await put_in_place(
        tx, batch, set(there["entities"]), set(there["claims"]), dict(there["described"])
    )
    rows, folded = [], []
    for old, new in moved:
        if new.evidence_id in present or first[new.evidence_id] != old:
            folded.append({"old": old, "id": new.evidence_id})
        else:
            row = batch.evidence[new.evidence_id]
            kept = {name: row[name] for name in ("claim_id", "side", "properties")}
            rows.append({"old": old, **kept})
    if rows:
        await tx.run(query("remap/move"), rows=rows)
    if folded:
        await tx.run(query("remap/fold"), rows=folded)
    predicates = {identity: claim["predicate"] for identity, claim in batch.claims.items()}
    await update_totals(tx, predicates)
    await settle(tx, stated, packaged)
