"""How Cytoscape draws an export: the colours and sizes that are in it, as style files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import orjson

from kg.colours import EFFECT_COLOUR, NO_EFFECT_COLOUR, TYPE_COLOUR
from kg.errors import InvalidValue

__all__ = ["cytoscape_js_style", "cytoscape_style", "write_style"]

_NAME = "therapath"


def cytoscape_js_style() -> bytes:
    """A style sheet for the library cytoscape.js: JSON, its ``style`` option."""
    sheet = [
        {
            "selector": "node",
            "style": {
                "label": "data(name)",
                "background-color": NO_EFFECT_COLOUR,
                "font-size": 10,
                "text-wrap": "wrap",
                "text-max-width": 120,
            },
        },
        {"selector": "node[size]", "style": {"width": "data(size)", "height": "data(size)"}},
        *(
            {"selector": f'node[type = "{kind}"]', "style": {"background-color": colour}}
            for kind, colour in TYPE_COLOUR.items()
        ),
        {
            "selector": "edge",
            "style": {
                "curve-style": "bezier",
                "target-arrow-shape": "triangle",
                "line-color": NO_EFFECT_COLOUR,
                "target-arrow-color": NO_EFFECT_COLOUR,
                "font-size": 7,
            },
        },
        {"selector": "edge[weight]", "style": {"width": "data(weight)"}},
        *(
            {
                "selector": f'edge[effect_direction = "{effect}"]',
                "style": {"line-color": colour, "target-arrow-color": colour},
            }
            for effect, colour in EFFECT_COLOUR.items()
        ),
    ]
    return orjson.dumps(sheet, option=orjson.OPT_INDENT_2) + b"\n"


def cytoscape_style() -> bytes:
    """A style for the program Cytoscape: XML, for File → Import → Styles from File."""
    node = [
        _property("NODE_FILL_COLOR", NO_EFFECT_COLOUR, _discrete("type", TYPE_COLOUR)),
        _property("NODE_LABEL", "", _passed("name", "string")),
        _property("NODE_SIZE", "20.0", _passed("size", "float")),
        _property("NODE_SHAPE", "ELLIPSE"),
        _property("NODE_BORDER_WIDTH", "0.0"),
        _property("NODE_LABEL_FONT_SIZE", "10"),
        _property("NODE_TOOLTIP", "", _passed("description", "string")),
    ]
    effect = _discrete("effect_direction", EFFECT_COLOUR)
    edge = [
        _property("EDGE_STROKE_UNSELECTED_PAINT", NO_EFFECT_COLOUR, effect),
        _property("EDGE_TARGET_ARROW_UNSELECTED_PAINT", NO_EFFECT_COLOUR, effect),
        _property("EDGE_TARGET_ARROW_SHAPE", "DELTA"),
        _property("EDGE_WIDTH", "1.0", _passed("weight", "float")),
        _property("EDGE_TOOLTIP", "", _passed("predicate", "string")),
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        '<vizmap id="therapath" documentVersion="3.1">',
        f'  <visualStyle name="{_NAME}">',
        "    <network>",
        _property("NETWORK_BACKGROUND_PAINT", "#FFFFFF"),
        "    </network>",
        "    <node>",
        '      <dependency value="true" name="nodeSizeLocked"/>',
        *node,
        "    </node>",
        "    <edge>",
        *edge,
        "    </edge>",
        "  </visualStyle>",
        "</vizmap>",
        "",
    ]
    return "\n".join(lines).encode()


def _property(name: str, default: str, mapping: str = "") -> str:
    begin = f'      <visualProperty default="{default}" name="{name}"'
    return f"{begin}>\n{mapping}\n      </visualProperty>" if mapping else f"{begin}/>"


def _passed(attribute: str, kind: str) -> str:
    return f'        <passthroughMapping attributeName="{attribute}" attributeType="{kind}"/>'


def _discrete(attribute: str, colours: Mapping[str, str]) -> str:
    entries = "".join(
        f'          <discreteMappingEntry value="{colour}" attributeValue="{value}"/>\n'
        for value, colour in colours.items()
    )
    return (
        f'        <discreteMapping attributeName="{attribute}" attributeType="string">\n'
        f"{entries}        </discreteMapping>"
    )


def write_style(path: Path) -> Path:
    """Write the style that the file's ending asks for: ``.xml`` or ``.json``.

    Raises:
        InvalidValue: it cannot be written there.
    """
    style = cytoscape_style() if path.suffix == ".xml" else cytoscape_js_style()
    try:
        path.write_bytes(style)
    except OSError as error:
        raise InvalidValue(
            f"{path}: cannot be written ({error.strerror})", field="style"
        ) from error
    return path
