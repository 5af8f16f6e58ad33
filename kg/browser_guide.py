"""What Neo4j Browser is given: a guide to play, a style, and favourite queries.

Each query stands once, in ``cypher/browser``; the guide has places for them. Colours are those of
``kg/colours.py``, so a graph looks the same in Neo4j Browser as in exports and pictures.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from kg.colours import NO_EFFECT_COLOUR, TYPE_COLOUR, rgb
from kg.cypher import Query, query
from kg.vocabulary import EntityType, Predicate

__all__ = ["FAVOURITES", "favourites", "favourites_archive", "guide", "style"]

#: The queries of the guide and the favourites file, in the order in which they teach.
FAVOURITES = (
    "browser/contents",
    "browser/model",
    "browser/improvement",
    "browser/outcomes",
    "browser/therapies_and_outcomes",
    "browser/mechanisms",
    "browser/adverse_events",
    "browser/contradictions",
    "browser/two_sides",
    "browser/sentences",
)

#: ``{{ query NAME }}``, ``{{ style }}`` and ``{{ address }}`` in the guide.
_PLACE = re.compile(r"\{\{ (query|style|address)(?: (\w+))? \}\}")
#: What stands in a node's circle, by label.
_CAPTIONS = {
    **{str(kind): "{name}" for kind in EntityType},
    "Publication": "{title}",
    "Source": "{name}",
    "Claim": "{predicate}",
    "Evidence": "{design_type}",
}
#: Pixels across; what is asked about is larger than what stands behind it.
_DIAMETERS = {"Therapy": 65, "Claim": 50, "Evidence": 40, "Publication": 40, "Source": 40}
#: Relationships that say an effect, which is more than their type.
_WITH_EFFECT = {Predicate.REPORTS_OUTCOME, Predicate.CONTRIBUTES_TO, Predicate.COMPARED_WITH}
_DARK, _LIGHT = "#1A1A1A", "#FFFFFF"


def guide(address: str) -> str:
    """The guide as HTML, with each query in its place.

    ``address`` is that of the folder the guide is served in, without a slash at its end.

    Raises:
        QueryFileError: the guide names a query that there is none of.
    """
    file = files("cypher").joinpath("browser").joinpath("guide.html")
    return _PLACE.sub(lambda at: _filled(at[1], at[2], address), file.read_text(encoding="utf-8"))


def _filled(what: str, name: str | None, address: str) -> str:
    """What stands for ``{{ address }}``, ``{{ query NAME }}`` and ``{{ style }}``."""
    if what == "query":
        return _runnable(query(f"browser/{name}").text)
    if what == "style":
        return _runnable(f":style {address}/therapath.grass")
    return escape(address)


def _runnable(text: str) -> str:
    return f'<pre class="pre-scrollable code runnable">{escape(text, quote=False)}</pre>'


@cache
def style() -> str:
    """The style of nodes and relationships, as GraSS: captions, colours and sizes by label."""
    return "".join(f"{selector} {{\n{body}}}\n\n" for selector, body in _rules())


def _rules() -> Iterator[tuple[str, str]]:
    yield "node", _body({"diameter": "50px", "font-size": "10px", "border-width": "2px"})
    for label, colour in TYPE_COLOUR.items():
        yield (
            f"node.{label}",
            _body(
                {
                    "diameter": f"{_DIAMETERS.get(label, 50)}px",
                    "color": colour,
                    "border-color": _darker(colour),
                    "text-color-internal": _readable_on(colour),
                    "caption": f'"{_CAPTIONS[label]}"',
                }
            ),
        )
    line = {"color": NO_EFFECT_COLOUR, "shaft-width": "1px", "font-size": "8px", "padding": "3px"}
    text = {"text-color-external": "#000000", "text-color-internal": _LIGHT}
    yield "relationship", _body({**line, **text, "caption": '"<type>"'})
    for predicate in Predicate:
        caption = "{effect_direction}" if predicate in _WITH_EFFECT else "<type>"
        yield f"relationship.{predicate}", _body({"shaft-width": "3px", "caption": f'"{caption}"'})


def _body(properties: dict[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in properties.items())


def _darker(colour: str) -> str:
    red, green, blue = (part * 3 // 4 for part in rgb(colour))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _readable_on(colour: str) -> str:
    """Dark or light text, whichever has the greater contrast (WCAG 2.2, relative luminance)."""
    shares = [part / 255 for part in rgb(colour)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Where both contrasts are alike: (1 + .05) / (x + .05) = (x + .05) / (0.0103 + .05).
    return _LIGHT if luminance < 0.2016 else _DARK


@cache
def favourites() -> str:
    """All queries in one file, each after a line with its name."""
    return "\n".join(_favourite(query(name)) for name in FAVOURITES)


@cache
def favourites_archive() -> bytes:
    """The same as Neo4j Browser imports several favourites: one file each, in one folder.

    A single ``.cypher`` file would become one favourite that runs everything.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FAVOURITES:
            # Always the same date, so the same bytes.
            held = zipfile.ZipInfo(f"therapath/{name.rpartition('/')[2]}.cypher")
            archive.writestr(held, _favourite(query(name)))
    return written.getvalue()


def _favourite(of: Query) -> str:
    name = of.summary.rstrip(".")
    return f"// {name[0].upper()}{name[1:]}\n{of.text};\n"
