"""Node-link JSON: networkx's ``node_link_graph``, D3."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from kg.export.elements import Element, Heading, json_items

__all__ = ["NodeLinkWriter"]


class NodeLinkWriter:
    """``nodes`` by ``id``, ``edges`` by ``source``, ``target`` and ``key``."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._items = json_items()

    def begin(self) -> bytes:
        """The head, and the beginning of the nodes."""
        head = {
            "directed": True,
            "multigraph": True,
            "graph": {"name": self._heading.text, "graph_version": self._heading.version},
        }
        self._items.begin()
        return orjson.dumps(head)[:-1] + b',"nodes":['

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return self._items(elements)

    def between(self) -> bytes:
        """Closes the nodes."""
        self._items.begin()
        return b'\n],"edges":['

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return self._items({**one, "key": one["id"]} for one in elements)

    def end(self) -> bytes:
        """Closes the edges."""
        return b"\n]}\n"
