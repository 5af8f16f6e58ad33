"""Reports on therapies, summed up: by object and direction, each independent unit once.

The reports come as short rows from ``profile/reports``; summing them up here is faster than in
the database, and bounded in its memory (see the statement).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.model import EntitySummary
from kg.model.profile import (
    Arm,
    Direction,
    EvidenceKinds,
    ReportedHarm,
    ReportedOutcome,
)
from kg.scoring import score
from kg.vocabulary import DESIGNS_IN, DesignType, EffectDirection, Predicate

__all__ = ["MOST", "Kind", "Listed", "Told", "kinds_of", "listed", "strongest_first", "studied_in"]

#: Most rows of each part of a profile or a comparison.
MOST = 100
_ORDER = {str(design): place for place, design in enumerate(DesignType)}


@dataclass(slots=True)
class Unit:
    """The reports of one independent unit: a study, else a publication, else one report."""

    study: bool
    patients: int = 0
    supporting: int = 0
    refuting: int = 0
    supports: int = 0
    refutes: int = 0

    def add(self, other: Unit) -> None:
        """Take in reports of the same unit: counts add, the largest report stands for the rest."""
        self.patients = max(self.patients, other.patients)
        self.supporting = max(self.supporting, other.supporting)
        self.refuting = max(self.refuting, other.refuting)
        self.supports += other.supports
        self.refutes += other.refutes


Units = dict[str, Unit]


def _totals(units: Iterable[Unit]) -> dict[str, Any]:
    every = list(units)
    return {
        "study_count": sum(unit.study for unit in every),
        "patient_count": sum(unit.patients for unit in every),
        "supporting_count": sum(unit.supports for unit in every),
        "refuting_count": sum(unit.refutes for unit in every),
        "score": score(
            sum(unit.supporting for unit in every), sum(unit.refuting for unit in every)
        ),
    }


def _direction(effect: str | None, units: Units) -> Direction:
    return Direction(
        effect_direction=EffectDirection(effect) if effect else None,
        unit_count=sum(unit.supports > 0 for unit in units.values()),
        refuting_unit_count=sum(unit.refutes > 0 for unit in units.values()),
        **_totals(units.values()),
    )


@dataclass(slots=True)
class _Object:
    """What is reported of one outcome or harm."""

    effects: dict[str | None, Units] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    designs: set[str] = field(default_factory=set)

    def add(self, claim: Sequence[Any]) -> None:
        identity, subject, _, _, effect, reports = claim
        self.claims.add(identity)
        self.subjects.add(subject)
        units = self.effects.setdefault(effect, {})
        for row in reports:
            _count(units, row)
            if row[5] is not None:
                self.designs.add(row[5])

    def units(self) -> Units:
        """Over all directions."""
        if len(self.effects) == 1:
            return next(iter(self.effects.values()))
        together: Units = {}
        for units in self.effects.values():
            for identity, unit in units.items():
                together.setdefault(identity, Unit(unit.study)).add(unit)
        return together


def _count(units: Units, row: Sequence[Any]) -> None:
    supports, identity, study, patients, strength = row[:5]
    unit = units.get(identity)
    if unit is None:
        unit = units[identity] = Unit(study)
    if patients and patients > unit.patients:
        unit.patients = patients
    if supports:
        unit.supports += 1
        unit.supporting = max(unit.supporting, strength)
    else:
        unit.refutes += 1
        unit.refuting = max(unit.refuting, strength)


@dataclass(frozen=True, slots=True)
class Told:
    """One object with its totals, in the order of an answer."""

    id: str
    found: _Object
    totals: Mapping[str, Any]

    def shared(self, names: Mapping[str, EntitySummary]) -> dict[str, Any]:
        """What outcomes and harms both say."""
        designs = strongest_first(self.found.designs)
        return {
            "said_of": [names[one] for one in sorted(self.found.subjects) if one in names],
            "claims": sorted(self.found.claims),
            "best_design": designs[0] if designs else None,
            **self.totals,
        }


def _told(claims: Iterable[Sequence[Any]], predicate: Predicate) -> list[Told]:
    objects: dict[str, _Object] = {}
    for claim in claims:
        if claim[2] == predicate:
            objects.setdefault(claim[3], _Object()).add(claim)
    rows = [
        Told(identity, found, _totals(found.units().values()))
        for identity, found in objects.items()
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


async def listed(
    database: Database,
    groups: Sequence[Iterable[Sequence[Any]]],
    filters: Mapping[str, Any],
    more: Iterable[str] = (),
) -> tuple[str, list[Listed], dict[str, EntitySummary]]:
    """The answer's rows for each group of claims of ``profile/reports``, in one round trip.

    Also gives the version that was read, and the names of all entities shown and of those in
    ``more``.
    """
    good = [_told(claims, Predicate.REPORTS_OUTCOME) for claims in groups]
    bad = [_told(claims, Predicate.HAS_ADVERSE_EVENT) for claims in groups]
    shown = [row for rows in (*good, *bad) for row in rows[:MOST]]
    harms = [row for rows in bad for row in rows[:MOST]]
    named = {one for row in shown for one in (row.id, *row.found.subjects)}
    details = await database.read(
        query("profile/listed"),
        entities=sorted(named.union(more)),
        harms=[sorted(row.found.claims) for row in harms],
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
    return details["version"], answers, names


def _outcome(row: Told, names: Mapping[str, EntitySummary]) -> ReportedOutcome:
    effects = sorted(row.found.effects.items(), key=lambda pair: (pair[0] is None, pair[0]))
    return ReportedOutcome(
        outcome=names[row.id],
        effects=[_direction(effect, units) for effect, units in effects],
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


@dataclass(frozen=True, slots=True)
class Kind:
    """Reports that are alike in what they are about, and in how they were made."""

    predicate: str
    supports: bool
    design: str | None
    level: str | None
    agent: str | None


def kinds_of(claims: Iterable[Sequence[Any]]) -> tuple[EvidenceKinds, Counter[Kind]]:
    """How much evidence of what kind claims of ``profile/reports`` have."""
    rows: Counter[tuple[Any, ...]] = Counter()
    units: Units = {}
    for claim in claims:
        for row in claim[5]:
            _count(units, row)
            rows[(claim[2], row[0], *row[5:])] += 1
    kinds = Counter({Kind(*row): reports for row, reports in rows.items()})
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("design", "studied_in", "level", "agent", "predicate")
    }
    for kind, reports in kinds.items():
        for name, counter in counts.items():
            value = studied_in(kind.design) if name == "studied_in" else getattr(kind, name)
            counter[value or "not_stated"] += reports
    return EvidenceKinds(
        unit_count=len(units),
        study_count=sum(unit.study for unit in units.values()),
        patient_count=sum(unit.patients for unit in units.values()),
        report_count=kinds.total(),
        by_design=dict(sorted(counts["design"].items())),
        by_studied_in=dict(sorted(counts["studied_in"].items())),
        by_knowledge_level=dict(sorted(counts["level"].items())),
        by_agent_type=dict(sorted(counts["agent"].items())),
        by_predicate=dict(sorted(counts["predicate"].items())),
    ), kinds


def strongest_first(designs: Iterable[str]) -> list[DesignType]:
    """Designs in the order of their weight."""
    return [DesignType(design) for design in sorted(designs, key=_ORDER.__getitem__)]


def studied_in(design: str | None) -> str:
    """Human, animal or in vitro, as the design tells."""
    kinds = [str(kind) for kind, designs in DESIGNS_IN.items() if design in designs]
    return kinds[0] if kinds else "not_stated"
