"""A bar on standard error while something long runs: rows, their rate, the share that is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

__all__ = ["Advance", "shown_bar"]

#: To be called with rows that are done since the last call, and the share of all work that is
#: done, from 0 to 1; null where nobody knows.
Advance = Callable[[int, float | None], None]


@contextmanager
def shown_bar(what: str, *, hidden: bool = False) -> Iterator[Advance]:
    """What to call while it runs; a bar is shown where standard error is a terminal."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,} a second"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=hidden or not sys.stderr.isatty(),
        transient=True,
    )
    started, rows = time.monotonic(), 0
    with bar:
        task = bar.add_task(what, total=None, rows=0, rate=0)

        def advance(done: int, share: float | None) -> None:
            nonlocal rows
            rows += done
            rate = round(rows / max(time.monotonic() - started, 0.001))
            total = None if share is None else 1.0
            bar.update(task, completed=share or 0.0, total=total, rows=rows, rate=rate)

        yield advance
