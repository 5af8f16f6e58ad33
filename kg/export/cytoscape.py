"""Cytoscape JSON (``.cyjs``): Cytoscape, cytoscape.js, networkx."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from kg.export.elements import Element, Heading, json_items

__all__ = ["CytoscapeWriter"]


class CytoscapeWriter:
    """``elements`` with nodes and edges; networkx reads ``value`` and ``key`` as their ids."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._items = json_items()

    def begin(self) -> bytes:
        """The head, and the beginning of the nodes."""
        head = {
            "format_version": "1.0",
            "generated_by": "therapath",
            "target_cytoscapejs_version": "~3.0",
            "directed": True,
            "multigraph": True,
            "data": {
                "name": self._heading.text,
                "shared_name": self._heading.text,
                "graph_version": self._heading.version,
            },
        }
        self._items.begin()
        return orjson.dumps(head)[:-1] + b',"elements":{"nodes":['

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return self._items({"data": {**one, "value": one["id"]}} for one in elements)

    def between(self) -> bytes:
        """Closes the nodes."""
        self._items.begin()
        return b'\n],"edges":['

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return self._items(
            {"data": {**one, "name": one["predicate"], "key": one["id"]}} for one in elements
        )

    def end(self) -> bytes:
        """Closes the edges."""
        return b"\n]}}\n"
