"""Commands that bring facts in: ``load`` and ``check``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import run
from kg.database import Database
from kg.settings import load_settings
from kg.setup import ensure_ready
from kg.terms import packaged_terms
from loaders.account import print_account
from loaders.documents import Documents
from loaders.inputs import find
from loaders.loader import InputFile
from loaders.pipeline import LoadOptions, check, load
from loaders.progress import shown_progress
from loaders.registry import LOADERS
from loaders.report import Report, ledger
from loaders.rows import SourceDetails

__all__ = ["load_files", "register"]

Paths = Annotated[list[Path], typer.Argument(help="Files of facts, or folders of them.")]


def _known_format(name: str | None) -> str | None:
    known = [loader.name for loader in LOADERS]
    if name is not None and name not in known:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return name


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        callback=_known_format,
        help="The loader; else told by the file's name and content.",
    ),
]
Rejects = Annotated[Path | None, typer.Option(help="Write every rejected row here, as JSON Lines.")]
Branch = Annotated[
    str | None, typer.Option(help="Of an ontology, only this term and everything below it.")
]
Kind = Annotated[str | None, typer.Option("--type", help="The type of everything in an ontology.")]
DocumentsFolder = Annotated[
    Path | None,
    typer.Option("--documents", help="A folder of documents to look quotes up in."),
]


class BadQuote(StrEnum):
    """What to do with a fact whose quote does not stand in its document."""

    REJECT = "reject"
    FLAG = "flag"


Fuzzy = Annotated[
    float | None,
    typer.Option(
        min=0.5,
        max=1.0,
        help="Map unknown names by likeness from this score on (such as 0.9); it is recorded.",
    ),
]
BadQuotes = Annotated[BadQuote, typer.Option(help="Reject or keep facts with a wrong quote.")]
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
    add: Annotated[
        bool, typer.Option("--add", help="Add to what the source said, instead of replacing it.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what would be written.")
    ] = False,
    branch: Branch = None,
    kind: Kind = None,
    fuzzy: Fuzzy = None,
    documents: DocumentsFolder = None,
    bad_quotes: BadQuotes = BadQuote.REJECT,
    as_json: AsJson = False,
) -> None:
    """Load facts; loading again changes nothing, newer content takes the place of the older.

    Exits 1 when nothing could be loaded, or with --strict when anything was rejected; rows
    that were rejected are counted, shown and written to --rejects.
    """
    files = find(paths, format_name, _options(branch, kind))
    options = LoadOptions(
        strict=strict,
        source=SourceDetails(source, source_version, licence),
        add=add,
        dry_run=dry_run,
        fuzzy=fuzzy,
        documents=Documents(documents) if documents else None,
        keep_bad_quotes=bad_quotes is BadQuote.FLAG,
        batch=load_settings().load_batch,
        beside=True,
    )
    with ledger(rejects) as stream:
        report = Report(ledger=stream)
        run(lambda database: load_files(database, files, options, report))
    _finish(report, rejects, as_json, dry_run=dry_run)
    if report.rejected and (strict or report.rejected == report.read):
        raise typer.Exit(1)


def _options(branch: str | None, kind: str | None) -> dict[str, str]:
    asked = {"branch": branch, "type": kind}
    return {name: value for name, value in asked.items() if value is not None}


async def load_files(
    database: Database, files: list[InputFile], options: LoadOptions, report: Report
) -> None:
    """Put the schema in place and load; a progress bar where standard error is a terminal."""
    if not options.dry_run:
        await ensure_ready(database)
    with shown_progress("loading", files) as advance:
        await load(database, files, packaged_terms(), options, report, advance)


def check_command(
    paths: Paths,
    format_name: Format = None,
    rejects: Rejects = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also reject names that no vocabulary has.")
    ] = False,
    branch: Branch = None,
    kind: Kind = None,
    fuzzy: Fuzzy = None,
    documents: DocumentsFolder = None,
    bad_quotes: BadQuotes = BadQuote.REJECT,
    as_json: AsJson = False,
) -> None:
    """Check facts without a database: the same report as load gives.

    Exits 1 when a row is rejected.
    """
    files = find(paths, format_name, _options(branch, kind))
    options = LoadOptions(
        strict=strict,
        fuzzy=fuzzy,
        documents=Documents(documents) if documents else None,
        keep_bad_quotes=bad_quotes is BadQuote.FLAG,
    )
    with ledger(rejects) as stream, shown_progress("checking", files) as advance:
        report = Report(ledger=stream)
        check(files, packaged_terms(), options, report, advance)
    _finish(report, rejects, as_json)
    if report.rejected:
        raise typer.Exit(1)


def _finish(report: Report, rejects: Path | None, as_json: bool, *, dry_run: bool = False) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_map(), ensure_ascii=False, indent=2))
    else:
        print_account(report, rejects, dry_run=dry_run)
