"""The comparison of therapies."""

from __future__ import annotations

from kg.model.answer import AskedFilter
from kg.model.base import Model
from kg.model.claim import Claim
from kg.model.entity import EntitySummary
from kg.model.profile import ReportedHarm, ReportedOutcome, StudyReported
from kg.model.question import EvidenceFilters
from kg.vocabulary import DesignType, EvidenceDirection

__all__ = [
    "Comparability",
    "CompareAnswer",
    "CompareQuery",
    "ComparedHarm",
    "ComparedOutcome",
    "HeadToHead",
    "HeadToHeadReport",
    "StudyOfSeveral",
]


class CompareQuery(EvidenceFilters):
    """How the names were resolved."""

    therapies: list[AskedFilter]
    outcome: AskedFilter | None = None
    condition: AskedFilter | None = None


class HeadToHeadReport(Model):
    """The numbers of one report that compares two therapies."""

    id: str
    evidence_direction: EvidenceDirection
    study: str | None = None
    publication_id: str | None = None
    publication_title: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    design: DesignType | None = None
    measure: str | None = None
    """Which outcome, in the source's words."""
    arm: str | None = None
    comparator: str | None = None
    value: float | None = None
    unit: str | None = None
    estimate: float | None = None
    estimate_type: str | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    n: int | None = None
    timepoint_months: float | None = None


class HeadToHead(Claim):
    """A claim that compares two of the therapies; ``effect_direction`` is that of its subject."""

    first: int
    """Place, in the question, of the therapy that is or holds the subject; from 0."""
    second: int
    """The same of the object."""
    reports: list[HeadToHeadReport]


class StudyOfSeveral(StudyReported):
    """A study that reports results of several of the therapies: each was an arm of it."""

    places: list[int]
    """Places of the therapies in the question, from 0."""


class ComparedOutcome(Model):
    """One outcome, with a cell for each therapy in the order of the question."""

    outcome: EntitySummary
    comparable: bool
    """Whether at least two of the therapies report it."""
    direct: bool
    """Whether a study reports on several of the therapies that have a cell here."""
    cells: list[ReportedOutcome | None]
    """Null where the therapy reports nothing of it: not the same as no effect."""


class ComparedHarm(Model):
    """One adverse event, with a cell for each therapy; rates stand side by side, not pooled."""

    adverse_event: EntitySummary
    comparable: bool
    cells: list[ReportedHarm | None]


class Comparability(Model):
    """What can be compared, and what can't."""

    outcomes_in_common: int
    outcomes_of_one: int
    """Outcomes that only one of the therapies reports."""
    adverse_events_in_common: int
    indirect: bool
    """Whether nothing compares the therapies directly."""
    notes: list[str]


class CompareAnswer(Model):
    """Therapies side by side: what compares them directly first."""

    query: CompareQuery
    therapies: list[EntitySummary]
    head_to_head: list[HeadToHead]
    head_to_head_total: int
    studies: list[StudyOfSeveral]
    study_total: int
    outcomes: list[ComparedOutcome]
    adverse_events: list[ComparedHarm]
    comparability: Comparability
