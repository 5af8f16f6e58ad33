"""The build id of a release: the same lines as of a live graph, out of its files."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb

from kg.build import BuildDigest, entity_line, publication_line

__all__ = ["release_build_id"]

_ENTITIES = """
SELECT e.*, p.parents FROM entities e LEFT JOIN (
  SELECT child_id, list(parent_id ORDER BY parent_id) AS parents FROM hierarchy GROUP BY child_id
) p ON p.child_id = e.id
ORDER BY e.id
"""
_CLAIMS = """
SELECT concat_ws('|', id, evidence_count, supporting_count, refuting_count, study_count,
                 patient_count, CAST(round(score * 10000) AS BIGINT)) || chr(10) AS line
FROM claims ORDER BY id
"""
_EVIDENCE = "SELECT id AS line FROM evidence ORDER BY id"
_EVIDENCE_PART = ("evidence", _EVIDENCE)
_PUBLICATIONS = "SELECT * FROM publications ORDER BY id"
_RELATIONSHIPS = """
SELECT 'SUBJECT' AS kind, count(*) AS count FROM claims
UNION ALL SELECT 'OBJECT', count(*) FROM claims
UNION ALL SELECT 'IN_CONDITION', count(condition_id) FROM claims
UNION ALL SELECT predicate, count(*) FROM claims GROUP BY predicate
UNION ALL SELECT upper(evidence_direction), count(*) FROM evidence GROUP BY evidence_direction
UNION ALL SELECT 'REPORTED_IN', count(publication_id) FROM evidence
UNION ALL SELECT 'FROM_STUDY', count(*) FROM evidence WHERE unit_is_study
UNION ALL SELECT 'IS_A', count(*) FROM hierarchy
"""


def release_build_id(connection: duckdb.DuckDBPyConnection) -> str:
    """The build id, from a connection that has the release's tables."""
    digest = BuildDigest()

    def lines(part: str, statement: str) -> None:
        with connection.cursor() as cursor:
            for found in _texts(cursor, statement):
                digest.add(part, found)

    # DuckDB sorts the many lines while Python writes the few that are more than their ids.
    with ThreadPoolExecutor(1) as beside:
        sorting = [beside.submit(lines, *part) for part in (("claims", _CLAIMS), _EVIDENCE_PART)]
        for row in _rows(connection, _ENTITIES):
            types, parents = row.pop("types"), row.pop("parents")
            digest.add("entities", entity_line(_present(row), types, parents or ()))
        for row in _rows(connection, _PUBLICATIONS):
            digest.add("publications", publication_line(_present(row)))
        for part in sorting:
            part.result()
    digest.count(dict(connection.execute(_RELATIONSHIPS).fetchall()))
    return digest.build_id()


def _rows(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[dict[str, Any]]:
    for batch in connection.sql(statement).to_arrow_reader(10_000):
        yield from batch.to_pylist()


def _texts(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[memoryview]:
    """The texts of one column, joined; taken as they lie in memory."""
    for batch in connection.sql(statement).to_arrow_reader(100_000):
        column = batch.column(0)
        _, offsets, content = column.buffers()
        if content is None:
            continue
        ends = memoryview(offsets).cast("i")
        yield memoryview(content)[ends[column.offset] : ends[column.offset + len(column)]]


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
