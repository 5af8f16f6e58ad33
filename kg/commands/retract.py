"""``therapath retract``: takes a dataset out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, print_json, run
from kg.model.answer import Retracted

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("retract")(retract_command)


def retract_command(
    source: Annotated[str, typer.Argument(help="Id or name of a loaded dataset.")],
    as_json: AsJson = False,
) -> None:
    """Take out a dataset: the graph is as if it had never been loaded."""
    from kg.retract import retract
    from kg.setup import ensure_ready

    async def work(database: Database) -> Retracted:
        await ensure_ready(database)
        return await retract(database, source)

    found = run(work)
    if as_json:
        print_json(found)
        return
    typer.echo(
        f"took out {found.name!r}: {found.mentions_removed:,} reports of it, "
        f"{found.evidence_removed:,} of them stated by nobody else; with them went "
        f"{found.claims_removed:,} claims, {found.terms_removed:,} descriptions, "
        f"{found.entities_removed:,} entities and {found.publications_removed:,} publications"
    )
