"""Claims under filters."""

from __future__ import annotations

from typing import Any

from kg.model.question import ClaimsQuestion
from reference.world import Report, World, let_in, order, reached, totals


def claims(world: World, question: ClaimsQuestion) -> list[tuple[str, Any]]:
    """Claim ids with their totals, in the answer's order."""
    asked = {role: world.ids(question, role) for role in ("subject", "object", "condition")}
    found: dict[str, list[Report]] = {}
    for report in world.reports:
        fits = all(ids is None or getattr(report, role) in ids for role, ids in asked.items())
        fits = fits and question.predicate in (None, report.predicate)
        if fits and question.effect in (None, report.effect) and let_in(report, question):
            found.setdefault(report.claim_id, []).append(report)
    items = []
    for identity, reports in found.items():
        counted = totals(reports)
        if reached(counted, question):
            year = max(report.year or 0 for report in reports)
            items.append(((*order(counted, year, question), identity), counted))
    return [(place[-1], counted) for place, counted in sorted(items, key=lambda pair: pair[0])]
