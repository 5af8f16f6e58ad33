"""What an entity is joined to."""

from __future__ import annotations

from typing import Any

from kg.model.neighbors import NeighborsQuestion
from reference.world import Report, World, totals


def neighbors(world: World, question: NeighborsQuestion) -> list[dict[str, Any]]:
    """Neighbours by (other, predicate, way), in the answer's order."""
    claims: dict[str, list[Report]] = {}
    for report in world.reports:
        claims.setdefault(report.claim_id, []).append(report)
    joined: dict[tuple[str, str, str], list[list[Report]]] = {}
    for reports in claims.values():
        one = reports[0]
        for way, own, other in (("out", one.subject, one.object), ("in", one.object, one.subject)):
            wanted = question.way in (None, way) and (
                not question.predicate or one.predicate in question.predicate
            )
            kinds = set(world.entities[other]["labels"])
            if (
                own == question.entity
                and wanted
                and (not question.type or kinds & set(map(str, question.type)))
            ):
                joined.setdefault((other, one.predicate, way), []).append(reports)
    items = []
    for (other, predicate, way), found in joined.items():
        counted = [totals(reports) for reports in found]
        score, studies = max(t.score for t in counted), max(t.studies for t in counted)
        if score >= question.min_score:
            place = (-score, -studies, -len(found), other, predicate, way)
            effects = {reports[0].effect for reports in found} - {None}
            items.append((place, effects))
    items.sort(key=lambda pair: pair[0])
    return [
        {
            "entity": place[3],
            "predicate": place[4],
            "way": place[5],
            "claim_count": -place[2],
            "study_count": -place[1],
            "score": -place[0] + 0.0,
            "effects": effects,
        }
        for place, effects in items
    ]
