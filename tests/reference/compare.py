"""Therapies side by side."""

from __future__ import annotations

from typing import Any

from kg.model.question import CompareQuestion
from reference.profile import reported
from reference.world import World, let_in, totals


def compare(world: World, question: CompareQuestion) -> dict[str, Any]:
    """The columns of each therapy, the claims between them, and the studies of several."""
    named = [world.named(text, "Therapy") for text in question.therapies]
    groups = [{one} if question.direct else world.below(one) for one in named]
    outcomes = world.ids(question, "outcome", "Outcome")
    conditions = world.ids(question, "condition", "Condition")
    good = [
        reported(world, question, "REPORTS_OUTCOME", group, outcomes, conditions)
        for group in groups
    ]
    bad = [
        reported(world, question, "HAS_ADVERSE_EVENT", group, None, conditions) for group in groups
    ]
    between: dict[str, list[Any]] = {}
    studies: dict[str, set[int]] = {}
    for report in world.reports:
        if not let_in(report, question):
            continue
        if conditions is not None and report.condition not in conditions:
            continue
        first = {place for place, group in enumerate(groups) if report.subject in group}
        if report.predicate == "COMPARED_WITH":
            second = {place for place, group in enumerate(groups) if report.object in group}
            if any(one != other for one in first for other in second):
                between.setdefault(report.claim_id, []).append(report)
        result = report.predicate == "HAS_ADVERSE_EVENT" or (
            report.predicate == "REPORTS_OUTCOME"
            and (outcomes is None or report.object in outcomes)
        )
        if result and report.said["unit_is_study"]:
            studies.setdefault(report.unit, set()).update(first)
    return {
        "head_to_head": {
            identity: (totals(some), {report.id for report in some})
            for identity, some in between.items()
        },
        "studies": {identity: places for identity, places in studies.items() if len(places) > 1},
        "outcomes": _rows(good),
        "harms": _rows(bad),
    }


def _rows(columns: list[list[dict[str, Any]]]) -> list[tuple[str, list[Any]]]:
    by_column = [{row["id"]: row["totals"] for row in column} for column in columns]
    every = {identity for column in by_column for identity in column}
    rows = [(identity, [column.get(identity) for column in by_column]) for identity in every]

    def place(row: tuple[str, list[Any]]) -> tuple[Any, ...]:
        there = [cell for cell in row[1] if cell is not None]
        studies = sum(cell.studies for cell in there)
        return (-len(there), -studies, -sum(cell.patients for cell in there), row[0])

    return sorted(rows, key=place)
