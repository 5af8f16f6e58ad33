"""Totals and scores of claims, and of their direct relationships, out of all their evidence."""

from __future__ import annotations

from kg import scoring
from kg.batch import direct_and_totals
from kg.cypher import query
from kg.database import Transaction

__all__ = ["update_totals"]


async def update_totals(tx: Transaction, predicates: dict[str, str]) -> None:
    """Sum up claims anew from all their evidence; keys are claim ids, values predicates."""
    answer = await tx.run(query("write/reports"), claims=list(predicates))
    reports: dict[str, list[scoring.Report]] = {}
    for claim, supports, unit, strength, patients, study, count in answer["reports"]:
        reports.setdefault(claim, []).append(
            scoring.Report(supports, unit, strength, patients or 0, study, count)
        )
    rows = []
    for claim, found in reports.items():
        properties, direct = direct_and_totals(found)
        rows.append(
            {
                "id": claim,
                "predicate": predicates[claim],
                "properties": properties,
                "direct": direct,
            }
        )
    await tx.run(query("write/totals"), rows=rows)
