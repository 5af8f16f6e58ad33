"""Facts into the graph: one batch, one transaction, and nothing changes the second time.

A batch is written under the writers' lock: what exists already is found first, so a fact that
is there again costs one look-up. Totals and scores of the claims a batch touches, and their
direct relationships, change in the same transaction as the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg import scoring
from kg.batch import Batch, direct_and_totals
from kg.cypher import query
from kg.database import Database, Transaction

__all__ = ["SourceInfo", "Written", "update_totals", "write_batch"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A dataset that is being loaded."""

    id: str
    name: str
    loader: str
    version: str | None = None
    licence: str | None = None
    sha256: str | None = None

    def details(self) -> dict[str, str]:
        """What its node says beside its id."""
        found = {name: getattr(self, name) for name in self.__slots__ if name != "id"}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did."""

    created: frozenset[str]
    """Ids of evidence that was not there before."""
    version: int | None
    """The graph's version afterwards; null where nothing changed."""


async def write_batch(database: Database, source: SourceInfo, batch: Batch) -> Written:
    """Write a batch in one transaction.

    Raises:
        DatabaseError: nothing of the batch was written.
    """

    async def work(transaction: Transaction) -> Written:
        return await _write(transaction, source, batch)

    return await database.write(work)


async def _write(tx: Transaction, source: SourceInfo, batch: Batch) -> Written:
    there = await tx.run(
        query("write/begin"),
        source_id=source.id,
        evidence=list(batch.evidence),
        claims=list(batch.claims),
        entities=list(batch.entities),
    )
    present, linked = set(there["evidence"]), set(there["linked"])
    fresh = [row for identity, row in batch.evidence.items() if identity not in present]
    mentioned = [
        {"evidence_id": identity, "record": batch.evidence[identity]["record"]}
        for identity in present - linked
    ]
    details, known = source.details(), there["source"] or {}
    described = all(known.get(name) == value for name, value in details.items())
    if not fresh and not mentioned and described:
        return Written(frozenset(), None)
    if not described:
        await tx.run(query("write/source"), id=source.id, details=details)
    if fresh:
        await _write_fresh(tx, source.id, batch, fresh, there)
    if mentioned:
        await tx.run(query("write/mentions"), source_id=source.id, rows=mentioned)
    done = await tx.run(
        query("write/finish"), source_id=source.id, evidence=len(fresh) + len(mentioned)
    )
    created = frozenset(batch.evidence.keys() - present)
    return Written(created, done["version"])


async def _write_fresh(
    tx: Transaction,
    source: str,
    batch: Batch,
    fresh: list[dict[str, Any]],
    there: dict[str, Any],
) -> None:
    """Write everything new of a batch; the claims that were there are summed up anew."""
    entities, known = set(there["entities"]), set(there["claims"])
    new_entities = [row for identity, row in batch.entities.items() if identity not in entities]
    new_claims = [row for identity, row in batch.claim_rows.items() if identity not in known]
    touched = {row["claim_id"] for row in fresh} & known
    if new_entities:
        await tx.run(query("write/entities"), rows=new_entities)
    # An entity created a moment ago has the name it was created with.
    names = [
        row
        for row in batch.names.values()
        if row["id"] in entities or row is not batch.first_names.get(row["id"])
    ]
    if names:
        await tx.run(query("write/names"), rows=names)
    if batch.publications:
        await tx.run(query("write/publications"), rows=list(batch.publications.values()))
    if new_claims:
        await tx.run(query("write/claims"), rows=new_claims)
    await tx.run(query("write/evidence"), source_id=source, rows=fresh)
    if touched:
        await update_totals(
            tx, {identity: batch.claims[identity]["predicate"] for identity in touched}
        )


async def update_totals(tx: Transaction, predicates: dict[str, str]) -> None:
    """Sum up claims anew from all their evidence; keys are claim ids, values predicates."""
    answer = await tx.run(query("write/reports"), claims=list(predicates))
    reports: dict[str, list[scoring.Report]] = {}
    for claim, supports, unit, strength, patients, study, count in answer["reports"]:
        reports.setdefault(claim, []).append(
            scoring.Report(supports, unit, strength, patients or 0, study, count)
        )
    rows = []
    for claim, found in reports.items():
        properties, direct = direct_and_totals(found)
        rows.append(
            {
                "id": claim,
                "predicate": predicates[claim],
                "properties": properties,
                "direct": direct,
            }
        )
    await tx.run(query("write/totals"), rows=rows)
