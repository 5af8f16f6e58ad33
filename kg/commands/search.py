"""``therapath search``: entities by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, Cursor, Limit, print_json, run
from kg.vocabulary import EntityType

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("search")(search_command)


def search_command(
    text: Annotated[str, typer.Argument(help="A name, an abbreviation, or how a word begins.")],
    kind: Annotated[
        list[EntityType] | None, typer.Option("--type", help="Types to consider.")
    ] = None,
    limit: Limit = 25,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """Find entities by name, synonym, abbreviation or the beginning of a word."""
    from kg.queries.entities import search
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await search(
            database, Resolver(database), text, kind or (), limit=limit, cursor=cursor
        )
        if as_json:
            print_json(found.body)
            return
        from kg.tables.entities import print_entities
        from kg.tables.terminal import console

        print_entities(console(), found.body)

    run(work)
