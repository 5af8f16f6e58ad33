"""Contradictions: reports sorted into sides, and what each unit states counted out."""

from __future__ import annotations

import math
from typing import Any

from kg.model.question import ContradictionsQuestion
from reference.world import Report, World, let_in

_CONTEXTS = {
    "course": "population_course",
    "cell_source": "treatment_cell_source",
    "donor": "treatment_donor",
    "design": "design_type",
    "comparator": "result_comparator",
    "follow_up": "result_timepoint_months",
}


def contradictions(world: World, question: ContradictionsQuestion) -> list[dict[str, Any]]:
    """Each with its sides and separations, in the answer's order."""
    asked = {
        "subject": world.ids(question, "therapy", "Therapy"),
        "object": world.ids(question, "outcome", "Outcome"),
        "condition": world.ids(question, "condition", "Condition"),
    }
    groups: dict[tuple[str, str, str], dict[tuple[str | None, bool], list[Report]]] = {}
    for report in world.reports:
        fits = all(ids is None or getattr(report, role) in ids for role, ids in asked.items())
        if fits and let_in(report, question):
            sides = groups.setdefault((report.subject, report.predicate, report.object), {})
            sides.setdefault((report.effect, report.supports), []).append(report)
    found = []
    for key, sides in groups.items():
        pairs = [
            (one, other) for one in sides for other in sides if one != other and _oppose(one, other)
        ]
        if not pairs:
            continue
        scores = {side: _score(reports) for side, reports in sides.items()}
        ordered = sorted(sides, key=lambda side: (-scores[side], side[0] or "", _word(side)))
        one, other = min(
            (pair for pair in pairs if ordered.index(pair[0]) < ordered.index(pair[1])),
            key=lambda pair: (
                -min(scores[pair[0]], scores[pair[1]]),
                ordered.index(pair[0]),
                ordered.index(pair[1]),
            ),
        )
        weaker = min(scores[one], scores[other])
        count = sum(len(reports) for reports in sides.values())
        found.append(
            {
                "place": (-weaker, -count, key),
                "key": key,
                "score": weaker,
                "sides": [
                    (side[0], _word(side), len(sides[side]), scores[side]) for side in ordered
                ],
                "opposed": (ordered.index(one), ordered.index(other)),
                "differs": _differs(world, sides[one], sides[other]),
            }
        )
    return sorted(found, key=lambda item: item["place"])


def _word(side: tuple[str | None, bool]) -> str:
    return "supports" if side[1] else "refutes"


def _oppose(one: tuple[str | None, bool], other: tuple[str | None, bool]) -> bool:
    if one[1] and other[1]:
        return None not in (one[0], other[0]) and one[0] != other[0]
    return one[1] != other[1] and one[0] == other[0]


def _score(reports: list[Report]) -> float:
    strongest: dict[str, int] = {}
    for report in reports:
        strongest[report.unit] = max(strongest.get(report.unit, 0), report.said["strength"])
    return round(1 - math.exp(-sum(strongest.values()) / 1e6), 4)


def _differs(world: World, one: list[Report], other: list[Report]) -> list[tuple[str, float]]:
    found = []
    for context in (*_CONTEXTS, "condition", "route", "phase", "year"):
        here, there = _stated(world, one, context), _stated(world, other, context)
        numbers = context in ("follow_up", "year")
        separation = _numbers(here, there) if numbers else _words(here, there)
        if separation > 0:
            found.append((context, separation))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _stated(world: World, reports: list[Report], context: str) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = {}
    for report in reports:
        said = report.said
        value: Any
        if context == "condition":
            value = world.entities[report.condition]["name"] if report.condition else None
        elif context == "route":
            value = said["treatment_route"].lower() if "treatment_route" in said else None
        elif context == "phase":
            value = said.get("design_phase", said.get("study_phase"))
        elif context == "year":
            value = report.year
        else:
            value = said.get(_CONTEXTS[context])
        values = found.setdefault(report.unit, set())
        if value is not None:
            values.add(value)
    return found


def _words(here: dict[str, set[Any]], there: dict[str, set[Any]]) -> float:
    mine = [values for values in here.values() if values]
    theirs = [values for values in there.values() if values]
    if not mine or not theirs:
        return 0.0
    overlap = 0.0
    for value in set().union(*mine):
        p = sum(1 / len(values) for values in mine if value in values) / len(mine)
        q = sum(1 / len(values) for values in theirs if value in values) / len(theirs)
        overlap += min(p, q)
    told = (len(mine) + len(theirs)) / (len(here) + len(there))
    return round(told * (1 - overlap), 4)


def _numbers(here: dict[str, set[Any]], there: dict[str, set[Any]]) -> float:
    mine = [sum(values) / len(values) for values in here.values() if values]
    theirs = [sum(values) / len(values) for values in there.values() if values]
    if not mine or not theirs:
        return 0.0
    pairs = [(a > b) - (a < b) for a in mine for b in theirs]
    told = (len(mine) + len(theirs)) / (len(here) + len(there))
    return round(told * abs(sum(pairs)) / len(pairs), 4)
