"""What an entity is joined to."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.neighbors import NeighborsAnswer, Way
from kg.tables.terminal import NOTHING, print_rest
from kg.vocabulary import Predicate

__all__ = ["print_neighbors"]


def print_neighbors(out: Console, answer: NeighborsAnswer) -> None:
    """The counts by predicate, then one row a neighbour."""
    counted = [f"{row.count:,} × {_told(row.predicate, row.way)}" for row in answer.counts]
    out.print(Text(f"{answer.entity.name}  {answer.entity.id}", style="bold"))
    out.print(Text(f"  {', '.join(counted) or 'no claims'}", style="dim"))
    if not answer.items:
        out.print(NOTHING)
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("claim", "neighbour", "type", "effect"):
        table.add_column(name, overflow="fold", min_width=len(name))
    for name in ("claims", "studies", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    for item in answer.items:
        table.add_row(
            _told(item.predicate, item.way),
            item.entity.name,
            str(item.entity.type),
            ", ".join(item.effects) or "·",
            str(item.claim_count),
            str(item.study_count or "·"),
            f"{item.score:.2f}",
        )
    out.print(table)
    print_rest(out, len(answer.items), answer.total, answer.next)


def _told(predicate: Predicate, way: Way) -> str:
    words = predicate.lower().replace("_", " ")
    return f"{words} →" if way is Way.OUT else f"← {words}"
