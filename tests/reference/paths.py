"""Paths: every simple path there is, then sorted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from kg.model.question import PathsQuestion
from kg.vocabulary import EntityType
from reference.world import Report, World, let_in, totals

Step = tuple[str, str, int, Fraction, str]
"""From, to, sign, score, claim id."""


def paths(world: World, question: PathsQuestion) -> list[dict[str, Any]]:
    """All paths in the answer's order."""
    avoid = [_members(world, text, question) for text in question.avoid or []]
    shunned = {
        i
        for text, ids in zip(question.avoid or [], avoid, strict=True)
        for i in ids
        if not _kind(text)
    }
    not_between = {identity for ids in avoid for identity in ids}
    through = [_members(world, text, question) for text in question.through or []]
    starts = _members(world, question.start, question) - shunned
    ends = _members(world, question.end, question) - shunned
    out: dict[str, list[Step]] = {}
    for step in _steps(world, question):
        out.setdefault(step[0], []).append(step)
    found = []
    for start in starts:
        for path in _walks([start], [], out, ends, question.max_hops):
            inner = {step[1] for step in path[:-1]}
            if inner & not_between or not all(inner & ids for ids in through):
                continue
            score = Fraction(1)
            for step in path:
                score *= step[3]
            nodes = (path[0][0], *(step[1] for step in path))
            claims = tuple(step[4] for step in path)
            sign = 1
            for step in path:
                sign *= step[2]
            found.append(
                {
                    "place": (-score, len(path), nodes, claims),
                    "nodes": nodes,
                    "claims": claims,
                    "score": float(score),
                    "sign": {1: "+1", -1: "-1", 0: None}[sign],
                }
            )
    return sorted(found, key=lambda one: one["place"])


def _walks(
    nodes: list[str],
    steps: list[Step],
    out: dict[str, list[Step]],
    ends: set[str],
    hops: int,
) -> Iterator[list[Step]]:
    if steps and nodes[-1] in ends:
        yield steps
    if len(steps) < hops:
        for step in out.get(nodes[-1], []):
            if step[1] not in nodes:
                yield from _walks([*nodes, step[1]], [*steps, step], out, ends, hops)


def _kind(text: str) -> str | None:
    return text if text in list(EntityType) else None


def _members(world: World, text: str, question: PathsQuestion) -> set[str]:
    if _kind(text):
        return {row["id"] for row in world.entities.values() if row["type"] == text}
    return {text} if question.direct else world.below(text)


def _steps(world: World, question: PathsQuestion) -> list[Step]:
    claims: dict[str, list[Report]] = {}
    for report in world.reports:
        wanted = question.predicate or [p for p in _all(world) if p != "COMPARED_WITH"]
        if report.predicate in wanted and let_in(report, question):
            claims.setdefault(report.claim_id, []).append(report)
    best: dict[tuple[str, str, int], Step] = {}
    for identity, reports in claims.items():
        score = Fraction(round(totals(reports).score * 10_000), 10_000)
        if score > 0:
            one = reports[0]
            sign = {"improved": 1, "worsened": -1}.get(one.effect or "", 0)
            step = (one.subject, one.object, sign, score, identity)
            known = best.get(step[:3])
            if known is None or (-score, identity) < (-known[3], known[4]):
                best[step[:3]] = step
    return list(best.values())


def _all(world: World) -> set[str]:
    return {report.predicate for report in world.reports}
