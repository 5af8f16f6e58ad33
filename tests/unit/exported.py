"""Made rows as exports, without a server, and how other programs read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from kg.export import FORMATS, biolink, graph_elements
from kg.export.elements import Element, Heading
from kg.export.formats import Vocabulary
from kg.model.export import ExportFormat, ExportLevel

HASH = "0123456789abcdef0123456789abcdef"


def entity(identity: str, name: str, kind: str = "Therapy", **more: Any) -> dict[str, Any]:
    """A row as ``export/entities`` gives it."""
    empty = dict.fromkeys(("description", "origin", "phase", "status", "enrollment"))
    row = {"id": identity, "type": kind, "name": name, "synonyms": [], "xrefs": [], **empty}
    return {**row, "claim_count": 1, "parents": [], **more}


def claim(subject: str, target: str, number: int = 0, **more: Any) -> dict[str, Any]:
    """A row as ``export/backed`` gives it, with the condition's name."""
    return {
        "id": f"c{number:031x}",
        "subject_id": subject,
        "predicate": "REPORTS_OUTCOME",
        "object_id": target,
        "condition_id": None,
        "condition": None,
        "effect_direction": "improved",
        "evidence_count": 2,
        "supporting_count": 1,
        "refuting_count": 1,
        "study_count": 1,
        "patient_count": 20,
        "score": 0.25,
        "publications": ["PMID:1", "PMID:1", "DOI:10.1/x"],
        "level": "observation",
        "agent": None,
        "stage": None,
        **more,
    }


def evidence(subject: str, target: str, **more: Any) -> dict[str, Any]:
    """A row as ``export/evidence`` gives it."""
    keys = ("subject_id", "predicate", "object_id", "condition_id", "effect_direction")
    of = claim(subject, target)
    return {
        "id": HASH,
        "evidence_direction": "refutes",
        "weight": 0.5,
        "strength": 3,
        "unit": "x",
        "unit_is_study": True,
        "subject_said": "it",
        "object_said": "that",
        "provenance_knowledge_level": "observation",
        "provenance_agent_type": "manual_agent",
        "claim_id": of["id"],
        "claim": {key: of[key] for key in keys},
        "study_node": None,
        "sources": [],
        **more,
    }


def written(
    name: str,
    nodes: Iterable[dict[str, Any]] = (),
    edges: Iterable[dict[str, Any]] = (),
    level: str = "claims",
) -> tuple[bytes, bytes]:
    """Entities and claims in a format; the two files, or the one in two parts."""
    form, chosen = FORMATS[ExportFormat(name)], ExportLevel(level)
    if form.vocabulary is Vocabulary.GRAPH:
        drawn: list[Element] = [graph_elements.entity_node(dict(row)) for row in nodes]
        joined = [one for row in edges for one in graph_elements.claim_edges(row)]
    else:
        drawn = [biolink.entity(row) for row in nodes]
        joined = [biolink.claim_association(row) for row in edges]
    return elements_written(name, drawn, joined, chosen)


def elements_written(
    name: str, nodes: Sequence[Element], edges: Sequence[Element], level: ExportLevel
) -> tuple[bytes, bytes]:
    """Elements in a format."""
    form = FORMATS[ExportFormat(name)]
    heading = Heading("v-1", str(level), 'a <part> & "more"', *form.attributes(level))
    writer = form.writer(heading)
    first = writer.begin() + writer.nodes(nodes)
    return first, writer.between() + writer.edges(edges) + writer.end()


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """A CSV file as Python's own reader has it."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def tsv_rows(content: bytes) -> list[dict[str, str]]:
    """A KGX table as KGX splits it: at line ends and tabs, without quotes."""
    head, *lines = content.decode().rstrip("\n").split("\n")
    names = head.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]
