"""A source taken out again: the graph is as if it had never been loaded.

It goes in batches, each of which leaves a graph that is right for what is left of the source;
broken off, it goes on when asked again. Evidence that another source states too stays.
"""

from __future__ import annotations

from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import Said
from kg.model.answer import Retracted
from kg.queries.graph import find_source
from kg.remap import Changed, remap, terms_changed
from kg.support import Removed, entities_anew, settle, stated_by
from kg.terms import Terms, packaged_terms

__all__ = ["remove_evidence", "remove_terms", "retract"]

#: Evidence, and entities described, that are taken out in one transaction.
_EVIDENCE = 2_000
_TERMS = 5_000


async def retract(database: Database, text: str, packaged: Terms | None = None) -> Retracted:
    """Take out the source of this id or name.

    Raises:
        UnknownName: there is none.
        DatabaseError: some of it may have gone; asked again, the rest goes.
    """
    terms = packaged or packaged_terms()
    source = await find_source(database, text)
    removed = await database.write(lambda tx: _begin(tx, source.id, terms))
    for step in (_some_evidence, _some_terms):
        while True:
            part = await database.write(lambda tx, step=step: step(tx, source.id, terms))  # type: ignore[misc]
            if part is None:
                break
            removed += part
    await database.write(lambda tx: _end(tx, source.id))
    await remap(database, terms)
    return Retracted(
        id=source.id,
        name=source.name,
        mentions_removed=removed.mentions,
        evidence_removed=removed.evidence,
        claims_removed=removed.claims,
        terms_removed=removed.terms,
        entities_removed=removed.entities,
        publications_removed=removed.publications,
    )


async def _begin(tx: Transaction, source: str, packaged: Terms) -> Removed:
    """From here on the source is not complete, and its names map nothing."""
    known = (await tx.run(query("retract/begin"), source_id=source))["source"]
    if known is not None and known["vocabulary"] and known["complete"]:
        changed = Changed()
        async for identity, said in tx.stream(query("retract/every_term"), source_id=source):
            changed.add(identity, Said.of(said))
        await terms_changed(tx, changed, packaged)
    await tx.run(query("graph/changed"))
    return Removed()


async def _some_evidence(tx: Transaction, source: str, packaged: Terms) -> Removed | None:
    await tx.run(query("retract/begin"), source_id=source)
    found = await tx.run(query("retract/mentions"), source_id=source, limit=_EVIDENCE)
    if not found["ids"]:
        return None
    removed = await remove_evidence(tx, source, found["ids"], packaged)
    await tx.run(query("graph/changed"))
    return removed


async def _some_terms(tx: Transaction, source: str, packaged: Terms) -> Removed | None:
    await tx.run(query("retract/begin"), source_id=source)
    found = await tx.run(query("retract/some_terms"), source_id=source, limit=_TERMS)
    if not found["ids"]:
        return None
    removed = await remove_terms(tx, source, found["ids"], packaged)
    await tx.run(query("graph/changed"))
    return removed


async def remove_evidence(tx: Transaction, source: str, ids: list[str], packaged: Terms) -> Removed:
    """Forget that a source states given evidence, and delete what no other states."""
    alone = (await tx.run(query("retract/unlink"), source_id=source, ids=ids))["alone"]
    removed = Removed(mentions=len(ids), evidence=len(alone))
    if alone:
        stated = await stated_by(tx, alone)
        await tx.run(query("retract/evidence"), ids=alone)
        removed += await settle(tx, stated, packaged)
    await tx.run(query("retract/counted"), source_id=source, evidence=len(ids), terms=0)
    return removed


async def remove_terms(tx: Transaction, source: str, ids: list[str], packaged: Terms) -> Removed:
    """Forget what a source says about given entities."""
    await tx.run(query("retract/terms"), source_id=source, ids=ids)
    gone = await entities_anew(tx, ids, packaged)
    await tx.run(query("retract/counted"), source_id=source, evidence=0, terms=len(ids))
    return Removed(terms=len(ids), entities=gone)


async def _end(tx: Transaction, source: str) -> None:
    await tx.run(query("retract/begin"), source_id=source)
    await tx.run(query("retract/source"), source_id=source)
    await tx.run(query("graph/changed"))
