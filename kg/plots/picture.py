"""A picture and its file: SVG or PNG, the same bytes for the same answer.

matplotlib is imported when a picture is drawn, because that takes a second. Names are drawn as
they are: nothing in them is read as mathematics.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.ask.registry import understood
from kg.errors import InvalidValue, PlotsExtraMissing
from kg.model.answer import Answer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "INK",
    "PAPER",
    "QUIET",
    "Draw",
    "Format",
    "draw",
    "format_of",
    "shortened",
    "source_line",
    "write",
]

#: Text and lines; what is less important; the ground.
INK, QUIET, PAPER = "#1A1A1A", "#5F5F5F", "#FFFFFF"

#: Points of text; nothing is smaller.
FONT_SIZE = 9
_PIXELS_PER_INCH = 150

_SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": FONT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.unicode_minus": True,
    "xtick.color": INK,
    "ytick.color": INK,
    # Outlines, so that a picture looks the same where the font is not installed.
    "svg.fonttype": "path",
    # Ids inside the file come from this, not from chance.
    "svg.hashsalt": "therapath",
}


class Format(StrEnum):
    """Kinds of picture."""

    SVG = "svg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return "image/svg+xml" if self is Format.SVG else "image/png"


#: matplotlib's settings are those of the whole process.
_ONE_AT_A_TIME = threading.Lock()

#: Makes the figure, once matplotlib is there.
Draw = Callable[[], "Figure"]


def format_of(path: Path) -> Format:
    """The format that a file's ending asks for.

    Raises:
        InvalidValue: neither ``.svg`` nor ``.png``.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in list(Format):
        raise InvalidValue(
            f"{path.name}: expected the name of a picture, ending in .svg or .png",
            field="plot",
        )
    return Format(ending)


def draw(make: Draw, kind: Format) -> bytes:
    """The picture as a file's bytes.

    Raises:
        PlotsExtraMissing: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise PlotsExtraMissing(
            "pictures need matplotlib, which is not installed",
            advice="pip install 'therapath[plots]'",
        ) from error
    stream = io.BytesIO()
    # No date in it: the same answer gives the same bytes.
    metadata = {"Date": None, "Creator": "therapath"} if kind is Format.SVG else {"Software": None}
    with _ONE_AT_A_TIME, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # A character that the font does not have is drawn as a box.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")
        figure = make()
        figure.savefig(
            stream, format=str(kind), dpi=_PIXELS_PER_INCH, facecolor=PAPER, metadata=metadata
        )
    return stream.getvalue()


def write(path: Path, make: Draw) -> None:
    """Draw into a file; what was there stays until the picture is whole.

    Raises:
        InvalidValue: the ending names no format.
        PlotsExtraMissing: matplotlib is not installed.
        OSError: the file cannot be written.
    """
    body = draw(make, format_of(path))
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(body)
    beside.replace(path)


def source_line(answer: Answer[Any]) -> str:
    """What the picture shows, and of which graph: the line beneath it."""
    query = getattr(answer.body, "query", None)
    asked = understood(query) if query is not None else ""
    return " · ".join(filter(None, ("therapath", asked, f"graph {answer.version}")))


def shortened(text: str, length: int) -> str:
    """A name that fits: on one line, its end left off where it is long.

    Characters that no font draws, such as line ends and controls, become spaces.
    """
    plain = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"
