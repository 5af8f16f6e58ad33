"""The end of a load: its source is complete, and what it changed for other sources is done."""

from __future__ import annotations

from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import Said
from kg.errors import SourceInUse
from kg.remap import Changed, remap, terms_changed
from kg.terms import Terms
from kg.writer import SourceInfo

__all__ = ["complete"]


async def complete(database: Database, source: SourceInfo, packaged: Terms) -> None:
    """Note that all of a source has been loaded; nothing is written where that is known.

    What its terms are to the hierarchy and to the facts that are there is brought up to date.

    Raises:
        SourceInUse: it was changed or taken out by somebody else meanwhile.
    """
    if await database.write(lambda tx: _complete(tx, source, packaged)):
        await remap(database, packaged)


async def _complete(tx: Transaction, source: SourceInfo, packaged: Terms) -> bool:
    found = await tx.run(
        query("write/begin"), source_id=source.id, evidence=[], claims=[], entities=[]
    )
    known, details = found["source"], source.details()
    if known is None:
        return False  # nothing of it could be loaded
    if known["complete"] and all(known.get(name) == value for name, value in details.items()):
        return False
    if tuple(known["contents"] or ()) != source.contents:
        raise SourceInUse(
            f"the source {source.name!r} was changed by another load while this one ran",
            advice="load it again",
        )
    await tx.run(query("terms/parents_later"))
    await tx.run(query("write/complete"), source_id=source.id, details=details)
    if source.vocabulary:
        changed = Changed()
        async for identity, said in tx.stream(query("retract/every_term"), source_id=source.id):
            changed.add(identity, Said.of(said))
        await terms_changed(tx, changed, packaged)
    await tx.run(query("graph/changed"))
    return True
