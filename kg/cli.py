"""The command line's way to the graph; the commands that ask it are in ``kg.commands``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from kg.database import Database
    from kg.model.base import Model

__all__ = ["AsJson", "Cursor", "Limit", "Plot", "print_json", "run"]

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP interface has it.")]
Cursor = Annotated[str | None, typer.Option(help="What the page before ended with.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw it into this file: .svg or .png.")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="How many to show.")]


def run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run ``work`` with the database of the environment: the command line's one way in."""
    # What talks to Neo4j takes a while to import: not before the arguments are known to be right.
    from kg.connect import open_database
    from kg.settings import load_settings

    async def inside() -> T:
        async with open_database(load_settings()) as database:
            return await work(database)

    return asyncio.run(inside())


def print_json(body: Model) -> None:
    """A body as the HTTP interface has it."""
    typer.echo(body.model_dump_json(indent=2))
