"""``therapath profile``: what is known of a therapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import AsJson, print_json, run
from kg.commands.options import asks
from kg.model.question import ProfileQuestion

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("profile")(profile_command)


@asks(ProfileQuestion, arguments=("therapy",))
def profile_command(asked: ProfileQuestion, as_json: AsJson = False) -> None:
    """What is known of a therapy: how it works, what was reported, and what is in doubt."""
    from kg.queries.profile import profile
    from kg.resolver import Resolver

    async def work(database: Database) -> None:
        found = await profile(database, Resolver(database), asked)
        if as_json:
            print_json(found.body)
            return
        from kg.tables.profile import print_profile
        from kg.tables.terminal import console

        print_profile(console(), found.body)

    run(work)
