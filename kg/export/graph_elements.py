"""Elements as the graph has them: nodes and edges with their attributes, colours and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import EnumType
from functools import cache
from math import log2
from typing import Any

from kg.colours import EFFECT_COLOUR, NO_EFFECT_COLOUR, TYPE_COLOUR
from kg.evidence_parts import EVIDENCE_PARTS
from kg.export.elements import Attribute, Element
from kg.model.export import ExportLevel
from kg.model.fact import part_types
from kg.vocabulary import BIOLINK_CATEGORY, PREDICATES

__all__ = [
    "claim_edges",
    "claim_node",
    "claim_parts",
    "edge_attributes",
    "entity_node",
    "evidence_edges",
    "evidence_node",
    "hierarchy_edges",
    "node_attributes",
    "publication_node",
    "source_node",
]

_KINDS: dict[Any, str] = {str: "string", int: "integer", float: "float", bool: "boolean"}
_TOTALS = ("evidence_count", "supporting_count", "refuting_count", "study_count", "patient_count")
#: Of a piece of evidence: what is worked out of the rest, or stands in the edges.
_NOT_OF_EVIDENCE = (
    "id",
    "strength",
    "unit_is_study",
    "claim",
    "claim_id",
    "study_node",
    "sources",
)

_ENTITY = (
    Attribute("name"),
    Attribute("type"),
    Attribute("category"),
    Attribute("synonyms", "list"),
    Attribute("xrefs", "list"),
    Attribute("description"),
    Attribute("origin"),
    Attribute("phase"),
    Attribute("status"),
    Attribute("enrollment", "integer"),
    Attribute("claim_count", "integer"),
    Attribute("color"),
    Attribute("size", "float"),
)
_CLAIM = (
    Attribute("predicate"),
    Attribute("effect_direction"),
    *(Attribute(name, "integer") for name in _TOTALS),
    Attribute("score", "float"),
)
_PUBLICATION = (
    Attribute("year", "integer"),
    Attribute("journal"),
    Attribute("url"),
)
_SOURCE = (
    Attribute("version"),
    Attribute("licence"),
    Attribute("sha256"),
    Attribute("loader"),
)
_EDGE = (
    Attribute("predicate"),
    Attribute("biolink"),
    Attribute("effect_direction"),
    Attribute("condition_id"),
    Attribute("condition"),
    *(Attribute(name, "integer") for name in _TOTALS),
    Attribute("score", "float"),
    Attribute("color"),
    Attribute("weight", "float"),
)


@cache
def node_attributes(level: ExportLevel) -> tuple[Attribute, ...]:
    """The attributes that nodes have."""
    if level is ExportLevel.CLAIMS:
        return _ENTITY
    return (*_ENTITY, *_CLAIM, *_PUBLICATION, *_SOURCE, *_evidence_attributes())


@cache
def edge_attributes(level: ExportLevel) -> tuple[Attribute, ...]:
    """The attributes that edges have."""
    return _EDGE if level is ExportLevel.CLAIMS else (*_EDGE, Attribute("record"))


def _evidence_attributes() -> Iterator[Attribute]:
    yield from map(Attribute, ("evidence_direction", "stage", "unit", "measure_id"))
    yield from (Attribute("weight", "float"), Attribute("patients", "integer"))
    for name in ("subject", "object", "condition"):
        yield from (Attribute(f"{name}_{said}") for said in ("said", "said_id", "said_type"))
        yield Attribute(f"{name}_match_score", "float")
    for part in EVIDENCE_PARTS:
        for field, kind in part_types(part).items():
            plain = "string" if isinstance(kind, EnumType) else _KINDS[kind]
            yield Attribute(f"{part}_{field}", plain)


def _given(element: Element) -> Element:
    return {name: value for name, value in element.items() if value is not None and value != []}


def entity_node(row: dict[str, Any]) -> Element:
    """An entity; it is drawn larger the more claims it is in."""
    row.pop("parents")
    count = row["claim_count"]
    return _given(
        row
        | {
            "category": BIOLINK_CATEGORY.get(row["type"]),
            "color": TYPE_COLOUR.get(row["type"], NO_EFFECT_COLOUR),
            "size": round(10 + 4 * log2(1 + count), 1),
        }
    )


def publication_node(row: dict[str, Any]) -> Element:
    """A publication."""
    title = row.pop("title")
    return _given(row | {"name": title or row["id"], **_drawn("Publication", 8.0)})


def source_node(row: dict[str, Any]) -> Element:
    """A loaded dataset."""
    kept = {name: row[name] for name in ("id", "name", "version", "licence", "sha256", "loader")}
    return _given(kept | _drawn("Source", 12.0))


def claim_node(row: dict[str, Any]) -> Element:
    """A claim as a node, which its evidence is joined to."""
    effect = row["effect_direction"]
    element = {
        "id": row["id"],
        "name": f"{row['predicate']} {effect}" if effect else row["predicate"],
        "predicate": row["predicate"],
        "effect_direction": effect,
        **{name: row[name] for name in _TOTALS},
        "score": row["score"],
    }
    return _given(element | _drawn("Claim", 6.0))


def evidence_node(row: dict[str, Any]) -> Element:
    """A report of a claim, with all its numbers."""
    name = f"{row['evidence_direction']}: {row.get('design_type') or 'design not stated'}"
    kept = {name: value for name, value in row.items() if name not in _NOT_OF_EVIDENCE}
    return _given({"id": row["id"], "name": name, **kept, **_drawn("Evidence", 5.0)})


def _drawn(kind: str, size: float) -> Element:
    category = {"Publication": "biolink:Publication", "Claim": "biolink:Association"}.get(kind)
    return {"type": kind, "category": category, "color": TYPE_COLOUR[kind], "size": size}


def claim_edges(row: dict[str, Any]) -> Iterator[Element]:
    """A claim as one edge; it is drawn wider the more evidence it has."""
    effect = row["effect_direction"]
    element = {
        "id": row["id"],
        "source": row["subject_id"],
        "target": row["object_id"],
        "predicate": row["predicate"],
        "biolink": _BIOLINK[row["predicate"]],
        "color": EFFECT_COLOUR[effect] if effect else NO_EFFECT_COLOUR,
        "weight": _width(row["evidence_count"]),
        "evidence_count": row["evidence_count"],
        "supporting_count": row["supporting_count"],
        "refuting_count": row["refuting_count"],
        "study_count": row["study_count"],
        "patient_count": row["patient_count"],
        "score": row["score"],
    }
    if effect:
        element["effect_direction"] = effect
    if row["condition_id"]:
        element["condition_id"] = row["condition_id"]
        element["condition"] = row["condition"]
    yield element


_BIOLINK = {str(predicate): rule.biolink for predicate, rule in PREDICATES.items()}


@cache
def _width(evidence: int) -> float:
    return min(round(1 + log2(max(evidence, 1)), 1), 10.0)


def claim_parts(row: dict[str, Any]) -> Iterator[Element]:
    """A claim as an edge, and what joins its node to the entities."""
    # The claim's own id is that of its node, and some programs want ids of edges to differ.
    yield from ({**one, "id": f"{row['id']}:{row['predicate']}"} for one in claim_edges(row))
    for field, name in (
        ("subject", "SUBJECT"),
        ("object", "OBJECT"),
        ("condition", "IN_CONDITION"),
    ):
        if row[f"{field}_id"]:
            yield _joint(row["id"], name, row[f"{field}_id"])


def evidence_edges(row: dict[str, Any]) -> Iterator[Element]:
    """What joins a report to its claim, publication, study and sources."""
    yield _joint(row["id"], row["evidence_direction"].upper(), row["claim_id"])
    if row.get("publication_id"):
        yield _joint(row["id"], "REPORTED_IN", row["publication_id"])
    if row["study_node"]:
        yield _joint(row["id"], "FROM_STUDY", row["study_node"])
    for source, record in row["sources"]:
        edge = _joint(row["id"], "FROM_SOURCE", source)
        edge["id"] += f":{source}"
        yield edge if record is None else {**edge, "record": record}


def hierarchy_edges(row: dict[str, Any]) -> Iterator[Element]:
    """What joins an entity to its broader ones."""
    for parent in row["parents"]:
        edge = _joint(row["id"], "IS_A", parent)
        edge["id"] += f":{parent}"
        yield {**edge, "biolink": "biolink:subclass_of"}


def _joint(source: str, name: str, target: str) -> Element:
    return {
        "id": f"{source}:{name}",
        "source": source,
        "target": target,
        "predicate": name,
        "color": NO_EFFECT_COLOUR,
        "weight": 0.5,
    }
