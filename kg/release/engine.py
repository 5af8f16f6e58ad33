"""The engine that runs the transformation on this machine: DuckDB, out of core, through Ibis."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import ibis
from ibis.expr.types import Table

__all__ = ["DuckDB", "Engine"]

#: How files are written; all of it is fixed, so that the same rows give the same bytes.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


class Engine(Protocol):
    """What the transformation needs of an engine."""

    def read(self, folder: Path) -> Table:
        """The rows of all Parquet files in a folder."""

    def write(self, table: Table, file: Path, order: tuple[str, ...]) -> None:
        """Write a table as one Parquet file; whole numbers have 64 bits.

        Without ``order`` rows are written as they come: an engine that reads files in order and
        only picks columns keeps it.
        """


class DuckDB:
    """DuckDB in memory; what does not fit goes into a folder."""

    def __init__(self, folder: Path, *, memory_mib: int, threads: int) -> None:
        self._connection = ibis.duckdb.connect(
            memory_limit=f"{memory_mib}MiB",
            threads=threads,
            temp_directory=str(folder / "spilled"),
        )

    def close(self) -> None:
        """Give everything back."""
        self._connection.disconnect()

    def read(self, folder: Path) -> Table:
        """See :class:`Engine`."""
        return self._connection.read_parquet(str(folder / "*.parquet"))

    def write(self, table: Table, file: Path, order: tuple[str, ...]) -> None:
        """See :class:`Engine`."""
        statement = ibis.to_sql(table.order_by(*order) if order else table, dialect="duckdb")
        # DuckDB adds 64-bit numbers up to 128-bit ones, of which Parquet would make fractions.
        columns = ", ".join(
            f'CAST("{name}" AS BIGINT) AS "{name}"' if kind.is_integer() else f'"{name}"'
            for name, kind in table.schema().items()
        )
        target = str(file).replace("'", "''")
        rows = f"SELECT {columns} FROM ({statement})"  # noqa: S608 (of the transformation's own)
        self._connection.raw_sql(f"COPY ({rows}) TO '{target}' ({_PARQUET})").fetchall()
