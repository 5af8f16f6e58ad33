"""The profile of a therapy: what it is, how it works, what was reported, and what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.model import Answer
from kg.model.profile import (
    Arm,
    EvidenceKinds,
    ProfileAnswer,
    ProfileClaim,
    ProfileQuery,
    Refuted,
    Reported,
    ReportedHarm,
    ReportedOutcome,
    Reservation,
    Section,
    StudiesOfPhase,
    StudyReported,
    TherapyEntity,
)
from kg.model.question import ProfileQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import resolve_names
from kg.resolver import Resolver
from kg.vocabulary import DESIGNS_IN, PHASE_RANK, DesignType, EntityType, Phase, StudiedIn

__all__ = ["MOST", "harms", "outcomes", "profile"]

#: Most rows of each part of a profile or a comparison.
MOST = 100
_TYPES = {"therapy": [EntityType.THERAPY], "condition": [EntityType.CONDITION]}


async def profile(
    database: Database, resolver: Resolver, question: ProfileQuestion
) -> Answer[ProfileAnswer]:
    """What is known of a therapy, in three round trips once its names are resolved.

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
        told = await database.read(
            query("profile/reported"), groups=[therapies], objects=None, **shared
        )
        found = await database.read(query("profile/evidence"), therapies=therapies, **shared)
        asked = ProfileQuery(**(question.as_map() | names.asked()))
        # The version last seen is the one that counts: where it is not that of the names, all
        # is asked again.
        version = found["version"]
        return version, Answer(version, _body(asked, therapies, said, told["items"][0], found))

    return await resolver.current(ask)


def _body(
    asked: ProfileQuery,
    therapies: Sequence[str],
    said: dict[str, Any],
    told: dict[str, Any],
    found: dict[str, Any],
) -> ProfileAnswer:
    sections = {row["section"]: _section(row, therapies) for row in said["sections"]}
    good, total = outcomes(told)
    bad, bad_total = harms(told)
    return ProfileAnswer(
        query=asked,
        therapy=TherapyEntity.model_validate(said["entity"]),
        evidence=_kinds(found),
        cell_types=sections.get("cell_types", Section()),
        mechanisms=sections.get("mechanisms", Section()),
        outcomes=good,
        outcome_total=total,
        adverse_events=bad,
        adverse_event_total=bad_total,
        studies=_by_phase(found["studies"]),
        study_total=found["study_total"],
        comparisons=sections.get("comparisons", Section()),
        treats=sections.get("treats", Section()),
        reservations=_reservations(found),
        refuted=[Refuted.model_validate(row) for row in found["refuted"]],
        sources=found["sources"],
        source_total=found["source_total"],
    )


def _section(row: dict[str, Any], therapies: Sequence[str]) -> Section:
    claims = []
    for claim in row["claims"]:
        claim.pop("agents")
        inherited = row["section"] == "mechanisms" and claim["subject"]["id"] not in therapies
        claim["said_of"] = claim["subject"] if inherited else None
        claim["designs"] = _strongest_first(claim["designs"])
        claims.append(ProfileClaim.model_validate(claim))
    return Section(claims=claims, total=row["total"])


def outcomes(told: dict[str, Any]) -> tuple[list[ReportedOutcome], int]:
    """The outcomes of one group of ``profile/reported``, and how many there are in all."""
    rows, total = _kind(told, "REPORTS_OUTCOME")
    return [
        ReportedOutcome(outcome=row["object"], effects=row["effects"], **_reported(row))
        for row in rows
    ], total


def harms(told: dict[str, Any]) -> tuple[list[ReportedHarm], int]:
    """The adverse events of one group of ``profile/reported``, and how many there are in all."""
    rows, total = _kind(told, "HAS_ADVERSE_EVENT")
    return [
        ReportedHarm(
            adverse_event=row["object"],
            arms=[_arm(arm) for arm in row["arms"]],
            arm_count=row["arm_count"],
            unnumbered_count=row["supporting_count"] + row["refuting_count"] - row["arm_count"],
            **_reported(row),
        )
        for row in rows
    ], total


def _kind(told: dict[str, Any], predicate: str) -> tuple[list[dict[str, Any]], int]:
    [found] = [row for row in told["kinds"] if row["predicate"] == predicate] or [
        {"found": [], "total": 0}
    ]
    return found["found"], found["total"]


def _reported(row: dict[str, Any]) -> dict[str, Any]:
    designs = _strongest_first(row["designs"])
    shared = {name: row[name] for name in Reported.model_fields if name in row}
    return {**shared, "best_design": designs[0] if designs else None}


def _arm(row: dict[str, Any]) -> Arm:
    affected, at_risk = row["affected"], row["at_risk"]
    rate = round(affected / at_risk, 4) if at_risk else None
    return Arm(evidence_id=row.pop("id"), rate=rate, **row)


def _strongest_first(designs: Iterable[str]) -> list[DesignType]:
    order = list(DesignType)
    return sorted((DesignType(design) for design in designs), key=order.index)


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


def _studied_in(design: str | None) -> str:
    kinds = [str(kind) for kind, designs in DESIGNS_IN.items() if design in designs]
    return kinds[0] if kinds else "not_stated"


def _kinds(found: dict[str, Any]) -> EvidenceKinds:
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("design", "studied_in", "level", "agent", "predicate")
    }
    for row in found["kinds"]:
        row["studied_in"] = _studied_in(row["design"])
        for name, counter in counts.items():
            counter[row[name] or "not_stated"] += row["reports"]
    return EvidenceKinds(
        **found["units"],
        report_count=sum(row["reports"] for row in found["kinds"]),
        by_design=dict(sorted(counts["design"].items())),
        by_studied_in=dict(sorted(counts["studied_in"].items())),
        by_knowledge_level=dict(sorted(counts["level"].items())),
        by_agent_type=dict(sorted(counts["agent"].items())),
        by_predicate=dict(sorted(counts["predicate"].items())),
    )


def _reservations(found: dict[str, Any]) -> list[Reservation]:
    """What the reports themselves limit, and what the kinds of evidence show."""
    kinds = found["kinds"]
    results = [row for row in kinds if row["predicate"] == "REPORTS_OUTCOME"]
    support = [row for row in results if row["supports"]]
    listed = [*_of_outcomes(support), *_of_mechanisms(kinds)]
    human = sum(row["reports"] for row in results if _studied_in(row["design"]) == "human")
    if not human and kinds:
        count = sum(row["reports"] for row in results)
        text = "no outcome is reported from humans by a design that says so"
        listed.append(Reservation(kind="no_human_outcome", text=text, reports=count))
    if kinds and all(row["agent"] == "text_mining_agent" for row in kinds):
        count = sum(row["reports"] for row in kinds)
        text = "every report was found by text mining and validated by nobody"
        listed.append(Reservation(kind="text_mined_only", text=text, reports=count))
    against = sum(row["reports"] for row in kinds if not row["supports"])
    if against:
        listed.append(
            Reservation(kind="refuted", text="reports speak against claims", reports=against)
        )
    return [*listed, *(Reservation(kind="limitations", **row) for row in found["reservations"])]


def _of_outcomes(support: list[dict[str, Any]]) -> list[Reservation]:
    count = sum(row["reports"] for row in support)
    human = {row["design"] for row in support if _studied_in(row["design"]) == "human"}
    weak = {DesignType.SINGLE_ARM, DesignType.CASE_SERIES}
    if human and human <= weak:
        text = "outcomes in humans come from single arms and case series alone, without a control"
        return [Reservation(kind="single_arm_only", text=text, reports=count)]
    return []


def _of_mechanisms(kinds: list[dict[str, Any]]) -> list[Reservation]:
    support = [row for row in kinds if row["predicate"] == "ACTS_THROUGH" and row["supports"]]
    animal = {str(StudiedIn.ANIMAL), str(StudiedIn.IN_VITRO)}
    if support and all(_studied_in(row["design"]) in animal for row in support):
        text = "its own mechanisms are claimed from animals or in vitro alone"
        count = sum(row["reports"] for row in support)
        return [Reservation(kind="animal_only", text=text, reports=count)]
    return []
