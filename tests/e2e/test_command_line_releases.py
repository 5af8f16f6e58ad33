"""Releases by the command line: build, import, compare; and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from real_neo4j import FIXED_GRAPH, RealNeo4j, fixed_rows, write_rows
from real_processes import run

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, latest: RealNeo4j) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "fixed"
    done = run(latest.process_environment(), "build", str(FIXED_GRAPH), "-o", str(folder))
    assert (done.status, done.err) == (0, "")
    assert "read 56: 56 loaded, 0 already there, 0 rejected" in done.out
    return folder


def test_build_import_status_and_diff_agree(latest: RealNeo4j, release: Path) -> None:
    latest.up()
    environment = latest.process_environment()
    manifest = json.loads((release / "manifest.json").read_text())
    done = run(environment, "import", str(release), "--replace", "--json")
    assert done.status == 0, done.err
    assert json.loads(done.out)["build_id"] == manifest["build_id"]
    assert manifest["build_id"] in run(environment, "status", "--build-id").out
    assert run(environment, "diff", "live", str(release)).status == 0
    again = run(environment, "load", str(FIXED_GRAPH))
    assert "0 loaded, 56 already there" in again.out
    refused = run(environment, "import", str(release))
    assert refused.status == 1
    assert "the graph holds 1 sources with 56 evidence" in refused.err
    assert "--replace" in refused.err


def test_build_tells_rejects_and_keeps_what_is_there(
    latest: RealNeo4j, release: Path, tmp_path: Path
) -> None:
    environment = latest.process_environment()
    path = write_rows(tmp_path / "some.jsonl", [fixed_rows()[0], {"predicate": "CURES"}])
    ledger = tmp_path / "rejects.jsonl"
    target = str(tmp_path / "made")
    done = run(environment, "build", str(path), "-o", target, "--rejects", str(ledger))
    assert done.status == 0
    assert "rejected: 1 × " in done.out
    assert len(ledger.read_text().splitlines()) == 1
    again = run(environment, "build", str(path), "-o", target)
    assert again.status == 1
    assert "holds a release already" in again.err
    assert run(environment, "build", str(path), "-o", target, "--force").status == 0
    strict = run(environment, "build", str(path), "-o", target, "--force", "--strict")
    assert strict.status == 1
    assert "nothing was built" in strict.out
    assert run(environment, "diff", target, str(release)).status == 1


def test_a_bad_release_touches_nothing(latest: RealNeo4j, release: Path, tmp_path: Path) -> None:
    environment = latest.process_environment()
    missing = run(environment, "import", str(tmp_path))
    assert (missing.status, "is not a release" in missing.err) == (1, True)
    claims = release / "claims.parquet"
    content = claims.read_bytes()
    claims.write_bytes(content + b" ")
    try:
        altered = run(environment, "import", str(release), "--replace")
        assert altered.status == 1
        assert "claims.parquet is not the file that the release was made with" in altered.err
    finally:
        claims.write_bytes(content)


def test_a_server_elsewhere_gets_files_and_the_command(
    latest: RealNeo4j, release: Path, tmp_path: Path
) -> None:
    elsewhere = latest.process_environment(
        NEO4J_URI="bolt://localhost:1", NEO4J_PASSWORD="password"
    )
    refused = run(elsewhere, "import", str(release))
    assert refused.status == 1
    assert "--csv FOLDER" in refused.err
    done = run(elsewhere, "import", str(release), "--csv", str(tmp_path / "csv"))
    assert (done.status, done.err) == (0, "")
    assert "neo4j-admin database import full neo4j --overwrite-destination" in done.out
    assert "--finish" in done.out
    for file in (tmp_path / "csv").iterdir():
        assert str(file) in done.out
