"""What changed between two releases: every kind of change, flips first."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import fixed_rows, fixed_terms, write_rows
from typer.testing import CliRunner

from kg.release.difference import CHANGES, Difference
from loaders.inputs import find
from loaders.release.build import BuildOptions, build
from loaders.report import Report
from therapath import app

Rows = list[dict[str, Any]]


def release_of(folder: Path, rows: Rows) -> Path:
    folder.mkdir()
    file = write_rows(folder / "facts.jsonl", rows)
    assert build(find([file]), folder / "release", fixed_terms(), BuildOptions(), Report())
    return folder / "release"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of(tmp_path_factory.mktemp("diff") / "before", fixed_rows())


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Rows], None]], Path]:
    def make(change: Callable[[Rows], None]) -> Path:
        rows = copy.deepcopy(fixed_rows())
        change(rows)
        return release_of(tmp_path / "after", rows)

    return make


def differences(before: Path, after: Path) -> dict[str, list[dict[str, Any]]]:
    difference = Difference(before, after)
    try:
        found = {change.name: list(difference.rows(change)) for change in CHANGES}
        assert difference.counts() == {name: len(rows) for name, rows in found.items()}
    finally:
        difference.close()
    return {name: rows for name, rows in found.items() if rows}


def test_nothing_differs_from_itself(before: Path) -> None:
    assert differences(before, before) == {}


def only(rows: Rows, number: int) -> dict[str, Any]:
    """A fact of its own, about a therapy and an outcome that nothing else speaks of."""
    row = copy.deepcopy(rows[0])
    row["subject"] = {"type": "Therapy", "name": f"lone therapy {number}"}
    row["provenance"]["record"] = f"own {number}"
    return row


def test_an_effect_that_turned_is_told_first(
    before: Path, changed: Callable[[Callable[[Rows], None]], Path]
) -> None:
    def turn(rows: Rows) -> None:
        row = rows[0]
        assert row["effect_direction"] == "improved"
        same = [
            one
            for one in rows
            if all(one.get(key) == row.get(key) for key in ("subject", "object", "condition"))
        ]
        for one in same:
            one["effect_direction"] = "worsened"

    found = differences(before, changed(turn))
    assert next(iter(found)) == "flips.effect"
    [flip] = found["flips.effect"]
    assert (flip["before"], flip["after"]) == ("improved", "worsened")
    assert flip["predicate"] == "REPORTS_OUTCOME"
    assert found["claims.added"]
    assert found["claims.removed"]
    assert {row["id"] for row in found["evidence.added"]}.isdisjoint(
        row["id"] for row in found["evidence.removed"]
    )


def test_a_majority_that_turned_is_a_flip(tmp_path: Path) -> None:
    row = only(fixed_rows(), 1)
    row["evidence_direction"] = "supports"
    against = []
    for number in range(2):
        other = copy.deepcopy(row)
        other["evidence_direction"] = "refutes"
        other["provenance"]["record"] = f"against {number}"
        other["publication"] = {"id": f"PMID:90{number}"}
        against.append(other)
    one = release_of(tmp_path / "one", [row])
    tie = release_of(tmp_path / "tie", [row, against[0]])
    two = release_of(tmp_path / "two", [row, *against])
    assert "flips.majority" not in differences(one, tie)
    found = differences(one, two)
    [flip] = found["flips.majority"]
    assert (flip["before"], flip["after"]) == ("1 : 0", "1 : 2")
    [change] = found["claims.changed"]
    assert (change["before"]["refuting_count"], change["after"]["refuting_count"]) == (0, 2)
    assert len(found["evidence.added"]) == 2
    assert set(found) == {"flips.majority", "claims.changed", "evidence.added"}


def test_entities_that_came_went_and_changed(tmp_path: Path) -> None:
    rows = fixed_rows()
    one = release_of(tmp_path / "one", [only(rows, 1), only(rows, 2)])
    renamed = only(rows, 2)
    renamed["subject"]["name"] = "LONE  therapy 2"
    two = release_of(tmp_path / "two", [renamed, only(rows, 3)])
    found = differences(one, two)
    assert [row["name"] for row in found["entities.removed"]] == ["lone therapy 1"]
    assert [row["name"] for row in found["entities.added"]] == ["lone therapy 3"]
    [change] = found["entities.changed"]
    assert (change["name"], change["fields"]) == ("LONE  therapy 2", ["name"])


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_command_tells_by_its_exit_and_as_json(
    before: Path, changed: Callable[[Callable[[Rows], None]], Path]
) -> None:
    after = changed(lambda rows: rows.pop())
    assert run(before, before) == (0, f"{before} and {before} say the same\n")
    code, shown = run(before, after)
    assert code == 1
    assert "evidence removed: 1 of 1" in shown
    code, text = run(before, after, "--json")
    told = json.loads(text)
    assert (code, told["same"]) == (1, False)
    assert told["counts"]["evidence.removed"] == len(told["evidence"]["removed"]) == 1
    assert list(told)[4:] == ["flips", "claims", "entities", "evidence"]
    assert json.loads(run(before, before, "--json")[1])["same"] is True
    assert run("live", "live")[0] == 2
