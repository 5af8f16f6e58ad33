"""KGX reads what we write in its formats, and its validator finds nothing against it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j, fixed_terms

from kg.export import prepare_export
from kg.export.files import write_export
from kg.model.export import ExportQuestion
from kg.terms import Terms, packaged_terms

pytestmark = pytest.mark.neo4j

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "kgx_validator.py"
PACKAGED = sorted((ROOT / "loaders" / "evidence" / "ms-stem-cell").glob("*.yaml"))
#: Where `make` puts KGX; its requirements exclude ours, so it has an environment of its own.
PYTHON = Path(os.environ.get("KGX_PYTHON") or Path(sys.prefix) / "kgx" / "bin" / "python")
FORMS = ("tsv", "jsonl")
#: Graphs and levels; of the packaged evidence the level that holds all of it.
WRITTEN = (("fixed", "claims"), ("fixed", "full"), ("packaged", "full"))
#: KGX takes no id with a slash for a CURIE, and there is no DOI without one; encoded it would be
#: another publication than in other graphs.
OF_DOIS = (
    "INVALID_NODE_PROPERTY_VALUE: Node property 'id' is expected to be of type 'CURIE', of DOI:"
)

Told = dict[str, Any]


def told(folders: list[Path]) -> list[Told]:
    """What KGX says of some folders; without a network, which it could ask otherwise."""
    away = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(
        [PYTHON, PROGRAM, *folders],
        capture_output=True,
        text=True,
        timeout=240,
        env={"PATH": os.environ["PATH"]} | away,
    )
    assert done.returncode == 0, done.stderr
    found: list[Told] = json.loads(done.stdout.splitlines()[-1])
    return found


def written(graph: Graph, folder: Path, level: str, form: str) -> Path:
    question = ExportQuestion(format=f"kgx-{form}", level=level)

    async def export() -> None:
        await write_export(await prepare_export(graph.database, graph.resolver, question), folder)

    graph.run(export())
    return folder


def broken(whole: Path, folder: Path) -> Path:
    """The same with one edge that no graph of Biolink may have."""
    folder.mkdir()
    (folder / "nodes.jsonl").write_bytes((whole / "nodes.jsonl").read_bytes())
    first, *rest = (whole / "edges.jsonl").read_text(encoding="utf-8").splitlines()
    edge = json.loads(first) | {"predicate": "biolink:makes_better", "subject": "no id"}
    del edge["knowledge_level"]
    (folder / "edges.jsonl").write_text("\n".join([json.dumps(edge), *rest]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both graphs in both formats, by ``GRAPH LEVEL FORM``."""
    if not PYTHON.exists() and not os.environ.get("CI"):
        pytest.skip("KGX is not installed: make test brings it")
    latest.up()
    base, found = tmp_path_factory.mktemp("kgx"), {}
    graphs: dict[str, tuple[Terms, list[Path]]] = {
        "fixed": (fixed_terms(), [FIXED_GRAPH]),
        "packaged": (packaged_terms(), PACKAGED),
    }
    for name, (terms, files) in graphs.items():
        graph = Graph(latest, terms)
        try:
            graph.clear()
            graph.load(*files)
            for level in [level for of, level in WRITTEN if of == name]:
                for form in FORMS:
                    key = f"{name} {level} {form}"
                    found[key] = written(graph, base / key, level, form)
        finally:
            graph.close()
    found["broken"] = broken(found["fixed claims jsonl"], base / "broken")
    return found


@pytest.fixture(scope="module")
def answers(folders: dict[str, Path]) -> dict[str, Told]:
    """What KGX says of them all; it takes some seconds to begin."""
    return dict(zip(folders, told(list(folders.values())), strict=True))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "level"), WRITTEN)
def test_kgx_finds_nothing_against_an_export(
    name: str, level: str, form: str, folders: dict[str, Path], answers: dict[str, Told]
) -> None:
    key = f"{name} {level} {form}"
    assert [one for one in answers[key]["complaints"] if not one.startswith(OF_DOIS)] == []
    for what in ("nodes", "edges"):
        lines = (folders[key] / f"{what}.{form}").read_text(encoding="utf-8").split("\n")[:-1]
        assert answers[key][what] == len(lines) - (form == "tsv") > 0


def test_kgx_reads_the_same_edge_in_both_formats(answers: dict[str, Told]) -> None:
    table, lines = (answers[f"fixed full {form}"]["edge"] for form in FORMS)
    assert {name: str(value) for name, value in table.items()} == {
        name: str(value) for name, value in lines.items()
    }
    assert isinstance(table["category"], list)


def test_kgx_finds_what_is_wrong(answers: dict[str, Told]) -> None:
    complaints = "\n".join(answers["broken"]["complaints"])
    for part in ("makes_better", "knowledge_level' is missing", "not a proper CURIE"):
        assert part in complaints
