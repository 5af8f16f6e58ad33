"""How a difference is told: counts and examples as tables, or all of it as JSON."""

from __future__ import annotations

import sys
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.release.difference import CHANGES, Change, Difference

__all__ = ["print_difference", "print_difference_json"]


def print_difference(difference: Difference, before: str, after: str, limit: int) -> bool:
    """Print counts, then examples of each kind; true where nothing differs."""
    console = Console()
    counts = difference.counts()
    if not any(counts.values()):
        console.print(Text(f"{before} and {after} say the same"), soft_wrap=True)
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
    rows = [_readable(row) for row in difference.rows(change, limit)]
    table = Table(*rows[0], title=f"{title}: {len(rows)} of {count:,}", title_justify="left")
    for row in rows:
        table.add_row(*row.values())
    return table


def _readable(row: dict[str, Any]) -> dict[str, str]:
    """A row in the fewest columns: a claim as a sentence, and of totals those that differ."""
    row = dict(row)
    found: dict[str, str] = {}
    if "predicate" in row:
        # The names say more than the ids behind them; --json has all.
        row = {key: value for key, value in row.items() if key != "id" and key[-3:] != "_id"}
        words = [row.pop(name) for name in ("subject", "predicate", "object")]
        where = row.pop("condition")
        found["claim"] = " ".join((*words, f"in {where}" if where else "")).strip()
    before, after = row.get("before"), row.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        changed = [name for name in before if before[name] != after[name]]
        row["before"], row["after"] = (
            ", ".join(f"{name} {side[name]}" for name in changed) for side in (before, after)
        )
    for name, value in row.items():
        listed = ", ".join(value) if isinstance(value, list) else value
        found[name] = "·" if listed is None else str(listed)
    return found


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
