"""The order of a load: read, check, map, write. The only place that states it.

One batch is written while the next is prepared in a thread, so reading and checking cost
little beside the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.batch import Batch, Prepared, PreparedTerm
from kg.database import Database
from kg.identifiers import source_id
from kg.intake import Rejection, accept, accept_term
from kg.terms import Terms
from kg.writer import SourceInfo, write_batch
from loaders.files import sha256_of
from loaders.inputs import loader_named
from loaders.loader import InputFile
from loaders.report import Report
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["BATCH_SIZE", "LoadOptions", "accepted", "check", "load", "read"]

#: Facts a transaction; larger ones gained nothing when measured.
BATCH_SIZE = 5_000

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load; the name, version and licence win over what a file says of itself."""

    strict: bool = False
    source: SourceDetails = field(default_factory=SourceDetails)


@dataclass(slots=True)
class _Chunk:
    """A batch, and how many facts it holds twice."""

    batch: Batch
    repeated: int = 0


def _nothing(_count: int) -> None:
    """No progress shown."""


def check(
    files: Sequence[InputFile],
    terms: Terms,
    options: LoadOptions,
    report: Report,
    advance: Advance = _nothing,
) -> None:
    """Read and check everything without a database; good rows count as loaded."""
    report.written = False
    for file in files:
        seen: set[int] = set()
        report.sources.append(file.name)
        for prepared in accepted(file, read(file), terms, options, report):
            identity = hash(
                prepared if isinstance(prepared, PreparedTerm) else prepared.evidence_id
            )
            if identity in seen:
                report.already_there += 1
            else:
                seen.add(identity)
                report.loaded += 1
            advance(1)


async def load(
    database: Database,
    files: Sequence[InputFile],
    terms: Terms,
    options: LoadOptions,
    report: Report,
    advance: Advance = _nothing,
) -> None:
    """Load files one after the other, adding to ``report`` as batches are committed.

    With ``options.strict`` everything is checked first, and one reject stops the load before
    anything is written.

    Raises:
        LoadError: a file cannot be read; batches before it stay loaded.
        DatabaseError: the current batch was not written; loading again goes on from there.
    """
    if options.strict:
        trial = Report(ledger=report.ledger)
        check(files, terms, options, trial)
        if trial.rejected:
            _adopt(report, trial)
            return
    for file in files:
        await _load_file(database, file, terms, options, report, advance)


def _adopt(report: Report, trial: Report) -> None:
    """The report of a strict load that stopped: as ``check`` gives it."""
    report.read, report.rejected = trial.read, trial.rejected
    report.loaded, report.already_there = trial.loaded, trial.already_there
    report.reasons, report.rejects = trial.reasons, trial.rejects
    report.unresolved = trial.unresolved
    report.unresolved_mentions = trial.unresolved_mentions
    report.sources, report.written = trial.sources, False


async def _load_file(
    database: Database,
    file: InputFile,
    terms: Terms,
    options: LoadOptions,
    report: Report,
    advance: Advance,
) -> None:
    reader = read(file)
    source = _source_of(file, reader.details, options)
    report.sources.append(source.id)
    chunks = _chunks(accepted(file, reader, terms, options, report))
    chunk = await asyncio.to_thread(next, chunks, None)
    while chunk is not None:
        writing = asyncio.create_task(write_batch(database, source, chunk.batch))
        try:
            following = await asyncio.to_thread(next, chunks, None)
        finally:
            written = await writing
        report.loaded += len(written.created)
        report.already_there += len(chunk.batch) - len(written.created) + chunk.repeated
        advance(len(chunk.batch) + chunk.repeated)
        chunk = following


def _source_of(file: InputFile, own: SourceDetails, options: LoadOptions) -> SourceInfo:
    asked = options.source
    name = asked.name or own.name or file.name
    return SourceInfo(
        id=source_id(name),
        name=name,
        loader=file.format,
        version=asked.version or own.version,
        licence=asked.licence or own.licence,
        sha256=sha256_of(file.path),
    )


def read(file: InputFile) -> Reader:
    """Rows of an input, by the loader of its format."""
    return loader_named(file.format).read(file)


def accepted(
    file: InputFile, reader: Reader, terms: Terms, options: LoadOptions, report: Report
) -> Iterator[Prepared | PreparedTerm]:
    """Facts and terms ready to be written; rejects and what is left out go to the report."""
    before = report.read
    for row in reader.rows:
        found = _accept(row, file, reader, terms, options)
        if isinstance(found, Rejection):
            report.reject(row.place or str(file.path), row.line, found, row.data)
            continue
        report.read += 1
        if isinstance(found, Prepared):
            report.mention_unresolved(found.unresolved)
        yield found
    report.left_out.update(reader.left_out)
    if report.read == before and not reader.left_out:
        problem = Rejection("", "empty_file", "the file holds nothing to load")
        report.reject(str(file.path), 1, problem, None)


def _accept(
    row: Row, file: InputFile, reader: Reader, terms: Terms, options: LoadOptions
) -> Prepared | PreparedTerm | Rejection:
    if row.problem is not None:
        return row.problem
    if row.kind == "term":
        return accept_term(row.data, terms, origin=_origin(file, reader.details, options))
    return accept(row.data, terms, record=str(row.line), strict=options.strict)


def _origin(file: InputFile, own: SourceDetails, options: LoadOptions) -> str:
    """A source by name and version, as entities that it describes carry it."""
    name = options.source.name or own.name or file.name
    version = options.source.version or own.version
    return f"{name} {version}" if version else name


def _chunks(facts: Iterable[Prepared | PreparedTerm]) -> Iterator[_Chunk]:
    chunk = _Chunk(Batch())
    for fact in facts:
        add = chunk.batch.add_term if isinstance(fact, PreparedTerm) else chunk.batch.add
        if not add(fact):  # type: ignore[arg-type]
            chunk.repeated += 1
        if len(chunk.batch) >= BATCH_SIZE:
            yield _full(chunk)
            chunk = _Chunk(Batch())
    if len(chunk.batch):
        yield _full(chunk)


def _full(chunk: _Chunk) -> _Chunk:
    _ = chunk.batch.claim_rows  # worked out here, beside the write of the batch before
    return chunk
