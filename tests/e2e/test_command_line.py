"""The command line as a process: what it prints, its exit status, never a traceback."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import jsonschema
import pytest
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j, fixed_rows, write_rows
from real_processes import Done, run

from kg.terms import packaged_terms

pytestmark = pytest.mark.neo4j

QUESTION = "which therapies report EDSS improvement in progressive MS"


@pytest.fixture(scope="module")
def loaded(latest: RealNeo4j) -> dict[str, str]:
    """The environment of somebody who has the fixed graph, loaded by the command line."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.wipe()
    graph.close()
    environment = latest.process_environment()
    done = run(environment, "load", str(FIXED_GRAPH))
    assert done.status == 0, done.err
    assert "read 56 facts: 56 loaded, 0 already there, 0 rejected" in done.out
    return environment


def failed(done: Done, *parts: str, status: int = 1) -> None:
    """It failed with a message on standard error."""
    assert done.status == status, (done.out, done.err)
    for part in parts:
        assert part in done.err


def test_load_again_changes_nothing(loaded: dict[str, str]) -> None:
    done = run(loaded, "load", str(FIXED_GRAPH))
    assert (done.status, done.err) == (0, "")
    assert "read 56 facts: 0 loaded, 56 already there, 0 rejected" in done.out
    assert "Herbal tea" in done.out  # a name that no vocabulary has


def test_load_as_json(loaded: dict[str, str]) -> None:
    report = json.loads(run(loaded, "load", str(FIXED_GRAPH), "--json").out)
    assert (report["read"], report["already_there"], report["rejected"]) == (56, 56, 0)
    assert report["written"] is True
    assert report["unresolved"][0]["name"] == "Herbal tea"


def test_load_shows_and_keeps_its_rejects(loaded: dict[str, str], tmp_path: Path) -> None:
    rows = [fixed_rows()[0], {**fixed_rows()[1], "predicate": "CURES"}, 12]
    path = write_rows(tmp_path / "some.jsonl", rows)
    ledger = tmp_path / "rejects.jsonl"
    done = run(
        loaded, "load", str(path), "--rejects", str(ledger), "--source", "fixed_graph", "--add"
    )
    assert done.status == 0  # something was good
    assert "1 already there, 2 rejected" in done.out
    assert "1 × unknown_predicate" in done.out
    assert f"{path}:2 predicate" in done.out
    entries = [json.loads(line) for line in ledger.open()]
    assert [(entry["line"], entry["reason"]) for entry in entries] == [
        (2, "unknown_predicate"),
        (3, "not_a_record"),
    ]
    assert entries[0]["row"] == rows[1]
    done = run(loaded, "load", str(path), "--strict")
    assert done.status == 1
    assert "nothing was written" in done.out
    path.write_text("12\n")
    assert run(loaded, "load", str(path)).status == 1  # nothing was good


def test_check_needs_no_database(nowhere: dict[str, str], tmp_path: Path) -> None:
    done = run(nowhere, "check", str(FIXED_GRAPH))
    assert (done.status, done.err) == (0, "")
    assert "read 56 facts: 56 good, 0 already there, 0 rejected; nothing was written" in done.out
    assert not (tmp_path / "home").exists()
    done = run(nowhere, "check", str(FIXED_GRAPH), "--strict", "--json")
    assert done.status == 1
    report = json.loads(done.out)
    assert report["written"] is False
    assert report["reasons"]["unresolved_name"] == report["rejected"] > 0


def test_check_gives_the_report_that_load_gives(loaded: dict[str, str], tmp_path: Path) -> None:
    path = write_rows(tmp_path / "bad.jsonl", [{"predicate": "CURES"}, 12, {}])
    reports = []
    for command in ("check", "load"):
        done = run(loaded, command, str(path), "--json")
        assert done.status == 1
        reports.append(json.loads(done.out))
    for name in ("read", "rejected", "reasons", "rejects"):
        assert reports[0][name] == reports[1][name]


def test_the_packaged_evidence_is_good(nowhere: dict[str, str]) -> None:
    folder = Path(__file__).parents[2] / "loaders" / "evidence"
    done = run(nowhere, "check", str(folder), "--json")
    assert done.status == 0, done.out[-2000:]
    assert json.loads(done.out)["read"] >= 70


@pytest.mark.parametrize("command", ["load", "check"])
def test_paths_that_cannot_be_read(nowhere: dict[str, str], tmp_path: Path, command: str) -> None:
    failed(run(nowhere, command, str(tmp_path / "missing.jsonl")), "no such file")
    failed(run(nowhere, command, str(tmp_path)), "no file in this folder")
    (tmp_path / "a.txt").write_text("x")
    failed(run(nowhere, command, str(tmp_path / "a.txt")), "cannot tell the format")
    failed(run(nowhere, command, str(tmp_path / "a.txt"), "--format", "xml"), "--format", status=2)
    failed(run(nowhere, command), "Missing argument", status=2)
    failed(run(nowhere, command, "--colour"), "No such option", status=2)


BAD = {
    "empty.jsonl": (b"", "empty_file"),
    "empty.csv": (b"", "empty_file"),
    "empty.yaml": (b"", "empty_file"),
    "latin.jsonl": ('{"a": "ä"}'.encode("latin-1"), "wrong_encoding"),
    "latin.csv": ("subject.name\nä".encode("latin-1"), "wrong_encoding"),
    "latin.yaml": ("- ä".encode("latin-1"), "wrong_encoding"),
    "wide.jsonl": ('{"a": 1}'.encode("utf-16"), "wrong_encoding"),
    "broken.jsonl": (b"{", "malformed"),
    "broken.csv": (b'subject.name\n"', "malformed"),
    "broken.yaml": (b"- [", "malformed"),
    "binary.jsonl": (bytes(range(256)), "malformed"),
}


def test_bad_content_is_in_the_report(nowhere: dict[str, str], tmp_path: Path) -> None:
    for number, (name, (content, _)) in enumerate(BAD.items()):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / name).write_bytes(content)
    done = run(nowhere, "check", str(tmp_path))
    assert (done.status, done.err) == (1, "")
    shown = done.out.splitlines()
    for name, (_, reason) in BAD.items():
        assert any(f"/{name}:" in line and f"[{reason}]" in line for line in shown), name


def test_a_damaged_archive(loaded: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(FIXED_GRAPH.read_bytes())[:-30])
    for command in ("check", "load"):
        failed(run(loaded, command, str(path)), "damaged or cut short")


def test_two_files_with_one_name(nowhere: dict[str, str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "facts.jsonl").write_text("{}")
    paths = [str(tmp_path / name / "facts.jsonl") for name in ("a", "b")]
    failed(run(nowhere, "load", *paths), "would both be the source 'facts'")


def test_a_file_whose_name_is_no_text(loaded: dict[str, str], tmp_path: Path) -> None:
    """Names of files are bytes; these are no UTF-8."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.jsonl"
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(FIXED_GRAPH.read_bytes().splitlines()[0] + b"\n12\n")
    for command in ("check", "load"):
        done = run(loaded, command, path, "--rejects", str(tmp_path / "ledger"))
        assert done.status in (0, 1)


def test_therapies(loaded: dict[str, str]) -> None:
    arguments = ("therapies", "--outcome", "EDSS", "--effect", "improved")
    done = run(loaded, *arguments, "--condition", "progressive MS")
    assert (done.status, done.err) == (0, "")
    assert "ocrelizumab" in done.out
    assert "0.53" in done.out
    body = json.loads(
        run(loaded, *arguments, "--condition", "progressive MS", "--limit", "1", "--json").out
    )
    assert (body["total"], len(body["items"])) == (3, 1)
    assert body["next"]
    following = run(
        loaded, *arguments, "--condition", "progressive MS", "--cursor", body["next"], "--json"
    )
    assert len(json.loads(following.out)["items"]) == 2
    filtered = run(loaded, *arguments, "--phase", "PHASE1", "--route", "intrathecal", "--json")
    assert json.loads(filtered.out)["total"] == 1
    nothing = run(loaded, *arguments, "--min-patients", "1000000")
    assert nothing.status == 0
    assert "nothing is reported" in nothing.out
    failed(run(loaded, *arguments, "--phase", "three"), "--phase", status=2)
    failed(run(loaded, *arguments, "--limit", "0"), "--limit", status=2)
    failed(run(loaded, *arguments, "--cursor", "other"), "cursor does not belong")


def test_ask(loaded: dict[str, str]) -> None:
    done = run(loaded, "ask", QUESTION)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Which therapies report EDSS improvement in progressive MS")
    assert "understood as  outcome = " in done.out
    assert "ocrelizumab" in done.out
    assert "RETURN" not in done.out
    shown = run(loaded, "ask", QUESTION, "--show-cypher").out
    assert ':param effects => ["improved"]' in shown
    assert "MATCH" in shown
    body = json.loads(run(loaded, "ask", QUESTION + "?", "--json").out)
    assert body["kind"] == "therapies"
    assert body["answer"]["total"] == 3


def test_ask_refuses_what_it_does_not_understand(loaded: dict[str, str]) -> None:
    failed(run(loaded, "ask", "what is the weather"), "outside the language", "which therapies")
    failed(run(loaded, "ask", "side effects of wobblymab"), "wobblymab")
    failed(run(loaded, "ask", "side effects of natalizumap"), "did you mean natalizumab")
    failed(run(loaded, "ask", ""), "empty")
    failed(run(loaded, "ask", "x" * 1001), "1000 characters")
    failed(run(loaded, "ask"), "Missing argument", status=2)


@pytest.mark.parametrize("text", [b"\xff", "🧬".encode(), b"'}) DETACH DELETE n //", b"--", b"-"])
def test_odd_arguments_break_nothing(loaded: dict[str, str], text: bytes) -> None:
    for arguments in (("ask", "--", text), ("therapies", "--outcome", text)):
        assert run(loaded, *arguments).status in (1, 2)


def test_sources_and_schema(loaded: dict[str, str], nowhere: dict[str, str]) -> None:
    done = run(loaded, "sources")
    assert done.status == 0
    assert "fixed_graph" in done.out
    assert "56" in done.out
    found = json.loads(run(loaded, "sources", "--json").out)["items"]
    assert "fixed_graph" in [source["name"] for source in found]
    schema = json.loads(run(nowhere, "schema", "facts").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for row in fixed_rows():
        validator.validate(row)
    assert not validator.is_valid({**fixed_rows()[0], "colour": "red"})
    assert not validator.is_valid({**fixed_rows()[0], "predicate": "CURES"})


def test_status_and_version(loaded: dict[str, str], nowhere: dict[str, str]) -> None:
    done = run(loaded, "status")
    assert done.status == 0
    assert "Neo4j 2026.08.1 is running" in done.out
    assert json.loads(run(loaded, "status", "--json").out)["running"] is True
    assert json.loads(run(nowhere, "status", "--json").out)["running"] is False
    assert run(nowhere, "--version").out.startswith("therapath 0.")
    assert run(nowhere, "--help").status == 0
    assert run(nowhere, "nothing").status == 2
    assert run(nowhere).status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", str(FIXED_GRAPH)),
        ("therapies",),
        ("ask", QUESTION),
        ("sources",),
    ],
)
def test_without_neo4j_every_command_says_what_to_do(
    nowhere: dict[str, str], arguments: tuple[str, ...]
) -> None:
    failed(run(nowhere, *arguments), "no local Neo4j is running", "therapath up")


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"NEO4J_URI": "bolt://localhost:1", "NEO4J_PASSWORD": "x"}, ("does not answer",)),
        ({"NEO4J_URI": "bolt://localhost:1"}, ("NEO4J_PASSWORD is not",)),
        ({"NEO4J_URI": "nonsense", "NEO4J_PASSWORD": "x"}, ("NEO4J_URI",)),
        ({"NEO4J_URI": "http://localhost:7474", "NEO4J_PASSWORD": "x"}, ("NEO4J_URI",)),
        ({"THERAPATH_QUERY_TIMEOUT": "soon"}, ("THERAPATH_QUERY_TIMEOUT",)),
    ],
)
def test_a_wrong_environment_is_said(
    nowhere: dict[str, str], changes: dict[str, str], parts: tuple[str, ...]
) -> None:
    failed(run(nowhere | changes, "sources"), *parts)


def test_a_wrong_password(loaded: dict[str, str], nowhere: dict[str, str]) -> None:
    uri = json.loads(run(loaded, "status", "--json").out)["uri"]
    changes = {"NEO4J_URI": uri, "NEO4J_PASSWORD": "wrong horse"}
    done = run(nowhere | changes, "sources")
    failed(done, "refused user 'neo4j'", "NEO4J_PASSWORD")
    assert "wrong horse" not in done.err


def test_output_into_a_closed_pipe_is_no_failure(loaded: dict[str, str]) -> None:
    import subprocess
    import sys

    command = f"'{sys.executable}' -m therapath schema facts | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=loaded, capture_output=True, text=True, check=False
    )
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
