"""From staged rows to a whole release: tables, accounts, build id, manifest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from kg.release.assembly import assemble
from kg.release.digest import release_build_id
from kg.release.engine import DuckDB
from kg.release.layout import BATCHES, SOURCES, TABLES
from kg.release.manifest import Manifest, table_file, write_manifest
from kg.release.staging import write_rows
from kg.release.views import count_rows, release_views
from kg.terms import Terms
from kg.writer import SourceInfo

__all__ = ["Account", "Finish", "finish"]


@dataclass(slots=True)
class Account:
    """What was read for a source."""

    read: int = 0
    rejected: int = 0
    terms: int = 0
    """Rows that said something new of an entity."""


@dataclass(frozen=True, slots=True)
class Finish:
    """All that finishing a release needs."""

    staged: Path
    release: Path
    terms: Terms
    sources: list[SourceInfo]
    accounts: dict[str, Account]
    """By the id of the source."""
    report: dict[str, Any]
    memory_mib: int
    threads: int


def finish(work: Finish) -> Manifest:
    """Write the tables and the manifest.

    Raises:
        duckdb.Error, OSError: see :func:`kg.release.disk.release_errors`.
    """
    engine = DuckDB(work.staged, memory_mib=work.memory_mib, threads=work.threads)
    try:
        assemble(engine, work.staged, work.release, work.terms)
    finally:
        engine.close()
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {work.threads:d}")
        release_views(connection, work.release, TABLES.keys() - {"sources", "batches"})
        sources = _counted(connection, work.sources)
        rows = (tuple(row[name] for name in SOURCES.names) for row in sources)
        write_rows(work.release / table_file("sources"), SOURCES, rows)
        batches = _batches(connection, work, [source["id"] for source in sources])
        write_rows(work.release / table_file("batches"), BATCHES, batches)
        release_views(connection, work.release, ("sources", "batches"))
        counts = {name: count_rows(connection, name) for name in TABLES}
        build_id = release_build_id(connection)
    report = work.report | {"sources": [source["id"] for source in sources]}
    report["loaded"] = counts["evidence"] + sum(each.terms for each in work.accounts.values())
    report["already_there"] = report["read"] - report["rejected"] - report["loaded"]
    return write_manifest(
        work.release,
        Manifest(
            build_id=build_id,
            vocabulary=work.terms.sha256,
            terms=work.terms.digest,
            counts=counts,
            sources=sources,
            report=report,
        ),
    )


def _counted(
    connection: duckdb.DuckDBPyConnection, sources: list[SourceInfo]
) -> list[dict[str, Any]]:
    """Each source once, with how much it states; one that states nothing is not there."""
    evidence = dict(
        connection.execute("SELECT source_id, count(*) FROM mentions GROUP BY 1").fetchall()
    )
    terms = dict(
        connection.execute("SELECT source_id, count(*) FROM descriptions GROUP BY 1").fetchall()
    )
    found = {source.id: source for source in sources}
    return [
        asdict(found[identity])
        | {
            "contents": list(found[identity].contents),
            "evidence_count": evidence.get(identity, 0),
            "term_count": terms.get(identity, 0),
        }
        for identity in sorted(found)
        if identity in evidence or identity in terms
    ]


def _batches(
    connection: duckdb.DuckDBPyConnection, work: Finish, sources: list[str]
) -> list[tuple[Any, ...]]:
    """The ledger: each source as one batch, in the order of the inputs."""
    first = _brought_first(connection, work.staged)
    found = []
    for source in (source for source in work.sources if source.id in sources):
        account = work.accounts[source.id]
        loaded = first.get(source.id, 0) + account.terms
        there = account.read - account.rejected - loaded
        identity = f"{source.id}/{source.sha256}/0"
        counts = (account.read, loaded, there, account.rejected)
        found.append((identity, source.id, 0, *counts))
    return found


def _brought_first(connection: duckdb.DuckDBPyConnection, staged: Path) -> dict[str, int]:
    """How much evidence each source was the first to state."""
    connection.read_parquet(str(staged / "reports" / "*.parquet")).create_view("reports")
    return dict(
        connection.execute(
            "SELECT source_id, count(*) FROM ("
            "SELECT arg_min(source_id, position) AS source_id FROM reports GROUP BY id"
            ") GROUP BY source_id"
        ).fetchall()
    )
