"""JSON-LD 1.1: the same triples as Turtle, as one JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from kg.export.elements import Attribute, Element, Heading, json_items
from kg.export.rdf_terms import BIOLINK, IRI_SLOTS, iri_of, slot_iri

__all__ = ["JsonLdWriter"]

_XSD = "http://www.w3.org/2001/XMLSchema#"


class JsonLdWriter:
    """``@context`` first, then ``@graph``: nodes, associations, and what these assert."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._items = json_items()

    def begin(self) -> bytes:
        """The context."""
        slots = [*self._heading.node_attributes, *self._heading.edge_attributes]
        head = {"@context": _context(slots)}
        self._items.begin()
        return orjson.dumps(head)[:-1] + b',"@graph":['

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return self._items(map(_described, elements))

    def between(self) -> bytes:
        """Nothing: what follows is in the same array."""
        return b""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some associations."""
        return self._items(one for element in elements for one in _association(element))

    def end(self) -> bytes:
        """Closes the graph."""
        return b"\n]}\n"


def _context(slots: Sequence[Attribute]) -> dict[str, Any]:
    context: dict[str, Any] = {
        "@version": 1.1,
        "biolink": BIOLINK,
        "id": "@id",
        "category": "@type",
        "identifier": "http://purl.org/dc/terms/identifier",
    }
    for slot in slots:
        if slot.name in ("id", "category"):
            continue
        term: dict[str, Any] = {"@id": slot_iri(slot.name)}
        if slot.name in IRI_SLOTS:
            term["@type"] = "@id"
        elif slot.kind == "float":
            term["@type"] = f"{_XSD}double"
        context[slot.name] = term
    return context


def _described(element: Element) -> Element:
    found: Element = {"id": iri_of(element["id"]), "identifier": element["id"]}
    for slot, value in element.items():
        if slot == "id":
            continue
        if isinstance(value, float):
            # A number would be written anew by whoever reads it; a text is taken as it is.
            value = repr(value)
        elif slot in IRI_SLOTS:
            value = [iri_of(one) for one in value] if isinstance(value, list) else iri_of(value)
        found[slot] = value
    return found


def _association(element: Element) -> Iterable[Element]:
    yield _described(element)
    if not element.get("negated") and "claim" not in element:
        yield {
            "id": iri_of(element["subject"]),
            iri_of(element["predicate"]): {"id": iri_of(element["object"])},
        }
