"""``therapath up``, ``down`` and ``status``: the local Neo4j, with the graph in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.cli import run
from kg.server import cli

if TYPE_CHECKING:
    from kg.database import Database

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    cli.register(app, prepare=_prepare, describe=_describe)


def _prepare() -> None:
    """Put schema and vocabulary in place."""
    from kg.setup import ensure_ready

    run(ensure_ready)


def _describe(build: bool) -> dict[str, str]:
    """What the graph holds; with ``build`` also its build id, for which all of it is read."""
    from kg.build import build_id
    from kg.errors import DatabaseNotReady
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
