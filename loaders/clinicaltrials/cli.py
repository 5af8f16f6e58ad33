"""The command that fetches studies: ``fetch clinicaltrials``."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kg.settings import load_settings

if TYPE_CHECKING:
    from loaders.clinicaltrials.fetch import Fetched

__all__ = ["register"]

#: Seconds between requests: the registry asks for no more than some fifty a minute.
_INTERVAL = 1.25


def register(app: typer.Typer) -> None:
    """Add ``fetch`` with its sources to the command line."""
    sources = typer.Typer(no_args_is_help=True, help="Fetch public data into a folder to load.")
    sources.callback()(_group)
    sources.command("clinicaltrials")(fetch_command)
    app.add_typer(sources, name="fetch")


def _group() -> None:
    """Fetch public data into a folder to load."""


def fetch_command(
    folder: Annotated[Path, typer.Option("--output", "-o", help="The folder to write pages to.")],
    condition: Annotated[
        str | None, typer.Option(help="Condition or disease, in the registry's search language.")
    ] = None,
    intervention: Annotated[
        str | None, typer.Option(help="Intervention or treatment, likewise.")
    ] = None,
    page_size: Annotated[int, typer.Option(min=1, max=1000, help="Studies a page.")] = 100,
    max_studies: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many studies.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the account as JSON.")] = False,
) -> None:
    """Fetch studies of ClinicalTrials.gov; the same command again goes on where it ended.

    Then load the folder: therapath load FOLDER.
    """
    condition, intervention = (_said(condition), _said(intervention))
    if condition is None and intervention is None:
        raise typer.BadParameter("give a --condition, an --intervention, or both")
    # httpx costs some 100 ms to import, which no other command should pay.
    from loaders.clinicaltrials.fetch import Query, fetch
    from loaders.clinicaltrials.pages import Registry, is_loopback

    address = load_settings().clinicaltrials_api
    interval = 0.0 if is_loopback(address) else _INTERVAL
    agent = f"therapath/{version('therapath')} (knowledge graph of treatment evidence)"
    with Registry(address, agent=agent, interval=interval) as registry, _progress() as bar:
        task = bar.add_task("fetching", total=None)
        found = fetch(
            registry,
            Query(condition, intervention),
            folder,
            page_size=page_size,
            max_studies=max_studies,
            advance=lambda done, total: bar.update(
                task, completed=done, total=_least(total, max_studies)
            ),
        )
        requests = registry.requests
    _finish(found, folder, requests, as_json)


def _said(text: str | None) -> str | None:
    return (text or "").strip() or None


def _least(total: int | None, limit: int | None) -> int | None:
    known = [number for number in (total, limit) if number is not None]
    return min(known) if known else None


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _finish(found: Fetched, folder: Path, requests: int, as_json: bool) -> None:
    if as_json:
        account: dict[str, Any] = {
            "folder": str(folder),
            "condition": found.query.condition,
            "intervention": found.query.intervention,
            "pages": found.pages,
            "studies": found.studies,
            "total": found.total,
            "complete": found.complete,
            "requests": requests,
        }
        typer.echo(json.dumps(account, ensure_ascii=False, indent=2))
        return
    of = "" if found.total is None else f" of {found.total:,}"
    typer.echo(f"{found.studies:,}{of} studies in {found.pages:,} pages in {folder}")
    if not found.complete:
        typer.echo("there are more; without --max-studies, the same command fetches them")
    typer.echo(f"load them with: therapath load {folder}")
