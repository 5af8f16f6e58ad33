"""All that a graph holds, and what every question needs of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from real_neo4j import Graph

from kg.model.question import EvidenceFilters, TotalsFilters
from kg.vocabulary import DESIGNS_IN, MACHINE_AGENTS, PHASE_RANK, DesignType, Phase


@dataclass(frozen=True)
class Report:
    """One evidence, with the claim it is about."""

    id: str
    claim_id: str
    subject: str
    predicate: str
    object: str
    condition: str | None
    effect: str | None
    supports: bool
    said: dict[str, Any]
    """All properties of the evidence, such as ``result_n``."""
    sources: frozenset[str]
    year: int | None
    """Of its publication."""

    @property
    def unit(self) -> str:
        return str(self.said["unit"])


@dataclass(frozen=True)
class Totals:
    studies: int
    patients: int
    supporting: int
    refuting: int
    score: float


class World:
    """Entities with their hierarchy, and all reports."""

    def __init__(self, entities: list[dict[str, Any]], reports: list[Report]) -> None:
        self.entities = {row["id"]: row for row in entities}
        self.reports = reports
        self._narrower: dict[str, set[str]] = {}
        for row in entities:
            for parent in row["parents"]:
                self._narrower.setdefault(parent, set()).add(row["id"])

    def named(self, text: str, *types: str) -> str:
        """The id of the one entity of these types that is called so."""
        wanted = text.casefold()
        [found] = [
            row["id"]
            for row in self.entities.values()
            if (not types or set(types) & set(row["labels"]))
            and wanted in [word.casefold() for word in (row["id"], row["name"], *row["synonyms"])]
        ]
        return str(found)

    def below(self, identity: str) -> set[str]:
        """An entity and everything narrower."""
        found, ahead = set(), [identity]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead += self._narrower.get(one, ())
        return found

    def ids(self, question: EvidenceFilters, field: str, *types: str) -> set[str] | None:
        """What a name in a question lets in; null for everything."""
        text = getattr(question, field)
        if text is None:
            return None
        identity = self.named(text, *types)
        return {identity} if question.direct else self.below(identity)

    def about(self, predicate: str) -> list[Report]:
        return [report for report in self.reports if report.predicate == predicate]

    def source_ids(self, name: str) -> set[str]:
        return {source for report in self.reports for source in report.sources if name in source}


def read_world(graph: Graph) -> World:
    """Read everything."""
    entities = graph.ask(
        "RETURN COLLECT { MATCH (n:Entity) RETURN {id: n.id, name: n.name, type: n.type,"
        " labels: labels(n), synonyms: coalesce(n.synonyms, []), properties: properties(n),"
        " parents: COLLECT { MATCH (n)-[:IS_A]->(p) RETURN p.id }} } AS rows"
    )
    rows = graph.ask(
        "RETURN COLLECT { MATCH (c:Claim)<-[r:SUPPORTS|REFUTES]-(e:Evidence)"
        " RETURN {id: e.id, claim_id: c.id, subject: c.subject_id, predicate: c.predicate,"
        " object: c.object_id, condition: c.condition_id, effect: c.effect_direction,"
        " supports: type(r) = 'SUPPORTS', said: properties(e),"
        " sources: COLLECT { MATCH (e)-[:FROM_SOURCE]->(s) RETURN s.id },"
        " year: head(COLLECT { MATCH (e)-[:REPORTED_IN]->(p) RETURN p.year })} } AS rows"
    )
    reports = [Report(**{**row, "sources": frozenset(row["sources"])}) for row in rows]
    return World(entities, reports)


def let_in(report: Report, question: EvidenceFilters) -> bool:
    """Whether a report passes the filters on evidence of a question."""
    said, q = report.said, question
    phase = said.get("design_phase", said.get("study_phase"))
    rank = PHASE_RANK.get(Phase(phase)) if phase else None
    order = list(DesignType)
    design = said.get("design_type")
    months = said.get("result_timepoint_months")
    agent = said["provenance_agent_type"]
    asked: list[tuple[object, Callable[[], bool]]] = [
        (q.design, lambda: design in (q.design or [])),
        (
            q.min_design,
            lambda: design is not None and order.index(design) <= order.index(q.min_design),  # type: ignore[arg-type]
        ),
        (q.studied_in, lambda: design in DESIGNS_IN[q.studied_in]),  # type: ignore[index]
        (q.phase, lambda: phase in (q.phase or [])),
        (q.min_phase, lambda: rank is not None and rank >= PHASE_RANK[q.min_phase]),  # type: ignore[index]
        (q.route, lambda: said.get("treatment_route", "").lower() == (q.route or "").lower()),
        (q.donor, lambda: said.get("treatment_donor") == q.donor),
        (
            q.min_followup_months,
            lambda: months is not None and months >= (q.min_followup_months or 0),
        ),
        (q.year_from, lambda: report.year is not None and report.year >= (q.year_from or 0)),
        (q.year_to, lambda: report.year is not None and report.year <= (q.year_to or 0)),
        (
            q.knowledge_level,
            lambda: said["provenance_knowledge_level"] in (q.knowledge_level or []),
        ),
        (q.agent_type, lambda: agent in (q.agent_type or [])),
        (q.hide_machine_made or None, lambda: agent not in MACHINE_AGENTS),
        (q.source, lambda: any(source.endswith(f"-{q.source}") for source in report.sources)),
    ]
    return all(check() for wanted, check in asked if wanted is not None)


def totals(reports: Iterable[Report]) -> Totals:
    """Each independent unit once a side, at its strongest; each unit's patients once."""
    found = list(reports)
    strongest: dict[tuple[bool, str], int] = {}
    patients: dict[str, int] = {}
    for report in found:
        side = (report.supports, report.unit)
        strongest[side] = max(strongest.get(side, 0), report.said["strength"])
        patients[report.unit] = max(patients.get(report.unit, 0), report.said.get("patients", 0))
    power = {
        supports: sum(value for (side, _), value in strongest.items() if side is supports) / 1e6
        for supports in (True, False)
    }
    return Totals(
        studies=len({report.unit for report in found if report.said["unit_is_study"]}),
        patients=sum(patients.values()),
        supporting=sum(report.supports for report in found),
        refuting=sum(not report.supports for report in found),
        score=round((1 - math.exp(-power[True])) * math.exp(-power[False]), 4),
    )


def reached(found: Totals, question: TotalsFilters) -> bool:
    """Whether an item has the patients, studies and score that are asked for."""
    return (
        found.patients >= (question.min_patients or 0)
        and found.studies >= (question.min_studies or 0)
        and found.score >= (question.min_score or 0)
    )


def order(found: Totals, year: int | None, question: TotalsFilters) -> tuple[float, ...]:
    """What an item is ordered by, to be sorted upwards; the id comes behind it."""
    first = {"studies": found.studies, "patients": found.patients, "newest": year or 0}
    return (
        -first.get(question.sort, 0),
        -found.score,
        -found.studies,
    )
