"""Gaps in the evidence."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from kg.model.gaps import AnimalOnly, GapItem, GapsAnswer, NeverChanged, NoHumanOutcome
from kg.tables.terminal import print_rest

__all__ = ["print_gaps"]


def print_gaps(out: Console, answer: GapsAnswer) -> None:
    """One row a gap, with why it counts as one."""
    if not answer.items:
        out.print("  no gap of this kind under these filters")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("of", "gap", "why"):
        table.add_column(name, overflow="fold", min_width=20)
    for item in answer.items:
        table.add_row(*_words(item), item.why)
    out.print(table)
    print_rest(out, len(answer.items), answer.total, answer.next)


def _words(item: GapItem) -> tuple[str, str]:
    if isinstance(item, AnimalOnly):
        return item.subject.name, item.mechanism.name
    if isinstance(item, NoHumanOutcome):
        # One stands there for each cell that it is said of.
        names = list(dict.fromkeys(mechanism.name for mechanism in item.mechanisms))[:3]
        more = f" (+ {item.mechanism_count - 3} more)" if item.mechanism_count > 3 else ""
        return item.therapy.name, "acts through " + ", ".join(names) + more
    if isinstance(item, NeverChanged):
        names = [therapy.name for therapy in item.therapies[:3]]
        more = f" (+ {item.therapy_count - 3} more)" if item.therapy_count > 3 else ""
        return item.outcome.name, "of " + ", ".join(names) + more
    return f"{item.study.name} ({item.study.id})", f"no results; {item.status.lower()}"
