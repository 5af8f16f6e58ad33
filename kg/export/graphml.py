"""GraphML 1.1: networkx, igraph, Gephi, yEd, Cytoscape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.colours import rgb
from kg.export.elements import Attribute, Element, Heading, as_list_text
from kg.export.xml_text import nmtoken, written

__all__ = ["GraphmlWriter"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {
    "string": "string",
    "list": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
}
#: For programs that look for these: Gephi takes the colour of a node from three numbers.
_DRAWN = (Attribute("r", "integer"), Attribute("g", "integer"), Attribute("b", "integer"))


class GraphmlWriter:
    """Every node's own id is in ``identifier``; the XML id has only letters that one may have.

    Lists are JSON text.
    """

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        declared = (Attribute("identifier"), Attribute("label"), *heading.node_attributes, *_DRAWN)
        self._nodes, self._node_keys = _keys(declared, "node", "n")
        edge_declared = (Attribute("label"), *heading.edge_attributes)
        self._edges, self._edge_keys = _keys(edge_declared, "edge", "e")

    def begin(self) -> bytes:
        """The declared attributes."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<graphml xmlns="{_NAMESPACE}"',
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
            f' xsi:schemaLocation="{_NAMESPACE} {_NAMESPACE}/1.1/graphml.xsd">',
            f"<desc>{written(self._heading.text)}</desc>",
            *self._node_keys,
            *self._edge_keys,
            '<graph id="therapath" edgedefault="directed">\n',
        ]
        return "\n".join(lines).encode()

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        parts = []
        for element in elements:
            identity = element["id"]
            red, green, blue = rgb(element["color"])
            values = {
                "identifier": identity,
                "label": element["name"],
                **element,
                "r": red,
                "g": green,
                "b": blue,
            }
            parts.append(f'<node id="{nmtoken(identity)}">')
            parts.append(_data(self._nodes, values))
            parts.append("</node>\n")
        return "".join(parts).encode()

    def between(self) -> bytes:
        """Nothing."""
        return b""

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        parts = []
        for element in elements:
            source, target = nmtoken(element["source"]), nmtoken(element["target"])
            parts.append(
                f'<edge id="{nmtoken(element["id"])}" source="{source}" target="{target}">'
            )
            parts.append(_data(self._edges, {"label": element["predicate"], **element}))
            parts.append("</edge>\n")
        return "".join(parts).encode()

    def end(self) -> bytes:
        """Closes the graph."""
        return b"</graph>\n</graphml>\n"


def _keys(
    declared: Sequence[Attribute], kind: str, letter: str
) -> tuple[dict[str, str], list[str]]:
    """The opening tag of each attribute's data, and the declarations."""
    keys = {one.name: f'<data key="{letter}{place}">' for place, one in enumerate(declared)}
    lines = [
        f'<key id="{letter}{place}" for="{kind}" attr.name="{one.name}"'
        f' attr.type="{_TYPES[one.kind]}"/>'
        for place, one in enumerate(declared)
    ]
    return keys, lines


def _data(keys: dict[str, str], values: dict[str, Any]) -> str:
    parts = []
    for name, value in values.items():
        key = keys.get(name)
        if key is None:
            continue
        if isinstance(value, str):
            text = written(value)
        elif isinstance(value, bool):
            text = "true" if value else "false"
        elif isinstance(value, list):
            text = written(as_list_text(value))
        else:
            text = repr(value)
        parts.append(f"{key}{text}</data>")
    return "".join(parts)
