"""``therapath schema``: the schemas of what goes in."""

from __future__ import annotations

import typer

__all__ = ["register"]

schema_app = typer.Typer(no_args_is_help=True, help="Schemas of what goes in.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(schema_app, name="schema")


@schema_app.callback()
def schema_callback() -> None:
    """Schemas of what goes in."""


@schema_app.command("facts")
def schema_facts_command() -> None:
    """Print the JSON Schema of a fact."""
    import json

    from kg.model.fact import fact_json_schema

    typer.echo(json.dumps(fact_json_schema(), indent=2))
