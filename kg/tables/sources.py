"""The loaded datasets."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from kg.model.answer import Source, SourcesAnswer

__all__ = ["print_sources"]


def print_sources(out: Console, answer: SourcesAnswer) -> None:
    """One row a loaded dataset."""
    if not answer.items:
        out.print("nothing has been loaded yet")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("source", "version", "licence", "loader", "loaded at"):
        table.add_column(name, overflow="fold")
    for name in ("evidence", "terms"):
        table.add_column(name, justify="right")
    table.add_column("")
    for source in answer.items:
        table.add_row(
            source.name,
            source.version or "·",
            source.licence or "·",
            source.loader,
            f"{source.loaded_at:%Y-%m-%d %H:%M}",
            f"{source.evidence_count:,}",
            f"{source.term_count:,}",
            _state(source),
        )
    out.print(table)


def _state(source: Source) -> str:
    """What is to be known of a dataset beside its counts."""
    notes = ["names are used"] if source.vocabulary else []
    if not source.complete:
        notes.append("not complete: load it again")
    return "; ".join(notes)
