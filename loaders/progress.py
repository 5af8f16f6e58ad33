"""How far a load is: rows and their rate, and the time left by the bytes read so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kg.progress import shown_bar
from loaders.files import read_so_far
from loaders.loader import InputFile

__all__ = ["shown_progress"]


@contextmanager
def shown_progress(what: str, files: Sequence[InputFile]) -> Iterator[Callable[[int], None]]:
    """What to call with the number of rows that are done; shown where there is a terminal."""
    paths = [path for file in files for path in (file.path, *file.companions)]
    total = sum(path.stat().st_size for path in paths if path.exists())
    watched = sys.stderr.isatty()
    with shown_bar(what) as show:

        def advance(done: int) -> None:
            # Asking how far each file is costs time that nobody sees the use of.
            if watched:
                show(done, min(sum(map(read_so_far, paths)), total) / total if total else None)

        yield advance
