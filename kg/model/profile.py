"""The profile of a therapy."""

from __future__ import annotations

from kg.model.answer import AskedFilter
from kg.model.base import Model
from kg.model.claim import Claim
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import DesignType, EffectDirection, Phase, Predicate, Stage

__all__ = [
    "Arm",
    "Cited",
    "Direction",
    "EvidenceKinds",
    "ProfileAnswer",
    "ProfileClaim",
    "ProfileQuery",
    "Refuted",
    "Reported",
    "ReportedHarm",
    "ReportedOutcome",
    "Reservation",
    "Section",
    "StudiesOfPhase",
    "StudyReported",
    "TherapyEntity",
]


class ProfileQuery(EvidenceFilters):
    """How the names were resolved."""

    therapy: AskedFilter
    condition: AskedFilter | None = None


class TherapyEntity(EntitySummary):
    """A therapy with what is broader and narrower, at any distance."""

    synonyms: list[str] = []
    description: str | None = None
    broader: list[EntitySummary] = []
    narrower: list[EntitySummary] = []


class ProfileClaim(Claim):
    """A claim in a profile. Its subject may be a narrower therapy than the one asked for."""

    said_of: EntitySummary | None = None
    """The cell, or the broader therapy, that the claim is inherited from; null for its own."""
    designs: list[DesignType] = []
    """Designs of its reports, strongest first."""
    stages: list[Stage] = []
    """How far the therapy has come (``TREATS`` only)."""


class Section(Model):
    """Claims of one kind, best supported first."""

    claims: list[ProfileClaim] = []
    total: int = 0
    """How many there are; more than are listed where a therapy has very many."""


class Direction(Model):
    """How often one direction of an outcome was reported."""

    effect_direction: EffectDirection | None
    """Null where numbers were given that nobody calls good or bad."""
    unit_count: int
    """Independent units that support it: named studies, else publications, else reports."""
    refuting_unit_count: int
    study_count: int
    patient_count: int
    supporting_count: int
    refuting_count: int
    score: float


class Reported(Model):
    """What was reported of an outcome or a harm, all directions together."""

    said_of: list[EntitySummary]
    """The therapies it was reported of: the one asked for, or narrower ones."""
    claims: list[str]
    """Ids of the claims."""
    study_count: int
    patient_count: int
    """Each independent unit once, also where it reports several directions."""
    supporting_count: int
    refuting_count: int
    score: float
    best_design: DesignType | None = None
    """The strongest design of a report, whichever side it is on."""


class ReportedOutcome(Reported):
    """One outcome, by direction."""

    outcome: EntitySummary
    effects: list[Direction]


class Arm(Model):
    """How often a harm was counted in one arm, as reported. Arms are never added."""

    evidence_id: str
    therapy_id: str
    study: str | None = None
    publication_id: str | None = None
    arm: str | None = None
    comparator: str | None = None
    affected: int
    at_risk: int | None = None
    rate: float | None = None
    """Affected of at risk, to 4 digits; null without a number at risk."""
    serious: bool | None = None
    pooled: bool | None = None
    """Whether the arm is a total of arms that are reported beside it."""
    timepoint_months: float | None = None
    supports: bool = True


class ReportedHarm(Reported):
    """One adverse event, with its arms; nothing is pooled."""

    adverse_event: EntitySummary
    arms: list[Arm]
    arm_count: int
    unnumbered_count: int
    """Reports that give no number of affected patients: not the same as none."""


class StudyReported(Model):
    """A study that reports on the therapy."""

    id: str
    name: str
    phase: Phase | None = None
    status: str | None = None
    enrollment: int | None = None
    why_stopped: str | None = None
    reports: int = 0


class StudiesOfPhase(Model):
    """The listed studies of one phase; null where none is stated."""

    phase: Phase | None
    studies: list[StudyReported]


class Refuted(Model):
    """A claim that reports speak against."""

    id: str
    predicate: Predicate
    object: EntitySummary
    effect_direction: EffectDirection | None
    refuting_count: int


class Reservation(Model):
    """What limits the evidence."""

    kind: str
    """``limitations``, ``single_arm_only``, ``animal_only``, ``no_human_outcome``, ``refuted`` or
    ``text_mined_only``."""
    text: str
    publications: list[str] = []
    reports: int = 0
    """How many reports it is about."""


class Cited(Model):
    """Where to read it."""

    publication_id: str
    title: str | None = None
    year: int | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None


class EvidenceKinds(Model):
    """How much evidence there is, of what kind. Reports, but for the first three."""

    unit_count: int
    """Independent units: named studies, else publications, else reports."""
    study_count: int
    patient_count: int
    report_count: int
    by_design: dict[str, int]
    """``not_stated`` where a report has no design."""
    by_studied_in: dict[str, int]
    """Human, animal, in vitro, ``not_stated``."""
    by_knowledge_level: dict[str, int]
    by_agent_type: dict[str, int]
    by_predicate: dict[str, int]


class ProfileAnswer(Model):
    """What is known of a therapy, and of what is narrower unless ``direct`` was asked for."""

    query: ProfileQuery
    therapy: TherapyEntity
    evidence: EvidenceKinds
    cell_types: Section
    mechanisms: Section
    outcomes: list[ReportedOutcome]
    outcome_total: int
    adverse_events: list[ReportedHarm]
    adverse_event_total: int
    studies: list[StudiesOfPhase]
    """Those with the most reports, where there are very many."""
    study_total: int
    comparisons: Section
    treats: Section
    reservations: list[Reservation]
    refuted: list[Refuted]
    sources: list[Cited]
    """Places to read, those of the weightiest reports first."""
    source_total: int
    """How many publications the reports are in."""
