"""Outcomes × therapies as a matrix: what was reported of which, in which direction."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from kg.colours import EFFECT_COLOUR, NO_EFFECT_COLOUR
from kg.model.compare import CompareAnswer
from kg.model.profile import ReportedOutcome
from kg.plots.picture import INK, PAPER, QUIET, shortened
from kg.vocabulary import EffectDirection

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MOST_OUTCOMES", "matrix"]

#: Most outcomes of a picture.
MOST_OUTCOMES = 40
_LINE = 0.42  # inches
_ORDER = (
    EffectDirection.IMPROVED,
    EffectDirection.UNCHANGED,
    EffectDirection.MIXED,
    EffectDirection.WORSENED,
)


def matrix(answer: CompareAnswer, source: str) -> Figure:
    """A row for each outcome, a column for each therapy: bars of its directions, by units.

    ``source`` is the line beneath that says what was asked, and of which graph.
    """
    from matplotlib.figure import Figure

    rows, columns = answer.outcomes[:MOST_OUTCOMES], answer.therapies
    height = 2.05 + _LINE * max(len(rows), 1)
    width = 4.2 + 2.1 * len(columns)
    figure = Figure(figsize=(width, height))
    left = 3.4 / width
    axes = figure.add_axes((left, 0.8 / height, 0.98 - left, 1 - 2.05 / height))
    axes.set_xlim(0, len(columns))
    axes.set_ylim(max(len(rows), 1), 0)
    axes.set_axis_off()
    most = max((_units(cell) for row in rows for cell in row.cells if cell), default=1) or 1
    for place, row in enumerate(rows):
        axes.axhline(place, color="#E4E4E4", linewidth=0.7)
        axes.text(-0.05, place + 0.5, shortened(row.outcome.name, 44), ha="right", va="center")
        for column, cell in enumerate(row.cells):
            _cell(axes, column, place, cell, most)
    if not rows:
        axes.text(0, 0.5, "no outcome is reported", color=QUIET, va="center")
    for column, therapy in enumerate(columns):
        name = textwrap.fill(shortened(therapy.name, 44), 23)
        axes.text(column + 0.04, -0.15, name, fontweight="bold", va="bottom")
    figure.text(
        0.02, 1 - 0.3 / height, "Outcomes by therapy", fontsize=12, fontweight="bold", va="center"
    )
    _legend(figure, height, width)
    more = len(answer.outcomes) - len(rows)
    texts = [f"{more} more outcomes, not drawn" if more else "", *_warnings(answer), source]
    for number, text in enumerate(reversed([text for text in texts if text][-3:])):
        figure.text(
            0.02, (0.12 + 0.15 * number) / height, shortened(text, 150), fontsize=7, color=QUIET
        )
    return figure


def _units(cell: ReportedOutcome) -> int:
    return sum(one.unit_count for one in cell.effects)


def _warnings(answer: CompareAnswer) -> list[str]:
    return answer.comparability.notes[:1] if answer.comparability.indirect else []


def _cell(axes: Axes, column: int, place: int, cell: ReportedOutcome | None, most: int) -> None:
    if cell is None:
        axes.text(column + 0.04, place + 0.5, "not reported", color=QUIET, va="center", fontsize=8)
        return
    by_effect = {one.effect_direction: one.unit_count for one in cell.effects}
    at = column + 0.04
    for effect in (*_ORDER, None):
        count = by_effect.get(effect, 0)
        if not count:
            continue
        wide = 0.7 * count / most
        colour = EFFECT_COLOUR[effect] if effect else NO_EFFECT_COLOUR
        axes.barh(place + 0.5, wide, left=at, height=0.5, color=colour, edgecolor=PAPER)
        at += wide
    text = str(_units(cell)) if _units(cell) else "refuted only"
    axes.text(at + 0.03, place + 0.5, text, va="center", color=INK)


def _legend(figure: Figure, height: float, width: float) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=EFFECT_COLOUR[effect], label=str(effect)) for effect in _ORDER]
    handles.append(Patch(color=NO_EFFECT_COLOUR, label="no direction stated"))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.015, 1 - 0.45 / height),
        ncols=5 if width > 8 else 3,
        frameon=False,
        fontsize=8,
        handlelength=1,
    )
