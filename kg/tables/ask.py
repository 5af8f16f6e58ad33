"""A question in plain words, with its answer."""

from __future__ import annotations

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model import AskAnswer, ClaimsAnswer, EntitiesAnswer, TherapiesAnswer
from kg.tables.claims import print_claims
from kg.tables.therapies import print_therapies

__all__ = ["print_ask"]


def print_ask(out: Console, found: AskAnswer, *, show_cypher: bool) -> None:
    """A question, how it was understood, and its answer."""
    question = found.question.strip()
    out.print(Text(question[:1].upper() + question[1:], style="bold"))
    out.print(Text(f"  understood as  {found.understood}\n", style="dim"))
    if isinstance(found.answer, TherapiesAnswer):
        print_therapies(out, found.answer, found.context)
    elif isinstance(found.answer, ClaimsAnswer):
        print_claims(out, found.answer)
    else:
        _print_entities(out, found.answer)
    if show_cypher:
        out.print(Text(f"\n{_with_parameters(found)}"))


def _print_entities(out: Console, found: EntitiesAnswer) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "type", "id", "claims"):
        table.add_column(column, justify="right" if column == "claims" else "left")
    for hit in found.items:
        table.add_row(Text(hit.name), Text(str(hit.type)), Text(hit.id), str(hit.claim_count))
    out.print(table)


def _with_parameters(found: AskAnswer) -> str:
    """The statement as it can be pasted into Neo4j Browser."""
    lines = [
        f":param {name} => {orjson.dumps(value).decode()};"
        for name, value in found.parameters.items()
    ]
    return "\n".join([*lines, found.cypher])
