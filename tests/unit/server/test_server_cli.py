"""The commands, where no server is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kg.server.cli import register


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setenv("THERAPATH_HOME", str(tmp_path / "home"))
    app = typer.Typer()
    register(app)
    return app


def test_status_as_one_json_object(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["status", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "running": False,
        "version": None,
        "uri": None,
        "browser": None,
        "user": None,
        "password_file": None,
        "pid": None,
        "home": str(tmp_path / "home"),
        "remote": None,
        "graph": {},
    }


def test_status_for_people_says_how_to_start(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 0
    assert "therapath up" in result.stdout


def test_down_with_nothing_running(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["down"])
    assert result.exit_code == 0
    assert result.stdout == "no local Neo4j was running\n"


def test_an_unsupported_version_is_a_usage_error(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["up", "--neo4j-version", "4.4.0"])
    assert result.exit_code == 2
    assert "2026.08.1" in result.output
