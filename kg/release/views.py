"""The files of a release as tables of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from kg.release.layout import TABLES
from kg.release.manifest import table_file

__all__ = ["count_rows", "release_views"]


def release_views(
    connection: duckdb.DuckDBPyConnection,
    release: Path,
    names: Iterable[str] = TABLES,
    prefix: str = "",
) -> None:
    """Make files of a release known to a connection by the names of their tables."""
    for name in names:
        connection.read_parquet(str(release / table_file(name))).create_view(f"{prefix}{name}")


def count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has; it may come with a condition."""
    [(count,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608
    return int(count)
