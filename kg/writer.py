"""Batches into the graph: one batch, one transaction, and nothing changes the second time.

A batch is written under the writers' lock: what exists already is found first, so a fact that
is there again costs one look-up. Totals and scores of the claims a batch touches, and their
direct relationships, change in the same transaction as the evidence, and so does the ledger
of the load.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.batch import Batch
from kg.cypher import query
from kg.database import Database, Transaction
from kg.errors import SourceInUse
from kg.support import entities_anew
from kg.term_writer import SaidRows, put_terms, said_rows_of
from kg.terms import Terms
from kg.totals import update_totals

__all__ = ["LedgerEntry", "SourceInfo", "Written", "put_in_place", "write_batch", "write_in"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A dataset that is being loaded."""

    id: str
    name: str
    loader: str
    version: str | None = None
    licence: str | None = None
    sha256: str | None = None
    """Digest of all its content; null where it comes in pieces that are whole by themselves."""
    contents: tuple[str, ...] = ()
    """Digests of its files, sorted."""
    vocabulary: bool = False
    """Whether the names of its terms are used to map what other sources say."""

    def details(self) -> dict[str, Any]:
        """What its node says beside its id."""
        found = {
            "name": self.name,
            "loader": self.loader,
            "version": self.version,
            "licence": self.licence,
            "sha256": self.sha256,
            "contents": list(self.contents) or None,
            "vocabulary": self.vocabulary if self.sha256 else None,
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger keeps of a batch, beside what became of it."""

    number: int
    first: int
    """Where its first row begins in its file, and its last one."""
    last: int
    read: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did."""

    created: frozenset[str] = frozenset()
    """Ids of evidence that was not there before."""
    described: frozenset[str] = frozenset()
    """Ids of entities about which the source says something new."""
    version: int | None = None
    """The graph's version afterwards; null where nothing changed."""
    stale: bool = False
    """Nothing was written: the batch was prepared with other terms than the graph has now."""


async def write_batch(
    database: Database,
    source: SourceInfo,
    batch: Batch,
    packaged: Terms,
    *,
    entry: LedgerEntry | None = None,
    before: tuple[str, ...] | None = None,
) -> Written:
    """Write a batch in one transaction.

    ``before`` are the contents that the source had when its load began.

    Raises:
        SourceInUse: the source has other contents meanwhile.
        DatabaseError: nothing of the batch was written.
    """

    async def work(transaction: Transaction) -> Written:
        return await write_in(transaction, source, batch, packaged, entry=entry, before=before)

    return await database.write(work)


@dataclass(slots=True)
class _There:
    """What of a batch the graph has."""

    source: dict[str, Any] | None
    fresh: list[dict[str, Any]]
    mentioned: list[dict[str, Any]]
    entities: set[str]
    labels: dict[str, list[str]]
    """Of those of them that are described."""
    claims: set[str]
    created: frozenset[str] = field(default_factory=frozenset)


async def write_in(
    tx: Transaction,
    source: SourceInfo,
    batch: Batch,
    packaged: Terms,
    *,
    entry: LedgerEntry | None = None,
    before: tuple[str, ...] | None = None,
) -> Written:
    """Write a batch inside a transaction; see :func:`write_batch`."""
    found = await tx.run(
        query("write/begin"),
        source_id=source.id,
        evidence=list(batch.evidence),
        claims=list(batch.claims),
        entities=list(batch.entities),
    )
    if batch.evidence and found["terms"] != batch.digest:
        return Written(stale=True)
    there = _there(batch, found)
    _refuse_foreign(source, there.source, before)
    said = await said_rows_of(tx, source.id, batch.terms, packaged) if batch.terms else SaidRows()
    new = bool(said.changed or there.fresh or there.mentioned)
    if not new and _says(there.source, source):
        return Written()
    await _make_known(tx, source, there.source, incomplete=new or there.source is None)
    await put_terms(tx, source.id, said)
    await entities_anew(tx, said.relabelled, packaged)
    if there.fresh:
        there.entities |= said.changed
        await put_in_place(tx, batch, there.entities, there.claims, there.labels)
        await tx.run(query("write/evidence"), source_id=source.id, rows=there.fresh)
        touched = {row["claim_id"] for row in there.fresh} & there.claims
        if touched:
            await update_totals(
                tx, {identity: batch.claims[identity]["predicate"] for identity in touched}
            )
    if there.mentioned:
        await tx.run(query("write/mentions"), source_id=source.id, rows=there.mentioned)
    evidence = len(there.fresh) + len(there.mentioned)
    done = await tx.run(
        query("write/finish"),
        source_id=source.id,
        evidence=evidence,
        terms=said.new,
        entries=_entries(source, entry, len(there.created) + len(said.changed)),
    )
    return Written(there.created, said.changed, done["version"])


def _there(batch: Batch, found: dict[str, Any]) -> _There:
    present, linked = set(found["evidence"]), set(found["linked"])
    return _There(
        source=found["source"],
        fresh=[row for identity, row in batch.evidence.items() if identity not in present],
        mentioned=[
            {"evidence_id": identity, "record": batch.evidence[identity]["record"]}
            for identity in present - linked
        ],
        entities=set(found["entities"]),
        labels=dict(found["described"]),
        claims=set(found["claims"]),
        created=frozenset(batch.evidence.keys() - present),
    )


def _refuse_foreign(
    source: SourceInfo, known: dict[str, Any] | None, before: tuple[str, ...] | None
) -> None:
    if source.sha256 is None or known is None:
        return
    contents = tuple(known["contents"] or ())
    if contents not in (source.contents, before or ()):
        raise SourceInUse(
            f"the source {source.name!r} was changed by another load while this one ran",
            advice="wait for the other one to end, then load again",
        )


def _says(known: dict[str, Any] | None, source: SourceInfo) -> bool:
    if known is None:
        return False
    if source.sha256 is None:
        return True  # what a file once said of itself stands
    return all(known.get(name) == value for name, value in source.details().items())


async def _make_known(
    tx: Transaction, source: SourceInfo, known: dict[str, Any] | None, *, incomplete: bool
) -> None:
    """The source's node, with its details; not complete where more of it may be on its way."""
    details = {} if _says(known, source) else source.details()
    if source.sha256 is None:
        if known is None:
            details["complete"] = True
    elif incomplete and (known is None or known["complete"] is not False):
        details["complete"] = False
    if details:
        await tx.run(query("write/source"), id=source.id, details=details)


def _entries(source: SourceInfo, entry: LedgerEntry | None, loaded: int) -> list[dict[str, Any]]:
    if entry is None:
        return []
    return [
        {
            "id": f"{source.id}/{source.sha256}/{entry.number}",
            "source_id": source.id,
            "number": entry.number,
            "first": entry.first,
            "last": entry.last,
            "read": entry.read,
            "loaded": loaded,
            "already_there": entry.read - entry.rejected - loaded,
            "rejected": entry.rejected,
        }
    ]


def _by_entity(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What facts call each entity in one row: a statement does not see what it has just set."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row["id"],
            {"id": row["id"], "types": set(), "names": set(), "keys": set(), "details": {}},
        )
        one["types"].add(row["type"])
        one["names"].add(row["name"])
        one["keys"].update(row["keys"])
        for name, value in row["details"].items():
            one["details"][name] = min(one["details"].get(name, value), value)
    for one in found.values():
        one |= {name: sorted(one[name]) for name in ("types", "names", "keys")}
    return list(found.values())


async def put_in_place(
    tx: Transaction,
    batch: Batch,
    entities: set[str],
    claims: set[str],
    labels: Mapping[str, Collection[str]],
) -> None:
    """Write all that evidence of a batch needs.

    ``entities`` and ``claims`` are there already; ``labels`` has those that are described.
    """
    new_entities = [row for identity, row in batch.entities.items() if identity not in entities]
    new_claims = [row for identity, row in batch.claim_rows.items() if identity not in claims]
    if new_entities:
        await tx.run(query("write/entities"), rows=new_entities)
    # An entity created a moment ago has the name it was created with.
    names = [
        row
        for row in batch.names.values()
        if row["id"] in entities or row is not batch.first_names.get(row["id"])
        # A described entity has its names; only as another type it is news.
        if row["details"] or row["type"] not in labels.get(row["id"], ())
    ]
    if names:
        await tx.run(query("write/names"), rows=_by_entity(names))
    if batch.publications:
        await tx.run(query("write/publications"), rows=list(batch.publications.values()))
    if new_claims:
        await tx.run(query("write/claims"), rows=new_claims)
