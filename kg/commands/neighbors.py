"""``therapath neighbors``: what an entity is joined to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, Cursor, Limit, Plot, print_json, run
from kg.commands.options import asks
from kg.model.neighbors import NeighborsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("neighbors")(neighbors_command)


@asks(NeighborsQuestion, arguments=("entity",))
def neighbors_command(
    asked: NeighborsQuestion,
    limit: Limit = 25,
    cursor: Cursor = None,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """What claims join an entity to, by predicate."""
    from kg.queries.neighbors import neighbors
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await neighbors(database, Resolver(database), asked, limit=limit, cursor=cursor)
        if plot is not None:
            from kg.plots.around import around
            from kg.plots.picture import source_line, write

            write(plot, lambda: around(found.body, source_line(found)))
        if as_json:
            print_json(found.body)
            return
        from kg.tables.neighbors import print_neighbors
        from kg.tables.terminal import console

        print_neighbors(console(), found.body)

    run(work)
