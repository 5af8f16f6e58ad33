"""The order of a load: read, check, map, write. The only place that states it.

One batch is written while the next is prepared: in a thread, and where a source is large in a
process beside this one, so reading and checking cost little beside the database; that process has
the next batch already when it is done with one. A source's first content is written batch by batch,
each with its entry in the ledger, and is complete at its end; newer content of a source that is
there takes the place of the old in one transaction.
"""

from __future__ import annotations

import asyncio
import gc
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from kg.batch import PreparedTerm
from kg.cypher import query
from kg.database import Database
from kg.errors import DatabaseNotReady
from kg.intake import Rejection
from kg.ledger import complete
from kg.ontologies import terms_of
from kg.replace import Content
from kg.replace import replace as replace_source
from kg.terms import Terms
from kg.writer import SourceInfo, Written, write_batch
from loaders.beside import Beside
from loaders.chunks import Chunk, LoadOptions, accept_row, accepted, accepted_rows
from loaders.datasets import Dataset, contents_digest, datasets, read
from loaders.loader import InputFile
from loaders.report import Report

__all__ = ["BATCH_SIZE", "LoadOptions", "accepted", "check", "load", "read"]

#: Facts a transaction; larger ones gained nothing when measured.
BATCH_SIZE = 5_000

Advance = Callable[[int], None]
#: Writes a batch of a source, as :func:`kg.writer.write_batch` does.
_Put = Callable[..., Awaitable[Written]]


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
    report.suggest(terms)


async def load(
    database: Database,
    files: Sequence[InputFile],
    packaged: Terms,
    options: LoadOptions,
    report: Report,
    advance: Advance = _nothing,
) -> None:
    """Load files one after the other, adding to ``report`` as batches are committed.

    With ``options.strict`` everything is checked first, and one reject stops the load before
    anything is written.

    Raises:
        LoadError: a file cannot be read, or was changed while it was; batches before it stay
            loaded, and their source is not complete.
        SourceInUse: somebody else changed the source meanwhile.
        DatabaseError: the current batch was not written; loading again goes on from there.
    """
    if options.strict:
        trial = Report(ledger=report.ledger)
        await asyncio.to_thread(check, files, await terms_of(database, packaged), options, trial)
        if trial.rejected:
            report.take(trial)
            return
    report.written = not options.dry_run
    with _collected_by_chunk():
        for dataset in await asyncio.to_thread(datasets, files, options.source):
            loading = _Load(database, dataset, packaged, options, report, advance)
            await loading.run()
            await asyncio.to_thread(report.suggest, loading.terms)


@contextmanager
def _collected_by_chunk() -> Iterator[None]:
    """Python's own collector walks all rows again and again: a third of the time when measured."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Load:
    """One source on its way into the graph."""

    def __init__(
        self,
        database: Database,
        dataset: Dataset,
        packaged: Terms,
        options: LoadOptions,
        report: Report,
        advance: Advance,
    ) -> None:
        self.database = database
        self.dataset = dataset
        self.packaged = packaged
        self.terms = packaged
        self._mapping = packaged
        """The terms that the chunk being prepared is mapped with."""
        self.options = options
        self.report = report
        self.advance = advance

    async def run(self) -> None:
        """Load it in the way that what is there of it asks for."""
        asked = self.options.source
        source = await asyncio.to_thread(self.dataset.info, asked.version, asked.licence)
        self.report.sources.append(source.id)
        known = await self._known()
        before = tuple((known and known["contents"]) or ())
        adding = self.options.add or _same(known, source)
        if self.options.add and known is not None:
            contents = tuple(sorted({*before, *source.contents}))
            source = replace(source, contents=contents, sha256=contents_digest(contents))
        ready = known is not None and known["complete"] and known["vocabulary"]
        if self.options.dry_run:
            await self._survey(source, known, adding)
        elif known is not None and known["sha256"] and (ready or not adding):
            await self._at_once(source, known, before, keep=adding)
        else:
            await self._in_batches(source, known, before)

    async def _known(self) -> dict[str, Any] | None:
        try:
            found = await self.database.read(query("graph/source"), id=self.dataset.id)
        except DatabaseNotReady:
            return None
        known: dict[str, Any] | None = found["source"]
        return known

    async def _in_batches(
        self, source: SourceInfo, known: dict[str, Any] | None, before: tuple[str, ...]
    ) -> None:
        """Batch by batch, one written while the next is prepared; then it is complete."""
        self.terms = await terms_of(self.database, self.packaged)
        chunks = self._chunks(self.report)
        chunk = await asyncio.to_thread(next, chunks, None)
        changed = known is None or not known["complete"]
        writing: deque[tuple[Chunk, asyncio.Task[Written]]] = deque()
        with self._writer(chunk) as (put, ahead):
            try:
                while chunk is not None:
                    self.dataset.look()
                    task = asyncio.create_task(self._write(put, source, chunk, before))
                    writing.append((chunk, task))
                    chunk = await asyncio.to_thread(next, chunks, None)
                    while len(writing) > (0 if chunk is None else ahead):
                        changed = await self._written(*writing.popleft()) or changed
            except asyncio.CancelledError:
                for _, task in writing:
                    task.cancel()
                raise
            finally:
                await asyncio.gather(*(task for _, task in writing), return_exceptions=True)
        await asyncio.to_thread(self.dataset.look_closely)
        if changed:
            await complete(self.database, source, self.packaged)

    async def _written(self, chunk: Chunk, writing: asyncio.Task[Written]) -> bool:
        """Wait for a chunk and account for it; whether it changed the graph."""
        written = await writing
        loaded = chunk.loaded(written)
        self.report.loaded += loaded
        self.report.already_there += len(chunk.items) - loaded
        self.advance(len(chunk.items))
        return written.version is not None

    @contextmanager
    def _writer(self, first: Chunk | None) -> Iterator[tuple[_Put, int]]:
        """What writes batches, and how many it takes beside the one that it writes.

        Where the first of them is full, that is a process beside this one.
        """
        if first is not None and self.options.beside and self._full(first):
            with closing(Beside(self.database.connection, self.packaged)) as beside:
                yield beside.write, 1
        else:
            yield partial(write_batch, self.database, packaged=self.packaged), 0

    async def _write(
        self, put: _Put, source: SourceInfo, chunk: Chunk, before: tuple[str, ...]
    ) -> Written:
        """Write a chunk; where ontologies came or went meanwhile it is mapped anew first."""
        while True:
            written = await put(source, chunk.batch, entry=chunk.entry, before=before)
            if not written.stale:
                return written
            self.terms = await terms_of(self.database, self.packaged)
            await asyncio.to_thread(self._map_anew, chunk)

    def _map_anew(self, chunk: Chunk) -> None:
        terms, rows = self.terms, chunk.rows
        chunk.rows, chunk.items, chunk.digest = [], [], terms.digest
        for file, details, row in rows:
            found = accept_row(row, file, details, terms, self.options)
            if isinstance(found, Rejection):
                self.report.read -= 1  # it had been counted as good
                self.report.reject(row.place or str(file.path), row.line, found, row.parsed().data)
                chunk.rejected += 1
            else:
                chunk.rows.append((file, details, row))
                chunk.items.append(found)
        chunk.close()

    async def _at_once(
        self, source: SourceInfo, known: dict[str, Any], before: tuple[str, ...], *, keep: bool
    ) -> None:
        """In one transaction, what it said before going in the same, unless it is kept."""
        while True:
            report = self.report.attempt()
            content = await self._content(source, report)
            await asyncio.to_thread(self.dataset.look_closely)
            if content is None:
                continue
            if known["complete"] and _same(known, source) and content.nothing_new(known):
                self.report.take(report)
                return
            removed = await replace_source(
                self.database, source, content, self.packaged, before=before, keep=keep
            )
            if removed is not None:
                self.report.take(report)
                if not keep:
                    self.report.replace(removed.evidence, removed.terms)
                return

    async def _content(self, source: SourceInfo, report: Report) -> Content | None:
        """All that the files say; null where ontologies came or went while they were read."""
        self.terms = await terms_of(self.database, self.packaged)
        content = Content(source.id, self.terms.digest)
        chunks = self._chunks(report)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            before = content.loaded
            if not await content.add(self.database, chunk.items):
                return None
            report.loaded += content.loaded - before
            report.already_there += len(chunk.items) - (content.loaded - before)
            self.advance(len(chunk.items))
        return content

    async def _survey(self, source: SourceInfo, known: dict[str, Any] | None, adding: bool) -> None:
        """What a load would do."""
        while True:
            report = self.report.attempt()
            content = await self._content(source, report)
            if content is not None:
                break
        self.report.take(report)
        if known is not None and known["sha256"] and not adding:
            self.report.replace(*await content.would_remove(self.database))

    def _full(self, chunk: Chunk) -> bool:
        return len(chunk.items) >= (self.options.batch or BATCH_SIZE)

    def _chunks(self, report: Report) -> Iterator[Chunk]:
        """The rows of all files, in chunks; each is mapped with the terms of its beginning."""
        number, rejected = 1, report.rejected
        chunk = Chunk(number, self.terms.digest)
        self._mapping = self.terms
        for file in self.dataset.files:
            reader = self.dataset.reader(file)
            for row, found in accepted_rows(
                file, reader, lambda: self._mapping, self.options, report
            ):
                chunk.rows.append((file, reader.details, row))
                chunk.items.append(found)
                if self._full(chunk):
                    chunk.rejected, rejected = report.rejected - rejected, report.rejected
                    yield chunk.close()
                    number, self._mapping = number + 1, self.terms
                    chunk = Chunk(number, self._mapping.digest)
        if chunk.items:
            chunk.rejected = report.rejected - rejected
            yield chunk.close()


def _same(known: dict[str, Any] | None, source: SourceInfo) -> bool:
    """Whether what is loaded is what the source has said already, or the rest of it."""
    if known is None or known["sha256"] is None:
        return True
    contents = tuple(known["contents"] or (known["sha256"],))
    return contents == source.contents and known["version"] == source.version
