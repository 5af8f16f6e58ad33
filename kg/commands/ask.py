"""``therapath ask``: a question in plain words."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import AsJson, Limit, print_json, run
from kg.model.answer import Answer
from kg.model.ask import AskAnswer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("ask")(ask_command)


def ask_command(
    question: Annotated[str, typer.Argument(help="For example: side effects of natalizumab")],
    show_cypher: Annotated[
        bool, typer.Option(help="Also print the Cypher, ready for Neo4j Browser.")
    ] = False,
    limit: Limit = 25,
    as_json: AsJson = False,
) -> None:
    """Ask a question in plain words."""
    from kg.ask import ask
    from kg.resolver import Resolver

    found: Answer[AskAnswer] = run(
        lambda database: ask(database, Resolver(database), question, limit=limit)
    )
    if as_json:
        print_json(found.body)
        return
    from kg.tables.ask import print_ask
    from kg.tables.terminal import console

    print_ask(console(), found.body, show_cypher=show_cypher)
