"""A live graph as the tables that releases are compared by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.build import pages
from kg.cypher import query
from kg.database import Database
from kg.release.layout import CLAIMS, ENTITIES, EVIDENCE, HIERARCHY
from kg.release.manifest import table_file

__all__ = ["COMPARED", "save_live"]

#: Columns of evidence that are compared and shown: its id stands for all it says.
_EVIDENCE = pa.schema([EVIDENCE.field(name) for name in ("id", "claim_id", "evidence_direction")])
#: The tables that a comparison is made of.
COMPARED: dict[str, pa.Schema] = {
    "entities": ENTITIES,
    "hierarchy": HIERARCHY,
    "claims": CLAIMS,
    "evidence": _EVIDENCE,
}

_Page = Iterable[Any]


async def save_live(database: Database, folder: Path) -> None:
    """Write a live graph into a folder, page by page.

    Raises:
        DatabaseError: it cannot be read.
    """
    parents: list[tuple[str, str]] = []

    def entities(page: _Page) -> list[dict[str, Any]]:
        rows = []
        for properties, types, broader in page:
            rows.append({**properties, "types": sorted(types)})
            parents.extend((properties["id"], parent) for parent in broader)
        return rows

    await _save(database, folder, "entities", "build/entities", entities)
    await _save(database, folder, "claims", "diff/claims", _named(CLAIMS))
    await _save(database, folder, "evidence", "diff/evidence", _named(_EVIDENCE))
    rows = [dict(zip(HIERARCHY.names, pair, strict=True)) for pair in parents]
    pq.write_table(pa.Table.from_pylist(rows, HIERARCHY), folder / table_file("hierarchy"))


def _named(schema: pa.Schema) -> Callable[[_Page], list[dict[str, Any]]]:
    return lambda page: [dict(zip(schema.names, row, strict=True)) for row in page]


async def _save(
    database: Database,
    folder: Path,
    table: str,
    statement: str,
    rows: Callable[[_Page], list[dict[str, Any]]],
) -> None:
    schema = COMPARED[table]
    with pq.ParquetWriter(folder / table_file(table), schema) as writer:
        async for page in pages(database, query(statement)):
            writer.write_table(pa.Table.from_pylist(rows(page), schema))
