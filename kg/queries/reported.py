"""Reports on therapies, summed up: by object and direction, each independent unit once.

The reports come as short rows from ``profile/reports`` or, where they are filtered,
``profile/filtered``; summing them up here is faster than in the database, and bounded in its
memory (see the statement).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.cypher import query
from kg.database import Database
from kg.model.entity import EntitySummary
from kg.model.profile import (
    Arm,
    Direction,
    ReportedHarm,
    ReportedOutcome,
)
from kg.scoring import totals
from kg.vocabulary import DesignType, EffectDirection, Predicate

__all__ = [
    "MOST",
    "ClaimRow",
    "Found",
    "Listed",
    "ReportRow",
    "Wanted",
    "claim_rows",
    "listed",
    "read_reports",
    "strongest_first",
    "totals_of",
]

#: Most rows of each part of a profile or a comparison.
MOST = 100
_ORDER = {str(design): place for place, design in enumerate(DesignType)}


class ReportRow(NamedTuple):
    """One report, in the order of ``profile/reports``."""

    supports: bool
    unit: str
    study: bool
    patients: int
    strength: int
    design: str | None
    level: str | None
    agent: str | None
    id: str
    publication_id: str | None
    stage: str | None
    limitations: str | None
    reports: int = 1
    """What :mod:`kg.scoring` counts it as; not in the statement."""


class ClaimRow(NamedTuple):
    """One claim with its reports, in the order of ``profile/reports``."""

    id: str
    subject_id: str
    predicate: str
    object_id: str
    effect_direction: str | None
    condition_id: str | None
    reports: list[ReportRow]


async def read_reports(
    database: Database, filters: Mapping[str, Any], **asked: Any
) -> list[list[ClaimRow]]:
    """The claims of each group with the reports let in; ``asked`` is what the statement takes."""
    if filters:
        found = await database.read(query("profile/filtered"), filters=filters, **asked)
    else:
        found = await database.read(query("profile/reports"), **asked)
    return [claim_rows(group) for group in found["items"]]


def claim_rows(rows: Iterable[Sequence[Any]]) -> list[ClaimRow]:
    """The claims of one group."""
    return [ClaimRow._make([*row[:6], [ReportRow(*report) for report in row[6]]]) for row in rows]


def totals_of(rows: Iterable[ReportRow]) -> dict[str, Any]:
    """Totals and score of reports, each independent unit once; see :func:`kg.scoring.totals`."""
    found = totals(rows)
    return {
        "study_count": found.study_count,
        "patient_count": found.patient_count,
        "supporting_count": found.supporting_count,
        "refuting_count": found.refuting_count,
        "score": found.score,
    }


def _direction(effect: str | None, rows: Sequence[ReportRow]) -> Direction:
    return Direction(
        effect_direction=EffectDirection(effect) if effect else None,
        unit_count=len({row.unit for row in rows if row.supports}),
        refuting_unit_count=len({row.unit for row in rows if not row.supports}),
        **totals_of(rows),
    )


@dataclass(slots=True)
class _Object:
    """What is reported of one outcome or harm."""

    effects: dict[str | None, list[ReportRow]] = field(default_factory=dict)
    """The reports by direction."""
    claims: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)

    def add(self, claim: ClaimRow) -> None:
        self.claims.add(claim.id)
        self.subjects.add(claim.subject_id)
        self.effects.setdefault(claim.effect_direction, []).extend(claim.reports)

    def reports(self) -> Iterator[ReportRow]:
        """Over all directions."""
        return itertools.chain.from_iterable(self.effects.values())


@dataclass(frozen=True, slots=True)
class Told:
    """One object with its totals, in the order of an answer."""

    id: str
    found: _Object
    totals: Mapping[str, Any]

    def shared(self, names: Mapping[str, EntitySummary]) -> dict[str, Any]:
        """What outcomes and harms both say."""
        designs = strongest_first({row.design for row in self.found.reports() if row.design})
        return {
            "said_of": [names[one] for one in sorted(self.found.subjects) if one in names],
            "claims": sorted(self.found.claims),
            "best_design": designs[0] if designs else None,
            **self.totals,
        }


def _told(claims: Iterable[ClaimRow], predicate: Predicate) -> list[Told]:
    objects: dict[str, _Object] = {}
    for claim in claims:
        if claim.predicate == predicate:
            objects.setdefault(claim.object_id, _Object()).add(claim)
    rows = [
        Told(identity, found, totals_of(found.reports())) for identity, found in objects.items()
    ]
    return sorted(rows, key=_place)


def _place(row: Told) -> tuple[float, int, int, str]:
    totals = row.totals
    return -totals["score"], -totals["study_count"], -totals["patient_count"], row.id


@dataclass(frozen=True, slots=True)
class Listed:
    """The best supported outcomes and harms of one group of therapies, and how many there are."""

    outcomes: list[ReportedOutcome]
    outcome_total: int
    harms: list[ReportedHarm]
    harm_total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What else is to be looked up: names, studies and reports, by their ids."""

    entities: Iterable[str] = ()
    studies: Sequence[str] = ()
    cited: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked up, and the version that was read."""

    version: str
    groups: list[Listed]
    names: dict[str, EntitySummary]
    studies: list[dict[str, Any]]
    sources: list[dict[str, Any]]


async def listed(
    database: Database,
    groups: Sequence[Iterable[ClaimRow]],
    filters: Mapping[str, Any],
    wanted: Wanted = Wanted(),  # frozen
) -> Found:
    """The answer's rows for each group of claims, and what else is wanted, in one round trip."""
    good = [_told(claims, Predicate.REPORTS_OUTCOME) for claims in groups]
    bad = [_told(claims, Predicate.HAS_ADVERSE_EVENT) for claims in groups]
    shown = [row for rows in (*good, *bad) for row in rows[:MOST]]
    harms = [row for rows in bad for row in rows[:MOST]]
    named = {one for row in shown for one in (row.id, *row.found.subjects)}
    details = await database.read(
        query("profile/listed"),
        entities=sorted(named.union(wanted.entities)),
        harms=[sorted(row.found.claims) for row in harms],
        studies=wanted.studies,
        cited=wanted.cited,
        filters=filters,
        most=MOST,
    )
    names = {row["id"]: EntitySummary.model_validate(row) for row in details["entities"]}
    arms = iter(zip(details["arms"], details["arm_counts"], strict=True))
    answers = [
        Listed(
            outcomes=[_outcome(row, names) for row in outcomes[:MOST] if row.id in names],
            outcome_total=len(outcomes),
            harms=[
                _harm(row, names, *found)
                for row, found in [(row, next(arms)) for row in events[:MOST]]
                if row.id in names
            ],
            harm_total=len(events),
        )
        for outcomes, events in zip(good, bad, strict=True)
    ]
    return Found(details["version"], answers, names, details["studies"], details["sources"])


def _outcome(row: Told, names: Mapping[str, EntitySummary]) -> ReportedOutcome:
    effects = sorted(row.found.effects.items(), key=lambda pair: (pair[0] is None, pair[0]))
    return ReportedOutcome(
        outcome=names[row.id],
        effects=[_direction(effect, rows) for effect, rows in effects],
        **row.shared(names),
    )


def _harm(
    row: Told, names: Mapping[str, EntitySummary], arms: list[dict[str, Any]], arm_count: int
) -> ReportedHarm:
    reports = row.totals["supporting_count"] + row.totals["refuting_count"]
    return ReportedHarm(
        adverse_event=names[row.id],
        arms=[_arm(arm) for arm in arms],
        arm_count=arm_count,
        unnumbered_count=reports - arm_count,
        **row.shared(names),
    )


def _arm(row: dict[str, Any]) -> Arm:
    affected, at_risk = row["affected"], row["at_risk"]
    rate = round(affected / at_risk, 4) if at_risk else None
    return Arm(evidence_id=row.pop("id"), rate=rate, **row)


def strongest_first(designs: Iterable[str]) -> list[DesignType]:
    """Designs in the order of their weight."""
    return [DesignType(design) for design in sorted(designs, key=_ORDER.__getitem__)]
