"""therapath: therapies, and the paths from them to outcomes. The command line.

Joins the commands of the three packages, and the one command that needs all of them.
"""

from __future__ import annotations

import os.path
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from kg.errors import AdvisedError, AmbiguousName, NotUnderstood, ServerCrashed, TherapathError

if TYPE_CHECKING:
    from kg.database import Database
    from kg.model.ask import AskAnswer

__all__ = ["MODULES", "app", "main"]

#: What the demonstration asks.
HEADLINE = "which therapies report EDSS improvement in progressive MS"

#: The modules whose ``register`` adds each command, in the order in which they are listed.
MODULES = {
    "up": "kg.commands.local",
    "down": "kg.commands.local",
    "status": "kg.commands.local",
    "load": "loaders.cli",
    "check": "loaders.cli",
    "fetch": "loaders.clinicaltrials.cli",
    "build": "loaders.release.cli",
    "ask": "kg.commands.ask",
    "therapies": "kg.commands.therapies",
    "profile": "kg.commands.profile",
    "adverse-events": "kg.commands.adverse_events",
    "compare": "kg.commands.compare",
    "results": "kg.commands.results",
    "paths": "kg.commands.paths",
    "contradictions": "kg.commands.contradictions",
    "gaps": "kg.commands.gaps",
    "claims": "kg.commands.claims",
    "claim": "kg.commands.claims",
    "search": "kg.commands.search",
    "entity": "kg.commands.entity",
    "neighbors": "kg.commands.neighbors",
    "sources": "kg.commands.sources",
    "export": "kg.commands.export",
    "retract": "kg.commands.retract",
    "schema": "kg.commands.schema",
    "import": "kg.release.cli",
    "diff": "kg.release.cli",
    "serve": "api.cli",
}


class _Commands(TyperGroup):
    """Imports the module of a command when that is asked for, so that the others cost nothing."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(dict.fromkeys([*self.commands, *MODULES]))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # A mistyped name is answered with commands that are called alike, so all are wanted.
        asked = [cmd_name] if cmd_name in self.list_commands(ctx) else MODULES
        for name in asked:
            if name not in self.commands:
                found = typer.Typer()
                import_module(MODULES[name]).register(found)
                self.commands.update(get_group(found).commands)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader (head, less) has gone; that is not a failure, as Click takes it for. What
            # is still to be written goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Therapies, and the paths from them to outcomes: treatment evidence in Neo4j.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"therapath {version('therapath')}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Therapies, and the paths from them to outcomes: treatment evidence in Neo4j."""


@app.command()
def demo() -> None:
    """Start the local Neo4j, load the packaged evidence, answer the first question."""
    from kg.cli import run
    from kg.server import StandardError, up
    from kg.settings import load_settings
    from kg.tables.ask import print_ask
    from kg.tables.terminal import console

    settings = load_settings()
    server = None if settings.neo4j_uri else up(settings, progress=StandardError())
    answer, account = run(_load_and_ask)
    typer.echo(f"{account}\n")
    print_ask(console(), answer, show_cypher=False)
    command = _own_command()
    typer.echo(f'\nNext:  {command} ask "side effects of natalizumab"    {command} serve')
    if server is not None:
        typer.echo(f"       Neo4j Browser: {server.browser}")
        typer.echo(f"       with its guide, while `serve` runs: {server.playing(settings.guide)}")
        typer.echo(f"       (user {server.user}, password in {server.password_file})")


def _own_command() -> str:
    """How this command is called from here: by its name only where the shell finds it."""
    if shutil.which("therapath"):
        return "therapath"
    own = Path(sys.argv[0])
    return os.path.relpath(own) if own.name == "therapath" else "python -m therapath"


async def _load_and_ask(database: Database) -> tuple[AskAnswer, str]:
    from importlib.resources import as_file, files

    from kg.ask import ask
    from kg.resolver import Resolver
    from loaders.cli import load_files
    from loaders.inputs import find
    from loaders.pipeline import LoadOptions
    from loaders.report import Report

    report = Report()
    with as_file(files("loaders") / "evidence") as folder:
        await load_files(database, find([Path(folder)]), LoadOptions(), report)
    found = await ask(database, Resolver(database), HEADLINE)
    return found.body, (
        f"Packaged evidence: {report.read} facts read, {report.loaded} loaded, "
        f"{report.already_there} already there, {report.rejected} rejected."
    )


def main() -> None:
    """Run the command line; every named error becomes a message and exit status 1."""
    try:
        app()
    except TherapathError as error:
        _complain(error)
        sys.exit(1)


def _complain(error: TherapathError) -> None:
    lines = [f"therapath: {error}"]
    if isinstance(error, ServerCrashed):
        lines += [f"  | {line}" for line in error.log_tail]
    if isinstance(error, AdvisedError) and error.advice:
        lines.append(f"  {error.advice}")
    if isinstance(error, AmbiguousName):
        lines += [f"  {entity.name} → {entity.id}" for entity in error.candidates]
    if isinstance(error, NotUnderstood):
        lines += ["  questions it understands:"]
        lines += [f"    {suggestion}" for suggestion in error.suggestions]
    # A file's name need not be text; what is none is shown as its bytes.
    shown = "\n".join(lines).encode("utf-8", "backslashreplace").decode()
    typer.echo(shown, err=True)


if __name__ == "__main__":
    main()
