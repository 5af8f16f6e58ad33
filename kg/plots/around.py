"""The graph around an entity: what claims join it to, best supported first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from kg.colours import EFFECT_COLOUR, NO_EFFECT_COLOUR, TYPE_COLOUR
from kg.model.neighbors import Neighbor, NeighborsAnswer, Way
from kg.plots.picture import INK, PAPER, QUIET, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MOST_NEIGHBOURS", "around"]

#: Most neighbours of a picture.
MOST_NEIGHBOURS = 40


def around(answer: NeighborsAnswer, source: str) -> Figure:
    """The entity in the middle, its neighbours around it by predicate, an arrow for each.

    Arrows go from subject to object, coloured by effect where all claims say the same one, as
    wide as they are supported. ``source`` is the line beneath that says what was asked.
    """
    import networkx as nx
    from matplotlib.figure import Figure

    shown = answer.items[:MOST_NEIGHBOURS]
    ordered = sorted(shown, key=lambda one: (one.predicate, one.way, one.entity.id))
    graph = nx.Graph()
    graph.add_nodes_from(range(len(ordered)))
    places = nx.circular_layout(graph) if ordered else {}
    figure = Figure(figsize=(10, 8.4))
    axes = figure.add_axes((0.01, 0.09, 0.98, 0.85))
    axes.set_axis_off()
    axes.set_xlim(-1.95, 1.95)
    axes.set_ylim(-1.45, 1.45)
    for number, neighbour in enumerate(ordered):
        x, y = places[number]
        _arrow(axes, float(x), float(y), neighbour)
        _node(axes, float(x), float(y), neighbour)
    colour = TYPE_COLOUR[answer.entity.type]
    axes.scatter([0], [0], s=520, color=colour, edgecolors=PAPER, linewidths=1.5, zorder=4)
    axes.text(
        0,
        -0.14,
        textwrap.fill(shortened(answer.entity.name, 60), 30),
        ha="center",
        va="top",
        fontweight="bold",
        zorder=6,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
    )
    title = f"Around {shortened(answer.entity.name, 70)}"
    figure.text(0.02, 0.965, title, fontsize=12, fontweight="bold", va="center")
    _legend(figure, ordered)
    more = answer.total - len(shown)
    texts = [f"{more} more neighbours, not drawn" if more else "", source]
    for number, text in enumerate(reversed([text for text in texts if text])):
        figure.text(0.02, 0.015 + 0.018 * number, shortened(text, 150), fontsize=7, color=QUIET)
    return figure


def _arrow(axes: Axes, x: float, y: float, neighbour: Neighbor) -> None:
    ends = [(0.0, 0.0), (x, y)]
    start, end = ends if neighbour.way is Way.OUT else ends[::-1]
    effects = neighbour.effects
    colour = EFFECT_COLOUR[effects[0]] if len(effects) == 1 else NO_EFFECT_COLOUR
    axes.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 0.8 + 2.2 * neighbour.score,
            "shrinkA": 13,
            "shrinkB": 13,
            "mutation_scale": 11,
        },
        zorder=2,
    )


def _node(axes: Axes, x: float, y: float, neighbour: Neighbor) -> None:
    axes.scatter(
        [x], [y], s=170, color=TYPE_COLOUR[neighbour.entity.type], edgecolors=PAPER, zorder=4
    )
    right = x >= 0
    verb = neighbour.predicate.lower().replace("_", " ")
    name = shortened(neighbour.entity.name, 34)
    axes.text(
        1.07 * x + (0.03 if right else -0.03),
        1.1 * y,
        f"{name}\n{verb}",
        ha="left" if right else "right",
        va="center",
        color=INK,
        fontsize=8,
        linespacing=1.15,
        zorder=5,
    )


def _legend(figure: Figure, shown: list[Neighbor]) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for kind in sorted({one.entity.type for one in shown}):
        handles.append(
            Line2D([], [], marker="o", linestyle="", color=TYPE_COLOUR[kind], label=str(kind))
        )
    said = {effect for one in shown if len(one.effects) == 1 for effect in one.effects}
    for effect in sorted(said):
        handles.append(Line2D([], [], color=EFFECT_COLOUR[effect], label=str(effect)))
    if handles:
        figure.legend(
            handles=handles,
            loc="lower right",
            ncols=min(len(handles), 6),
            frameon=False,
            fontsize=8,
        )
