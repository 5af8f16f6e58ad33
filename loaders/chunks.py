"""Rows of a source made ready: checked, mapped, and put together for one transaction."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.batch import Batch, Prepared, PreparedTerm
from kg.intake import Rejection, accept, accept_fact, accept_term
from kg.json_text import fact_of
from kg.terms import Terms
from kg.writer import LedgerEntry, Written
from loaders.documents import Documents
from loaders.loader import InputFile
from loaders.report import Report
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["Chunk", "LoadOptions", "accept_row", "accepted", "accepted_rows"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load; the name, version and licence win over what a file says of itself."""

    strict: bool = False
    source: SourceDetails = field(default_factory=SourceDetails)
    add: bool = False
    """Add to what the source said before, instead of taking its place."""
    dry_run: bool = False
    """Write nothing, and say what would be written."""
    fuzzy: float | None = None
    """Map names that no vocabulary has by likeness, from this score (0 to 1) upwards."""
    documents: Documents | None = None
    """Where the quotes of facts are looked up."""
    batch: int | None = None
    """Rows written in one transaction; null for what was found to be fast."""
    beside: bool = False
    """Write what is more than one batch by a process of its own."""
    keep_bad_quotes: bool = False
    """Keep facts whose quote is wrong, and count them; else they are rejected."""


@dataclass(slots=True)
class Chunk:
    """Rows of a source, as many as are written in one transaction, ready for it."""

    number: int
    digest: str | None
    """Of the terms that its facts were mapped with."""
    rows: list[tuple[InputFile, SourceDetails, Row]] = field(default_factory=list)
    items: list[Prepared | PreparedTerm] = field(default_factory=list)
    batch: Batch = field(default_factory=Batch)
    rejected: int = 0

    def close(self) -> Chunk:
        """Make its rows ready for the statements of ``cypher/write``."""
        self.batch = Batch(digest=self.digest)
        for item in self.items:
            if isinstance(item, PreparedTerm):
                self.batch.add_term(item)
            else:
                self.batch.add(item)
        _ = self.batch.claim_rows  # worked out here, beside the write of the batch before
        gc.collect(1)
        return self

    def loaded(self, written: Written) -> int:
        """How many of its rows said something new: of equal facts one, of a term's rows all."""
        described = written.described
        if not described:
            return len(written.created)
        said = {item for item in self.items if isinstance(item, PreparedTerm)}
        return len(written.created) + sum(item.id in described for item in said)

    @property
    def entry(self) -> LedgerEntry:
        """What the ledger keeps of it."""
        lines = [row.line for _, _, row in self.rows]
        read = len(self.rows) + self.rejected
        return LedgerEntry(self.number, lines[0], lines[-1], read, self.rejected)


def accepted(
    file: InputFile, reader: Reader, terms: Terms, options: LoadOptions, report: Report
) -> Iterator[Prepared | PreparedTerm]:
    """Facts and terms ready to be written; rejects and what is left out go to the report."""
    for _, found in accepted_rows(file, reader, lambda: terms, options, report):
        yield found


def accepted_rows(
    file: InputFile,
    reader: Reader,
    terms: Callable[[], Terms],
    options: LoadOptions,
    report: Report,
) -> Iterator[tuple[Row, Prepared | PreparedTerm]]:
    """The same with the rows they come from, mapped with the terms of the moment."""
    before = report.read
    for row in reader.rows:
        mapping = terms()
        found = accept_row(row, file, reader.details, mapping, options)
        if isinstance(found, Rejection):
            report.reject(row.place or str(file.path), row.line, found, row.parsed().data)
            continue
        if options.documents is not None and row.kind == "fact":
            row = row.parsed()
            problem = options.documents.problem(row.data, mapping)
            if problem is not None and not options.keep_bad_quotes:
                report.reject(row.place or str(file.path), row.line, problem, row.data)
                continue
            report.look_up(found=options.documents.has(row.data), problem=problem)
        report.read += 1
        if isinstance(found, Prepared):
            report.mention(found)
        else:
            report.terms += 1
        yield row, found
    report.left_out.update(reader.left_out)
    if report.read == before and not reader.left_out:
        problem = Rejection("", "empty_file", "the file holds nothing to load")
        report.reject(str(file.path), 1, problem, None)


def accept_row(
    row: Row, file: InputFile, details: SourceDetails, terms: Terms, options: LoadOptions
) -> Prepared | PreparedTerm | Rejection:
    """Check and map one row."""
    if row.text is not None:
        # Most lines are good facts, which is found out in half the time without parsing them.
        fact = fact_of(row.text)
        if fact is not None:
            strict, fuzzy = options.strict, options.fuzzy
            return accept_fact(fact, terms, record=str(row.line), strict=strict, fuzzy=fuzzy)
        row = row.parsed()
    if row.problem is not None:
        return row.problem
    if row.kind == "term":
        return accept_term(row.data, terms, origin=_origin(file, details, options))
    return accept(row.data, terms, record=str(row.line), strict=options.strict, fuzzy=options.fuzzy)


def _origin(file: InputFile, own: SourceDetails, options: LoadOptions) -> str:
    """A source by name and version, as entities that it describes carry it."""
    name = options.source.name or own.name or file.name
    version = options.source.version or own.version
    return f"{name} {version}" if version else name
