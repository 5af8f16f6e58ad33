"""Commands for releases: ``import`` and ``diff``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from kg import server
from kg.connect import open_database
from kg.database import Database
from kg.errors import SettingsError
from kg.server import StandardError, down, up
from kg.server.admin import drop_old, exchange, import_beside, take_back
from kg.server.disk import disk_errors, make_folder
from kg.server.home import ServerHome
from kg.server.ports import check_ports
from kg.settings import (
    DEFAULT_NEO4J_VERSION,
    SUPPORTED_NEO4J_VERSIONS,
    Settings,
    load_settings,
)

__all__ = ["import_locally", "register"]

T = TypeVar("T")

#: What stands for the graph in Neo4j where a release is asked for.
LIVE = "live"

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("import")(import_command)
    app.command("diff")(diff_command)


def _run(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def inside() -> T:
        async with open_database(settings) as database:
            return await work(database)

    return asyncio.run(inside())


def _supported(version: str | None) -> str | None:
    if version is not None and version not in SUPPORTED_NEO4J_VERSIONS:
        raise typer.BadParameter(f"choose one of {', '.join(SUPPORTED_NEO4J_VERSIONS)}")
    return version


def import_command(
    release: Annotated[Path, typer.Argument(help="Folder that `therapath build` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a graph that holds sources.")
    ] = False,
    neo4j_version: Annotated[
        str | None,
        typer.Option(
            help="Which local Neo4j; else the one that runs, or the newest.", callback=_supported
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(help="Only write the CSV files here, and print how a server takes them in."),
    ] = None,
    finish: Annotated[
        bool,
        typer.Option(
            "--finish", help="neo4j-admin has run on the server of NEO4J_URI: add the indexes."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a release into the local Neo4j, in the place of the graph that is there.

    A graph that is served is so until the new one is written, and stays whole if anything fails.
    A server elsewhere takes the CSV files that --csv writes.
    """
    from kg.release.manifest import read_manifest

    settings = load_settings()
    manifest = read_manifest(release)
    started = time.perf_counter()
    if csv is not None:
        _write_for_elsewhere(release, csv)
        return
    if finish:
        from kg.release.importing import finish_import

        _run(settings, lambda database: finish_import(database, manifest))
    elif settings.neo4j_uri:
        raise SettingsError(
            f"NEO4J_URI names {settings.neo4j_uri}, and its files cannot be reached from here; "
            "`therapath import RELEASE --csv FOLDER` writes what its neo4j-admin takes in"
        )
    else:
        import_locally(settings, release, replace=replace, version=neo4j_version)
    seconds = time.perf_counter() - started
    if as_json:
        told = {"build_id": manifest.build_id, "counts": manifest.counts, "seconds": seconds}
        typer.echo(json.dumps(told, indent=2))
        return
    counts = manifest.counts
    typer.echo(
        f"imported {counts['evidence']:,} evidence, {counts['claims']:,} claims, "
        f"{counts['entities']:,} entities in {seconds:.0f} s"
    )
    typer.echo(f"build id {manifest.build_id}")


def import_locally(
    settings: Settings, release: Path, *, replace: bool, version: str | None
) -> None:
    """Put a release in the place of a local graph, which stays as it was if anything fails.

    Raises:
        ReleaseError: the graph holds something, and ``replace`` is not given.
        BulkImportFailed, DiskFull, LocalServerError: as named.
    """
    from kg.release.importing import finish_import, refuse_occupied
    from kg.release.manifest import read_manifest

    progress = StandardError()
    running = server.status(settings).version
    version = version or running or DEFAULT_NEO4J_VERSION
    if running is not None or not replace:
        up(settings, version, progress)
    else:  # nobody asks the old graph anything, so it need not be served meanwhile
        with disk_errors(settings.home, "THERAPATH_HOME"):
            make_folder(settings.home)
        check_ports(settings)
    if not replace:
        _run(settings, refuse_occupied)
    progress.line("writing CSV files")
    with tempfile.TemporaryDirectory(dir=settings.home, prefix="import-") as folder:
        arguments = _csv(release, Path(folder))
        progress.line(f"importing into Neo4j {version}")
        import_beside(settings, version, arguments, progress)
    down(settings, progress)
    exchange(settings, version)
    try:
        up(settings, version, progress)
        progress.line("making indexes")
        manifest = read_manifest(release, verify=False)
        _run(settings, lambda database: finish_import(database, manifest))
    except BaseException:  # Ctrl-C too: the old graph comes back
        down(settings, progress)
        take_back(settings, version)
        up(settings, version, progress)
        raise
    drop_old(ServerHome.of(settings.home, version))


def diff_command(
    before: Annotated[str, typer.Argument(help="A release, or `live` for the graph in Neo4j.")],
    after: Annotated[str, typer.Argument(help="Likewise.")],
    limit: Annotated[int, typer.Option(min=0, help="How many of each kind to show.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """What changed between two releases, or a release and the live graph; flips come first.

    Exits 0 when they are the same, 1 when they differ.
    """
    from kg.release.cli_diff import print_difference, print_difference_json
    from kg.release.difference import Difference
    from kg.release.disk import release_errors

    if before == after == LIVE:
        raise typer.BadParameter("the live graph is no different from itself")
    settings = load_settings()
    with tempfile.TemporaryDirectory(prefix="therapath-diff-") as name, release_errors(Path(name)):
        sides = [_side(settings, side, Path(name)) for side in (before, after)]
        with contextlib.closing(Difference(*sides)) as difference:
            show = print_difference_json if as_json else print_difference
            same = show(difference, before, after, limit)
    if not same:
        raise typer.Exit(1)


def _side(settings: Settings, side: str, folder: Path) -> Path:
    """The folder with the tables of one side."""
    from kg.release.live import save_live
    from kg.release.manifest import read_manifest

    if side == LIVE:
        _run(settings, lambda database: save_live(database, folder))
        return folder
    read_manifest(Path(side))
    return Path(side)


def _csv(release: Path, folder: Path) -> list[str]:
    import duckdb

    from kg.release.csv_files import write_csv
    from kg.release.disk import release_errors

    with release_errors(folder), duckdb.connect() as connection:
        return write_csv(connection, release, folder).arguments()


def _write_for_elsewhere(release: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arguments = _csv(release, folder.absolute())
    shown = " \\\n  ".join(_quoted(argument) for argument in arguments)
    typer.echo(
        f"The CSV files are in {folder}. Where Neo4j's files are, with Neo4j stopped:\n\n"
        f"neo4j-admin database import full neo4j --overwrite-destination \\\n  {shown}\n\n"
        "Start Neo4j, and with NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD set:\n\n"
        f"therapath import {_quoted(str(release))} --finish"
    )


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)
