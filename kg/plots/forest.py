"""Adverse events as a forest plot: each arm with its interval, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.colours import EFFECT_COLOUR
from kg.model.adverse_events import AdverseEventsAnswer, AdverseEventsItem, CountedArm
from kg.plots.picture import INK, PAPER, QUIET, shortened
from kg.vocabulary import EffectDirection

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MOST_ARMS", "MOST_EVENTS", "forest"]

#: Most events of a picture, and most arms of an event.
MOST_EVENTS = 20
MOST_ARMS = 12
_LINE = 0.24  # inches
_SERIOUS = {True: ", serious", False: ", not serious", None: ""}


@dataclass(frozen=True)
class _Line:
    """One line of the plot."""

    label: str
    counts: str = ""
    interval: str = ""
    rate: float | None = None
    low: float = 0.0
    high: float = 0.0
    at_risk: int = 0
    kind: str = "arm"
    """``event``, ``arm``, ``summary`` or ``note``."""


def forest(answer: AdverseEventsAnswer, source: str) -> Figure:
    """A line for each counted arm, a diamond for each event, rates from 0 to 100 %.

    ``source`` is the line beneath that says what was asked, and of which graph.
    """
    from matplotlib.figure import Figure

    lines = [line for item in answer.items[:MOST_EVENTS] for line in _of_event(item)]
    lines += _left_over(answer)
    height = 1.85 + _LINE * max(len(lines), 1)
    figure = Figure(figsize=(10, height))
    axes = figure.add_axes((0.40, 0.92 / height, 0.32, 1 - 1.62 / height))
    _frame(axes, len(lines))
    largest = max((line.at_risk for line in lines), default=1) or 1
    for place, line in enumerate(lines):
        _draw(axes, place, line, largest)
    title = f"Adverse events of {shortened(answer.query.therapy.entity.name, 70)}"
    figure.text(0.02, 1 - 0.3 / height, title, fontsize=12, fontweight="bold", va="center")
    head: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "ha": "right"}
    axes.text(1.25, -0.9, "affected / at risk", color=QUIET, **head)
    axes.text(1.78, -0.9, "rate (95 % interval)", color=QUIET, **head)
    methods = dict.fromkeys(item.method for item in answer.items[:MOST_EVENTS])
    beneath = [*(f"rate: {method}" for method in methods), source]
    for number, text in enumerate(reversed(beneath[-3:])):
        figure.text(
            0.02, (0.12 + 0.15 * number) / height, shortened(text, 165), fontsize=7, color=QUIET
        )
    return figure


def _of_event(item: AdverseEventsItem) -> list[_Line]:
    name = shortened(item.adverse_event.name, 44) + _SERIOUS[item.serious]
    counted = [arm for arm in item.arms if arm.left_out is None]
    arms = [
        _Line(
            label=_arm_label(arm),
            counts=f"{arm.affected} / {arm.at_risk}",
            interval=_interval(arm.rate, arm.ci_low, arm.ci_high),
            rate=arm.rate,
            low=arm.ci_low,
            high=arm.ci_high,
            at_risk=arm.at_risk,
        )
        for arm in counted[:MOST_ARMS]
    ]
    more = item.arm_count - item.left_out_count - len(arms)
    if more > 0:
        arms.append(_Line(f"{more} more arms, not drawn", kind="note"))
    spread = item.heterogeneity
    pooled = f", I² = {100 * spread.i2:.0f} %" if spread else ""
    summary = _Line(
        label=f"{item.studies} studies pooled{pooled}" if spread else "together",
        counts=f"{item.affected} / {item.at_risk}",
        interval=_interval(item.rate, item.ci_low, item.ci_high),
        rate=item.rate,
        low=item.ci_low,
        high=item.ci_high,
        kind="summary",
    )
    return [_Line(name, kind="event"), *arms, *([summary] if len(counted) > 1 else [])]


def _arm_label(arm: CountedArm) -> str:
    """Study and arm, so that neither pushes the other out."""
    study = arm.study or arm.publication_id or ""
    if not arm.arm:
        return shortened(study, 46)
    return " · ".join(filter(None, (shortened(study, 28), shortened(arm.arm, 16))))


def _left_over(answer: AdverseEventsAnswer) -> list[_Line]:
    lines = []
    more = answer.total - min(len(answer.items), MOST_EVENTS)
    if more > 0:
        lines.append(_Line(f"{more} more adverse events, not drawn", kind="note"))
    if answer.without_denominator_total:
        text = f"{answer.without_denominator_total} reported without a number at risk"
        lines.append(_Line(text, interval="how often is not known", kind="note"))
    return lines or [_Line("nothing is reported under these filters", kind="note")]


def _interval(rate: float, low: float, high: float) -> str:
    return f"{100 * rate:.1f} % ({100 * low:.1f} – {100 * high:.1f})"


def _frame(axes: Axes, lines: int) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(max(lines, 1) - 0.5, -0.5)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_yticks([])
    axes.grid(axis="x", color="#E4E4E4", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)


def _draw(axes: Axes, place: int, line: _Line, largest: int) -> None:
    beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    weight = "bold" if line.kind in ("event", "summary") else "normal"
    colour = QUIET if line.kind == "note" else INK
    indent = -1.17 if line.kind in ("event", "note") else -1.12
    axes.text(indent, place, line.label, fontweight=weight, color=colour, **beside)
    axes.text(1.25, place, line.counts, fontweight=weight, color=colour, ha="right", **beside)
    axes.text(1.78, place, line.interval, fontweight=weight, color=colour, ha="right", **beside)
    if line.rate is None:
        return
    blue = EFFECT_COLOUR[EffectDirection.IMPROVED]
    if line.kind == "summary":
        xs: Sequence[float] = (line.low, line.rate, line.high, line.rate)
        ys = (place, place - 0.28, place, place + 0.28)
        axes.fill(xs, ys, facecolor=INK, edgecolor=INK, linewidth=0.8, zorder=3)
        return
    axes.plot([line.low, line.high], [place, place], color=blue, linewidth=1.4, zorder=2)
    size = 14 + 60 * line.at_risk / largest
    axes.scatter(
        [line.rate],
        [place],
        s=size,
        marker="s",
        color=blue,
        edgecolors=PAPER,
        zorder=3,
        clip_on=False,
    )
