"""The terminal, and what tables share."""

from __future__ import annotations

import sys
import textwrap

from rich.console import Console
from rich.text import Text

__all__ = ["NOTHING", "bar", "console", "folded", "print_labelled", "print_rest"]

#: What is printed for an answer without items.
NOTHING = "  nothing is reported under these filters"


class _Output(Console):
    def on_broken_pipe(self) -> None:
        """Tell of a reader (head, less) that has gone as others do; Rich would exit with 1."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output; wide enough for the tables where it is no terminal."""
    return _Output(width=None if sys.stdout.isatty() else 120)


def bar(count: int) -> str:
    """A count with a bar as long as it is, five squares at most."""
    return f"{'■' * min(count, 5)} {count}" if count else "·"


def folded(out: Console, text: str, *, indent: int) -> str:
    """A text in lines that fit, the second and later ones indented by two more."""
    width = max(40, min(out.width, 110))
    first, later = " " * indent, " " * (indent + 2)
    return "\n".join(textwrap.wrap(text, width, initial_indent=first, subsequent_indent=later))


def print_labelled(out: Console, label: str, text: str) -> None:
    """A labelled text, folded and indented; the label may be a sentence of its own."""
    out.print(Text(folded(out, f"{label}: {text}", indent=4), style="dim"), soft_wrap=True)


def print_rest(out: Console, shown: int, total: int, cursor: str | None) -> None:
    """How many of all are shown, where that is not all, and how to see more."""
    if total > shown:
        more = f"; more: --cursor {cursor}" if cursor else ""
        out.print(Text(f"  {shown} of {total} shown{more}", style="dim"), soft_wrap=True)
