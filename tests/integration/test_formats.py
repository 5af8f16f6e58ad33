"""The same facts in every format, packed or not, in one file or many."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from real_neo4j import Graph, fixed_rows

from kg.queries.graph import sources

pytestmark = pytest.mark.neo4j


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A fact with dotted names, as a table has it."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": cell for inner, cell in value.items()}
        else:
            found[name] = value
    return found


def table(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    cells = [flat(row) for row in rows]
    header = list(dict.fromkeys(name for row in cells for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue()


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows in the format that the file's name says."""
    suffix = path.name.removesuffix(".gz").rpartition(".")[2]
    if suffix in ("csv", "tsv"):
        text = table(rows, "," if suffix == "csv" else "\t")
    elif suffix in ("yaml", "yml"):
        text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    content = text.encode()
    path.write_bytes(gzip.compress(content) if path.name.endswith(".gz") else content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        *("facts.jsonl", "facts.csv", "facts.tsv", "facts.yaml"),
        *("facts.jsonl.gz", "facts.csv.gz", "FACTS.YML.GZ"),
    ],
)
def test_every_format_gives_the_same_graph(
    graph: Graph, fixed_build_id: str, tmp_path: Path, name: str
) -> None:
    if name.endswith(".GZ"):
        path = write(tmp_path / name.lower(), fixed_rows()).rename(tmp_path / name)
    else:
        path = write(tmp_path / name, fixed_rows())
    report = graph.load(path)
    assert (report.read, report.loaded) == (56, 56)
    assert graph.build_id() == fixed_build_id


def test_a_folder_of_mixed_files_gives_the_same_graph(
    graph: Graph, fixed_build_id: str, tmp_path: Path
) -> None:
    rows = fixed_rows()
    (tmp_path / "deeper").mkdir()
    for number, name in enumerate(["a.jsonl", "b.csv", "c.tsv.gz", "deeper/d.yaml", "e.ndjson"]):
        write(tmp_path / name, rows[number::5])
    (tmp_path / "README.md").write_text("not facts")
    report = graph.load(tmp_path)
    assert (report.read, report.loaded) == (56, 56)
    assert graph.build_id() == fixed_build_id
    found = graph.run(sources(graph.database)).body.items
    assert [(source.name, source.evidence_count) for source in found] == [
        ("a", 12),
        ("b", 11),
        ("c", 11),
        ("deeper/d", 11),
        ("e", 11),
    ]


def test_empty_cells_and_a_lone_type_are_fields_that_are_not_there(
    graph: Graph, fixed_build_id: str, tmp_path: Path
) -> None:
    """A table with every column, and the condition's type in every row."""
    rows = fixed_rows()
    for row in rows:
        row.setdefault("condition", {"type": "Condition", "name": ""})
    path = tmp_path / "facts.csv"
    path.write_text(table(rows), encoding="utf-8-sig")  # as a spreadsheet saves it
    graph.load(path)
    assert graph.build_id() == fixed_build_id
