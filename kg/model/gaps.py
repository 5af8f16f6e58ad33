"""Gaps in the evidence."""

from __future__ import annotations

from kg.model.answer import AskedFilter
from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import Gap, Phase

__all__ = [
    "AnimalOnly",
    "GapItem",
    "GapsAnswer",
    "GapsQuery",
    "InheritedMechanism",
    "NeverChanged",
    "NoHumanOutcome",
    "NoResults",
]


class GapsQuery(EvidenceFilters):
    """How the names were resolved."""

    kind: Gap
    therapy: AskedFilter | None = None
    condition: AskedFilter | None = None


class GapBase(Model):
    """One gap."""

    why: str
    """What was looked at, and why it counts as a gap."""


class AnimalOnly(GapBase):
    """A mechanism that is supported from animals or in vitro alone."""

    subject: EntitySummary
    """The therapy or the type of cell."""
    mechanism: EntitySummary
    claims: list[str]
    animal_count: int
    """Supporting reports from animals."""
    in_vitro_count: int
    supporting_count: int
    refuting_count: int
    """Reports against it, of any design."""
    study_count: int


class InheritedMechanism(EntitySummary):
    """A mechanism of a therapy."""

    said_of: EntitySummary | None = None
    """The type of cell it is said of; null for the therapy itself."""


class NoHumanOutcome(GapBase):
    """A therapy with a mechanism, and no outcome reported in humans."""

    therapy: EntitySummary
    mechanisms: list[InheritedMechanism]
    """At most 50."""
    mechanism_count: int
    reports: int
    """Reports of its outcomes, none of a design that is of humans."""
    animal_count: int
    in_vitro_count: int
    unstated_count: int
    """Reports whose design does not tell, such as remarks in reviews."""


class NeverChanged(GapBase):
    """An outcome that was measured and never reported as changed."""

    outcome: EntitySummary
    therapies: list[EntitySummary]
    """Of which it was reported; at most 50."""
    therapy_count: int
    claims: list[str]
    """At most 50."""
    unchanged_count: int
    """Reports that it was unchanged."""
    undirected_count: int
    """Reports with numbers that nobody calls good or bad."""
    refuted_count: int
    """Reports against a change."""
    study_count: int
    patient_count: int


class NoResults(GapBase):
    """A study that ended, of which no result is in the graph."""

    study: EntitySummary
    status: str
    phase: Phase | None = None
    enrollment: int | None = None
    why_stopped: str | None = None
    reports: int
    therapies: list[EntitySummary]
    conditions: list[EntitySummary]


GapItem = AnimalOnly | NoHumanOutcome | NeverChanged | NoResults


class GapsAnswer(Model):
    """Gaps of one kind."""

    query: GapsQuery
    items: list[GapItem]
    total: int
    next: str | None = None
