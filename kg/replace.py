"""A source replaced by its newer content, in one transaction: readers see the old or the new.

The new content is looked at first, beside the graph and without a lock. Of what is there already
only the ids are kept; what is new is held until it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from kg.batch import Batch, Prepared, PreparedTerm
from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import Said, added
from kg.errors import DatabaseNotReady, SourceInUse
from kg.remap import Changed, remap, terms_changed
from kg.retract import remove_evidence, remove_terms
from kg.support import Removed, entities_anew
from kg.term_writer import put_terms, said_before, said_rows
from kg.terms import Terms
from kg.writer import SourceInfo, write_in

__all__ = ["Content", "replace"]

#: Rows of one statement inside the transaction.
_ROWS = 5_000

T = TypeVar("T")


class Content:
    """What a source says now, and how much of it the graph has from the source already."""

    def __init__(self, source: str, digest: str | None) -> None:
        self.source = source
        self.digest = digest
        """``Terms.digest`` of the terms that its facts are mapped with."""
        self.evidence: set[bytes] = set()
        """Ids of all its evidence."""
        self.terms: dict[str, Said] = {}
        self.batches: list[Batch] = []
        """Evidence that the graph does not have from this source yet."""
        self.records: list[dict[str, Any]] = []
        """Evidence whose number in the source has changed."""
        self.said: dict[str, Said] = {}
        """What the graph has of its terms."""
        self.loaded = 0
        """How many of its facts and terms the graph has not got from any source, or not so."""

    async def add(self, database: Database, items: Sequence[Prepared | PreparedTerm]) -> bool:
        """Look at some of it; false where the graph's ontologies are no longer those it has."""
        facts: dict[str, Prepared] = {}
        terms: list[PreparedTerm] = []
        for item in items:
            if isinstance(item, PreparedTerm):
                terms.append(item)
            elif bytes.fromhex(item.evidence_id) not in self.evidence:
                facts.setdefault(item.evidence_id, item)
        there = await self._there(database, facts, {term.id for term in terms})
        if facts and there["terms_digest"] != self.digest:
            return False
        self._add_facts(facts, set(there["evidence"]), dict(there["records"]))
        self.said |= {identity: Said.of(one) for identity, one in there["said"]}
        for term in terms:
            self._add_term(term)
        return True

    async def _there(
        self, database: Database, facts: Iterable[str], terms: Iterable[str]
    ) -> dict[str, Any]:
        try:
            return await database.read(
                query("graph/survey"),
                source_id=self.source,
                evidence=list(facts),
                terms=list(terms),
            )
        except DatabaseNotReady:
            return {"terms_digest": self.digest, "evidence": [], "records": [], "said": []}

    def _add_facts(
        self, facts: dict[str, Prepared], present: set[str], records: dict[str, str | None]
    ) -> None:
        for identity, fact in facts.items():
            self.evidence.add(bytes.fromhex(identity))
            self.loaded += identity not in present
            if identity not in records:
                if not self.batches or len(self.batches[-1]) >= _ROWS:
                    self.batches.append(Batch(digest=self.digest))
                self.batches[-1].add(fact)
            elif records[identity] != fact.record:
                self.records.append({"evidence_id": identity, "record": fact.record})

    def _add_term(self, term: PreparedTerm) -> None:
        known = self.terms.get(term.id)
        both = term.said if known is None else added(known, term.said)
        self.terms[term.id] = both
        if both != known and both != self.said.get(term.id):
            self.loaded += 1

    async def would_remove(self, database: Database) -> tuple[int, int]:
        """How much evidence, and how many descriptions of entities, would go for it."""
        evidence = terms = 0
        async for one, _, alone in database.stream(
            query("retract/every_mention"), source_id=self.source
        ):
            evidence += alone and bytes.fromhex(one) not in self.evidence
        async for one, _ in database.stream(query("retract/every_term"), source_id=self.source):
            terms += one not in self.terms
        return evidence, terms

    def nothing_new(self, known: dict[str, Any]) -> bool:
        """Whether the source, as its node is, says exactly this already."""
        return (
            not self.batches
            and not self.records
            and len(self.evidence) == known["evidence_count"]
            and self.terms == self.said
            and len(self.terms) == (known["term_count"] or 0)
        )


async def replace(
    database: Database,
    source: SourceInfo,
    content: Content,
    packaged: Terms,
    *,
    before: tuple[str, ...],
    keep: bool = False,
) -> Removed | None:
    """Make a source say what ``content`` says, and with ``keep`` what it said before as well.

    Gives what was removed, or null where nothing was written because the ontologies in the graph
    are others by now; ``content`` is to be made anew then.

    Raises:
        SourceInUse: its contents are no longer ``before``.
        TransactionTooLarge: it is more than one transaction can hold; all is as it was.
        DatabaseError: all is as it was.
    """
    removed = await database.write(
        lambda tx: _replace(tx, source, content, packaged, before=before, keep=keep)
    )
    if removed is not None:
        await remap(database, packaged)
    return removed


async def _replace(
    tx: Transaction,
    source: SourceInfo,
    content: Content,
    packaged: Terms,
    *,
    before: tuple[str, ...],
    keep: bool,
) -> Removed | None:
    found = await tx.run(query("retract/begin"), source_id=source.id)
    known = found["source"]
    if known is None or tuple(known["contents"] or ()) != before:
        raise SourceInUse(
            f"the source {source.name!r} was changed by another load while this one ran",
            advice="load it again",
        )
    if content.evidence and found["terms"] != content.digest:
        # The lock and the mark on the source are nothing that a reader sees.
        await tx.run(query("write/complete"), source_id=source.id, details={})
        return None
    await tx.run(query("write/source"), id=source.id, details=source.details())
    changed = await _write_terms(tx, source, content, packaged, keep=keep)
    if bool(known["vocabulary"]) != source.vocabulary:
        for identity, said in content.terms.items():
            changed.add(identity, said)
    for batch in content.batches:
        await write_in(tx, source, batch, packaged, before=before)
    for rows in _parts(content.records):
        await tx.run(query("write/records"), source_id=source.id, rows=rows)
    removed = Removed() if keep else await _remove_old(tx, source, content, packaged, changed)
    await tx.run(query("terms/parents_later"))
    await tx.run(query("write/complete"), source_id=source.id, details=source.details())
    if source.vocabulary or known["vocabulary"]:
        await terms_changed(tx, changed, packaged)
    await tx.run(query("graph/changed"))
    return removed


async def _write_terms(
    tx: Transaction, source: SourceInfo, content: Content, packaged: Terms, *, keep: bool
) -> Changed:
    """What the source says of entities; which of its terms changed by it."""
    changed = Changed()
    for ids in _parts(list(content.terms)):
        terms = {identity: content.terms[identity] for identity in ids}
        before = await said_before(tx, ids)
        rows = said_rows(source.id, terms, packaged, before, instead=not keep)
        await put_terms(tx, source.id, rows)
        anew = set(rows.relabelled)
        for identity in rows.changed:
            changed.add(identity, terms[identity])
            old = before[identity]["said"].get(source.id) if identity in before else None
            if old is not None:
                changed.add(identity, old)
                if not {*old.parents} <= {*terms[identity].parents}:
                    anew.add(identity)
        await entities_anew(tx, anew, packaged)
        await tx.run(query("retract/counted"), source_id=source.id, evidence=0, terms=-rows.new)
    return changed


async def _remove_old(
    tx: Transaction, source: SourceInfo, content: Content, packaged: Terms, changed: Changed
) -> Removed:
    """What the source said before and says no longer."""
    removed = Removed()
    mentions = tx.stream(query("retract/every_mention"), source_id=source.id)
    gone = [one async for one, *_ in mentions if bytes.fromhex(one) not in content.evidence]
    for ids in _parts(gone):
        removed += await remove_evidence(tx, source.id, ids, packaged)
    old = []
    async for identity, said in tx.stream(query("retract/every_term"), source_id=source.id):
        if identity not in content.terms:
            old.append(identity)
            changed.add(identity, Said.of(said))
    for ids in _parts(old):
        removed += await remove_terms(tx, source.id, ids, packaged)
    return removed


def _parts(rows: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(rows), _ROWS):
        yield list(rows[start : start + _ROWS])
