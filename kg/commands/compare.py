"""``therapath compare``: therapies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, Plot, print_json, run
from kg.commands.options import asks
from kg.model.question import CompareQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("compare")(compare_command)


@asks(CompareQuestion, arguments=("therapies",))
def compare_command(asked: CompareQuestion, plot: Plot = None, as_json: AsJson = False) -> None:
    """Two to five therapies side by side: what compares them directly first."""
    from kg.queries.compare import compare
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await compare(database, Resolver(database), asked)
        if plot is not None:
            from kg.plots.matrix import matrix
            from kg.plots.picture import source_line, write

            write(plot, lambda: matrix(found.body, source_line(found)))
        if as_json:
            print_json(found.body)
            return
        from kg.tables.compare import print_comparison
        from kg.tables.terminal import console

        print_comparison(console(), found.body)

    run(work)
