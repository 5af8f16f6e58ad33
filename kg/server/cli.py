"""Commands of the local Neo4j: ``up``, ``down``, ``status``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

import typer

from kg.server.lifecycle import LocalServerStatus, down, status, up
from kg.server.progress import StandardError
from kg.server.state import LocalServer
from kg.settings import DEFAULT_NEO4J_VERSION, SUPPORTED_NEO4J_VERSIONS, load_settings

__all__ = ["print_server", "print_status", "register"]


def register(
    app: typer.Typer,
    *,
    prepare: Callable[[], None] = lambda: None,
    describe: Callable[[bool], dict[str, str]] = lambda build: {},
) -> None:
    """Add the commands to the command line.

    ``prepare`` is run once the server answers, and puts the schema in place; ``describe`` says
    what the graph holds, with its build id where asked for.
    """

    @app.command("up")
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
        settings = load_settings()
        server = up(settings, neo4j_version, StandardError())
        prepare()
        print_server(server, settings.guide)

    @app.command("down")
    def down_command() -> None:
        """Stop the local Neo4j; its data stays."""
        stopped = down(load_settings(), StandardError())
        typer.echo("stopped" if stopped else "no local Neo4j was running")

    @app.command("status")
    def status_command(
        build_id: Annotated[
            bool, typer.Option("--build-id", help="Also the build id; reads the whole graph.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    ) -> None:
        """Tell whether Neo4j runs, where, and what the graph holds."""
        settings = load_settings()
        found = status(settings)
        graph = describe(build_id) if found.running or settings.neo4j_uri else {}
        print_status(found, graph, remote=settings.neo4j_uri, as_json=as_json)


def _supported(version: str) -> str:
    if version not in SUPPORTED_NEO4J_VERSIONS:
        raise typer.BadParameter(f"choose one of {', '.join(SUPPORTED_NEO4J_VERSIONS)}")
    return version


def print_server(server: LocalServer, guide: str) -> None:
    """Say where a running server is reached; the password itself is never printed."""
    typer.echo(f"Neo4j {server.version} is running (pid {server.pid})")
    typer.echo(f"  Neo4j Browser  {server.browser}")
    typer.echo(f"  with its guide {server.playing(guide)}")
    typer.echo("                 (the guide comes from `therapath serve`)")
    typer.echo(f"  Bolt           {server.uri}")
    typer.echo(f"  user           {server.user}")
    typer.echo(f"  password       in {server.password_file}")


def print_status(
    found: LocalServerStatus, graph: dict[str, str], *, remote: str | None, as_json: bool
) -> None:
    """Print the status for people or for programs."""
    if as_json:
        typer.echo(json.dumps({**asdict(found), "remote": remote, "graph": graph}))
        return
    if remote:
        typer.echo(f"NEO4J_URI names {remote}, which is used")
    if found.running:
        typer.echo(f"Neo4j {found.version} is running (pid {found.pid})")
        typer.echo(f"  Neo4j Browser  {found.browser}")
        typer.echo(f"  Bolt           {found.uri}")
        typer.echo(f"  user           {found.user}")
        typer.echo(f"  password       in {found.password_file}")
    else:
        typer.echo("no local Neo4j is running; `therapath up` starts one")
    typer.echo(f"  home           {found.home}")
    for name, value in graph.items():
        typer.echo(f"  {name.replace('_', ' '):<14} {value}")
