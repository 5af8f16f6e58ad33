"""``therapath entity``: one entity's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, print_json, run

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("entity")(entity_command)


def entity_command(
    text: Annotated[str, typer.Argument(metavar="ENTITY", help="Its id or name.")],
    as_json: AsJson = False,
) -> None:
    """What an entity is: synonyms, cross-references, description, broader entities."""
    from kg.queries.entities import entity
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await entity(database, Resolver(database), text)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.entities import print_entity
        from kg.tables.terminal import console

        print_entity(console(), found.body)

    run(work)
