"""Batches that are handed to the process that writes before the one in front of them is written."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from real_neo4j import Graph, fixed_rows

from kg.batch import Batch, Prepared
from kg.errors import SourceInUse
from kg.intake import accept
from kg.writer import LedgerEntry, SourceInfo, Written
from loaders.beside import Beside

pytestmark = pytest.mark.neo4j

MINE = SourceInfo("mine", "mine", "facts", sha256="1", contents=("1",))
OTHERS = SourceInfo("others", "others", "facts", sha256="2", contents=("2",))


def batches(graph: Graph, count: int, *, digest: str | None = None) -> Iterator[Batch]:
    """Of ten facts each."""
    rows = fixed_rows()
    for place in range(count):
        batch = Batch(digest=digest)
        for number, row in enumerate(rows[place * 10 : place * 10 + 10]):
            found = accept(row, graph.terms, record=f"{place}.{number}", strict=False)
            assert isinstance(found, Prepared)
            batch.add(found)
        yield batch


def handed_over(graph: Graph, *tasks: tuple[SourceInfo, Batch]) -> list[Any]:
    """All at once to one process: what it says of each, or its error."""

    async def work() -> list[Any]:
        with closing(Beside(graph.database.connection, graph.terms)) as beside:
            writes = [
                beside.write(source, batch, entry=LedgerEntry(number, 1, 10, 10, 0), before=())
                for number, (source, batch) in enumerate(tasks)
            ]
            return await asyncio.gather(*writes, return_exceptions=True)

    return graph.run(work())


def test_each_is_written_in_turn_and_answered_for_itself(graph: Graph) -> None:
    given = list(batches(graph, 4))
    told = handed_over(graph, *((MINE, batch) for batch in given))
    assert [set(one.created) for one in told] == [set(batch.evidence) for batch in given]
    versions = [one.version for one in told]
    assert versions == list(range(versions[0], versions[0] + 4))


def test_none_is_written_after_one_that_was_not(graph: Graph) -> None:
    first, second, third, fourth = batches(graph, 4)
    [before] = handed_over(graph, (OTHERS, first))
    assert before.created
    # Meanwhile somebody else has given the source other contents.
    changed = SourceInfo("others", "others", "facts", sha256="3", contents=("3",))
    one, *rest = handed_over(graph, (MINE, second), (changed, third), (MINE, fourth))
    assert set(one.created) == set(second.evidence)
    assert [type(error) for error in rest] == [SourceInUse, SourceInUse]
    there = graph.ask("RETURN COLLECT { MATCH (e:Evidence) RETURN e.id } AS rows")
    assert set(there) == {*first.evidence, *second.evidence}


def test_those_mapped_with_terms_that_have_gone_are_told_so(graph: Graph) -> None:
    told = handed_over(graph, *((MINE, batch) for batch in batches(graph, 2, digest="gone")))
    assert told == [Written(stale=True)] * 2
    assert graph.counts().get("Evidence") is None


def test_one_that_gives_up_need_not_wait(graph: Graph) -> None:
    tasks = [(MINE, batch) for batch in batches(graph, 3)]

    async def given_up() -> list[Any]:
        with closing(Beside(graph.database.connection, graph.terms)) as beside:
            writes = [
                asyncio.create_task(beside.write(source, batch, before=()))
                for source, batch in tasks
            ]
            await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
            for write in writes:
                write.cancel()
            # The first thread to wait is waiting still, and no other may take its answer.
            return await asyncio.gather(*writes, return_exceptions=True)

    first, *rest = graph.run(given_up())
    assert set(first.created) == set(tasks[0][1].evidence)
    assert all(isinstance(one, Written | asyncio.CancelledError) for one in rest)
    # What was cut off goes back, and is written when it is given again.
    [*_, last] = handed_over(graph, *tasks)
    assert last.version is None or last.created
    there = graph.ask("RETURN COLLECT { MATCH (e:Evidence) RETURN e.id } AS rows")
    assert set(there) == {identity for _, batch in tasks for identity in batch.evidence}
