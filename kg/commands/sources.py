"""``therapath sources``: what is loaded."""

from __future__ import annotations

import typer

from kg.cli import AsJson, print_json, run

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("sources")(sources_command)


def sources_command(as_json: AsJson = False) -> None:
    """Which datasets are loaded."""
    from kg.queries.graph import sources

    found = run(sources)
    if as_json:
        print_json(found.body)
        return
    from kg.tables.sources import print_sources
    from kg.tables.terminal import console

    print_sources(console(), found.body)
