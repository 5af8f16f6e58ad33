"""What writers are given, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

__all__ = [
    "Attribute",
    "Element",
    "Heading",
    "Writer",
    "as_list_text",
    "json_items",
    "table_rows",
]

#: A node (id, and attributes) or an edge (also source and target); nulls are left out. Values are
#: texts, numbers, truth values and lists of texts.
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A declared attribute: its name, and its type: string, integer, float, boolean or list."""

    name: str
    kind: str = "string"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself."""

    version: str
    """The graph's version; nothing that depends on the hour, so that files can be compared."""
    level: str
    part: str
    """Which part of the graph it is."""
    node_attributes: Sequence[Attribute]
    edge_attributes: Sequence[Attribute]

    @property
    def text(self) -> str:
        """One sentence."""
        return f"therapath, {self.part}, level {self.level}, graph version {self.version}"


class Writer(Protocol):
    """Turns elements into bytes: all nodes, then all edges.

    Where a format has two files, those of :meth:`begin` and :meth:`nodes` go to the first, the
    others to the second.
    """

    def begin(self) -> bytes:
        """What stands before the nodes."""

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""

    def between(self) -> bytes:
        """What stands between nodes and edges."""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""

    def end(self) -> bytes:
        """What stands behind the edges."""


def table_rows(
    columns: Sequence[str], elements: Iterable[Element], cell: Callable[[Any], Any]
) -> Iterator[list[Any]]:
    """Each element's values as cells in the order of the columns, empty where it has none."""
    places = {name: place for place, name in enumerate(columns)}
    empty = [""] * len(columns)
    for element in elements:
        cells = empty.copy()
        # By what it has, which may be a tenth of the columns.
        for name, value in element.items():
            if (place := places.get(name)) is not None:
                cells[place] = cell(value)
        yield cells


def as_list_text(value: Any) -> Any:
    """A list as JSON text, for formats that have no lists; anything else as it is."""
    return orjson.dumps(value).decode() if isinstance(value, list) else value


class json_items:  # noqa: N801  # reads as the verb it is
    """Items of one JSON array after another, with the commas between them."""

    def __init__(self) -> None:
        self._begun = False

    def begin(self) -> None:
        """The next item is the first of an array."""
        self._begun = False

    def __call__(self, items: Iterable[Any]) -> bytes:
        """The items, one a line."""
        body = b",\n".join(map(orjson.dumps, items))
        if not body:
            return b""
        before, self._begun = b",\n" if self._begun else b"\n", True
        return before + body
