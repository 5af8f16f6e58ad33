"""GEXF 1.3: Gephi. Valid against the schema of the format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.colours import rgb
from kg.export.elements import Attribute, Element, Heading, as_list_text
from kg.export.xml_text import written

__all__ = ["GexfWriter"]

_TYPES = {
    "string": "string",
    "list": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
}
#: What the format has elements or attributes of its own for.
_OWN = frozenset(("id", "source", "target", "color", "size"))


class GexfWriter:
    """Colours, sizes and thickness as Gephi draws them; lists are JSON text.

    The schema of 1.3 has ``color``, ``size`` and ``thickness`` in the format's own namespace.
    """

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._nodes, self._node_lines = _attributes(heading.node_attributes, "node", "n")
        self._edges, self._edge_lines = _attributes(heading.edge_attributes, "edge", "e")

    def begin(self) -> bytes:
        """The declared attributes."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<gexf xmlns="http://gexf.net/1.3"',
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
            ' xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">',
            "<meta><creator>therapath</creator>",
            f"<description>{written(self._heading.text)}</description></meta>",
            '<graph defaultedgetype="directed" mode="static" idtype="string">',
            *self._node_lines,
            *self._edge_lines,
            "<nodes>\n",
        ]
        return "\n".join(lines).encode()

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        parts = []
        for one in elements:
            parts.append(f'<node id="{written(one["id"])}" label="{written(one["name"])}">')
            parts.append(_values(self._nodes, one))
            parts.append(f'<size value="{one["size"]}"/>{_colour(one["color"])}</node>\n')
        return "".join(parts).encode()

    def between(self) -> bytes:
        """Closes the nodes."""
        return b"</nodes>\n<edges>\n"

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        parts = []
        for one in elements:
            weight = one["weight"]
            parts.append(
                f'<edge id="{written(one["id"])}" source="{written(one["source"])}"'
                f' target="{written(one["target"])}" label="{one["predicate"]}"'
                f' weight="{weight}">'
            )
            parts.append(_values(self._edges, one))
            parts.append(f'<thickness value="{weight}"/>{_colour(one["color"])}</edge>\n')
        return "".join(parts).encode()

    def end(self) -> bytes:
        """Closes the graph."""
        return b"</edges>\n</graph>\n</gexf>\n"


def _attributes(
    declared: Sequence[Attribute], kind: str, letter: str
) -> tuple[dict[str, str], list[str]]:
    """The beginning of each attribute's value, and the declarations."""
    kept = [one for one in declared if one.name not in _OWN and one.name != "weight"]
    if kind == "node":
        kept = [one for one in declared if one.name not in _OWN]
    begins = {one.name: f'<attvalue for="{letter}{i}" value="' for i, one in enumerate(kept)}
    lines = [
        f'<attributes class="{kind}" mode="static">',
        *(
            f'<attribute id="{letter}{i}" title="{one.name}" type="{_TYPES[one.kind]}"/>'
            for i, one in enumerate(kept)
        ),
        "</attributes>",
    ]
    return begins, lines


def _values(begins: dict[str, str], element: Element) -> str:
    parts = ["<attvalues>"]
    for name, value in element.items():
        begin = begins.get(name)
        if begin is not None:
            parts.append(f'{begin}{_text(value)}"/>')
    parts.append("</attvalues>")
    return "".join(parts)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return written(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return written(as_list_text(value))
    return repr(value)


def _colour(colour: str) -> str:
    red, green, blue = rgb(colour)
    return f'<color r="{red}" g="{green}" b="{blue}"/>'
