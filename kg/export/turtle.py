"""Turtle: triple stores. Nodes, associations with all they carry, and what they assert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.export.elements import Element, Heading
from kg.export.rdf_terms import BIOLINK, IRI_SLOTS, OWN, iri_of, slot_iri

__all__ = ["TurtleWriter", "literal"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class TurtleWriter:
    """Each association is a node with subject, predicate and object; what no report speaks against
    alone is asserted as a triple of its own too."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading

    def begin(self) -> bytes:
        """The prefixes."""
        return (
            f"# {literal(self._heading.text)[1:-1]}\n"
            f"@prefix biolink: <{BIOLINK}> .\n"
            f"@prefix therapath: <{OWN}> .\n"
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            "@prefix dct: <http://purl.org/dc/terms/> .\n"
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        ).encode()

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return "".join(map(_node, elements)).encode()

    def between(self) -> bytes:
        """Nothing."""
        return b""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some associations."""
        return "".join(map(_association, elements)).encode()

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _node(element: Element) -> str:
    stated = _stated(element)
    return f"<{iri_of(element['id'])}>\n{stated} .\n"


def _association(element: Element) -> str:
    found = f"<{iri_of(element['id'])}>\n{_stated(element)} .\n"
    if element.get("negated") or "claim" in element:
        return found
    subject, target = iri_of(element["subject"]), iri_of(element["object"])
    return f"{found}<{subject}> {_term('predicate', element['predicate'])} <{target}> .\n"


def _stated(element: Element) -> str:
    return " ;\n".join(_lines(element))


def _lines(element: Element) -> Iterator[str]:
    for slot, value in element.items():
        if slot == "id":
            yield f"  dct:identifier {literal(value)}"
        elif slot == "category":
            yield f"  a {', '.join(_term(slot, one) for one in value)}"
        else:
            values = value if isinstance(value, list) else [value]
            yield f"  {_slot(slot)} {', '.join(_term(slot, one) for one in values)}"


def _slot(slot: str) -> str:
    if slot == "name":
        return "rdfs:label"
    found = slot_iri(slot)
    return (
        f"biolink:{found[len(BIOLINK) :]}"
        if found.startswith(BIOLINK)
        else f"therapath:{found[len(OWN) :]}"
    )


def _term(slot: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f'"{value!r}"^^xsd:double'
    if slot in IRI_SLOTS:
        prefix, _, local = value.partition(":")
        if prefix == "biolink" and _LOCAL.fullmatch(local):
            return str(value)
        return f"<{iri_of(value)}>"
    return literal(value)


def literal(text: str) -> str:
    """A text between quotes; what Turtle may not hold as it is goes by its number."""
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"
