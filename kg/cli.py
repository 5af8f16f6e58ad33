"""The command line's way to the graph; the commands that ask it are in ``kg.commands``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from kg.connect import open_database
from kg.database import Database
from kg.errors import DatabaseNotReady
from kg.model.base import Model
from kg.settings import load_settings

__all__ = [
    "AsJson",
    "Cursor",
    "Limit",
    "Plot",
    "describe",
    "prepare",
    "print_json",
    "register",
    "run",
]

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP interface has it.")]
Cursor = Annotated[str | None, typer.Option(help="What the page before ended with.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw it into this file: .svg or .png.")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="How many to show.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    from kg.commands import (
        adverse_events,
        ask,
        claims,
        compare,
        contradictions,
        entity,
        export,
        gaps,
        neighbors,
        paths,
        profile,
        results,
        retract,
        schema,
        search,
        sources,
        therapies,
    )

    for module in (
        ask,
        therapies,
        profile,
        adverse_events,
        compare,
        results,
        paths,
        contradictions,
        gaps,
        claims,
        search,
        entity,
        neighbors,
        sources,
        export,
        retract,
        schema,
    ):
        module.register(app)


def run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run ``work`` with the database of the environment: the command line's one way in."""

    async def inside() -> T:
        async with open_database(load_settings()) as database:
            return await work(database)

    return asyncio.run(inside())


def prepare() -> None:
    """Put schema and vocabulary in place."""
    from kg.setup import ensure_ready

    run(ensure_ready)


def describe(build: bool) -> dict[str, str]:
    """What the graph holds; with ``build`` also its build id, for which all of it is read."""
    from kg.build import build_id
    from kg.queries.graph import graph_schema

    async def work(database: Database) -> dict[str, str]:
        try:
            schema = (await graph_schema(database)).body
        except DatabaseNotReady as error:
            return {"graph": str(error)}
        counts = {row.label: row.count for row in schema.labels}
        found = {
            "graph_version": schema.version,
            "claims": f"{counts['Claim']:,}",
            "evidence": f"{counts['Evidence']:,}",
        }
        return {**found, "build_id": await build_id(database)} if build else found

    return run(work)


def print_json(body: Model) -> None:
    """A body as the HTTP interface has it."""
    typer.echo(body.model_dump_json(indent=2))
