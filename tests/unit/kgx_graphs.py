"""Small graphs in the KGX format, and how the tests read them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from kg.model.fact import Fact
from kg.model.term import TermRecord
from kg.terms import Terms
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report

NODES = """\
id\tcategory\tname
CHEBI:1\tbiolink:SmallMolecule\tdrug one
CHEBI:2\tbiolink:SmallMolecule\twater
CHEBI:3\tbiolink:ChemicalEntity\tclass of drugs
CHEBI:4\tbiolink:ChemicalEntity\tclass of all
DRUGBANK:DB1\tbiolink:Drug|biolink:ChemicalEntity\tdrug two
MONDO:1\tbiolink:Disease\tdisease
MONDO:2\tbiolink:Disease\t
HP:1\tbiolink:PhenotypicFeature\tfever
NCIT:1\tbiolink:ClinicalFinding\tfinding
GO:1\tbiolink:BiologicalProcess\tprocess
GO:2\tbiolink:BiologicalProcess\tother process
CL:1\tbiolink:Cell\tcell
CL:2\tbiolink:Cell\tother cell
HGNC:1\tbiolink:Gene\tgene
UMLS:1\tbiolink:NamedThing\tsomething
CLINICALTRIALS:NCT00000001\tbiolink:ClinicalTrial\tthe trial
"""


def write(folder: Path, edges: list[dict[str, Any]], nodes: str = NODES) -> list[Path]:
    """The graph as two TSV files."""
    columns = list(dict.fromkeys(name for edge in edges for name in edge))
    rows = ["\t".join(columns)]
    rows += ["\t".join(str(edge.get(name, "")) for name in columns) for edge in edges]
    (folder / "nodes.tsv").write_text(nodes)
    (folder / "edges.tsv").write_text("\n".join(rows) + "\n")
    return [folder / "nodes.tsv", folder / "edges.tsv"]


def edge(subject: str, predicate: str, target: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "predicate": f"biolink:{predicate}", "object": target, **more}


def read_all(*paths: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Counter[str]]:
    """Facts, terms and what is left out, of an input without rejects."""
    [file] = find(paths)
    assert file.format == "kgx"
    reader = read(file)
    facts, terms = [], []
    for row in reader.rows:
        assert row.problem is None, row
        if row.kind == "fact":
            Fact.model_validate(row.data)
            facts.append(row.data)
        else:
            TermRecord.model_validate(row.data)
            terms.append(row.data)
    return facts, terms, reader.left_out


def facts_of(folder: Path, *edges: dict[str, Any]) -> list[dict[str, Any]]:
    return read_all(*write(folder, list(edges)))[0]


def only(folder: Path, *edges: dict[str, Any]) -> dict[str, Any]:
    [fact] = facts_of(folder, *edges)
    return fact


def checked(*paths: Path, format_name: str | None = "kgx") -> Report:
    report = Report()
    check(find(paths, format_name), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


def rejects(*paths: Path) -> list[tuple[str, int, str, str]]:
    return [
        (Path(entry.file).name, entry.line, entry.field, entry.reason)
        for entry in checked(*paths).rejects
    ]
