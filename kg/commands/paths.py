"""``therapath paths``: how one thing leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, print_json, run
from kg.commands.options import asks
from kg.model.question import PathsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("paths")(paths_command)


@asks(PathsQuestion, arguments=("start", "end"))
def paths_command(
    asked: PathsQuestion,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many paths to show.")] = 10,
    as_json: AsJson = False,
) -> None:
    """How one thing leads to another: chains of claims, with the evidence of each step."""
    from kg.queries.paths import paths
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await paths(database, Resolver(database), asked, limit=limit)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.paths import print_paths
        from kg.tables.terminal import console

        print_paths(console(), found.body)

    run(work)
