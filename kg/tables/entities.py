"""Entities: found ones, and one on its own."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.answer import EntitiesAnswer
from kg.model.entity import Entity
from kg.tables.terminal import print_labelled, print_rest

__all__ = ["print_entities", "print_entity"]


def print_entities(out: Console, answer: EntitiesAnswer) -> None:
    """One row an entity; where there is none, what is called much like it."""
    if not answer.items:
        out.print("  nothing is called so")
        if answer.near_misses:
            near = ", ".join(f"{one.name} ({one.id})" for one in answer.near_misses)
            print_labelled(out, "much like it", near)
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("name", "id", "type", "found by"):
        table.add_column(name, overflow="fold")
    table.add_column("claims", justify="right", no_wrap=True)
    for hit in answer.items:
        table.add_row(hit.name, hit.id, str(hit.type), hit.match, f"{hit.claim_count:,}")
    out.print(table)
    print_rest(out, len(answer.items), answer.total, answer.next)


def print_entity(out: Console, found: Entity) -> None:
    """All that is known of what it is."""
    out.print(Text(f"{found.name}  {found.id}", style="bold"))
    broader = [f"{parent.name} ({parent.id})" for parent in found.parents]
    for label, text in (
        ("type", str(found.type)),
        ("also called", ", ".join(found.synonyms)),
        ("elsewhere", ", ".join(found.xrefs)),
        ("description", found.description or ""),
        ("broader", ", ".join(broader)),
        ("narrower", f"{found.children_count:,}" if found.children_count else ""),
        ("claims", f"{found.claim_count:,}"),
        ("from", found.origin or ""),
    ):
        if text:
            print_labelled(out, label, text)
