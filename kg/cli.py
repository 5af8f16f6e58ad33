"""The command line's way to the graph; the commands that ask it are in ``kg.commands``."""

from __future__ import annotations

import asyncio
import contextlib
import signal
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
    """Run ``work`` with the database of the environment: the command line's one way in.

    A SIGTERM ends it as Ctrl-C does: what it began is tidied up first.
    """
    # What talks to Neo4j takes a while to import: not before the arguments are known to be right.
    from kg.connect import open_database
    from kg.settings import load_settings

    async def inside() -> T:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # asyncio.run made one
        with contextlib.suppress(NotImplementedError):  # as on Windows, which has no such signal
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        async with open_database(load_settings()) as database:
            return await work(database)

    try:
        return asyncio.run(inside())
    except asyncio.CancelledError:
        # As a shell tells of a program that a signal ended.
        raise typer.Exit(128 + signal.SIGTERM) from None


def print_json(body: Model) -> None:
    """A body as the HTTP interface has it."""
    typer.echo(body.model_dump_json(indent=2))
