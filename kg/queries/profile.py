"""The profile of a therapy: what it is, how it works, what was reported, and what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.model import Answer, EntitySummary
from kg.model.profile import (
    ProfileAnswer,
    ProfileClaim,
    ProfileQuery,
    Refuted,
    Reservation,
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
    Kind,
    Listed,
    kinds_of,
    listed,
    strongest_first,
    studied_in,
)
from kg.resolver import Resolver
from kg.vocabulary import PHASE_RANK, DesignType, EntityType, Phase, Predicate, StudiedIn

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
    """What is known of a therapy, in four round trips once its names are resolved.

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
        therapies = names.ids("therapy") or []
        shared = {"conditions": names.ids("condition"), "filters": filters, "most": MOST}
        therapy = names.found["therapy"].entity
        said = await database.read(
            query("profile/claims"), therapy=therapy.id, therapies=therapies, **shared
        )
        # Gone since its name was resolved: the graph has changed, and all is asked again.
        said["entity"] = said["entity"] or dict(therapy)
        reports = await database.read(
            query("profile/reports"),
            groups=[therapies],
            predicates=_PREDICATES,
            compared=True,
            objects=None,
            conditions=shared["conditions"],
            filters=filters,
        )
        [claims] = reports["items"]
        refuted = _most_refuted(claims)
        more = [claim[3] for claim, _ in refuted]
        _, [told], entities = await listed(database, [claims], filters, more)
        found = await database.read(query("profile/cited"), therapies=therapies, **shared)
        found["refuted"] = [_refuted(*one, entities) for one in refuted if one[0][3] in entities]
        asked = ProfileQuery(**(question.as_map() | names.asked()))
        # The version last seen is the one that counts: where it is not that of the names, all
        # is asked again.
        version = found["version"]
        parts = _Parts(said, claims, told, found)
        return version, Answer(version, _body(asked, therapies, parts))

    return await resolver.current(ask)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the statements of a profile found."""

    said: dict[str, Any]
    claims: Sequence[Sequence[Any]]
    told: Listed
    found: dict[str, Any]


def _body(asked: ProfileQuery, therapies: Sequence[str], parts: _Parts) -> ProfileAnswer:
    said, told, found = parts.said, parts.told, parts.found
    sections = {row["section"]: _section(row, therapies) for row in said["sections"]}
    evidence, kinds = kinds_of(parts.claims)
    return ProfileAnswer(
        query=asked,
        therapy=TherapyEntity.model_validate(said["entity"]),
        evidence=evidence,
        cell_types=sections.get("cell_types", Section()),
        mechanisms=sections.get("mechanisms", Section()),
        outcomes=told.outcomes,
        outcome_total=told.outcome_total,
        adverse_events=told.harms,
        adverse_event_total=told.harm_total,
        studies=_by_phase(found["studies"]),
        study_total=found["study_total"],
        comparisons=sections.get("comparisons", Section()),
        treats=sections.get("treats", Section()),
        reservations=_reservations(kinds, found["reservations"]),
        refuted=found["refuted"],
        sources=found["sources"],
        source_total=found["source_total"],
    )


def _most_refuted(claims: Sequence[Sequence[Any]]) -> list[tuple[Sequence[Any], int]]:
    """The claims that most reports speak against, with how many do."""
    counted = ((claim, sum(not row[0] for row in claim[5])) for claim in claims)
    against = [(claim, count) for claim, count in counted if count]
    return sorted(against, key=lambda one: (-one[1], one[0][0]))[:MOST]


def _refuted(claim: Sequence[Any], count: int, entities: Mapping[str, EntitySummary]) -> Refuted:
    identity, _, predicate, target, effect, _ = claim
    return Refuted(
        id=identity,
        predicate=predicate,
        object=entities[target],
        effect_direction=effect,
        refuting_count=count,
    )


def _section(row: dict[str, Any], therapies: Sequence[str]) -> Section:
    claims = []
    for claim in row["claims"]:
        claim.pop("agents")
        inherited = row["section"] == "mechanisms" and claim["subject"]["id"] not in therapies
        claim["said_of"] = claim["subject"] if inherited else None
        claim["designs"] = strongest_first(claim["designs"])
        claims.append(ProfileClaim.model_validate(claim))
    return Section(claims=claims, total=row["total"])


def _by_phase(studies: list[dict[str, Any]]) -> list[StudiesOfPhase]:
    by_phase: dict[Phase | None, list[StudyReported]] = {}
    for row in studies:
        study = StudyReported.model_validate(row)
        by_phase.setdefault(study.phase, []).append(study)

    def latest_first(phase: Phase | None) -> tuple[int, str]:
        return (-PHASE_RANK.get(phase, -1) if phase else 2, phase or "")

    return [
        StudiesOfPhase(phase=phase, studies=by_phase[phase])
        for phase in sorted(by_phase, key=latest_first)
    ]


def _reservations(kinds: Counter[Kind], stated: list[dict[str, Any]]) -> list[Reservation]:
    """What the reports themselves limit, and what the kinds of evidence show."""
    results = {kind: n for kind, n in kinds.items() if kind.predicate == "REPORTS_OUTCOME"}
    support = {kind: n for kind, n in results.items() if kind.supports}
    listed = [*_of_outcomes(support), *_of_mechanisms(kinds)]
    if kinds and not any(studied_in(kind.design) == "human" for kind in results):
        text = "no outcome is reported from humans by a design that says so"
        count = sum(results.values())
        listed.append(Reservation(kind="no_human_outcome", text=text, reports=count))
    if kinds and all(kind.agent == "text_mining_agent" for kind in kinds):
        text = "every report was found by text mining and validated by nobody"
        listed.append(Reservation(kind="text_mined_only", text=text, reports=kinds.total()))
    against = sum(n for kind, n in kinds.items() if not kind.supports)
    if against:
        listed.append(
            Reservation(kind="refuted", text="reports speak against claims", reports=against)
        )
    return [*listed, *(Reservation(kind="limitations", **row) for row in stated)]


def _of_outcomes(support: Mapping[Kind, int]) -> list[Reservation]:
    human = {kind.design for kind in support if studied_in(kind.design) == "human"}
    weak = {DesignType.SINGLE_ARM, DesignType.CASE_SERIES}
    if human and human <= weak:
        text = "outcomes in humans come from single arms and case series alone, without a control"
        count = sum(support.values())
        return [Reservation(kind="single_arm_only", text=text, reports=count)]
    return []


def _of_mechanisms(kinds: Mapping[Kind, int]) -> list[Reservation]:
    support = {
        kind: n for kind, n in kinds.items() if kind.predicate == "ACTS_THROUGH" and kind.supports
    }
    animal = {str(StudiedIn.ANIMAL), str(StudiedIn.IN_VITRO)}
    if support and all(studied_in(kind.design) in animal for kind in support):
        text = "its own mechanisms are claimed from animals or in vitro alone"
        count = sum(support.values())
        return [Reservation(kind="animal_only", text=text, reports=count)]
    return []
