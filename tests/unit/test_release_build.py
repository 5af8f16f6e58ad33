"""Building releases: the same content in every file, however it was cut, read and folded."""

from __future__ import annotations

import errno
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_neo4j import FIXED_GRAPH, fixed_rows, fixed_terms, write_rows
from release_parts import build_id_of, made_by_duckdb, rows, stage

from kg.batch import Batch, Prepared
from kg.errors import DiskFull, LoadError, ReleaseError
from kg.identifiers import name_key
from kg.intake import Rejection, accept, check_fact
from kg.json_text import decode, fact_of
from kg.release.layout import TABLES
from kg.release.manifest import MANIFEST, REJECTS, read_manifest, refuse_other, table_file
from loaders.chunks import LoadOptions
from loaders.datasets import datasets
from loaders.files import lines
from loaders.inputs import find
from loaders.release.build import BuildOptions, build
from loaders.release.parts import parts_of
from loaders.release.reading import _numbered
from loaders.report import Report
from loaders.rows import SourceDetails


def many_rows(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Facts with few things in them, so that all of it has to be folded."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        row = chance.choice(fixed_rows())
        if chance.random() < 0.8:
            row["provenance"]["record"] = str(number % (count // 2))
            row["provenance"]["confidence"] = chance.choice([0.3, 0.55, 1.0])
        if "study" in row and chance.random() < 0.5:
            row["study"] |= {"name": f"Study {chance.choice('abc')}", "status": chance.choice("xy")}
        if chance.random() < 0.3:
            row["subject"] = {
                "type": row["subject"]["type"],
                "name": chance.choice(["X y", "x  Y"]),
            }
        found.append(row)
    return found


def bytes_of(release: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(release.iterdir())}


def batch_of(given: list[dict[str, Any]]) -> Batch:
    """The same as online loading makes it, all in one batch."""
    batch = Batch()
    for number, row in enumerate(given, 1):
        found = accept(row, fixed_terms(), record=str(number), strict=False)
        assert isinstance(found, Prepared)
        batch.add(found)
    return batch


def test_tables_hold_what_online_loading_writes(tmp_path: Path) -> None:
    given_rows = many_rows(600)
    file = write_rows(tmp_path / "many.jsonl", given_rows)
    staged = stage(tmp_path, find([file]), fixed_terms())
    release = made_by_duckdb(staged, tmp_path / "release", fixed_terms())
    expected = batch_of(given_rows)
    assert {row["id"]: row for row in rows(release, "claims")} == {
        identity: row["properties"] for identity, row in expected.claim_rows.items()
    }
    evidence = {row.pop("id"): row for row in rows(release, "evidence")}
    assert evidence == {
        identity: {
            "claim_id": row["claim_id"],
            **{key: value for key, value in row["properties"].items() if key != "id"},
        }
        for identity, row in expected.evidence.items()
    }
    mentions = {row["evidence_id"]: row["record"] for row in rows(release, "mentions")}
    assert mentions == {key: row["record"] for key, row in expected.evidence.items()}
    publications = {row.pop("id"): row for row in rows(release, "publications")}
    assert publications == {key: row["details"] for key, row in expected.publications.items()}


def test_entities_are_named_as_online_loading_names_them(tmp_path: Path) -> None:
    row = fixed_rows()[0]
    one, two = json.loads(json.dumps(row)), json.loads(json.dumps(row))
    one["subject"] = {"type": "Therapy", "name": "New therapy"}
    two["subject"] = {"type": "Therapy", "name": "NEW  therapy"}
    one["study"] = {"id": "NCT00000009", "name": "The study", "phase": "PHASE2", "enrollment": 20}
    two["study"] = {"id": "NCT00000009", "name": "A study", "phase": "PHASE1", "status": "Done"}
    file = write_rows(tmp_path / "two.jsonl", [one, two])
    staged = stage(tmp_path, find([file]), fixed_terms())
    release = made_by_duckdb(staged, tmp_path / "release", fixed_terms())
    found = {row["id"]: row for row in rows(release, "entities")}
    assert found["NCT00000009"] == {
        "id": "NCT00000009",
        "type": "Study",
        "types": ["Study"],
        "name": "A study",
        "synonyms": ["The study"],
        "keys": sorted(map(name_key, ("NCT00000009", "A study", "The study"))),
        "phase": "PHASE1",
        "enrollment": 20,
        "status": "Done",
    }
    [therapy] = [row for row in found.values() if row["name"] == "NEW  therapy"]
    assert therapy["synonyms"] == ["New therapy"]
    term = fixed_terms().by_id["TEST:C2"]
    assert found["TEST:C2"] == {**term.properties(), "types": ["Condition"]}
    steps = {(row["child_id"], row["parent_id"]) for row in rows(release, "hierarchy")}
    assert steps == {
        (term.id, parent) for term in fixed_terms().by_id.values() for parent in term.parents
    }


def test_cutting_and_threads_leave_no_trace(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "many.jsonl", many_rows(900, seed=2))
    found = []
    for size, threads in ((10_000, 1), (30_000, 2), (10**9, 1)):
        folder = tmp_path / f"{size}-{threads}"
        staged = stage(folder, find([file]), fixed_terms(), size=size)
        release = made_by_duckdb(staged, folder / "release", fixed_terms(), threads=threads)
        found.append((build_id_of(release), bytes_of(release)))
    assert all(one == found[0] for one in found)


def built(files: list[Path], release: Path, *, strict: bool = False) -> tuple[Any, Report]:
    report = Report()
    options = BuildOptions(LoadOptions(strict))
    manifest = build(find(files), release, fixed_terms(), options, report)
    assert report.balanced
    return manifest, report


def test_a_build_gives_the_same_bytes_again_and_accounts_for_every_row(tmp_path: Path) -> None:
    good = write_rows(tmp_path / "good.jsonl", [*fixed_rows(), fixed_rows()[3]])
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"subject": 1}\nnot JSON\n\n' + FIXED_GRAPH.read_text().splitlines()[0])
    manifest, report = built([good, bad], tmp_path / "one")
    again, _ = built([good, bad], tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert (report.read, report.loaded, report.already_there, report.rejected) == (60, 56, 2, 2)
    told = [json.loads(line) for line in (tmp_path / "one" / REJECTS).read_text().splitlines()]
    assert [(row["line"], row["reason"]) for row in told] == [
        (1, "not_a_record"),
        (2, "malformed"),
    ]
    assert {name: manifest.report[name] for name in ("read", "loaded", "rejected")} == {
        "read": 60,
        "loaded": 56,
        "rejected": 2,
    }
    assert [(source["name"], source["evidence_count"]) for source in manifest.sources] == [
        ("bad", 1),
        ("good", 56),
    ]
    batches = rows(tmp_path / "one", "batches")
    assert [(row["read"], row["loaded"], row["already_there"]) for row in batches] == [
        (57, 56, 1),
        (3, 0, 1),
    ]
    assert read_manifest(tmp_path / "one") == manifest == again


def test_strict_building_stops_at_a_reject_and_leaves_nothing(tmp_path: Path) -> None:
    bad = write_rows(tmp_path / "bad.jsonl", [*fixed_rows(), {"predicate": "NONE"}])
    manifest, report = built([bad], tmp_path / "release", strict=True)
    assert manifest is None
    assert report.rejected >= 1
    assert [file.name for file in tmp_path.iterdir()] == ["bad.jsonl"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kg.release.assembly.write_rows", full)
    with pytest.raises(DiskFull, match="no room is left"):
        built([FIXED_GRAPH], tmp_path / "release")
    assert list(tmp_path.iterdir()) == []


def test_an_input_that_changes_while_it_is_read_is_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_rows(tmp_path / "facts.jsonl", fixed_rows())
    times = iter(range(10**6))
    # The file lies differently each time it is looked at.
    monkeypatch.setattr("loaders.datasets._lies", lambda path: (next(times),))
    with pytest.raises(LoadError, match="changed while it was read"):
        built([file], tmp_path / "release")
    assert not (tmp_path / "release").exists()


def test_a_release_is_not_overwritten_unasked(tmp_path: Path) -> None:
    built([FIXED_GRAPH], tmp_path / "release")
    with pytest.raises(ReleaseError, match="holds a release already"):
        refuse_other(tmp_path / "release", replace=False)
    refuse_other(tmp_path / "release", replace=True)
    built([FIXED_GRAPH], tmp_path / "release")
    (tmp_path / "other").mkdir()
    refuse_other(tmp_path / "other", replace=False)
    (tmp_path / "other" / "mine.txt").touch()
    with pytest.raises(ReleaseError, match="is no release"):
        refuse_other(tmp_path / "other", replace=True)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "fixed"
    built([FIXED_GRAPH], folder)
    return folder


@pytest.mark.parametrize("name", [*map(table_file, TABLES), REJECTS])
def test_a_missing_or_altered_file_is_noticed(release: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(release, tmp_path / "copy")
    read_manifest(copy)
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-1] + b"x" if content else b"x")
    with pytest.raises(ReleaseError, match=f"{name} is not the file"):
        read_manifest(copy)
    (copy / name).unlink()
    with pytest.raises(ReleaseError, match=f"lacks .*{name}"):
        read_manifest(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema_version": 1}, "for graphs of layout 1"),
        ({"format": 99}, "in format 99"),
        ({"files": {}}, "does not name the files"),
        ({"surprise": 1}, "is damaged"),
    ],
)
def test_another_layout_or_a_damaged_manifest_is_refused(
    release: Path, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    copy = shutil.copytree(release, tmp_path / "copy")
    told = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(told | change))
    with pytest.raises(ReleaseError, match=said):
        read_manifest(copy)
    (copy / MANIFEST).write_text("{")
    with pytest.raises(ReleaseError, match="is damaged"):
        read_manifest(copy)
    with pytest.raises(ReleaseError, match="is not a release"):
        read_manifest(tmp_path)


@given(st.lists(st.text("ab\n\r{}\x85\u2028", max_size=9), max_size=30), st.integers(1, 40))
def test_parts_hold_every_line_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int
) -> None:
    file = tmp_path_factory.mktemp("cut") / "f.jsonl"
    file.write_text("\n".join(texts), encoding="utf-8", newline="")
    with file.open("rb") as stream:
        expected = list(lines(stream))
    found = []
    for part in parts_of(datasets(find([file]), SourceDetails()), size):
        with file.open("rb") as stream:
            found += list(_numbered(stream, part.range) if part.range else lines(stream))
    assert found == expected


#: Lines that a parser might take for a good fact, each a change to one that is.
TRICKS = [
    ('"name"', '"name": "x", "name"'),
    ('"name"', '"name" : "x", "name"'),
    ('"name"', '"name"\t: "x", "name"'),
    ('"name"', '"n\\u0061me": "x", "name"'),
    ('"provenance": {', '"provenance": {"quote": "a\\":b", '),
    ('"provenance": {', '"provenance": {"confidence": NaN, '),
    ('"provenance": {', '"provenance": {"confidence": Infinity, '),
    ('"provenance": {', '"provenance": {"confidence": 1e400, '),
    ('"provenance": {', '"provenance": {"confidence": true, '),
    ('"provenance": {', '"provenance": {"confidence": "0.5", '),
    ('"provenance": {', '"provenance": {"confidence": -0, '),
    ('"provenance": {', '"provenance": {"confidence": 1, '),
    ('"provenance": {', '"provenance": {"quote": "\\ud800", '),
    ('"provenance": {', '"provenance": {"quote": "\\ud83d\\ude00 \\u0041", '),
    ('"provenance": {', '"provenance": {"quote": null, '),
    ('"provenance": {', '"provenance": {"quote": "a\x01b", '),
    ('"result": {', '"result": {"n": 1.0, '),
    ('"result": {', '"result": {"n": 100000000000000000000, '),
    ('"result": {', '"result": {"value": 123456789012345678901234567890, '),
    ('"result": {', '"result": {"value": 0.1000000000000000055511151231257827, '),
    ("}", "},"),
]


@pytest.mark.parametrize("trick", TRICKS)
def test_the_short_way_takes_what_the_long_way_takes(trick: tuple[str, str]) -> None:
    good = next(line for line in FIXED_GRAPH.read_text().splitlines() if '"result": {' in line)
    for line in (good, good.replace(*trick, 1), f" {good} ", good + "x"):
        content = line.encode("utf-8", "surrogatepass")
        parsed = decode(content)
        expected = parsed if isinstance(parsed, Rejection) else check_fact(parsed)
        found = fact_of(content)
        if found is not None:
            assert found == expected
            assert found.__repr__() == expected.__repr__()
    assert fact_of(good.encode()) is not None
