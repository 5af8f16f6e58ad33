"""``therapath claims`` and ``claim``: what the graph asserts, and one claim's evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import AsJson, Cursor, Limit, print_json, run
from kg.commands.options import asks
from kg.model.question import ClaimsQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("claims")(claims_command)
    app.command("claim")(claim_command)


@asks(ClaimsQuestion)
def claims_command(
    asked: ClaimsQuestion, limit: Limit = 25, cursor: Cursor = None, as_json: AsJson = False
) -> None:
    """Claims by subject, predicate, object, condition and direction."""
    from kg.queries.claims import claims
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await claims(database, Resolver(database), asked, limit=limit, cursor=cursor)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.claims import print_claims
        from kg.tables.terminal import console

        print_claims(console(), found.body)

    run(work)


def claim_command(
    identity: Annotated[str, typer.Argument(metavar="CLAIM", help="Its id.")],
    as_json: AsJson = False,
) -> None:
    """One claim with every evidence, strongest first."""
    from kg.queries.claims import claim

    async def work(database: Database) -> None:
        found = await claim(database, identity)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.claims import print_claim
        from kg.tables.terminal import console

        print_claim(console(), found.body)

    run(work)
