"""``therapath contradictions``: where reports disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, Limit, print_json, run
from kg.commands.options import asks
from kg.model.question import ContradictionsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("contradictions")(contradictions_command)


@asks(ContradictionsQuestion)
def contradictions_command(
    asked: ContradictionsQuestion,
    limit: Limit = 25,
    cursor: Annotated[str | None, typer.Option(help="The 'next' of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """Where reports of the same thing disagree, and what differs between them."""
    from kg.queries.contradictions import contradictions
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await contradictions(
            database, Resolver(database), asked, limit=limit, cursor=cursor
        )
        if as_json:
            print_json(found.body)
            return
        from kg.tables.contradictions import print_contradictions
        from kg.tables.terminal import console

        print_contradictions(console(), found.body)
        if found.body.next:
            typer.echo(f"more: --cursor {found.body.next}")

    run(work)
