"""``therapath results``: the results of an outcome by study, arm and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, Cursor, Limit, print_json, run
from kg.commands.options import asks
from kg.model.question import ResultsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("results")(results_command)


@asks(ResultsQuestion)
def results_command(
    asked: ResultsQuestion,
    limit: Limit = 25,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """The results of an outcome by study, arm and time, and what they come to together."""
    from kg.queries.results import results
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        resolver = Resolver(database)
        found = await results(database, resolver, asked, limit=limit, cursor=cursor)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.results import print_results
        from kg.tables.terminal import console

        print_results(console(), found.body)

    run(work)
