"""Files as they come: every format, every way they can be broken; nothing disappears."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import orjson
import pytest
from real_neo4j import fixed_rows, fixed_terms

from kg.errors import LoadError
from loaders.facts.tables import columns
from loaders.files import MAX_LINE
from loaders.inputs import find
from loaders.loader import InputFile
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report, ledger

GOOD = fixed_rows()[0]
LINE = json.dumps(GOOD, ensure_ascii=False)

COLUMNS = (
    "subject.type,subject.name,predicate,object.type,object.name,effect_direction,"
    "evidence_direction,result.n,provenance.knowledge_level,provenance.agent_type"
)
CELLS = "Therapy,MSC-NP,REPORTS_OUTCOME,Outcome,EDSS,improved,supports,20,not_provided,not_provided"
YAML = textwrap.dedent("""\
    - subject: {type: Therapy, name: MSC-NP}
      predicate: REPORTS_OUTCOME
      object: {type: Outcome, name: EDSS}
      effect_direction: improved
      evidence_direction: supports
      provenance: {knowledge_level: not_provided, agent_type: not_provided}
""")


def checked(path: Path, *, strict: bool = False, rejects: Path | None = None) -> Report:
    with ledger(rejects) as stream:
        report = Report(ledger=stream)
        check(find([path]), fixed_terms(), LoadOptions(strict), report)
    assert report.balanced
    return report


def refused(path: Path, content: bytes | str) -> list[tuple[int, str, str]]:
    """Line, field and reason of each reject, after the content went through a check."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = checked(path, rejects=path.parent / "rejects")
    entries = [orjson.loads(line) for line in (path.parent / "rejects").open("rb")]
    assert len(entries) == report.rejected
    assert all(entry["file"] == str(path) for entry in entries)
    return [(entry["line"], entry["field"], entry["reason"]) for entry in entries]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", LINE + "\n"),
        ("a.jsonl", "\ufeff" + LINE),
        ("a.jsonl", "\n\n" + LINE + "\r\n\n"),
        ("a.csv", f"{COLUMNS}\n{CELLS}\n"),
        ("a.csv", f"\ufeff{COLUMNS}\r\n\r\n{CELLS}\r\n"),
        ("a.csv", f"{COLUMNS.replace('subject.name', ' subject.name ')}\n{CELLS}"),
        ("a.tsv", f"{COLUMNS}\n{CELLS}\n".replace(",", "\t")),
        ("a.yaml", YAML),
        ("a.yml", "\ufeff" + YAML),
        ("a.yaml", "source: {name: X, version: 2024-01-01}\nfacts:\n" + YAML),
    ],
)
def test_good_files_are_read(tmp_path: Path, name: str, content: str) -> None:
    assert refused(tmp_path / name, content) == []
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
    assert checked(tmp_path / f"{name}.gz").loaded == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "", "empty_file")]),
        (b"\n  \n\n", [(1, "", "empty_file")]),
        (b"\xef\xbb\xbf", [(1, "", "empty_file")]),
        (b"{", [(1, "", "malformed")]),
        (b"[]", [(1, "", "not_a_record")]),
        (b'"text"\n12\nnull', [(n, "", "not_a_record") for n in (1, 2, 3)]),
        (b'{"a": 1, "a": 2}', [(1, "a", "duplicate_field")]),
        (b'{"a": "\xe4"}', [(1, "", "wrong_encoding")]),
        (LINE.encode("utf-16"), [(1, "", "wrong_encoding")]),
        (LINE.encode("utf-16-le"), [(1, "", "malformed")]),
        (b"\x00\x01\x02", [(1, "", "malformed")]),
        (b"[" * 100_000, [(1, "", "malformed")]),
        (b"<html></html>", [(1, "", "malformed")]),
        (
            f'{LINE}\n{{broken\n{LINE[:-1]}, "x": 1}}\n'.encode(),
            [(2, "", "malformed"), (3, "x", "unknown_field")],
        ),
        (
            b'{"subject": "' + b"x" * MAX_LINE + b'"}\n{',
            [(1, "", "line_too_long"), (2, "", "malformed")],
        ),
    ],
    ids=range(15),
)
def test_broken_json_lines(
    tmp_path: Path, content: bytes, expected: list[tuple[int, str, str]]
) -> None:
    assert refused(tmp_path / "a.jsonl", content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "", "empty_file")]),
        (COLUMNS, [(1, "", "empty_file")]),
        (f"{COLUMNS},colour\n{CELLS},red", [(1, "colour", "unknown_field")]),
        (f"{COLUMNS},predicate\n{CELLS},TREATS", [(1, "predicate", "duplicate_field")]),
        (f"{COLUMNS}\n{CELLS},more", [(2, "", "malformed")]),
        (f"{COLUMNS}\nTherapy,EDSS\n{CELLS}", [(2, "", "malformed")]),
        (f'{COLUMNS}\n"open,{CELLS}', [(2, "", "malformed")]),
        (f"{COLUMNS}\n{CELLS}".replace(",20,", ",twenty,"), [(2, "result.n", "wrong_type")]),
        (f"{COLUMNS}\n{CELLS}".replace(",20,", ",20.5,"), [(2, "result.n", "wrong_type")]),
        (f"{COLUMNS}\n{CELLS}".replace(",20,", ",-1,"), [(2, "result.n", "out_of_range")]),
        (f"{COLUMNS}\n{CELLS}".replace("MSC-NP", ""), [(2, "subject", "missing_field")]),
        (
            f"{COLUMNS}\n{CELLS}".replace("MSC-NP", "a\x00b"),
            [(2, "subject.name", "control_character")],
        ),
        (
            f"{COLUMNS}\n{CELLS}".replace("MSC-NP", '"two\nlines"'),
            [(2, "subject.name", "control_character")],
        ),
        (
            f"{COLUMNS}\n{CELLS}\n{CELLS}".replace("REPORTS_OUTCOME", "CURES", 1),
            [(2, "predicate", "unknown_predicate")],
        ),
        ("x" * (MAX_LINE + 10), [(1, "", "line_too_long")]),
    ],
    ids=range(15),
)
def test_broken_tables(tmp_path: Path, content: str, expected: list[tuple[int, str, str]]) -> None:
    assert refused(tmp_path / "a.csv", content) == expected


def test_a_table_that_is_not_utf8(tmp_path: Path) -> None:
    content = f"{COLUMNS}\n{CELLS}".replace("MSC-NP", "Müller").encode("latin-1")
    [(_, field, reason)] = refused(tmp_path / "a.csv", content)
    assert (field, reason) == ("", "wrong_encoding")


def test_a_cell_that_is_too_long_spoils_its_row_only(tmp_path: Path) -> None:
    long = CELLS.replace("MSC-NP", "x" * 200_000)
    report_path = tmp_path / "a.csv"
    found = refused(report_path, f"{COLUMNS}\n{long}\n{CELLS}\n")
    assert [(line, reason) for line, _, reason in found] == [(2, "too_long")]
    assert checked(report_path).loaded == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "", "empty_file")]),
        ("[]", [(1, "", "empty_file")]),
        ("# nothing", [(1, "", "empty_file")]),
        ("text", [(1, "", "not_a_record")]),
        ("a: 1", [(1, "", "not_a_record")]),
        ("facts: {a: 1}", [(1, "", "not_a_record")]),
        ("facts: []\nother: 1", [(1, "", "not_a_record")]),
        ("source: X\nfacts: [1]", [(1, "source", "not_a_record")]),
        ("source: [X]\nfacts: [1]", [(1, "source", "not_a_record")]),
        (
            "- 1\n- text\n- null",
            [(1, "", "not_a_record"), (2, "", "not_a_record"), (3, "", "not_a_record")],
        ),
        ("- {a: 1, a: 2}", [(1, "a", "duplicate_field")]),
        ("- a: &x 1\n  b: *x", [(1, "", "malformed")]),
        ("- &a [*a]", [(1, "", "malformed")]),
        ("- [", [(2, "", "malformed")]),
        ("a: b: c", [(1, "", "malformed")]),
        ("--- 1\n--- 2", [(2, "", "malformed")]),
        ("- !!python/object:os.system {}", [(1, "", "malformed")]),
        ("source: !!python/object:os.system {}\nfacts: [1]", [(1, "source", "malformed")]),
        ("source: {version: 2024-13-45}\nfacts: [1]", [(1, "source", "malformed")]),
        ("- 2024-13-45", [(1, "", "malformed")]),
        ("? [a]\n: b", [(1, "", "not_a_record")]),
        ("- {? [a] : b}", [(1, "", "malformed")]),
        ("\x00", [(1, "", "malformed")]),
        (YAML.replace("improved", "better"), [(1, "effect_direction", "unknown_value")]),
        (YAML + "\n" + YAML.replace("EDSS", "''"), [(8, "object.name", "empty")]),
        (YAML.replace("EDSS", "12"), [(1, "object.name", "wrong_type")]),
        (YAML.replace("EDSS", "2024-01-01"), [(1, "object.name", "wrong_type")]),
        (YAML.replace("EDSS", "no"), [(1, "object.name", "wrong_type")]),
        ("- " * 3_000 + "1", [(1, "", "malformed")]),
    ],
    ids=range(29),
)
def test_broken_yaml(tmp_path: Path, content: str, expected: list[tuple[int, str, str]]) -> None:
    assert refused(tmp_path / "a.yaml", content) == expected


def test_yaml_that_is_not_utf8(tmp_path: Path) -> None:
    content = YAML.replace("EDSS", "Müller").encode("latin-1")
    [(line, field, reason)] = refused(tmp_path / "a.yaml", content)
    assert (line, field, reason) == (3, "", "wrong_encoding")


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 50_000, "- " * 100_000])
def test_yaml_nested_without_end_does_not_end_the_process(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    done = therapath_check(path)
    assert done.returncode == 1, done.stderr[-500:]
    assert "Traceback" not in done.stderr
    assert "malformed" in done.stdout


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.yaml.gz"])
@pytest.mark.parametrize("damage", ["cut", "changed", "no gzip"])
def test_a_damaged_archive_is_an_error_of_the_file(tmp_path: Path, name: str, damage: str) -> None:
    plain = {"j": LINE + "\n", "c": f"{COLUMNS}\n{CELLS}\n", "y": YAML}[name[2]]
    packed = bytearray(gzip.compress((plain * 200).encode(), mtime=0))
    if damage == "cut":
        del packed[len(packed) // 2 :]
    elif damage == "changed":
        packed[-6] ^= 0xFF  # in the checksum
    else:
        packed = bytearray(b"no archive at all")
    path = tmp_path / name
    path.write_bytes(packed)
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(path)


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no such file"):
        find([tmp_path / "missing.jsonl"])
    with pytest.raises(LoadError, match="no file in this folder"):
        find([tmp_path])
    (tmp_path / "a.txt").write_text(LINE)
    with pytest.raises(LoadError, match="cannot tell the format"):
        find([tmp_path / "a.txt"])
    assert find([tmp_path / "a.txt"], "jsonl")[0].format == "jsonl"
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(LoadError, match="is not a file"):
        find([tmp_path / "pipe.jsonl"])
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(LoadError, match="no file in this folder"):
        find([tmp_path / "folder.jsonl"])


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a/facts.jsonl", "b/facts.jsonl"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(LINE)
    with pytest.raises(LoadError, match="would both be the source 'facts'"):
        find([tmp_path / "a" / "facts.jsonl", tmp_path / "b" / "facts.jsonl"])
    # Where their endings tell them apart, the endings stay.
    (tmp_path / "a" / "facts.csv").write_text("")
    assert [file.name for file in find([tmp_path / "a"])] == ["facts.csv", "facts.jsonl"]
    # From one folder they have different names; the same file twice is one.
    (tmp_path / "a" / "facts.csv").unlink()
    assert [file.name for file in find([tmp_path])] == ["a/facts", "b/facts"]


def test_a_ledger_line_has_all_that_finds_the_row_again(tmp_path: Path) -> None:
    path, rejects = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    bad = {**GOOD, "predicate": "CURES"}
    path.write_text(LINE + "\n" + json.dumps(bad) + "\nnot json\n")
    report = checked(path, rejects=rejects)
    assert (report.read, report.loaded, report.rejected) == (3, 1, 2)
    first, second = (json.loads(line) for line in rejects.open())
    assert first == {
        "file": str(path),
        "line": 2,
        "field": "predicate",
        "reason": "unknown_predicate",
        "message": first["message"],
        "row": bad,
    }
    assert "CURES" in first["message"]
    assert (second["line"], second["reason"], second["row"]) == (3, "malformed", "not json")


def test_rows_that_json_cannot_say_get_into_the_ledger(tmp_path: Path) -> None:
    # A date, half a character in a value and in a field's name, a number beyond 64 bits.
    found = refused(tmp_path / "a.yaml", YAML.replace("EDSS", "2024-01-01"))
    assert len(found) == 1
    lines = [
        LINE.replace("EDSS", "\\ud800"),
        LINE.replace('"subject"', '"\\ud800": 1, "subject"'),
        LINE.replace('"subject"', f'"x": {10**30}, "subject"'),
        '{"\\ud800": 1, "\\ud800": 2}',
    ]
    found = refused(tmp_path / "a.jsonl", "\n".join(lines))
    assert [reason for _, _, reason in found] == [
        "wrong_encoding",
        "wrong_encoding",
        "unknown_field",
        "duplicate_field",
    ]


def test_a_ledger_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be written"):
        checked(tmp_path / "a.jsonl", rejects=tmp_path / "missing" / "rejects.jsonl")


def test_tables_have_a_column_for_every_field() -> None:
    assert {"subject.id", "result.ci_low", "provenance.quote", "stage"} <= set(columns())
    assert all(name.count(".") <= 1 for name in columns())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("true", True), ("TRUE", True), ("yes", True), ("1", True), ("no", False), ("0", False)],
)
def test_truth_in_a_table(tmp_path: Path, cell: str, expected: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{COLUMNS},result.serious\n{CELLS},{cell}\n")
    [row] = read(InputFile(path, "a", "csv")).rows
    assert row.data["result"]["serious"] is expected


def therapath_check(*paths: Path, limit_mib: int | None = None) -> Any:
    """``therapath check`` as a process, its memory limited."""

    def limited() -> None:
        if limit_mib:
            resource.setrlimit(resource.RLIMIT_AS, (limit_mib << 20, limit_mib << 20))

    return subprocess.run(
        [sys.executable, "-m", "therapath", "check", *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=limited,
        check=False,
    )


def test_a_line_of_200_mb_takes_no_memory(tmp_path: Path) -> None:
    """The file is sparse: a line of zero bytes between two good ones."""
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as stream:
        stream.write(LINE.encode() + b"\n")
        stream.seek(200 * 1024 * 1024, os.SEEK_CUR)
        stream.write(b"\n" + LINE.replace("points", "point").encode() + b"\n")
    code = (
        # Not by getrusage: a process begins with the peak of the one that started it.
        "import pathlib, re, therapath\n"
        "try: therapath.main()\n"
        "finally:\n"
        "    told = pathlib.Path('/proc/self/status').read_text()\n"
        "    print('peak', int(re.search(r'VmHWM:\\s+(\\d+)', told)[1]) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert "3 facts" in done.stdout
    assert "line_too_long" in done.stdout
    peak = int(done.stdout.rpartition("peak ")[2])
    assert peak < 400
