"""The headline question."""

from __future__ import annotations

from typing import Any

from kg.model.question import TherapiesQuestion
from reference.world import Report, World, let_in, order, reached, totals


def using(world: World, question: TherapiesQuestion) -> set[str] | None:
    """Therapies with the asked cells and mechanisms; null where none were asked."""
    supported = [report for report in world.reports if report.supports]
    uses = {(r.subject, r.object) for r in supported if r.predicate == "USES_CELL_TYPE"}
    acts = {(r.subject, r.object) for r in supported if r.predicate == "ACTS_THROUGH"}
    found: set[str] | None = None
    cells = world.ids(question, "cell_type", "CellType")
    if cells is not None:
        found = {therapy for therapy, cell in uses if cell in cells}
    mechanisms = world.ids(question, "mechanism", "Mechanism")
    if mechanisms is not None:
        own = {subject for subject, mechanism in acts if mechanism in mechanisms}
        by_cell = {therapy for therapy, cell in uses if cell in own}
        found = (own | by_cell) if found is None else found & (own | by_cell)
    return found


def therapies(world: World, question: TherapiesQuestion) -> list[dict[str, Any]]:
    """Each therapy with its totals and claims, in the answer's order."""
    asked = {
        "object": world.ids(question, "outcome", "Outcome"),
        "condition": world.ids(question, "condition", "Condition"),
        "subject": world.ids(question, "therapy", "Therapy"),
    }
    used = using(world, question)
    claims: dict[str, list[Report]] = {}
    for report in world.about("REPORTS_OUTCOME"):
        fits = all(ids is None or getattr(report, role) in ids for role, ids in asked.items())
        fits = fits and report.effect is not None and question.effect in (None, report.effect)
        if fits and (used is None or report.subject in used) and let_in(report, question):
            claims.setdefault(report.claim_id, []).append(report)
    by_therapy: dict[str, dict[str, list[Report]]] = {}
    for identity, reports in claims.items():
        if any(report.supports for report in reports):
            by_therapy.setdefault(reports[0].subject, {})[identity] = reports
    items = []
    for therapy, own in by_therapy.items():
        reports = [report for some in own.values() for report in some]
        found = totals(reports)
        if reached(found, question):
            year = max((report.year or 0 for report in reports), default=0)
            place = (*order(found, year, question), -found.patients, therapy)
            items.append(
                (
                    place,
                    {
                        "therapy": therapy,
                        "totals": found,
                        "claims": {identity: totals(some) for identity, some in own.items()},
                    },
                )
            )
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]
