"""A question in plain words, with its answer."""

from __future__ import annotations

import orjson
from rich.console import Console
from rich.text import Text

from kg.model import AskAnswer, TherapiesAnswer
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
    else:
        print_claims(out, found.answer)
    if show_cypher:
        out.print(Text(f"\n{_with_parameters(found)}"))


def _with_parameters(found: AskAnswer) -> str:
    """The statement as it can be pasted into Neo4j Browser."""
    lines = [
        f":param {name} => {orjson.dumps(value).decode()};"
        for name, value in found.parameters.items()
    ]
    return "\n".join([*lines, found.cypher])
