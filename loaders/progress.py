"""How far a load is: rows and their rate, and the time left by the bytes read so far."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from loaders.files import read_so_far
from loaders.loader import InputFile

__all__ = ["shown_progress"]


@contextmanager
def shown_progress(what: str, files: Sequence[InputFile]) -> Iterator[Callable[[int], None]]:
    """What to call with the number of rows that are done; shown where there is a terminal."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,} a second"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    paths = [path for file in files for path in (file.path, *file.companions)]
    total = sum(path.stat().st_size for path in paths if path.exists())
    started, rows = time.monotonic(), 0
    with bar:
        task = bar.add_task(what, total=total or None, rows=0, rate=0)

        def advance(done: int) -> None:
            nonlocal rows
            rows += done
            rate = round(rows / max(time.monotonic() - started, 0.001))
            if not bar.disable:
                read = min(sum(map(read_so_far, paths)), total)
                bar.update(task, completed=read, rows=rows, rate=rate)

        yield advance
