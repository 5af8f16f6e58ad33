"""KGX: pairs of TSV files, and JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from kg.export.elements import Attribute, Element, Heading, table_rows

__all__ = ["KgxJsonLinesWriter", "KgxTsvWriter", "tsv_text"]

_LETTERS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "|": "\\|"}
_IN_CELL = re.compile(r"[\\\n\r\t]")
_IN_LIST = re.compile(r"[\\\n\r\t|]")


class KgxJsonLinesWriter:
    """One node or association a line, as KGX has it."""

    def __init__(self, heading: Heading) -> None:
        """It says nothing of itself: every line is a node or an edge."""

    def begin(self) -> bytes:
        """Nothing."""
        return b""

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in elements)

    def between(self) -> bytes:
        """Nothing."""
        return b""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return self.nodes(elements)

    def end(self) -> bytes:
        """Nothing."""
        return b""


class KgxTsvWriter:
    r"""``nodes.tsv`` and ``edges.tsv``; lists have ``|`` between their parts.

    KGX reads cells as they are, so what would break a line or a list is written as ``\t``, ``\n``,
    ``\r`` and ``\|``, and the backslash as ``\\``.
    """

    def __init__(self, heading: Heading) -> None:
        self._nodes = heading.node_attributes
        self._edges = heading.edge_attributes

    def begin(self) -> bytes:
        """The columns of nodes."""
        return _header(self._nodes)

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return _rows(self._nodes, elements)

    def between(self) -> bytes:
        """The columns of edges."""
        return _header(self._edges)

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return _rows(self._edges, elements)

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _header(columns: Sequence[Attribute]) -> bytes:
    return ("\t".join(one.name for one in columns) + "\n").encode()


def _rows(columns: Sequence[Attribute], elements: Iterable[Element]) -> bytes:
    rows = table_rows([one.name for one in columns], elements, _cell)
    return "".join("\t".join(cells) + "\n" for cells in rows).encode()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        # Most cells have nothing to be changed.
        return value if value.isprintable() and "\\" not in value else tsv_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(_IN_LIST.sub(_escaped, one) for one in value)
    return repr(value)


def tsv_text(text: str) -> str:
    """A text as the cell of a TSV file that knows no quotes."""
    return _IN_CELL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return _LETTERS[found[0]]
