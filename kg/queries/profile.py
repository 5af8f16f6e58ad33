"""The profile of a therapy: what it is, how it works, what was reported, and what is in doubt."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.model.answer import Answer
from kg.model.entity import EntitySummary
from kg.model.profile import (
    Cited,
    ProfileAnswer,
    ProfileClaim,
    ProfileQuery,
    Refuted,
    Section,
    StudiesOfPhase,
    StudyReported,
    TherapyEntity,
)
from kg.model.question import ProfileQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import resolve_names
from kg.queries.reported import (
    MOST,
    ClaimRow,
    Found,
    Wanted,
    claim_rows,
    listed,
    read_reports,
    strongest_first,
    totals_of,
)
from kg.queries.reservations import kinds_of, reservations
from kg.resolver import Resolver
from kg.vocabulary import PHASE_RANK, DesignType, EntityType, Phase, Predicate

__all__ = ["profile"]

_TYPES = {"therapy": [EntityType.THERAPY], "condition": [EntityType.CONDITION]}
#: What counts as evidence of a therapy.
_PREDICATES = [
    Predicate.USES_CELL_TYPE,
    Predicate.ACTS_THROUGH,
    Predicate.REPORTS_OUTCOME,
    Predicate.HAS_ADVERSE_EVENT,
    Predicate.TREATS,
    Predicate.COMPARED_WITH,
]


async def profile(
    database: Database, resolver: Resolver, question: ProfileQuestion
) -> Answer[ProfileAnswer]:
    """What is known of a therapy, in two round trips once its names are resolved.

    Claims of narrower therapies are let in unless ``direct``; each names its own subject. A
    condition restricts outcomes, harms, studies, comparisons and what is treated, not what the
    therapy is made of and how it works. Each part lists :data:`MOST` rows at most, with its total.

    Raises:
        UnknownName, AmbiguousName: a name; ``field`` says which.
        InvalidValue: filters that exclude each other, or an empty name.
    """

    async def ask() -> tuple[str, Answer[ProfileAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        filters = await evidence_filters(database, question)
        therapies, conditions = names.ids("therapy") or [], names.ids("condition")
        therapy = names.found["therapy"].entity
        said, [claims] = await asyncio.gather(
            database.read(
                query("profile/entity"),
                therapy=therapy.id,
                therapies=therapies,
                filters=filters,
                most=MOST,
            ),
            read_reports(
                database,
                filters,
                groups=[therapies],
                predicates=_PREDICATES,
                compared=True,
                objects=None,
                conditions=conditions,
            ),
        )
        told = _Told(claims, _Inherited.of(said), therapies, conditions)
        found = await listed(database, [told.claims], filters, told.wanted())
        asked = ProfileQuery(**(question.as_map() | names.asked()))
        # Gone since its name was resolved: the graph has changed, and all is asked again.
        entity = TherapyEntity.model_validate(said["entity"] or dict(therapy))
        # The version last seen is the one that counts: where it is not that of the names, all
        # is asked again.
        return found.version, Answer(found.version, told.answer(asked, entity, found))

    return await resolver.current(ask)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A claim of a section with its totals and what it rests on."""

    claim: ClaimRow
    totals: Mapping[str, Any]
    told: Iterable[str | None] = ()
    """The designs of its reports, where these were not read."""

    @classmethod
    def of(cls, claim: ClaimRow) -> _Counted:
        totals = {"evidence_count": len(claim.reports), **totals_of(claim.reports)}
        return cls(claim, totals)

    def designs(self) -> list[DesignType]:
        told = itertools.chain(self.told, (row.design for row in self.claim.reports))
        return strongest_first(set(filter(None, told)))

    def place(self) -> tuple[float, int, str]:
        return -self.totals["score"], -self.totals["study_count"], self.claim.id


@dataclass(frozen=True, slots=True)
class _Inherited:
    """Mechanisms that others bear, the first by score where not all are read."""

    mechanisms: list[_Counted]
    total: int

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> _Inherited:
        rows = []
        for *claim, totals, rest in said["inherited"]:
            [found] = claim_rows([[*claim, rest if totals is None else []]])
            rows.append(_Counted.of(found) if totals is None else _Counted(found, totals, rest))
        return cls(rows, max(said["inherited_count"], len(rows)))


class _Told:
    """The claims of a profile, sorted into its parts."""

    def __init__(
        self,
        claims: list[ClaimRow],
        inherited: _Inherited,
        therapies: Sequence[str],
        conditions: Sequence[str] | None,
    ) -> None:
        self.claims = claims
        self._therapies = frozenset(therapies)
        by_predicate: dict[str, list[ClaimRow]] = {}
        for claim in claims:
            by_predicate.setdefault(claim.predicate, []).append(claim)
        treats = [
            claim
            for claim in by_predicate.get(Predicate.TREATS, ())
            if conditions is None or claim.object_id in conditions
        ]
        own = by_predicate.get(Predicate.ACTS_THROUGH, [])
        self._sections = {
            "cell_types": _ranked(by_predicate.get(Predicate.USES_CELL_TYPE, ())),
            "mechanisms": _ranked(own, inherited.mechanisms),
            "treats": _ranked(treats),
            "comparisons": _ranked(by_predicate.get(Predicate.COMPARED_WITH, ())),
        }
        self._totals = {name: len(rows) for name, rows in self._sections.items()}
        self._totals["mechanisms"] = len(own) + inherited.total
        self._refuted = _most_refuted(claims)
        self._studies = _most_reported(claims)

    def wanted(self) -> Wanted:
        """What the answer names, and where it was read."""
        shown = [one.claim for rows in self._sections.values() for one in rows[:MOST]]
        ends = {end for claim in shown for end in (claim.subject_id, claim.object_id)}
        contexts = {claim.condition_id for claim in shown if claim.condition_id}
        refuted = {claim.object_id for claim, _ in self._refuted}
        return Wanted(ends | contexts | refuted, list(self._studies)[:MOST], _cited(self.claims))

    def answer(self, asked: ProfileQuery, entity: TherapyEntity, found: Found) -> ProfileAnswer:
        """All parts together."""
        [group] = found.groups
        evidence, kinds = kinds_of(self.claims)
        sections = {
            name: Section(
                claims=[
                    self._claim(one, found.names)
                    for one in rows[:MOST]
                    if {one.claim.subject_id, one.claim.object_id} <= found.names.keys()
                ],
                total=self._totals[name],
            )
            for name, rows in self._sections.items()
        }
        return ProfileAnswer(
            query=asked,
            therapy=entity,
            evidence=evidence,
            outcomes=group.outcomes,
            outcome_total=group.outcome_total,
            adverse_events=group.harms,
            adverse_event_total=group.harm_total,
            studies=_by_phase(found.studies, self._studies),
            study_total=len(self._studies),
            reservations=reservations(self.claims, kinds),
            refuted=[
                _refuted(claim, against, found.names)
                for claim, against in self._refuted
                if claim.object_id in found.names
            ],
            sources=_places(found.sources),
            source_total=len(_publications(self.claims)),
            **sections,
        )

    def _claim(self, counted: _Counted, names: Mapping[str, EntitySummary]) -> ProfileClaim:
        claim, totals = counted.claim, counted.totals
        subject = names[claim.subject_id]
        inherited = (
            claim.predicate == Predicate.ACTS_THROUGH and claim.subject_id not in self._therapies
        )
        return ProfileClaim.model_validate(
            {
                "id": claim.id,
                "predicate": claim.predicate,
                "effect_direction": claim.effect_direction,
                "subject": subject,
                "object": names[claim.object_id],
                "condition": names.get(claim.condition_id or ""),
                **totals,
                "said_of": subject if inherited else None,
                "designs": counted.designs(),
                "stages": sorted({row.stage for row in claim.reports if row.stage}),
            }
        )


def _ranked(claims: Iterable[ClaimRow], others: Iterable[_Counted] = ()) -> list[_Counted]:
    return sorted([*map(_Counted.of, claims), *others], key=_Counted.place)


def _most_refuted(claims: Iterable[ClaimRow]) -> list[tuple[ClaimRow, int]]:
    """The claims that most reports speak against, with how many do."""
    counted = ((claim, sum(not row.supports for row in claim.reports)) for claim in claims)
    against = [(claim, refuting) for claim, refuting in counted if refuting]
    return sorted(against, key=lambda one: (-one[1], one[0].id))[:MOST]


def _refuted(claim: ClaimRow, against: int, names: Mapping[str, EntitySummary]) -> Refuted:
    return Refuted.model_validate(
        {
            "id": claim.id,
            "predicate": claim.predicate,
            "object": names[claim.object_id],
            "effect_direction": claim.effect_direction,
            "refuting_count": against,
        }
    )


def _most_reported(claims: Iterable[ClaimRow]) -> dict[str, int]:
    """Studies with how many reports they have here, most first."""
    reports: dict[str, int] = {}
    for claim in claims:
        for row in claim.reports:
            if row.study:
                reports[row.unit] = reports.get(row.unit, 0) + 1
    return dict(sorted(reports.items(), key=lambda one: (-one[1], one[0])))


def _by_phase(
    studies: Iterable[dict[str, Any]], reports: Mapping[str, int]
) -> list[StudiesOfPhase]:
    rows = [
        StudyReported.model_validate(row | {"reports": reports.get(row["id"], 0)})
        for row in studies
    ]
    by_phase: dict[Phase | None, list[StudyReported]] = {}
    for study in sorted(rows, key=lambda one: (-(one.enrollment or 0), one.id)):
        by_phase.setdefault(study.phase, []).append(study)

    def latest_first(phase: Phase | None) -> tuple[int, str]:
        return (-PHASE_RANK.get(phase, -1) if phase else 2, phase or "")

    return [
        StudiesOfPhase(phase=phase, studies=by_phase[phase])
        for phase in sorted(by_phase, key=latest_first)
    ]


def _publications(claims: Iterable[ClaimRow]) -> set[str]:
    return {row.publication_id for claim in claims for row in claim.reports if row.publication_id}


def _cited(claims: Iterable[ClaimRow]) -> list[str]:
    """The weightiest reports that name a publication: several may stand in the same place."""
    rows = (row for claim in claims for row in claim.reports if row.publication_id)
    first = heapq.nsmallest(MOST, rows, key=lambda row: (-row.strength, row.publication_id, row.id))
    return [row.id for row in first]


def _places(rows: Iterable[dict[str, Any]]) -> list[Cited]:
    """Each place once, the one with the weightiest report first."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = row["publication_id"], row["start"], row["end"], row["section"]
        known = found.setdefault(key, row)
        known["weight"] = max(known["weight"], row["weight"])

    def place(key: tuple[Any, ...]) -> tuple[Any, ...]:
        # Places without offsets come last within their publication.
        publication, *rest = key
        told = [(part is None, part) for part in rest]
        return -found[key]["weight"], publication, *told

    ordered = [found[key] for key in sorted(found, key=place)]
    return [
        Cited(**{name: row[name] for name in Cited.model_fields if name in row}) for row in ordered
    ]
