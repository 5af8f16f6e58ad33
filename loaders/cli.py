"""Commands that bring facts in: ``load`` and ``check``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from kg.cli import run
from kg.database import Database
from kg.setup import ensure_ready
from kg.terms import packaged_terms
from loaders.inputs import find
from loaders.loader import InputFile
from loaders.pipeline import Advance, LoadOptions, check, load
from loaders.report import Report, ledger
from loaders.rows import SourceDetails

__all__ = ["load_files", "register"]

Paths = Annotated[list[Path], typer.Argument(help="Files of facts, or folders of them.")]
Format = Annotated[
    str | None,
    typer.Option("--format", help="The loader; else told by the file's name and content."),
]
Rejects = Annotated[Path | None, typer.Option(help="Write every rejected row here, as JSON Lines.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("load")(load_command)
    app.command("check")(check_command)


def load_command(
    paths: Paths,
    format_name: Format = None,
    rejects: Rejects = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Write nothing if one row is rejected or one name is unknown."
        ),
    ] = False,
    source: Annotated[
        str | None, typer.Option(help="The dataset's name; else the file's own, or its name.")
    ] = None,
    source_version: Annotated[str | None, typer.Option(help="The dataset's version.")] = None,
    licence: Annotated[str | None, typer.Option(help="The dataset's licence.")] = None,
    as_json: AsJson = False,
) -> None:
    """Load facts; loading again changes nothing.

    Exits 1 when nothing could be loaded, or with --strict when anything was rejected; rows
    that were rejected are counted, shown and written to --rejects.
    """
    files = find(paths, format_name)
    details = SourceDetails(source, source_version, licence)
    with ledger(rejects) as stream:
        report = Report(ledger=stream)
        run(lambda database: load_files(database, files, LoadOptions(strict, details), report))
    _finish(report, rejects, as_json)
    if report.rejected and (strict or report.rejected == report.read):
        raise typer.Exit(1)


async def load_files(
    database: Database, files: list[InputFile], options: LoadOptions, report: Report
) -> None:
    """Put the schema in place and load; a progress bar where standard error is a terminal."""
    await ensure_ready(database)
    with _progress() as bar:
        task = bar.add_task("loading", total=None)
        advance: Advance = lambda count: bar.advance(task, count)  # noqa: E731
        await load(database, files, packaged_terms(), options, report, advance)


def check_command(
    paths: Paths,
    format_name: Format = None,
    rejects: Rejects = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also reject names that no vocabulary has.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check facts without a database: the same report as load gives.

    Exits 1 when a row is rejected.
    """
    files = find(paths, format_name)
    with ledger(rejects) as stream, _progress() as bar:
        task = bar.add_task("checking", total=None)
        report = Report(ledger=stream)
        check(
            files,
            packaged_terms(),
            LoadOptions(strict),
            report,
            lambda count: bar.advance(task, count),
        )
    _finish(report, rejects, as_json)
    if report.rejected:
        raise typer.Exit(1)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _finish(report: Report, rejects: Path | None, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_map(), ensure_ascii=False, indent=2))
        return
    console = Console()
    console.print(Text(_account(report)))
    if report.rejected:
        reasons = ", ".join(f"{count} × {reason}" for reason, count in report.reasons.most_common())
        console.print(Text(f"rejected because: {reasons}", style="yellow"))
        for entry in report.rejects:
            place = f"{entry.file}:{entry.line}" + (f" {entry.field}" if entry.field else "")
            console.print(Text(f"  {place}: {entry.message} [{entry.reason}]"), soft_wrap=True)
        if report.rejected > len(report.rejects):
            console.print(f"  … and {report.rejected - len(report.rejects)} more")
        if rejects is None:
            console.print("  --rejects FILE keeps all of them with their rows")
    if report.unresolved:
        console.print(f"{len(report.unresolved)} names that no vocabulary has, most used first:")
        for entity, count in report.most_unresolved(5):
            console.print(Text(f"  {entity.type} {entity.name!r} × {count} → {entity.id}"))


def _account(report: Report) -> str:
    counts = f"{report.already_there:,} already there, {report.rejected:,} rejected"
    if report.written:
        return f"read {report.read:,} facts: {report.loaded:,} loaded, {counts}"
    good = report.loaded
    return f"read {report.read:,} facts: {good:,} good, {counts}; nothing was written"
