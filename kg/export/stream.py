"""An export as a stream of bytes: pages are read ahead while those before them are written."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.database import Database
from kg.export import biolink, graph_elements
from kg.export.elements import Element, Heading
from kg.export.formats import Format, Vocabulary, chosen_format, chosen_level
from kg.export.parts import asked_part
from kg.model.export import ExportLevel, ExportQuestion
from kg.queries.export import Named, PartReader, ahead
from kg.resolver import Resolver

__all__ = ["Export", "prepare_export"]

Row = dict[str, Any]
Pages = AsyncGenerator[list[Row], None]
#: Makes elements of a row.
Maker = Callable[[Row], Iterable[Element]]


def _one(make: Callable[[Row], Element]) -> Maker:
    return lambda row: (make(row),)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Rows of one kind on their way into nodes or edges."""

    rows: int
    """About how many there are; of the whole graph some are read that are not written."""
    pages: Pages
    make: Maker


def _silent(rows: int, share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported; what can be wrong about the question has been looked at."""

    format: Format
    level: ExportLevel
    reader: PartReader
    part: str
    told: Callable[[int, float], None] = _silent
    """Called after each page: with its rows, and the share of the export that is done."""

    @property
    def version(self) -> str:
        """The version of the graph."""
        return self.reader.version

    async def chunks(self) -> AsyncGenerator[tuple[int, bytes], None]:
        """Bytes, and to which of two files they go: 0 for that of nodes, 1 for that of edges.

        Raises:
            GraphChanged: what was given so far is of an older version of the graph.
        """
        nodes, edges = self.format.attributes(self.level)
        heading = Heading(self.version, str(self.level), self.part, nodes, edges)
        writer = self.format.writer(heading)
        yield 0, writer.begin()
        named = await self._named()
        sizes = await self.reader.sizes() if named is None else named.sizes()
        drawn = [stage async for stage in self._nodes(named, sizes)]
        joined = [stage async for stage in self._edges(named, sizes)]
        done, total = 0, sum(stage.rows for stage in drawn + joined) or 1
        for stage in drawn:
            async for chunk in self._written(stage, writer.nodes, done, total):
                yield 0, chunk
            done += stage.rows
        yield 1, writer.between()
        for stage in joined:
            async for chunk in self._written(stage, writer.edges, done, total):
                yield 1, chunk
            done += stage.rows
        await self.reader.unchanged()
        yield 1, writer.end()

    async def _written(
        self,
        stage: _Stage,
        write: Callable[[Iterable[Element]], bytes],
        done: int,
        total: int,
    ) -> AsyncGenerator[bytes, None]:
        """The stage's rows as bytes; ``done`` of ``total`` rows were written before it."""

        def work(rows: list[Row]) -> bytes:
            return write(_made(rows, stage.make))

        here = 0
        async with contextlib.aclosing(ahead(stage.pages)) as read:
            async for rows in read:
                # In a thread, so that others are answered meanwhile and the next page is received.
                chunk = await asyncio.to_thread(work, rows)
                if chunk:
                    yield chunk
                here += len(rows)
                self.told(len(rows), (done + min(here, stage.rows)) / total)

    @property
    def _full(self) -> bool:
        return self.level is ExportLevel.FULL

    @property
    def _biolink(self) -> bool:
        return self.format.vocabulary is Vocabulary.BIOLINK

    async def _named(self) -> Named | None:
        """What a part names; null for the whole graph, whose nodes are read as they come."""
        if self.reader.part.whole:
            return None
        conditions = self._full or self._biolink
        return await self.reader.named(conditions=conditions, evidence=self._full)

    async def _nodes(
        self, named: Named | None, sizes: Mapping[str, int]
    ) -> AsyncGenerator[_Stage, None]:
        reader, words = self.reader, biolink if self._biolink else None
        entity = _one(words.entity if words else graph_elements.entity_node)
        if named is None:
            # Where a condition is no more than an attribute of an edge, it is not drawn either.
            keep = "all" if self._full else "named" if self._biolink else "ends"
            entities = reader.entities(keep)
        else:
            entities = reader.of_ids("export/entities_of", named.entities)
        yield _Stage(sizes["entities"], entities, entity)
        if not self._full:
            return
        publication = _one(words.publication if words else graph_elements.publication_node)
        if named is None:
            publications = reader.publications()
        else:
            publications = reader.of_ids("export/publications_of", named.publications)
        yield _Stage(sizes["publications"], publications, publication)
        if not self._biolink:
            claims = reader.claims(backed=False)
            evidence = reader.evidence(whole=self.format.attributed)
            yield _Stage(0, self._sources(named), _one(graph_elements.source_node))
            yield _Stage(sizes["claims"], claims, _one(graph_elements.claim_node))
            yield _Stage(sizes["evidence"], evidence, _one(graph_elements.evidence_node))

    async def _sources(self, named: Named | None) -> Pages:
        rows = await self.reader.sources()
        yield [row for row in rows if named is None or row["id"] in named.sources]

    async def _edges(
        self, named: Named | None, sizes: Mapping[str, int]
    ) -> AsyncGenerator[_Stage, None]:
        claims, evidence = sizes["claims"], sizes["evidence"]
        reader = self.reader
        if not self._biolink:
            parts = graph_elements.claim_parts if self._full else graph_elements.claim_edges
            yield _Stage(claims, reader.claims(backed=False), parts)
            if self._full:
                reports = reader.evidence(whole=False)
                yield _Stage(evidence, reports, graph_elements.evidence_edges)
        else:
            if not self._full or self.format.reified:
                backed = reader.claims(backed=True)
                yield _Stage(claims, backed, _one(biolink.claim_association))
            if self._full:
                loaders = {row["id"]: row["loader"] for row in await reader.sources()}
                make = _one(partial(biolink.evidence_association, loaders=loaders))
                yield _Stage(evidence, reader.evidence(whole=True), make)
        if self._full:
            broader = biolink.subclass_edges if self._biolink else graph_elements.hierarchy_edges
            yield _Stage(sizes["entities"], self._hierarchy(named), broader)

    async def _hierarchy(self, named: Named | None) -> Pages:
        """Entities with those of their broader ones that are nodes too."""
        if named is None:
            async for page in self.reader.entities("all"):
                yield page
            return
        async for page in self.reader.of_ids("export/entities_of", named.entities):
            for row in page:
                row["parents"] = [one for one in row["parents"] if one in named.entities]
            yield page


def _made(rows: list[Row], make: Maker) -> Iterator[Element]:
    for row in rows:
        yield from make(row)


async def prepare_export(
    database: Database, resolver: Resolver, question: ExportQuestion
) -> Export:
    """Look at everything that can be wrong about a question, before the first byte.

    Raises:
        UnknownChoice: no such format or level.
        InputError: see :func:`kg.export.parts.asked_part`.
        GraphChanged: it was changed meanwhile.
    """
    chosen, level = chosen_format(question.format), chosen_level(question.level)
    reader, part = await asked_part(database, resolver, question)
    return Export(chosen, level, reader, part)
