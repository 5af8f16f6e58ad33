"""``therapath therapies``: the headline question, by filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, Cursor, Limit, print_json, run
from kg.commands.options import asks
from kg.model.question import TherapiesQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("therapies")(therapies_command)


@asks(TherapiesQuestion)
def therapies_command(
    asked: TherapiesQuestion,
    limit: Limit = 25,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """Which therapies report an outcome, in which direction, for whom."""
    from kg.queries.therapies import therapies, therapy_context
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        resolver = Resolver(database)
        found = await therapies(database, resolver, asked, limit=limit, cursor=cursor)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.terminal import console
        from kg.tables.therapies import print_therapies

        ids = [item.therapy.id for item in found.body.items]
        print_therapies(
            console(), found.body, await therapy_context(database, resolver, asked, ids)
        )

    run(work)
