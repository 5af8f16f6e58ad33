"""SIF, Cytoscape's simple interaction format: one edge a line, ids and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from kg.export.elements import Element, Heading

__all__ = ["SifWriter"]


class SifWriter:
    """``source <tab> predicate <tab> target``; nodes stand alone first, so that none is missing.

    SIF has no names or attributes; what an id may not hold there (white space, control
    characters) is percent-encoded.
    """

    def __init__(self, heading: Heading) -> None:
        """It says nothing of itself: SIF has no comments."""

    def begin(self) -> bytes:
        """Nothing."""
        return b""

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return "".join(f"{_id(one['id'])}\n" for one in elements).encode()

    def between(self) -> bytes:
        """Nothing."""
        return b""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return "".join(
            f"{_id(one['source'])}\t{one['predicate']}\t{_id(one['target'])}\n" for one in elements
        ).encode()

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _id(identity: str) -> str:
    if identity.isprintable() and " " not in identity and "%" not in identity:
        return identity
    return "".join(
        quote(letter) if letter.isspace() or not letter.isprintable() or letter == "%" else letter
        for letter in identity
    )
