"""Each loader's guide says what its code does."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import loaders
from loaders.registry import LOADERS

FOLDER = Path(loaders.__file__).parent
#: Folders of ``loaders`` that read no source of their own.
OTHERS = {"facts", "vocabulary", "evidence", "release"}
SOURCES = sorted(
    path.name
    for path in FOLDER.iterdir()
    if path.is_dir() and (path / "__init__.py").exists() and path.name not in OTHERS
)
HEADING = ["source's", "predicate", "knowledge level", "agent type", "notes"]


def table(guide: str) -> list[tuple[str, ...]]:
    """The first four cells of each row of the guide's table of edges."""
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in guide.splitlines()
        if line.startswith("|")
    ]
    start = rows.index(HEADING)
    return [tuple(row[:4]) for row in rows[start + 2 :] if len(row) == len(HEADING)]


@pytest.mark.parametrize("name", SOURCES)
def test_the_table_of_edges_is_what_the_code_has(name: str) -> None:
    module = importlib.import_module(f"loaders.{name}")
    guide = (FOLDER / name / "README.md").read_text()
    edges = [
        (edge.source, edge.predicate, edge.knowledge_level, edge.agent_type)
        for edge in module.EDGES
    ]
    assert table(guide) == edges


@pytest.mark.parametrize("name", SOURCES)
def test_the_guide_names_licence_and_what_is_left_out(name: str) -> None:
    guide = (FOLDER / name / "README.md").read_text().lower()
    for part in ("licence", "taken", "left out"):
        assert part in guide, f"the guide does not say: {part}"


def test_every_source_is_registered() -> None:
    registered = {loader.name.replace("-", "_") for loader in LOADERS}
    assert set(SOURCES) - {"_template"} <= registered
