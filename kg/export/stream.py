"""An export as a stream of bytes: pages are read ahead while those before them are written."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
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
class Export:
    """What is to be exported; what can be wrong about the question has been looked at."""

    format: Format
    level: ExportLevel
    reader: PartReader
    part: str

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
        async for pages, make in self._nodes(named):
            async for chunk in _written(pages, make, writer.nodes):
                yield 0, chunk
        yield 1, writer.between()
        async for pages, make in self._edges(named):
            async for chunk in _written(pages, make, writer.edges):
                yield 1, chunk
        await self.reader.unchanged()
        yield 1, writer.end()

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

    async def _nodes(self, named: Named | None) -> AsyncGenerator[tuple[Pages, Maker], None]:
        reader, words = self.reader, biolink if self._biolink else None
        entity = _one(words.entity if words else graph_elements.entity_node)
        if named is None:
            # Where a condition is no more than an attribute of an edge, it is not drawn either.
            keep = "all" if self._full else "named" if self._biolink else "ends"
            yield reader.entities(keep), entity
        else:
            yield reader.of_ids("export/entities_of", named.entities), entity
        if not self._full:
            return
        publication = _one(words.publication if words else graph_elements.publication_node)
        if named is None:
            yield reader.publications(), publication
        else:
            yield reader.of_ids("export/publications_of", named.publications), publication
        if not self._biolink:
            yield self._sources(named), _one(graph_elements.source_node)
            yield reader.claims(backed=False), _one(graph_elements.claim_node)
            yield reader.evidence(), _one(graph_elements.evidence_node)

    async def _sources(self, named: Named | None) -> Pages:
        rows = await self.reader.sources()
        yield [row for row in rows if named is None or row["id"] in named.sources]

    async def _edges(self, named: Named | None) -> AsyncGenerator[tuple[Pages, Maker], None]:
        reader = self.reader
        if not self._biolink:
            parts = graph_elements.claim_parts if self._full else graph_elements.claim_edges
            yield reader.claims(backed=False), parts
            if self._full:
                yield reader.evidence(), graph_elements.evidence_edges
        else:
            if not self._full or self.format.reified:
                yield reader.claims(backed=True), _one(biolink.claim_association)
            if self._full:
                loaders = {row["id"]: row["loader"] for row in await reader.sources()}
                yield (
                    reader.evidence(),
                    _one(partial(biolink.evidence_association, loaders=loaders)),
                )
        if self._full:
            broader = biolink.subclass_edges if self._biolink else graph_elements.hierarchy_edges
            yield self._hierarchy(named), broader

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


async def _written(
    pages: Pages, make: Maker, write: Callable[[Iterable[Element]], bytes]
) -> AsyncGenerator[bytes, None]:
    def work(rows: list[Row]) -> bytes:
        return write(_made(rows, make))

    async with contextlib.aclosing(ahead(pages)) as read:
        async for rows in read:
            # In a thread, so that others are answered meanwhile and the next page is received.
            chunk = await asyncio.to_thread(work, rows)
            if chunk:
                yield chunk


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
