"""OBO Graphs: JSON with nodes (terms) and edges (among them is_a)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.intake import Rejection
from loaders.files import opened
from loaders.obo.details import details_of, part_of_address
from loaders.obo.json_text import JsonText, NotJson
from loaders.ontology import OntologyTerm, curie
from loaders.rows import Reader, Row

__all__ = ["parse_graphs"]

_IS_A = frozenset({"is_a", "subClassOf", "http://www.w3.org/2000/01/rdf-schema#subClassOf"})
_ABBREVIATION = frozenset({"OMO_0003000", "ABBREVIATION", "abbreviation", "OMO:0003000"})
_DISCARDED = frozenset({"obsolete_synonym", "DEPRECATED"})
_NAMESPACE = "hasOBONamespace"
_REPLACED_BY = ("IAO_0100001", "IAO:0100001")
_ALTERNATIVE = "hasAlternativeId"


def parse_graphs(path: Path, reader: Reader) -> Iterator[OntologyTerm | Row]:
    """Terms and rejects of an OBO Graphs file; where it is not JSON, the rest is one reject.

    Raises:
        LoadError: it cannot be read.
    """
    with opened(path) as stream:
        text = JsonText(stream)
        try:
            for key in text.members():
                if key == "graphs":
                    for _ in text.elements():
                        yield from _graph(text, reader)
                else:
                    text.skip()
            text.finish()
        except NotJson as error:
            yield Row(1, None, error.problem, kind="term")


def _graph(text: JsonText, reader: Reader) -> Iterator[OntologyTerm | Row]:
    identity: Any = None
    meta: Any = {}
    for key in text.members():
        if key == "nodes" and text.at("["):
            for number in text.elements():
                found = _node(number, text.value(), reader)
                if found is not None:
                    yield found
        elif key == "edges" and text.at("["):
            for number in text.elements():
                edge = _edge(number, text.value())
                if edge is not None:
                    yield edge
        elif key == "id":
            identity = text.value()
        elif key == "meta":
            meta = text.value()
        else:
            text.skip()
    if reader.details.name is None:
        _details(identity, meta, reader)


def _details(identity: Any, meta: Any, reader: Reader) -> None:
    fields = meta if isinstance(meta, dict) else {}
    stated = {part_of_address(name): value for name, value in reversed(_values(fields))}
    release = fields.get("version")
    reader.details = details_of(
        identity if isinstance(identity, str) else None,
        release if isinstance(release, str) else None,
        stated,
    )


def _node(number: int, node: Any, reader: Reader) -> OntologyTerm | Row | None:
    if not isinstance(node, dict) or not isinstance(node.get("id"), str):
        problem = Rejection("id", "missing_field", f"node {number} has no id")
        return Row(number, node, problem, kind="term")
    kind, identity = node.get("type"), curie(node["id"])
    if kind == "PROPERTY" or (kind is None and (identity is None or not node.get("lbl"))):
        reader.left_out["no term: property"] += 1
        return None
    if kind == "INDIVIDUAL":
        reader.left_out["no term: individual"] += 1
        return None
    if identity is None:
        reader.left_out["no term: a node whose id is no CURIE"] += 1
        return None
    try:
        return _term(number, identity, node)
    except (AttributeError, KeyError, TypeError) as error:
        problem = Rejection("meta", "malformed", f"not shaped as OBO Graphs has it: {error}")
        return Row(number, node, problem, kind="term")


def _term(number: int, identity: str, node: dict[str, Any]) -> OntologyTerm:
    meta = node.get("meta") or {}
    term = OntologyTerm(number, identity, name=" ".join((node.get("lbl") or "").split()) or None)
    term.obsolete = meta.get("deprecated") is True
    for name, value in _values(meta):
        part = part_of_address(name)
        if part == _NAMESPACE:
            term.category = value
        elif part == _ALTERNATIVE:
            term.alt_ids.append(value)
        elif name.endswith(_REPLACED_BY) and (found := curie(value)):
            term.replaced_by.append(found)
    term.xrefs = [xref["val"] for xref in meta.get("xrefs") or ()]
    term.definition = (meta.get("definition") or {}).get("val")
    for synonym in meta.get("synonyms") or ():
        scope = synonym["pred"].removeprefix("has").removesuffix("Synonym").lower()
        kind = part_of_address(synonym.get("synonymType") or "")
        if kind in _DISCARDED:
            term.left_out["synonym: given up by its ontology"] += 1
        elif scope == "exact" or (scope == "related" and kind in _ABBREVIATION):
            term.synonyms.append(" ".join(synonym["val"].split()))
        else:
            known = scope if scope in ("broad", "narrow", "related") else "of no known scope"
            term.left_out[f"synonym: {known}"] += 1
    return term


def _values(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """Annotations that are text, by name."""
    found = meta.get("basicPropertyValues") or ()
    return [
        (one["pred"], one["val"])
        for one in found
        if isinstance(one, dict)
        and isinstance(one.get("pred"), str)
        and isinstance(one.get("val"), str)
    ]


def _edge(number: int, edge: Any) -> OntologyTerm | Row | None:
    parts = [edge.get(name) for name in ("sub", "pred", "obj")] if isinstance(edge, dict) else []
    if not parts or not all(isinstance(part, str) for part in parts):
        problem = Rejection("edges", "malformed", f"edge {number} has no sub, pred and obj")
        return Row(number, edge, problem, kind="term")
    subject, predicate, object_ = parts
    narrower, broader = curie(str(subject)), curie(str(object_))
    if narrower is None:
        return None
    term = OntologyTerm(number, narrower, only_parents=True)
    if predicate not in _IS_A:
        term.left_out["relationship: other than is_a"] = 1
    elif broader is None:
        term.left_out["is_a: no identifier"] = 1
    else:
        term.parents = [broader]
    return term
