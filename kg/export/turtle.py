"""Turtle: triple stores. Nodes, associations with all they carry, and what they assert."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from kg.export.elements import Element, Heading
from kg.export.rdf_terms import BIOLINK, IRI_SLOTS, OWN, iri_of, slot_iri

__all__ = ["TurtleWriter", "literal"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]')
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class TurtleWriter:
    """Each association is a node that names subject, predicate and object.

    What evidence supports is asserted as a triple of its own too.
    """

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
    return f"<{iri_of(element['id'])}>{_stated(element)} .\n"


def _association(element: Element) -> str:
    found = f"<{iri_of(element['id'])}>{_stated(element)} .\n"
    if "negated" in element or "claim" in element:
        return found
    subject, target = iri_of(element["subject"]), iri_of(element["object"])
    return f"{found}<{subject}> {_word(element['predicate'])} <{target}> .\n"


def _stated(element: Element) -> str:
    lines = []
    for slot, value in element.items():
        before, form = _SLOTS.get(slot) or _slot(slot)
        if isinstance(value, list):
            lines.append(before + ", ".join([form(one) for one in value]))
        else:
            lines.append(before + form(value))
    return " ;".join(lines)


#: Of each slot: how its line begins, and how its values are written.
_SLOTS: dict[str, tuple[str, Callable[[Any], str]]] = {}


def _slot(slot: str) -> tuple[str, Callable[[Any], str]]:
    found = slot_iri(slot)
    if found.startswith(BIOLINK):
        name = f"biolink:{found[len(BIOLINK) :]}"
    else:
        name = f"therapath:{found[len(OWN) :]}"
    name = {"id": "dct:identifier", "category": "a", "name": "rdfs:label"}.get(slot, name)
    _SLOTS[slot] = f"\n  {name} ", _word if slot in IRI_SLOTS else _literal
    return _SLOTS[slot]


@lru_cache(maxsize=20_000)
def _word(identity: str) -> str:
    """An id: with the prefix where it is one of Biolink's own words, else whole."""
    prefix, _, local = identity.partition(":")
    if prefix == "biolink" and _LOCAL.fullmatch(local):
        return identity
    return f"<{iri_of(identity)}>"


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value!r}"^^xsd:double' if isinstance(value, float) else str(value)


def literal(text: str) -> str:
    """A text between quotes; what Turtle may not hold as it is goes by its number."""
    return f'"{text if text.isalnum() else _SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"
