"""Commands of the local Neo4j: ``up``, ``down``, ``status``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from kg.server.lifecycle import LocalServerStatus, down, status, up
from kg.server.progress import StandardError
from kg.server.state import LocalServer
from kg.settings import DEFAULT_NEO4J_VERSION, SUPPORTED_NEO4J_VERSIONS, load_settings

__all__ = ["print_server", "print_status", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("up")(up_command)
    app.command("down")(down_command)
    app.command("status")(status_command)


def _supported(version: str) -> str:
    if version not in SUPPORTED_NEO4J_VERSIONS:
        raise typer.BadParameter(f"choose one of {', '.join(SUPPORTED_NEO4J_VERSIONS)}")
    return version


def up_command(
    neo4j_version: Annotated[
        str,
        typer.Option(
            help=f"Which Neo4j to start ({', '.join(SUPPORTED_NEO4J_VERSIONS)});"
            " each has its own data.",
            callback=_supported,
        ),
    ] = DEFAULT_NEO4J_VERSION,
) -> None:
    """Start the local Neo4j with Neo4j Browser; the first time it is downloaded."""
    print_server(up(load_settings(), neo4j_version, StandardError()))


def down_command() -> None:
    """Stop the local Neo4j; its data stays."""
    stopped = down(load_settings(), StandardError())
    typer.echo("stopped" if stopped else "no local Neo4j was running")


def status_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell whether the local Neo4j runs, and where."""
    print_status(status(load_settings()), as_json=as_json)


def print_server(server: LocalServer) -> None:
    """Say where a running server is reached; the password itself is never printed."""
    typer.echo(f"Neo4j {server.version} is running (pid {server.pid})")
    typer.echo(f"  Neo4j Browser  {server.browser}")
    typer.echo(f"  Bolt           {server.uri}")
    typer.echo(f"  user           {server.user}")
    typer.echo(f"  password       in {server.password_file}")


def print_status(found: LocalServerStatus, *, as_json: bool) -> None:
    """Print the status for people or for programs."""
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    if not found.running:
        typer.echo("no local Neo4j is running; `therapath up` starts one")
        typer.echo(f"  home           {found.home}")
        return
    typer.echo(f"Neo4j {found.version} is running (pid {found.pid})")
    typer.echo(f"  Neo4j Browser  {found.browser}")
    typer.echo(f"  Bolt           {found.uri}")
    typer.echo(f"  user           {found.user}")
    typer.echo(f"  password       in {found.password_file}")
    typer.echo(f"  home           {found.home}")
