"""docs/questions.md and docs/tour.ipynb: run again, they say what they say."""

from __future__ import annotations

import copy
import shlex
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from examples import commands, renewed, tidy
from nbclient import NotebookClient
from real_neo4j import Graph, RealNeo4j
from real_processes import Served, run
from typer.testing import CliRunner

import therapath
from kg.terms import packaged_terms

pytestmark = pytest.mark.neo4j

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
TOUR = nbformat.read(ROOT / "docs" / "tour.ipynb", as_version=4)
EVIDENCE = ROOT / "loaders" / "evidence"


@pytest.fixture(scope="module")
def demo(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The API over the packaged evidence, as ``make demo`` loads it."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.close()
    environment = latest.process_environment()
    done = run(environment, "load", str(EVIDENCE))
    assert done.status == 0, done.err
    served = Served(environment, tmp_path_factory.mktemp("page") / "log")
    yield served
    served.stop()


def test_commands_print_what_the_page_shows(demo: Served, latest: RealNeo4j) -> None:
    def printed(command: str) -> str:
        if command.startswith("GET"):
            return ""
        words = shlex.split(command.removeprefix("$ therapath "))
        done = CliRunner().invoke(therapath.app, words, env=latest.environment)
        assert done.exit_code == 0, (command, done.output)
        return tidy(done.stdout)

    assert renewed(PAGE, printed) == PAGE


@pytest.mark.parametrize("call", [one for one in commands(PAGE) if one.startswith("GET")])
def test_calls_are_answered(demo: Served, call: str) -> None:
    found = demo.client.get(call.removeprefix("GET "))
    if "why%20is" in call:
        assert found.status_code == 422
        assert len(found.json()["suggestions"]) == 3
        return
    assert found.status_code == 200, found.text
    body = found.json()
    parts = body["answer"].values() if "answer" in body else body.values()
    assert any(isinstance(part, list) and part for part in parts), body


def test_every_question_is_on_the_page(demo: Served) -> None:
    """A route that answers by GET under /v1 is called somewhere on it, or is not a question."""
    paths = demo.client.get("/openapi.json").json()["paths"]
    questions = {
        path
        for path, methods in paths.items()
        if path.startswith("/v1/") and "get" in methods and not path.endswith("{kind}")
    } - {
        "/v1/schema",
        "/v1/sources",
        "/v1/export",
        "/v1/export/style",
        "/v1/claims/{id}",
        "/v1/entities/{id}",
    }
    called = [call.removeprefix("GET ").partition("?")[0] for call in commands(PAGE)]
    missing = [path for path in questions if not any(_fits(path, call) for call in called)]
    assert not missing


def _fits(path: str, call: str) -> bool:
    wanted, given = path.split("/"), call.split("/")
    return len(wanted) == len(given) and all(
        one == other or one.startswith("{") for one, other in zip(wanted, given, strict=True)
    )


def test_notebook_runs_and_shows_what_it_showed(
    demo: Served, latest: RealNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in latest.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    again = NotebookClient(copy.deepcopy(TOUR), timeout=300, kernel_name="python3").execute()
    shown = [_plain(cell) for cell in TOUR.cells if cell.cell_type == "code"]
    assert [_plain(cell) for cell in again.cells if cell.cell_type == "code"] == shown
    assert sum(map(bool, shown)) > 5
    pictures = [part for cell in again.cells for part in cell.get("outputs", []) if "data" in part]
    assert any("image/png" in part.data for part in pictures)


def _plain(cell: nbformat.NotebookNode) -> list[str]:
    """What a cell says as text."""
    return [
        part.text if part.output_type == "stream" else part.data["text/plain"]
        for part in cell.outputs
    ]
