"""A question in plain words, with its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from kg.model.answer import TherapiesAnswer
from kg.model.ask import AskAnswer, Statement
from kg.tables.adverse_events import print_adverse_events
from kg.tables.claims import print_claims
from kg.tables.compare import print_comparison
from kg.tables.contradictions import print_contradictions
from kg.tables.entities import print_entities
from kg.tables.gaps import print_gaps
from kg.tables.paths import print_paths
from kg.tables.profile import print_profile
from kg.tables.results import print_results
from kg.tables.terminal import folded
from kg.tables.therapies import print_therapies

__all__ = ["print_ask"]

_PRINT: dict[str, Callable[[Console, Any], None]] = {
    "adverse_events": print_adverse_events,
    "claims": print_claims,
    "compare": print_comparison,
    "contradictions": print_contradictions,
    "entities": print_entities,
    "gaps": print_gaps,
    "paths": print_paths,
    "profile": print_profile,
    "results": print_results,
}


def print_ask(out: Console, found: AskAnswer, *, show_cypher: bool) -> None:
    """A question, how it was understood, and its answer."""
    question = found.question.strip()
    out.print(Text(question[:1].upper() + question[1:], style="bold"))
    understood = folded(out, f"understood as  {found.understood}", indent=2)
    out.print(Text(f"{understood}\n", style="dim"), soft_wrap=True)
    if isinstance(found.answer, TherapiesAnswer):
        print_therapies(out, found.answer, found.context)
    else:
        _PRINT[found.kind](out, found.answer)
    if show_cypher:
        for statement in found.statements:
            # As it is: a line break inside a value could not be pasted.
            out.print(Text(f"\n{_with_parameters(statement)}"), soft_wrap=True)


def _with_parameters(statement: Statement) -> str:
    """A statement as it can be pasted into Neo4j Browser."""
    lines = [
        f":param {name} => {orjson.dumps(value).decode()};"
        for name, value in statement.parameters.items()
    ]
    return "\n".join([*lines, statement.cypher])
