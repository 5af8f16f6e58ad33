"""Staged rows of small inputs, and what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from kg.release.assembly import assemble, make_folders
from kg.release.digest import release_build_id
from kg.release.engine import DuckDB, Engine
from kg.release.layout import TABLES
from kg.release.manifest import table_file
from kg.release.views import release_views
from kg.terms import Terms
from loaders.chunks import LoadOptions
from loaders.datasets import datasets
from loaders.loader import InputFile
from loaders.release.parts import parts_of
from loaders.release.reading import Reading
from loaders.rows import SourceDetails

#: The tables that the transformation makes.
MADE = [name for name in TABLES if name not in ("sources", "batches")]


def stage(folder: Path, files: list[InputFile], terms: Terms, *, size: int = 20_000) -> Path:
    """What inputs say, staged in parts of so many bytes."""
    staged = folder / "staged"
    make_folders(staged)
    reading = Reading(staged, terms, LoadOptions())
    for part in parts_of(datasets(files, SourceDetails()), size):
        assert not reading.part(part).facts_left
    return staged


def made(engine: Engine, staged: Path, release: Path, terms: Terms) -> Path:
    """The tables of a release."""
    release.mkdir()
    assemble(engine, staged, release, terms)
    return release


def made_by_duckdb(staged: Path, release: Path, terms: Terms, *, threads: int = 2) -> Path:
    engine = DuckDB(staged, memory_mib=512, threads=threads)
    try:
        return made(engine, staged, release, terms)
    finally:
        engine.close()


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, without what they do not have."""
    found = pq.read_table(release / table_file(table)).to_pylist()
    return [{key: value for key, value in row.items() if value is not None} for row in found]


def build_id_of(release: Path) -> str:
    with duckdb.connect() as connection:
        release_views(connection, release, MADE)
        return release_build_id(connection)
