"""Reads paths into facts: the indication, what the drug acts through, and where that leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.intake import Rejection
from loaders.drugmechdb import EDGES
from loaders.drugmechdb.chains import Chain, Node, Step
from loaders.drugmechdb.records import records
from loaders.edges import Edge
from loaders.loader import InputFile
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["read_paths"]

_INDICATED, _CONTRAINDICATED, _ACTS, _ACTS_BY_WAY, _LEADS, _LEADS_BY_WAY = EDGES
_NO_MEDICINE = "contraindicated for"
#: A section is at most 200 characters.
_SECTION = 200
#: More than any path has (31 links); a record beyond is no path.
_MAX_LINKS = 2_000
_PUBMED = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d+)"
)

_NO_MECHANISM = "mechanisms: no process between drug and disease, the indication alone is taken"


def read_paths(file: InputFile) -> Reader:
    """Facts of all paths in the input's files."""
    left_out: Counter[str] = Counter()
    return Reader(_rows(file, left_out), SourceDetails(licence="CC0-1.0"), left_out)


def _rows(file: InputFile, left_out: Counter[str]) -> Iterator[Row]:
    for path in (file.path, *file.companions):
        place = path.name if file.companions else None
        for row in records(path):
            if row.problem is not None:
                yield Row(row.line, row.data, row.problem, place=place)
                continue
            chain = _chain(row.data)
            if isinstance(chain, Rejection):
                yield Row(row.line, row.data, chain, place=place)
                continue
            for fact in _facts(row.data, chain, left_out):
                yield Row(row.line, fact, place=place)


def _chain(record: Any) -> Chain | Rejection:
    """The record as a graph, or what it lacks."""
    if not isinstance(record, dict):
        return Rejection("", "not_a_record", "expected a path with graph, nodes and links")
    for name, kind in (("graph", dict), ("nodes", list), ("links", list)):
        if not isinstance(record.get(name), kind):
            return Rejection(name, "missing_field", f"a path needs its {name}")
    graph = record["graph"]
    nodes = {node.id: node for node in map(_node, record["nodes"]) if node is not None}
    if len(record["links"]) > _MAX_LINKS or len(nodes) > _MAX_LINKS:
        return Rejection("links", "too_long", f"a path has at most {_MAX_LINKS:,} links and nodes")
    if not isinstance(graph.get("_id"), str) or not graph["_id"]:
        return Rejection("graph._id", "missing_field", "a path needs its id")
    drug = _end(nodes, graph.get("drug_mesh"), graph.get("drugbank"))
    disease = _end(nodes, graph.get("disease_mesh"))
    if drug is None:
        return Rejection("graph.drug_mesh", "missing_field", "the drug is none of the nodes")
    if disease is None:
        return Rejection("graph.disease_mesh", "missing_field", "the disease is none of the nodes")
    nodes[disease.id] = disease = replace(disease, label="Disease")  # some are called phenotypes
    chain = Chain(drug, disease, nodes)
    for link in record["links"]:
        source, target = _ends(link)
        if source not in nodes or target not in nodes:
            return Rejection("links", "missing_field", f"a link without its nodes: {link!s:.80}")
        chain.link(source, target, str(link.get("key")))
    return chain


def _ends(link: Any) -> tuple[str, str]:
    if not isinstance(link, dict):
        return "", ""
    return str(link.get("source")), str(link.get("target"))


def _node(node: Any) -> Node | None:
    if not isinstance(node, dict) or not isinstance(node.get("id"), str):
        return None
    return Node(node["id"], str(node.get("name") or node["id"]), str(node.get("label")))


def _end(nodes: dict[str, Node], *ids: Any) -> Node | None:
    """The first of the ids that is a node; drugs go by one or the other of theirs."""
    return next((nodes[one] for one in ids if isinstance(one, str) and one in nodes), None)


def _facts(
    record: dict[str, Any], chain: Chain, left_out: Counter[str]
) -> Iterator[dict[str, Any]]:
    path = record["graph"]["_id"]
    publication = _publication(record.get("references"))
    against = any(
        link.get("key") == _NO_MEDICINE and link["target"] == chain.disease.id
        for link in record["links"]
    )
    steps = chain.steps()
    if not any(step.source is chain.drug for step in steps):
        left_out[_NO_MECHANISM] += 1
    indication = _fact(
        _CONTRAINDICATED if against else _INDICATED, chain.drug, "Therapy", chain.disease, path
    )
    indication["evidence_direction"] = "refutes" if against else "supports"
    for fact in (indication, *(_step_fact(step, chain, path) for step in steps)):
        yield fact | {"publication": publication} if publication else fact


def _step_fact(step: Step, chain: Chain, path: str) -> dict[str, Any]:
    is_drug = step.source is chain.drug
    if is_drug:
        edge = _ACTS if step.direct else _ACTS_BY_WAY
    else:
        edge = _LEADS if step.direct else _LEADS_BY_WAY
    fact = _fact(edge, step.source, "Therapy" if is_drug else "Mechanism", step.target, path)
    if step.target.type != "Condition":
        fact["condition"] = _reference(chain.disease, "Condition")
        if step.sign:
            way = "increased" if step.sign > 0 else "decreased"
            fact["result"] = {"change_direction": way}
    if not is_drug and step.sign * step.harm:
        fact["effect_direction"] = "worsened" if step.sign * step.harm > 0 else "improved"
    if step.via and not step.direct:
        fact["provenance"]["section"] = _section(step.via)
    return fact


def _fact(edge: Edge, subject: Node, kind: str, target: Node, path: str) -> dict[str, Any]:
    return {
        "subject": _reference(subject, kind),
        "predicate": edge.predicate,
        "object": _reference(target, str(target.type or "Condition")),
        "evidence_direction": "supports",
        "provenance": {
            "record": f"{path} {subject.id} > {target.id}",
            "knowledge_level": edge.knowledge_level,
            "agent_type": edge.agent_type,
        },
    }


def _reference(node: Node, kind: str) -> dict[str, str]:
    identity = f"DRUGBANK:{node.id[3:]}" if node.id.startswith("DB:") else node.id
    return {"type": kind, "id": identity, "name": " ".join(node.name.split())}


def _section(via: tuple[Node, ...]) -> str:
    """The nodes between, with names while there is room, else by their ids alone."""
    full = "via " + ", ".join(f"{' '.join(node.name.split())} ({node.id})" for node in via)
    if len(full) <= _SECTION:
        return full
    short = "via " + ", ".join(node.id for node in via)
    return short if len(short) <= _SECTION else f"{short[: _SECTION - 1]}…"


def _publication(references: Any) -> dict[str, str] | None:
    """The first PubMed article among the path's references, which it gives for the whole."""
    for reference in references if isinstance(references, list) else ():
        found = _PUBMED.match(reference) if isinstance(reference, str) else None
        if found:
            return {"id": f"PMID:{found[1]}"}
    return None
