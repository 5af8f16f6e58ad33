"""The profile of a therapy: what is reported of it, and the claims about what it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.model.question import EvidenceFilters, ProfileQuestion
from kg.vocabulary import DesignType
from reference.world import Report, Totals, World, let_in, totals


def above(world: World, identity: str) -> set[str]:
    """An entity and everything broader."""
    found, ahead = set(), [identity]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += world.entities[one]["parents"]
    return found


def reported(
    world: World,
    question: EvidenceFilters,
    predicate: str,
    therapies: set[str],
    objects: set[str] | None,
    conditions: set[str] | None,
) -> list[dict[str, Any]]:
    """Outcomes or harms of therapies, best supported first, by direction."""
    by_object: dict[str, list[Report]] = {}
    for report in world.about(predicate):
        fits = report.subject in therapies and (objects is None or report.object in objects)
        fits = fits and (conditions is None or report.condition in conditions)
        if fits and let_in(report, question):
            by_object.setdefault(report.object, []).append(report)
    rows = [_row(identity, reports) for identity, reports in by_object.items()]
    return sorted(
        rows,
        key=lambda row: (
            -row["totals"].score,
            -row["totals"].studies,
            -row["totals"].patients,
            row["id"],
        ),
    )


def _row(identity: str, reports: list[Report]) -> dict[str, Any]:
    order = [*map(str, DesignType)]
    by_effect: dict[str | None, list[Report]] = {}
    for report in reports:
        by_effect.setdefault(report.effect, []).append(report)
    return {
        "id": identity,
        "totals": totals(reports),
        "said_of": {report.subject for report in reports},
        "claims": {report.claim_id for report in reports},
        "best_design": min((r.said["design_type"] for r in reports), key=order.index),
        "effects": {
            effect: (
                len({report.unit for report in some if report.supports}),
                len({report.unit for report in some if not report.supports}),
                totals(some),
            )
            for effect, some in by_effect.items()
        },
        "arms": {
            (report.id, report.said["result_affected"], report.said.get("result_at_risk"))
            for report in reports
            if "result_affected" in report.said
        },
    }


def profile(world: World, question: ProfileQuestion) -> dict[str, Any]:
    """All parts whose rows are counted."""
    therapies = world.ids(question, "therapy", "Therapy") or set()
    conditions = world.ids(question, "condition", "Condition")
    named = world.named(question.therapy, "Therapy")
    counted = [report for report in world.reports if let_in(report, question)]
    uses = [r for r in counted if r.predicate == "USES_CELL_TYPE" and r.subject in therapies]
    cells = {report.object for report in uses if report.supports}
    bearers = therapies.union(*(above(world, one) for one in {named, *cells}))

    def here(report: Report) -> bool:
        return conditions is None or report.condition in conditions

    acts = [r for r in counted if r.predicate == "ACTS_THROUGH" and r.subject in bearers]
    treats = [
        r
        for r in counted
        if r.predicate == "TREATS"
        and r.subject in therapies
        and (conditions is None or r.object in conditions)
    ]
    compared = [
        r
        for r in counted
        if r.predicate == "COMPARED_WITH" and {r.subject, r.object} & therapies and here(r)
    ]
    own_acts = [report for report in acts if report.subject in therapies]
    results = [
        r
        for r in counted
        if r.predicate in ("REPORTS_OUTCOME", "HAS_ADVERSE_EVENT")
        and r.subject in therapies
        and here(r)
    ]
    every = [*uses, *own_acts, *treats, *compared, *results]
    return {
        "cell_types": _claims(uses),
        "mechanisms": _claims(acts),
        "treats": _claims(treats),
        "comparisons": _claims(compared),
        "inherited": {report.claim_id for report in acts if report.subject not in therapies},
        "evidence": totals(every),
        "units": len({report.unit for report in every}),
        "by_design": dict(Counter(report.said["design_type"] for report in every)),
        "by_predicate": dict(Counter(report.predicate for report in every)),
        "studies": {r.unit for r in every if r.said["unit_is_study"]},
        "refuted": Counter(report.claim_id for report in every if not report.supports),
        "outcomes": reported(world, question, "REPORTS_OUTCOME", therapies, None, conditions),
        "harms": reported(world, question, "HAS_ADVERSE_EVENT", therapies, None, conditions),
    }


def _claims(reports: list[Report]) -> list[tuple[str, Totals]]:
    by_claim: dict[str, list[Report]] = {}
    for report in reports:
        by_claim.setdefault(report.claim_id, []).append(report)
    counted = [(identity, totals(some)) for identity, some in by_claim.items()]
    return sorted(counted, key=lambda pair: (-pair[1].score, -pair[1].studies, pair[0]))
