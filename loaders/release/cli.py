"""The command that builds releases."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from kg.settings import load_settings
from kg.terms import packaged_terms
from loaders.chunks import LoadOptions
from loaders.inputs import find
from loaders.report import Report, ledger
from loaders.rows import SourceDetails

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("build")(build_command)


def build_command(
    paths: Annotated[list[Path], typer.Argument(help="Files to load, or folders of them.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The release: a folder that is made.")
    ],
    format_name: Annotated[
        str | None,
        typer.Option("--format", help="The loader; else told by the file's name and content."),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Also write every rejected row here, as JSON Lines.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Build nothing if one row is rejected.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of the release that is there.")
    ] = False,
    source: Annotated[
        str | None, typer.Option(help="The dataset's name; else the file's own, or its name.")
    ] = None,
    source_version: Annotated[str | None, typer.Option(help="The dataset's version.")] = None,
    licence: Annotated[str | None, typer.Option(help="The dataset's licence.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")] = False,
) -> None:
    """Build a release: the whole graph as a folder of Parquet files, made without a database.

    The same inputs give the same bytes. `therapath import` puts it into Neo4j, where it equals
    what `therapath load` makes of the same inputs. Exits 1 when nothing could be used, or with
    --strict when anything was rejected.
    """
    from kg.release.manifest import refuse_other
    from loaders.release.build import BuildOptions, build

    refuse_other(output, replace=force)
    files = find(paths, format_name)
    options = BuildOptions(
        LoadOptions(strict, SourceDetails(source, source_version, licence)),
        processes=os.cpu_count() or 1,
        memory_mib=load_settings().build_memory_mib,
    )
    with ledger(rejects) as stream, _progress() as bar:
        task = bar.add_task("reading", total=None, count=0)
        report = Report(ledger=stream)
        read = 0

        def advance(count: int) -> None:
            nonlocal read
            read += count
            bar.update(task, description=f"read {read:,}")

        manifest = build(files, output, packaged_terms(), options, report, advance)
    if manifest is not None and as_json:
        typer.echo(json.dumps(manifest.as_map(), ensure_ascii=False, indent=2))
    else:
        _print(report, output, manifest.build_id if manifest else None)
    if manifest is None or (report.read and report.rejected == report.read):
        raise typer.Exit(1)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _print(report: Report, output: Path, build_id: str | None) -> None:
    console = Console()
    counts = f"{report.already_there:,} already there, {report.rejected:,} rejected"
    console.print(Text(f"read {report.read:,}: {report.loaded:,} loaded, {counts}"))
    for reason, count in report.reasons.most_common():
        console.print(Text(f"  rejected: {count:,} × {reason}", style="yellow"))
    for reason, count in report.left_out.most_common(10):
        console.print(Text(f"  left out: {count:,} × {reason}"))
    if build_id is None:
        console.print(Text("nothing was built, because rows were rejected and loading is strict"))
        return
    console.print(Text(f"release {output}, build id {build_id}"), soft_wrap=True)
