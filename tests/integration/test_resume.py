"""Loads that are broken off, by whatever: begun again they end as if nothing had happened."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from built_releases import built_id
from real_neo4j import LATEST, Graph, RealNeo4j, by_hand, eventually, fixed_rows, write_rows
from real_processes import run
from test_trouble import BATCH, ended, evidence_count, generated, started

from kg.errors import DatabaseError, LoadError, SourceInUse
from kg.model.answer import Source
from kg.queries.graph import sources, version
from kg.terms import packaged_terms
from loaders.inputs import find
from loaders.pipeline import LoadOptions, load
from loaders.report import Report
from loaders.rows import SourceDetails

pytestmark = pytest.mark.neo4j


def _packaged(server: RealNeo4j) -> Iterator[Graph]:
    server.up()
    graph = Graph(server, packaged_terms())
    try:
        graph.clear()
        yield graph
    finally:
        graph.close()
        server.up()


@pytest.fixture
def packaged(latest: RealNeo4j) -> Iterator[Graph]:
    """An empty graph with the packaged vocabulary, as the command line makes it."""
    yield from _packaged(latest)


@pytest.fixture
def packaged_each(each_version: RealNeo4j) -> Iterator[Graph]:
    """The same on both versions."""
    yield from _packaged(each_version)


def loaded(graph: Graph) -> list[Source]:
    return graph.run(sources(graph.database)).body.items


def ledger_of(graph: Graph) -> list[dict[str, Any]]:
    return graph.ask(
        "RETURN COLLECT { MATCH (b:LoadedBatch)-[:OF]->(:Source) RETURN properties(b) AS one"
        " ORDER BY b.number } AS rows"
    )


def test_a_killed_loader_goes_on_where_it_was(packaged: Graph, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "many.jsonl", generated(3_000))
    loader = started(packaged.server, "load", str(path))
    eventually(lambda: evidence_count(packaged) > 0, seconds=300, pause=0.01)
    beside = psutil.Process(loader.pid).children()
    loader.send_signal(signal.SIGKILL)
    loader.communicate()
    assert beside
    assert not psutil.wait_procs(beside, timeout=60)[1]
    # The last commit may still be under way in the server.
    [source] = eventually(lambda: loaded(packaged))
    there = eventually(lambda: evidence_count(packaged) % BATCH == 0 and evidence_count(packaged))
    assert there < 3_000  # whole batches, and not all of them
    [source] = loaded(packaged)
    assert (source.complete, source.evidence_count) == (False, there)
    assert [entry["number"] for entry in ledger_of(packaged)] == [*range(1, there // BATCH + 1)]

    status, out, err = ended(started(packaged.server, "load", str(path), "--json"))
    assert (status, err) == (0, "")
    report = json.loads(out)
    assert (report["already_there"], report["loaded"]) == (there, 3_000 - there)
    assert report["replaced"] is None
    [source] = loaded(packaged)
    assert (source.complete, source.evidence_count) == (True, 3_000)
    entries = ledger_of(packaged)
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [(entry["first"], entry["last"]) for entry in entries[:2]] == [(1, 500), (501, 1000)]
    assert sum(entry["loaded"] for entry in entries) == 3_000
    assert packaged.build_id() == built_id(tmp_path, packaged.terms, path)


def test_a_killed_writer_is_said_and_a_load_goes_on(packaged: Graph, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "many.jsonl", generated(3_000))
    loader = started(packaged.server, "load", str(path))
    eventually(lambda: evidence_count(packaged) > 0, seconds=300, pause=0.01)
    for process in psutil.Process(loader.pid).children():
        process.kill()
    status, _, err = ended(loader)
    assert status == 1
    assert "the process that writes to Neo4j ended (exit code -9)" in err
    assert "Traceback" not in err
    status, out, err = ended(started(packaged.server, "load", str(path), "--json"))
    assert (status, err) == (0, "")
    assert json.loads(out)["already_there"] in range(BATCH, 3_000, BATCH)
    assert packaged.build_id() == built_id(tmp_path, packaged.terms, path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that can be filled."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=800m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted by this user")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_a_load_goes_on_when_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    rows = list(generated(8_000))
    for number, row in enumerate(rows):
        row["provenance"]["quote"] = f"{number} " * 1_990
    path = write_rows(tmp_path / "large.jsonl", rows)
    server = RealNeo4j(small_disk / "home", LATEST)
    server.up()
    try:
        filler = small_disk / "filler"
        with filler.open("wb") as stream:
            stream.write(bytes(shutil.disk_usage(small_disk).free - 16 * 1024 * 1024))
        status, _, err = ended(started(server, "load", str(path)))
        assert status == 1
        assert "its disk may be full" in err
        assert "make room" in err
        assert "Traceback" not in err
        filler.unlink()
        server.down()
        server.up()
        graph = Graph(server, packaged_terms())
        there = evidence_count(graph)
        assert 0 < there < 8_000
        assert there % BATCH == 0
        status, out, err = ended(started(server, "load", str(path), "--json"))
        assert (status, err) == (0, "")
        assert json.loads(out)["already_there"] == there
        assert [source.complete for source in loaded(graph)] == [True]
        assert graph.build_id() == built_id(tmp_path, graph.terms, path)
        graph.close()
    finally:
        server.down()


def test_a_file_that_changes_while_it_is_read(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.pipeline.BATCH_SIZE", 5)
    rows = fixed_rows()
    path = write_rows(tmp_path / "moving.jsonl", rows[:40])

    def change(_count: int) -> None:
        write_rows(path, rows[10:])

    with pytest.raises(LoadError, match="was changed while it was read"):
        graph.run(load(graph.database, find([path]), graph.terms, LoadOptions(), Report(), change))
    [source] = loaded(graph)
    assert source.complete is False
    assert source.evidence_count % 5 == 0
    report = graph.load(path)
    # What the old content had brought and the new has not has gone.
    assert report.replaced is not None
    assert report.replaced["evidence_removed"] > 0
    [source] = loaded(graph)
    assert (source.complete, source.evidence_count) == (True, 46)
    again = graph.build_id()
    graph.clear()
    graph.load(path)
    assert graph.build_id() == again


def named(name: str, **more: Any) -> LoadOptions:
    return LoadOptions(source=SourceDetails(name), **more)


def test_readers_see_the_old_content_or_the_new(graph: Graph, tmp_path: Path) -> None:
    old, new = list(generated(1_500)), list(generated(1_200, seed=50_000))
    first, second = write_rows(tmp_path / "1.jsonl", old), write_rows(tmp_path / "2.jsonl", new)
    graph.load(first, source="changing")
    seen: list[tuple[int, int]] = []

    async def replaced() -> None:
        await load(graph.database, find([second]), graph.terms, named("changing"), Report())

    async def looked() -> None:
        newer = by_hand(
            "RETURN COLLECT { MATCH (e:Evidence) WITH toInteger(e.provenance_record) >= 50000"
            " AS newer, count(*) AS count RETURN [newer, count] } AS rows",
            columns=["rows"],
        )
        while True:
            before = await version(graph.database)
            found = dict((await graph.database.read(newer))["rows"])
            # While Neo4j applies a commit, what it deletes is still listed, without properties:
            # no two statements of anybody's see that moment alike.
            if None not in found and await version(graph.database) == before:
                seen.append((found.get(False, 0), found.get(True, 0)))
            await asyncio.sleep(0)

    async def both() -> None:
        looking = asyncio.create_task(looked())
        await replaced()
        await asyncio.sleep(0.5)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)

    graph.run(both())
    assert len(seen) > 5
    assert set(seen) == {(1_500, 0), (0, 1_200)}


def test_an_interrupted_replacement_leaves_the_old_content(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_rows(tmp_path / "1.jsonl", fixed_rows()[:30])
    second = write_rows(tmp_path / "2.jsonl", fixed_rows()[20:])
    graph.load(first, source="changing")
    build, before = graph.build_id(), loaded(graph)

    async def broken(*_: object) -> None:
        raise DatabaseError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr("kg.replace.remove_evidence", broken)
        with pytest.raises(DatabaseError, match="the lights went out"):
            graph.load(second, source="changing")
    assert graph.build_id() == build
    assert loaded(graph) == before
    report = graph.load(second, source="changing")
    assert (report.loaded, report.already_there) == (26, 10)
    assert report.replaced == {"evidence_removed": 20, "terms_removed": 0}
    replaced = graph.build_id()
    graph.clear()
    graph.load(second, source="changing")
    assert graph.build_id() == replaced


def test_content_can_be_added_instead(graph: Graph, tmp_path: Path, fixed_build_id: str) -> None:
    first = write_rows(tmp_path / "1.jsonl", fixed_rows()[:30])
    second = write_rows(tmp_path / "2.jsonl", fixed_rows()[20:])
    graph.load(first, source="growing")
    report = Report()
    graph.run(load(graph.database, find([second]), graph.terms, named("growing", add=True), report))
    assert (report.loaded, report.already_there, report.replaced) == (26, 10, None)
    assert graph.build_id() == fixed_build_id
    before = graph.version()
    # Both together are what it holds now.
    graph.load(first, second, source="growing")
    assert graph.version() == before
    # One alone is other content.
    assert graph.load(first, source="growing").replaced == {
        "evidence_removed": 26,
        "terms_removed": 0,
    }


def test_a_dry_run_says_what_would_happen_and_writes_nothing(graph: Graph, tmp_path: Path) -> None:
    first = write_rows(tmp_path / "1.jsonl", fixed_rows()[:30])
    second = write_rows(tmp_path / "2.jsonl", fixed_rows()[20:])
    graph.load(first, source="changing")
    before = graph.build_id(), graph.version()
    report = Report()
    graph.run(
        load(graph.database, find([second]), graph.terms, named("changing", dry_run=True), report)
    )
    assert (report.loaded, report.already_there, report.written) == (26, 10, False)
    assert report.replaced == {"evidence_removed": 20, "terms_removed": 0}
    assert (graph.build_id(), graph.version()) == before


def test_a_source_that_somebody_else_replaces_is_said(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.pipeline.BATCH_SIZE", 5)
    first = write_rows(tmp_path / "1.jsonl", fixed_rows()[:30])
    second = write_rows(tmp_path / "2.jsonl", fixed_rows()[20:])

    async def other() -> None:
        async with graph.server.database() as database:
            await load(database, find([second]), graph.terms, named("shared"), Report())

    begun: list[threading.Thread] = []

    def while_it_runs(_count: int) -> None:
        """After the first batch, and before the second."""
        if not begun:
            begun.append(threading.Thread(target=asyncio.run, args=[other()]))
            begun[0].start()
            begun[0].join()

    work = load(
        graph.database, find([first]), graph.terms, named("shared"), Report(), while_it_runs
    )
    with pytest.raises(SourceInUse, match="was changed by another load"):
        graph.run(work)
    graph.load(second, source="shared")
    found = graph.build_id()
    graph.clear()
    graph.load(second, source="shared")
    assert graph.build_id() == found


def test_one_file_by_two_loaders_at_once(packaged_each: Graph, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "same.jsonl", generated(2_200))
    both = [started(packaged_each.server, "load", str(path), "--json") for _ in range(2)]
    reports = []
    for process in both:
        status, out, err = ended(process)
        assert (status, err) == (0, "")
        reports.append(json.loads(out))
    assert sum(report["loaded"] for report in reports) == 2_200
    assert sum(report["already_there"] for report in reports) == 2_200
    [source] = loaded(packaged_each)
    assert (source.complete, source.evidence_count) == (True, 2_200)


def test_the_command_line_takes_a_source_out(packaged: Graph, tmp_path: Path) -> None:
    environment = packaged.server.process_environment()
    before = packaged.build_id()
    write_rows(tmp_path / "one source.jsonl", fixed_rows()[:10])
    done = run(environment, "load", str(tmp_path / "one source.jsonl"), "--dry-run")
    assert (done.status, packaged.build_id()) == (0, before)
    assert "10 would be loaded" in done.out
    assert run(environment, "load", str(tmp_path / "one source.jsonl")).status == 0
    done = run(environment, "retract", "one sorce")
    assert done.status == 1
    assert "there is 'one source'" in done.err
    done = run(environment, "retract", "one source", "--json")
    assert done.status == 0
    assert json.loads(done.out)["evidence_removed"] == 10
    assert packaged.build_id() == before
    assert loaded(packaged) == []
