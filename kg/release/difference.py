"""What changed between two graphs, each as the tables of a release; DuckDB does the set work.

Flips come first, because they change an answer: claims about the same subject, object and
condition whose leading effect is another one now, and claims that more reports refute than
support now (or the other way round).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kg.release.layout import CLAIMS, ENTITIES
from kg.release.live import COMPARED
from kg.release.views import release_views

__all__ = ["CHANGES", "Change", "Difference"]

_TOTALS = CLAIMS.names[6:]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change, with the statement that gives its rows."""

    name: str
    """As ``flips.effect``: what changed, and how."""
    select: str


_CLAIM_NAMES = """
  coalesce(sb.name, sa.name, {0}.subject_id) AS subject, {0}.predicate,
  coalesce(ob.name, oa.name, {0}.object_id) AS object,
  coalesce(cb.name, ca.name, {0}.condition_id) AS condition
"""
_CLAIM_JOINS = """
  LEFT JOIN a_entities sa ON sa.id = {0}.subject_id
  LEFT JOIN b_entities sb ON sb.id = {0}.subject_id
  LEFT JOIN a_entities oa ON oa.id = {0}.object_id
  LEFT JOIN b_entities ob ON ob.id = {0}.object_id
  LEFT JOIN a_entities ca ON ca.id = {0}.condition_id
  LEFT JOIN b_entities cb ON cb.id = {0}.condition_id
"""


def _leading(side: str) -> str:
    """The effect that most speaks for, of claims that differ in nothing else."""
    return f"""
      SELECT subject_id, predicate, object_id, condition_id,
             arg_max(effect_direction, (score, supporting_count, effect_direction)) AS effect
      FROM {side}_claims WHERE effect_direction IS NOT NULL AND supporting_count > 0
      GROUP BY ALL
    """  # noqa: S608


_EFFECT_FLIPS = f"""
  SELECT {_CLAIM_NAMES.format("b")}, a.effect AS before, b.effect AS after,
         b.subject_id, b.object_id, b.condition_id
  FROM ({_leading("a")}) a JOIN ({_leading("b")}) b
    ON a.subject_id = b.subject_id AND a.predicate = b.predicate AND a.object_id = b.object_id
    AND a.condition_id IS NOT DISTINCT FROM b.condition_id
  {_CLAIM_JOINS.format("b")}
  WHERE a.effect <> b.effect ORDER BY ALL
"""  # noqa: S608
_MAJORITY_FLIPS = f"""
  SELECT {_CLAIM_NAMES.format("b")}, b.effect_direction,
         a.supporting_count || ' : ' || a.refuting_count AS before,
         b.supporting_count || ' : ' || b.refuting_count AS after, b.id
  FROM a_claims a JOIN b_claims b ON a.id = b.id
  {_CLAIM_JOINS.format("b")}
  WHERE sign(a.supporting_count - a.refuting_count) * sign(b.supporting_count - b.refuting_count)
        = -1
  ORDER BY ALL
"""  # noqa: S608


def _one_sided(table: str, have: str, lack: str, columns: str) -> str:
    return f"""
      SELECT {columns} FROM {have}_{table} x
      WHERE NOT EXISTS (SELECT 1 FROM {lack}_{table} y WHERE y.id = x.id) ORDER BY x.id
    """  # noqa: S608


def _changed_fields(names: list[str]) -> str:
    """The names of the columns that differ, and a condition that one does."""
    cases = ", ".join(f"CASE WHEN a.{n} IS DISTINCT FROM b.{n} THEN '{n}' END" for n in names)
    return f"list_filter([{cases}], lambda name: name IS NOT NULL)"


def _with_parents(side: str) -> str:
    return f"""(
      SELECT e.*, h.parents FROM {side}_entities e LEFT JOIN (
        SELECT child_id, list(parent_id ORDER BY parent_id) AS parents
        FROM {side}_hierarchy GROUP BY child_id
      ) h ON h.child_id = e.id)"""  # noqa: S608


_FIELDS = [*ENTITIES.names[1:], "parents"]
_ENTITIES_CHANGED = f"""
  SELECT * FROM (
    SELECT a.id, b.type, b.name, {_changed_fields(_FIELDS)} AS fields
    FROM {_with_parents("a")} a JOIN {_with_parents("b")} b ON a.id = b.id
  ) WHERE len(fields) > 0 ORDER BY id
"""  # noqa: S608
_SIDES = ", ".join(
    f"struct_pack({', '.join(f'{n} := {side}.{n}' for n in _TOTALS)}) AS {word}"
    for side, word in (("a", "before"), ("b", "after"))
)
_CLAIMS_CHANGED = f"""
  SELECT a.id, {_CLAIM_NAMES.format("b")}, b.effect_direction, {_SIDES}
  FROM a_claims a JOIN b_claims b ON a.id = b.id {_CLAIM_JOINS.format("b")}
  WHERE len({_changed_fields(_TOTALS)}) > 0 ORDER BY a.id
"""  # noqa: S608


def _claims(have: str, lack: str) -> str:
    return f"""
      SELECT x.id, {_CLAIM_NAMES.format("x")}, x.effect_direction, x.evidence_count, x.score
      FROM {have}_claims x {_CLAIM_JOINS.format("x")}
      WHERE NOT EXISTS (SELECT 1 FROM {lack}_claims y WHERE y.id = x.id) ORDER BY x.id
    """  # noqa: S608


_ENTITY = "x.id, x.type, x.name"
_REPORT = "x.id, x.claim_id, x.evidence_direction"
#: In the order in which they are told.
CHANGES = (
    Change("flips.effect", _EFFECT_FLIPS),
    Change("flips.majority", _MAJORITY_FLIPS),
    Change("claims.added", _claims("b", "a")),
    Change("claims.removed", _claims("a", "b")),
    Change("claims.changed", _CLAIMS_CHANGED),
    Change("entities.added", _one_sided("entities", "b", "a", _ENTITY)),
    Change("entities.removed", _one_sided("entities", "a", "b", _ENTITY)),
    Change("entities.changed", _ENTITIES_CHANGED),
    Change("evidence.added", _one_sided("evidence", "b", "a", _REPORT)),
    Change("evidence.removed", _one_sided("evidence", "a", "b", _REPORT)),
)


class Difference:
    """Two graphs beside each other."""

    def __init__(self, before: Path, after: Path) -> None:
        self._connection = duckdb.connect()
        for prefix, folder in (("a_", before), ("b_", after)):
            release_views(self._connection, folder, COMPARED, prefix)

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind."""
        found = {}
        for change in CHANGES:
            select = f"SELECT count(*) FROM ({change.select})"  # noqa: S608
            [(count,)] = self._connection.execute(select).fetchall()
            found[change.name] = int(count)
        return found

    def rows(self, change: Change, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """The changes of a kind, in a fixed order."""
        end = "" if limit is None else f" LIMIT {limit:d}"
        found = self._connection.sql(f"FROM ({change.select}){end}")
        for batch in found.to_arrow_reader(10_000):
            yield from batch.to_pylist()
