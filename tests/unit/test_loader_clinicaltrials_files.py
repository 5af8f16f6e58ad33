"""ClinicalTrials.gov: files in every form they come in, whole, broken, old and new."""

from __future__ import annotations

import copy
import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from trial_records import STUDY, checked, read_all, study, written

from kg.errors import LoadError
from loaders.clinicaltrials import documents
from loaders.inputs import find
from loaders.loader import Start
from loaders.registry import LOADERS

DATA = Path(__file__).parents[1] / "data" / "clinicaltrials"
OLDER = "an older version of a study, or the same again"


def other(number: int) -> dict[str, Any]:
    record = study()
    record["protocolSection"]["identificationModule"]["nctId"] = f"NCT{number:08}"
    return record


def as_json(path: Path, value: Any) -> Path:
    content = json.dumps(value).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def studies_of(*paths: Path) -> set[str]:
    found, problems, _ = read_all(*paths)
    assert problems == []
    return {fact["study"]["id"] for fact in found}


# Forms


def test_one_study(tmp_path: Path) -> None:
    assert studies_of(as_json(tmp_path / "a.json", STUDY)) == {"NCT09990001"}


def test_a_list_of_any_length_is_read_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_PIECE", 1000)
    records = [other(number) for number in range(1, 21)]
    path = as_json(tmp_path / "a.json.gz", records)
    assert studies_of(path) == {f"NCT{number:08}" for number in range(1, 21)}


def test_a_page_of_the_api(tmp_path: Path) -> None:
    page = {"totalCount": 2, "studies": [other(1), other(2)], "nextPageToken": "x"}
    assert studies_of(as_json(tmp_path / "a.json", page)) == {"NCT00000001", "NCT00000002"}


def test_lines_also_packed_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps(STUDY).encode() + b"\n\n"))
    assert studies_of(path) == {"NCT09990001"}


def test_a_folder_is_one_input(tmp_path: Path) -> None:
    for number in range(1, 4):
        as_json(tmp_path / f"page-{number:05}.json.gz", {"studies": [other(number)]})
    (tmp_path / "clinicaltrials.fetch").write_text("{}")
    [file] = find([tmp_path])
    assert len(file.companions) == 2
    assert studies_of(tmp_path) == {"NCT00000001", "NCT00000002", "NCT00000003"}


def test_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("NCT0000xxxx/NCT00000001.json", json.dumps(other(1)))
        archive.writestr("more.jsonl", json.dumps(other(2)) + "\n")
    found, _, _ = read_all(path)
    assert {fact["study"]["id"] for fact in found} == {"NCT00000001", "NCT00000002"}


def test_the_older_api_says_the_same() -> None:
    found, problems, _ = read_all(DATA / "fullstudies.json")
    assert problems == []
    [treats] = [
        fact for fact in found if fact["provenance"]["section"] == "armsInterventionsModule"
    ]
    assert treats["subject"]["name"] == "bamlanivimab"
    assert treats["object"]["name"] == "COVID-19" or treats["object"]["name"] == "Covid19"
    assert treats["study"]["id"] == "NCT04656691"
    assert treats["design"]["type"] == "single_arm"
    serious = [fact for fact in found if fact["object"]["name"] == "Any serious adverse event"]
    assert [(f["result"]["affected"], f["result"]["at_risk"]) for f in serious] == [(10, 139)]


# Versions


def versioned(date: str | None, seen: str, title: str) -> dict[str, Any]:
    record = study()
    protocol = record["protocolSection"]
    protocol["identificationModule"]["briefTitle"] = title
    protocol["statusModule"]["lastUpdatePostDateStruct"] = {"date": date} if date else {}
    record["derivedSection"]["miscInfoModule"]["versionHolder"] = seen
    return record


@pytest.mark.parametrize("order", [1, -1])
def test_the_newer_version_of_a_study_wins(tmp_path: Path, order: int) -> None:
    records = [
        versioned("2023-01-01", "2024-06-01", "old"),
        versioned("2024-02-01", "2024-03-01", "new"),
        versioned("2024-02-01", "2024-02-15", "as new, seen earlier"),
        versioned(None, "", "undated"),
    ][::order]
    found, _, reader = read_all(written(tmp_path, *records))
    assert {fact["study"]["name"] for fact in found} == {"new"}
    assert reader.left_out[OLDER] == 3
    assert reader.details.version == "2024-06-01"


def test_the_newer_version_wins_across_files(tmp_path: Path) -> None:
    as_json(tmp_path / "a.json", versioned("2023-01-01", "", "old"))
    as_json(tmp_path / "b.json", versioned("2024-01-01", "", "new"))
    found, _, reader = read_all(tmp_path)
    assert {fact["study"]["name"] for fact in found} == {"new"}
    assert reader.left_out[OLDER] == 1


# Records that lack something


def parts(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every object, list and value of a record."""
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from parts(value, (*path, key))
        else:
            yield (*path, key)


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The study with one part put in place of another, or gone."""
    record = study()
    node: Any = record
    for key in path[:-1]:
        node = node[key]
    if value is None:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return record


EVERY_PART = list(parts(STUDY))
NUMBER_OF_THE_STUDY = {("protocolSection",), ("protocolSection", "identificationModule"),
                       ("protocolSection", "identificationModule", "nctId")}  # fmt: skip


def test_a_study_survives_the_loss_of_any_part(tmp_path: Path) -> None:
    assert len(EVERY_PART) > 150
    for path in EVERY_PART:
        file = written(tmp_path, changed(path, None), study() | {"protocolSection": other(1)[
            "protocolSection"]})  # fmt: skip
        if path == ("protocolSection",):
            continue  # told below: it is no study at all
        found, problems, _ = read_all(file)
        assert "NCT00000001" in {fact["study"]["id"] for fact in found}, path
        if path in NUMBER_OF_THE_STUDY:
            assert [problem.reason for problem in problems] == ["missing_field"], path
        else:
            allowed = {"missing_field", "inconsistent"}
            assert {problem.reason for problem in problems} <= allowed, path
            assert "NCT09990001" in {fact["study"]["id"] for fact in found}, path


@pytest.mark.parametrize("value", [7, "text", ["text"], [{}], {}, True, [7], "NCT1"])
def test_a_part_of_another_kind_is_said_and_nothing_raised(tmp_path: Path, value: Any) -> None:
    for path in EVERY_PART:
        if path == ("protocolSection",):
            continue
        file = written(tmp_path, changed(path, value), other(1))
        report = checked(file)
        assert report.loaded > 0, path
        assert set(report.reasons) <= {
            "wrong_type", "missing_field", "bad_identifier", "inconsistent", "unknown_value",
            "not_a_record", "out_of_range",
        }, (path, report.reasons)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"protocolSection": {"identificationModule"', "malformed"),
        (b'[{"protocolSection": {}}, {"protocolSection"', "missing_field malformed"),
        (b'{"studies": [{"protocolSection": 7}]}', "wrong_type"),
        (b'{"studies": ["NCT00000001"]}', "not_a_record"),
        (b'{"protocolSection": {}, "protocolSection": {}}', "duplicate_field"),
        (b'{"protocolSection": {"a": NaN}}', "malformed"),
        (b'{"protocolSection": {"a": "\xff"}}', "wrong_encoding"),
        (b"\xff\xfe{\x00", "wrong_encoding"),
        (b"", "empty_file"),
        (b"[]", "empty_file"),
        (b'{"studies": []}', "empty_file"),
    ],
)
def test_documents_that_are_no_studies(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    from kg.terms import Terms
    from loaders.pipeline import LoadOptions, check
    from loaders.report import Report

    report = Report()
    check(find([path], "clinicaltrials"), Terms([]), LoadOptions(), report)
    assert report.balanced
    assert sorted(report.reasons) == sorted(reason.split())


def test_a_line_that_is_too_long_spoils_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_STUDY", 20_000)
    long = copy.deepcopy(STUDY) | {"documentSection": {"x": "x" * 30_000}}
    _, [problem], _ = read_all(written(tmp_path, long, other(1)))
    assert problem.reason == "line_too_long"


def test_a_packed_file_that_is_cut_short_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress(b"".join(json.dumps(other(n)).encode() + b"\n" for n in range(50)))
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(LoadError, match="damaged or cut short"):
        read_all(path)


# Recognition


def takers(tmp_path: Path, name: str, content: bytes) -> str | None:
    """Who takes a file, of the loaders that look at its content."""
    suffix = Path(name).suffix
    start = Start(tmp_path / name, suffix, content[: 64 * 1024])
    found = [one.name for one in LOADERS if suffix in one.suffixes and one.recognises(start)]
    return found[0] if found else None


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(STUDY).encode(),
        json.dumps([STUDY], indent=2).encode(),
        json.dumps({"totalCount": 1, "studies": [STUDY]}).encode(),
        json.dumps(STUDY, sort_keys=True).encode(),
        b'{"totalCount":0,"studies":[]}',
        (DATA / "fullstudies.json").read_bytes(),
        (DATA / "studies.jsonl").read_bytes(),
    ],
)
def test_its_files_are_recognised(tmp_path: Path, content: bytes) -> None:
    assert takers(tmp_path, "a.json", content) == "clinicaltrials"


@pytest.mark.parametrize(
    "content",
    [
        b'{"graphs": []}',
        b'{"studies": 7}',
        b'{"studies": [{"name": "x"}]}',
        b"protocolSection",
        json.dumps({"subject": {}, "note": json.dumps(STUDY)}).encode(),
        b"\x00\xff",
        b"",
    ],
)
def test_other_files_are_not(tmp_path: Path, content: bytes) -> None:
    assert takers(tmp_path, "a.jsonl", content) != "clinicaltrials"


def test_an_archive_of_something_else_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", '{"graphs": []}')
    from loaders.clinicaltrials.recognise import recognises

    assert not recognises(Start(path, ".zip", b"", ("a.json",)))
    path.write_bytes(b"PK\x03\x04 cut short")
    assert not recognises(Start(path, ".zip", b"", ("a.json",)))
