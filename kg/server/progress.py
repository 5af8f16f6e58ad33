"""How the local server tells what it is doing: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

__all__ = ["Progress", "Silent", "StandardError"]


class Progress(Protocol):
    """What the local server reports to."""

    def line(self, text: str) -> None:
        """Say one thing, complete in one line."""

    def download(self, text: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Show a download of ``total`` bytes; gives a function to be told the bytes that arrive.

        The function is called from several threads.
        """


class Silent:
    """Says nothing."""

    def line(self, text: str) -> None:
        """Ignore."""

    @contextmanager
    def download(self, text: str, total: int) -> Iterator[Callable[[int], None]]:
        """Ignore."""
        yield lambda _: None


class StandardError:
    """Speaks on standard error; draws a bar only when that is a terminal."""

    def line(self, text: str) -> None:
        """Write the line."""
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    @contextmanager
    def download(self, text: str, total: int) -> Iterator[Callable[[int], None]]:
        """Draw a bar, or say once what is being downloaded."""
        if not sys.stderr.isatty():
            self.line(f"{text} ({total / 1e6:.0f} MB)")
            yield lambda _: None
            return
        # Imported here: rich is not needed when nothing is downloaded.
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
            task = bar.add_task(text, total=total)
            yield lambda count: bar.advance(task, count)
