"""``therapath gaps``: what is missing from the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, Limit, print_json, run
from kg.commands.options import asks
from kg.model.question import GapsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("gaps")(gaps_command)


@asks(GapsQuestion, arguments=("kind",))
def gaps_command(
    asked: GapsQuestion,
    limit: Limit = 25,
    cursor: Annotated[str | None, typer.Option(help="The 'next' of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """What is missing from the evidence, by kind of gap."""
    from kg.queries.gaps import gaps
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await gaps(database, Resolver(database), asked, limit=limit, cursor=cursor)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.gaps import print_gaps
        from kg.tables.terminal import console

        print_gaps(console(), found.body)
        if found.body.next:
            typer.echo(f"more: --cursor {found.body.next}")

    run(work)
