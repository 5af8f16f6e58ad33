"""How a difference is told: counts and examples as tables, or all of it as JSON."""

from __future__ import annotations

import sys
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from kg.release.difference import CHANGES, Change, Difference

__all__ = ["print_difference", "print_difference_json"]

#: Where people begin to read identifiers of ours, they have read the names.
_SHOWN = 40


def print_difference(difference: Difference, before: str, after: str, limit: int) -> bool:
    """Print counts, then examples of each kind; true where nothing differs."""
    console = Console()
    counts = difference.counts()
    if not any(counts.values()):
        console.print(f"{before} and {after} say the same")
        return True
    overview = Table("", "added", "removed", "changed", title=f"from {before} to {after}")
    for kind in ("claims", "entities", "evidence"):
        numbers = (counts.get(f"{kind}.{how}", 0) for how in ("added", "removed", "changed"))
        overview.add_row(kind, *(f"{number:,}" if number else "·" for number in numbers))
    for name, count in counts.items():
        if name.startswith("flips.") and count:
            console.print(f"[bold red]{count:,} flips of {name.partition('.')[2]}[/]")
    console.print(overview)
    for change in CHANGES:
        if counts[change.name] and limit:
            console.print(_examples(difference, change, counts[change.name], limit))
    return False


def _examples(difference: Difference, change: Change, count: int, limit: int) -> Table:
    kind, _, how = change.name.partition(".")
    title = f"flips of {how}" if kind == "flips" else f"{kind} {how}"
    rows = list(difference.rows(change, limit))
    table = Table(*rows[0], title=f"{title}: {len(rows)} of {count:,}")
    for row in rows:
        table.add_row(*map(_shown, row.values()))
    return table


def _shown(value: Any) -> str:
    if value is None:
        return "·"
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def print_difference_json(difference: Difference, before: str, after: str, limit: int) -> bool:
    """Write everything as one JSON object, row by row; true where nothing differs."""
    counts = difference.counts()
    same = not any(counts.values())
    head = {"same": same, "before": before, "after": after, "counts": counts}
    write = sys.stdout.write
    write(orjson.dumps(head).decode()[:-1])
    kinds = dict.fromkeys(change.name.partition(".")[0] for change in CHANGES)
    for kind in kinds:
        write(f',\n"{kind}": {{')
        own = [change for change in CHANGES if change.name.startswith(f"{kind}.")]
        for number, change in enumerate(own):
            write(f'{"," if number else ""}\n"{change.name.partition(".")[2]}": [')
            for place, row in enumerate(difference.rows(change)):
                write(f"{',' if place else ''}\n{orjson.dumps(row).decode()}")
            write("]")
        write("}")
    write("}\n")
    return same
