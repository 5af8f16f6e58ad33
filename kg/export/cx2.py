"""CX2: NDEx, Cytoscape, Cytoscape Web. Written by its specification, version 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from kg.export.elements import Attribute, Element, Heading, json_items
from kg.export.numbered import Numbered

__all__ = ["Cx2Writer"]

_TYPES = {
    "string": "string",
    "list": "list_of_string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
}


class Cx2Writer:
    """A list of aspects. Its nodes are numbered; each one's own id is in ``identifier``.

    The numbers of nodes are kept until the end, about 24 bytes a node.
    """

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._items = json_items()
        self._numbers = Numbered()
        self._edges = 0

    def begin(self) -> bytes:
        """Declarations, and the beginning of the nodes."""
        declared = {
            "networkAttributes": {"name": {"d": "string"}, "version": {"d": "string"}},
            "nodes": _declared([Attribute("identifier"), *self._heading.node_attributes]),
            "edges": _declared([Attribute("identifier"), *self._heading.edge_attributes]),
        }
        said = {"name": self._heading.text, "version": self._heading.version}
        aspects = [
            {"CXVersion": "2.0", "hasFragments": True},
            {"attributeDeclarations": [declared]},
            {"networkAttributes": [said]},
            {"visualProperties": [_LOOKS]},
        ]
        self._items.begin()
        return b"[" + b",\n".join(map(orjson.dumps, aspects)) + b',\n{"nodes":['

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return self._items(self._node(one) for one in elements)

    def _node(self, element: Element) -> Element:
        number = self._numbers.add(element["id"])
        values = {name: value for name, value in element.items() if name != "id"}
        return {"id": number, "v": {"identifier": element["id"], **values}}

    def between(self) -> bytes:
        """Closes the nodes."""
        self._items.begin()
        return b'\n]},\n{"edges":['

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return self._items(self._edge(one) for one in elements)

    def _edge(self, element: Element) -> Element:
        number, self._edges = self._edges, self._edges + 1
        values = {
            name: value for name, value in element.items() if name not in ("id", "source", "target")
        }
        return {
            "id": number,
            "s": self._numbers.number(element["source"]),
            "t": self._numbers.number(element["target"]),
            "v": {"identifier": element["id"], **values},
        }

    def end(self) -> bytes:
        """What is in it, and that it is whole."""
        counted = [
            {"name": "attributeDeclarations", "elementCount": 1},
            {"name": "networkAttributes", "elementCount": 1},
            {"name": "visualProperties", "elementCount": 1},
            {"name": "nodes", "elementCount": len(self._numbers)},
            {"name": "edges", "elementCount": self._edges},
        ]
        last = [{"metaData": counted}, {"status": [{"success": True}]}]
        return b"\n]},\n" + b",\n".join(map(orjson.dumps, last)) + b"]\n"


def _declared(attributes: Sequence[Attribute]) -> dict[str, dict[str, str]]:
    return {one.name: {"d": _TYPES[one.kind]} for one in attributes if one.name != "id"}


def _passed(attribute: str, kind: str) -> dict[str, object]:
    return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": kind}}


_LOOKS = {
    "default": {
        "edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle"},
        "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
        "node": {"NODE_SHAPE": "ellipse", "NODE_LABEL_FONT_SIZE": 10},
    },
    "nodeMapping": {
        "NODE_LABEL": _passed("name", "string"),
        "NODE_BACKGROUND_COLOR": _passed("color", "string"),
        "NODE_WIDTH": _passed("size", "double"),
        "NODE_HEIGHT": _passed("size", "double"),
    },
    "edgeMapping": {
        "EDGE_LINE_COLOR": _passed("color", "string"),
        "EDGE_TARGET_ARROW_COLOR": _passed("color", "string"),
        "EDGE_WIDTH": _passed("weight", "double"),
    },
}
