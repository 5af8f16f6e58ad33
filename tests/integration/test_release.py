"""Bulk equals online: the same inputs built and imported give the graph that loading gives."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, Graph, by_hand, fixed_rows, fixed_terms, write_rows
from said_sources import (
    differences,
    load_said,
    made_source,
    picture,
    read_said,
    stated,
    write_said,
)

from kg.errors import BulkImportFailed, ReleaseError
from kg.release.cli import _csv, import_locally
from kg.release.importing import finish_import
from kg.release.manifest import Manifest, read_manifest
from kg.server.admin import exchange, import_beside
from kg.server.progress import Silent
from loaders.inputs import find
from loaders.loader import InputFile
from loaders.release.build import BuildOptions, build
from loaders.report import Report

pytestmark = pytest.mark.neo4j

#: Texts that CSV, arrays or the importer might not bring through whole.
AWKWARD = [
    'a "quoted" word, and a comma; a semicolon|a bar',
    'back\\slash and \\"both\\"',
    "'single'  spaces",
    "Ünïcode – 漢字 😀 שלום",
    "=SUM(A1)",
    "null",
    '""',
    "NaN",
]


@pytest.fixture
def said_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.datasets.read", read_said)


def built(graph: Graph, files: list[InputFile], release: Path) -> tuple[Manifest, Report]:
    report = Report()
    manifest = build(files, release, graph.terms, BuildOptions(), report)
    assert manifest is not None
    assert report.balanced
    return manifest, report


def imported(graph: Graph, release: Path, *, replace: bool = True) -> None:
    import_locally(graph.server.settings, release, replace=replace, version=graph.server.version)


def whole(graph: Graph) -> dict[str, Any]:
    """All that the graph holds, sources and mentions too."""
    records = graph.ask(
        "RETURN COLLECT { MATCH (e:Evidence)-[r:FROM_SOURCE]->(s) "
        "RETURN [e.id, s.id, r.record] ORDER BY e.id, s.id } AS rows"
    )
    sources = graph.ask(
        "RETURN COLLECT { MATCH (s:Source) RETURN s {.*, loaded_at: null} ORDER BY s.id } AS rows"
    )
    state = graph.ask(
        "RETURN COLLECT { MATCH (g:Graph) RETURN g {.schema_version, .vocabulary, .terms} } AS rows"
    )
    return picture(graph) | stated(graph) | {"_": records, "__": sources, "___": state}


def awkward_rows() -> list[dict[str, Any]]:
    """The fixed graph's facts with every text and number made hard to carry."""
    rows = fixed_rows()
    numbers = [1e-300, 0.1 + 0.2, 123456789.123456789, 1e22, -0.0, 5e-324]
    for number, text in enumerate(AWKWARD):
        row = rows[number]
        row["subject"] = {"type": row["subject"]["type"], "name": f"new {text}"}
        row["result"] = {
            "arm": text,
            "estimate": numbers[number % len(numbers)],
            "estimate_type": "other",
            "pooled": True,
        }
        row["provenance"] |= {"quote": f"first line\nsecond,\t{text}\r\nthird", "confidence": 0.5}
        row["study"] = {"name": text, "why_stopped": f"a\nb {text}"}
        row["publication"] = {"id": f"DOI:10.1/{number}(x)", "title": text}
    return rows


def test_facts_of_every_kind(graph_each: Graph, tmp_path: Path) -> None:
    twice = [*fixed_rows()[20:40], *fixed_rows()[30:35]]
    files = [
        *find([FIXED_GRAPH]),
        *find([write_rows(tmp_path / "awkward.jsonl", awkward_rows())]),
        *find([write_rows(tmp_path / "again.jsonl", [*twice, {"predicate": "NONE"}])]),
    ]
    manifest, report = built(graph_each, files, tmp_path / "release")
    assert report.rejected == 1
    loaded = graph_each.load(*(file.path for file in files))
    assert (report.read, report.loaded, report.already_there, report.rejected) == (
        loaded.read,
        loaded.loaded,
        loaded.already_there,
        loaded.rejected,
    )
    assert manifest.build_id == graph_each.build_id()
    before, indexes = whole(graph_each), indexes_of(graph_each)
    imported(graph_each, tmp_path / "release")
    assert not differences(before, whole(graph_each))
    assert indexes_of(graph_each) == indexes
    assert graph_each.build_id() == manifest.build_id
    again = graph_each.load(*(file.path for file in files))
    assert again.loaded == 0
    assert graph_each.build_id() == manifest.build_id


def indexes_of(graph: Graph) -> list[str]:
    """Names of the indexes that are ready."""
    shown = by_hand("SHOW INDEXES YIELD name, state RETURN name, state", columns=["name", "state"])

    async def rows() -> list[tuple[Any, ...]]:
        return [row async for row in graph.database.stream(shown)]

    return sorted(name for name, state in graph.run(rows()) if state == "ONLINE")


def said_sources(folder: Path, seed: int) -> tuple[list[dict[str, Any]], list[InputFile]]:
    """Ontologies, nodes and facts that meet everywhere; loading maps facts anew as they come."""
    chance = random.Random(1000 + seed)
    sources = [made_source(chance, f"source {letter}") for letter in "abcde"]
    return sources, [write_said(folder, source) for source in sources]


@pytest.mark.parametrize("seed", range(5))
def test_ontologies_and_facts_in_any_order(
    graph: Graph, tmp_path: Path, said_files: None, seed: int
) -> None:
    sources, files = said_sources(tmp_path, seed)
    manifest, _ = built(graph, files, tmp_path / "release")
    load_said(graph, tmp_path, *sources)
    assert graph.build_id() == manifest.build_id
    assert graph.ask("RETURN COLLECT { MATCH (g:Graph) RETURN g.terms } AS rows") == (
        [manifest.terms] if manifest.terms else []
    )


def test_an_import_holds_all_that_sources_say(
    graph: Graph, tmp_path: Path, said_files: None
) -> None:
    sources, files = said_sources(tmp_path, 3)
    manifest, _ = built(graph, files, tmp_path / "release")
    load_said(graph, tmp_path, *sources)
    before = whole(graph)
    imported(graph, tmp_path / "release")
    assert not differences(before, whole(graph))
    load_said(graph, tmp_path, *sources)
    assert graph.build_id() == manifest.build_id
    assert not differences(before, whole(graph))


def test_a_graph_with_sources_is_replaced_only_when_asked(
    graph: Graph, fixed_release: Path
) -> None:
    graph.load(FIXED_GRAPH)
    version = graph.version()
    with pytest.raises(ReleaseError, match="holds 1 sources with 56 evidence"):
        imported(graph, fixed_release, replace=False)
    assert graph.version() == version


@pytest.fixture(scope="module")
def fixed_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    release = tmp_path_factory.mktemp("releases") / "fixed"
    build(find([FIXED_GRAPH]), release, fixed_terms(), BuildOptions(), Report())
    return release


def test_an_import_into_a_graph_of_another_layout_is_refused(
    graph: Graph, fixed_release: Path
) -> None:
    graph.execute("MATCH (g:Graph) SET g.schema_version = 1")
    with pytest.raises(ReleaseError, match="the graph has layout 1"):
        imported(graph, fixed_release, replace=False)
    imported(graph, fixed_release)
    assert graph.build_id() == read_manifest(fixed_release).build_id


def test_an_import_that_is_refused_leaves_the_graph_whole_and_serving(
    graph_each: Graph, fixed_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph_each.load(FIXED_GRAPH)
    before = whole(graph_each)

    def broken(*_: object) -> list[str]:
        return [f"--nodes=Claim={fixed_release / 'manifest.json'}"]

    with monkeypatch.context() as patch:
        patch.setattr("kg.release.cli._csv", broken)
        with pytest.raises(BulkImportFailed, match="importer failed"):
            imported(graph_each, fixed_release)
    assert not differences(before, whole(graph_each))


def test_an_import_that_fails_when_the_folders_are_exchanged_brings_the_old_graph_back(
    graph: Graph, fixed_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.load(FIXED_GRAPH)
    before = whole(graph)
    with monkeypatch.context() as patch:
        patch.setattr("kg.release.importing.SCHEMA_VERSION", "nonsense")
        patch.setattr("kg.release.importing.schema_statements", lambda: ["schema/nonsense"])
        with pytest.raises(Exception, match="nonsense"):
            imported(graph, fixed_release)
    assert not differences(before, whole(graph))


def half_exchanged(graph: Graph, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import killed while the old graph's folders and its own change places."""

    class Killed(BaseException):
        pass

    def rename(self: Path, target: Path) -> Path:
        if self.name == "incoming" and self.parent.name == "transactions":
            raise Killed
        return real(self, target)

    real = Path.rename
    settings, version = graph.server.settings, graph.server.version
    with TemporaryDirectory(dir=settings.home) as folder:
        import_beside(settings, version, _csv(release, Path(folder)), Silent())
    graph.server.down()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(Killed):
            exchange(settings, version)


def test_an_import_that_was_killed_between_renames_is_finished_by_the_next_start(
    graph: Graph, fixed_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_exchanged(graph, fixed_release, monkeypatch)
    graph.server.up()
    assert graph.counts()["Evidence"] == 56
    imported(graph, fixed_release)
    assert graph.build_id() == read_manifest(fixed_release).build_id


def test_an_import_that_was_killed_between_renames_is_not_thrown_away_by_the_next_import(
    graph: Graph, fixed_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_exchanged(graph, fixed_release, monkeypatch)
    settings, version = graph.server.settings, graph.server.version
    with TemporaryDirectory(dir=settings.home) as folder:
        import_beside(settings, version, _csv(fixed_release, Path(folder)), Silent())
    graph.server.up()
    assert graph.counts()["Evidence"] == 56
    graph.server.down()
    imported(graph, fixed_release)  # also where nothing runs
    assert graph.build_id() == read_manifest(fixed_release).build_id


def test_the_schema_and_known_graph_come_by_finishing_an_import_elsewhere(
    graph: Graph, fixed_release: Path
) -> None:
    settings, version = graph.server.settings, graph.server.version
    with TemporaryDirectory(dir=settings.home) as folder:
        import_beside(settings, version, _csv(fixed_release, Path(folder)), Silent())
    graph.server.down()
    exchange(settings, version)
    graph.server.up()

    async def finish() -> None:
        async with graph.server.database() as database:
            await finish_import(database, read_manifest(fixed_release))

    graph.run(finish())
    assert graph.build_id() == read_manifest(fixed_release).build_id
