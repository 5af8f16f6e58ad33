"""A release as the CSV files that ``neo4j-admin database import full`` reads.

Nodes are numbered through in the order of the files, so that the importer needs no index of
identifiers. The array delimiter is a control character that no text of the model may hold.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.release.layout import (
    BATCHES,
    CLAIMS,
    DESCRIPTIONS,
    ENTITIES,
    EVIDENCE,
    PUBLICATIONS,
    SOURCES,
)
from kg.release.manifest import table_file
from kg.release.views import count_rows, release_views

__all__ = ["ARRAY_DELIMITER", "CsvFiles", "write_csv"]

#: Between the elements of an array, as ``neo4j-admin`` takes it.
ARRAY_DELIMITER = "U+001F"
_JOIN = "chr(31)"

_TYPES = {
    pa.string(): "string",
    pa.int64(): "long",
    pa.float64(): "double",
    pa.bool_(): "boolean",
}
#: Texts that may have line breaks in them, which the importer must be told of.
_RUNNING_TEXT = {
    "entities": ("description", "why_stopped"),
    "evidence": (
        "design_limitations",
        "population_description",
        "provenance_quote",
        "study_why_stopped",
    ),
    "descriptions": ("description",),
}

#: Tables of nodes in the order in which they are numbered.
_NUMBERED = ("entities", "publications", "claims", "evidence", "sources", "batches")


@dataclass(frozen=True, slots=True)
class CsvFiles:
    """The files, as arguments name them."""

    nodes: tuple[tuple[str, Path], ...]
    """Labels, empty where the file has a column for them, and the file."""
    relationships: tuple[tuple[str, Path], ...]
    """Types, likewise."""
    multiline: tuple[Path, ...]
    """Those in which a text has line breaks."""

    def arguments(self) -> list[str]:
        """The arguments of ``neo4j-admin database import full`` behind the database's name."""
        found = [f"--array-delimiter={ARRAY_DELIMITER}", "--id-type=integer"]
        for option, files in (("nodes", self.nodes), ("relationships", self.relationships)):
            found += [
                f"--{option}={kind}={file}" if kind else f"--{option}={file}"
                for kind, file in files
            ]
        if self.multiline:
            listed = ",".join(map(str, self.multiline))
            found += [f"--multiline-fields={listed}", "--multiline-fields-format=v2"]
        return found


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    """Also tells what the file holds where it is one of nodes."""
    kind: str
    """Label or type of all its rows; empty where a column tells."""
    select: str
    table: str = ""
    """The table whose texts it holds."""


def write_csv(connection: duckdb.DuckDBPyConnection, release: Path, folder: Path) -> CsvFiles:
    """Write the CSV files of a release into a folder.

    Raises:
        duckdb.Error, OSError: see :func:`kg.release.disk.release_errors`.
    """
    release_views(connection, release)
    _number(connection, release)
    nodes: list[tuple[str, Path]] = []
    relationships: list[tuple[str, Path]] = []
    multiline: list[Path] = []
    for into, files in ((nodes, _nodes(release)), (relationships, _RELATIONSHIPS)):
        for file in files:
            path = folder / f"{file.name}.csv"
            _copy(connection, file, path)
            into.append((file.kind, path))
            if _has_breaks(connection, file.table):
                multiline.append(path)
    return CsvFiles(tuple(nodes), tuple(relationships), tuple(multiline))


def _number(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    """Give every node its number, in tables that relationships are joined with."""
    before = 0
    for name in _NUMBERED:
        rows = connection.read_parquet(str(release / table_file(name)), file_row_number=True)
        rows.project(f"*, file_row_number + {before:d} AS place").create_view(f"{name}_at")
        before += count_rows(connection, name)


def _copy(connection: duckdb.DuckDBPyConnection, file: _File, path: Path) -> None:
    target = str(path).replace("'", "''")
    connection.execute(f"COPY ({file.select}) TO '{target}' (FORMAT csv, HEADER)").fetchall()


def _has_breaks(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    columns = _RUNNING_TEXT.get(table, ())
    breaks = " OR ".join(
        f"contains({name}, chr(10)) OR contains({name}, chr(13))" for name in columns
    )
    return bool(columns) and count_rows(connection, f"{table} WHERE {breaks}") > 0


def _columns(schema: pa.Schema, present: Container[str]) -> str:
    """The select list of a table's properties that any row has, each with its header."""
    found = []
    for field in schema:
        if field.name not in present:
            continue
        if field.type == pa.list_(pa.string()):
            value = f"array_to_string({field.name}, {_JOIN})"
            found.append(f'{value} AS "{field.name}:string[]"')
        else:
            found.append(f'"{field.name}" AS "{field.name}:{_TYPES[field.type]}"')
    return ", ".join(found)


def _present(release: Path, table: str) -> set[str]:
    """The columns of a table in which any row has a value, or might."""
    groups = pq.read_metadata(release / table_file(table))
    found = set()
    for number in range(groups.num_row_groups):
        group = groups.row_group(number)
        for place in range(group.num_columns):
            column = group.column(place)
            told = column.statistics
            if told is None or not told.has_null_count or told.null_count < group.num_rows:
                found.add(column.path_in_schema.partition(".")[0])
    return found


def _nodes(release: Path) -> Iterator[_File]:
    """Files of nodes, without the columns that are empty: both sides would only skip them."""
    for name, label, schema, left_out, more in (
        ("entities", "", ENTITIES, "types", _LABELS),
        ("publications", "Publication", PUBLICATIONS, "", ""),
        ("claims", "Claim", CLAIMS, "", ""),
        ("evidence", "Evidence", EVIDENCE, "claim_id", ""),
        ("sources", "Source", SOURCES, "", ""),
        ("batches", "LoadedBatch", BATCHES, "", ""),
    ):
        columns = _columns(schema, _present(release, name) - {left_out})
        listed = ", ".join(part for part in ('place AS ":ID"', columns, more) if part)
        yield _File(name, label, f"SELECT {listed} FROM {name}_at", name)  # noqa: S608


_LABELS = f"array_to_string(['Entity'] || types, {_JOIN}) AS \":LABEL\""


def _ends(
    name: str, kind: str, start: str, end: str, origin: str, columns: str = "", table: str = ""
) -> _File:
    """Relationships between numbered nodes; ``origin`` is what a row is made of."""
    ends = f'{start} AS ":START_ID", {end} AS ":END_ID"'
    more = f", {columns}" if columns else ""
    return _File(name, kind, f"SELECT {ends}{more} FROM {origin}", table)  # noqa: S608


_CLAIM = "claims_at c JOIN entities_at s ON s.id = c.subject_id"
_CLAIM_ENDS = f"{_CLAIM} JOIN entities_at o ON o.id = c.object_id"
_RELATIONSHIPS = (
    _ends("subject", "SUBJECT", "c.place", "s.place", _CLAIM),
    _ends(
        "object",
        "OBJECT",
        "c.place",
        "o.place",
        "claims_at c JOIN entities_at o ON o.id = object_id",
    ),
    _ends(
        "in_condition",
        "IN_CONDITION",
        "c.place",
        "x.place",
        "claims_at c JOIN entities_at x ON x.id = condition_id",
    ),
    _ends(
        "direct",
        "",
        "s.place",
        "o.place",
        _CLAIM_ENDS,
        'predicate AS ":TYPE", c.id AS "claim_id:string", condition_id AS "condition_id:string",'
        ' effect_direction AS "effect_direction:string", study_count AS "studies:long",'
        ' patient_count AS "patients:long", score AS "score:double"',
    ),
    _ends(
        "supports",
        "",
        "e.place",
        "c.place",
        "evidence_at e JOIN claims_at c ON c.id = e.claim_id",
        'upper(evidence_direction) AS ":TYPE"',
    ),
    _ends(
        "reported_in",
        "REPORTED_IN",
        "e.place",
        "p.place",
        "evidence_at e JOIN publications_at p ON p.id = e.publication_id",
    ),
    _ends(
        "from_study",
        "FROM_STUDY",
        "e.place",
        "s.place",
        "evidence_at e JOIN entities_at s ON s.id = e.unit WHERE e.unit_is_study",
    ),
    _ends(
        "mentions",
        "FROM_SOURCE",
        "e.place",
        "s.place",
        "mentions m JOIN evidence_at e ON e.id = m.evidence_id"
        " JOIN sources_at s ON s.id = m.source_id",
        'record AS "record:string"',
    ),
    _ends(
        "descriptions",
        "FROM_SOURCE",
        "n.place",
        "s.place",
        "descriptions d JOIN entities_at n ON n.id = d.entity_id"
        " JOIN sources_at s ON s.id = d.source_id",
        ", ".join(
            f"nullif(array_to_string(d.{field.name}, {_JOIN}), '') AS \"{field.name}:string[]\""
            if field.type == pa.list_(pa.string())
            else f'd.{field.name} AS "{field.name}:string"'
            for field in list(DESCRIPTIONS)[2:]
        ),
        "descriptions",
    ),
    _ends(
        "is_a",
        "IS_A",
        "c.place",
        "p.place",
        "hierarchy JOIN entities_at c ON c.id = child_id JOIN entities_at p ON p.id = parent_id",
    ),
    _ends(
        "batches_of",
        "OF",
        "b.place",
        "s.place",
        "batches_at b JOIN sources_at s ON s.id = b.source_id",
    ),
)
