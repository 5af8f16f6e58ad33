"""``therapath adverse-events``: how often which harms were reported of a therapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, Cursor, Limit, Plot, print_json, run
from kg.commands.options import asks
from kg.model.question import AdverseEventsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("adverse-events")(adverse_events_command)


@asks(AdverseEventsQuestion, arguments=("therapy",))
def adverse_events_command(
    asked: AdverseEventsQuestion,
    limit: Limit = 25,
    cursor: Cursor = None,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """How often which harms were reported of a therapy: arms, rates, intervals."""
    from kg.queries.adverse_events import adverse_events
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        resolver = Resolver(database)
        found = await adverse_events(database, resolver, asked, limit=limit, cursor=cursor)
        if plot is not None:
            from kg.plots.forest import forest
            from kg.plots.picture import source_line, write

            write(plot, lambda: forest(found.body, source_line(found)))
        if as_json:
            print_json(found.body)
            return
        from kg.tables.adverse_events import print_adverse_events
        from kg.tables.terminal import console

        print_adverse_events(console(), found.body)

    run(work)
