"""Contradictions: where reports disagree, and which context differs between them."""

from __future__ import annotations

from kg.model.answer import AskedFilter, Matched
from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import EffectDirection, EvidenceDirection, Predicate

__all__ = [
    "ContextValue",
    "ContradictionItem",
    "ContradictionsAnswer",
    "ContradictionsQuery",
    "Difference",
    "Shared",
    "Side",
    "SideSource",
    "SideValues",
]


class SideSource(Model):
    """A report of a side, and where to read it."""

    evidence_id: str
    claim_id: str
    weight: float
    study_name: str | None = None
    publication_id: str | None = None
    publication_title: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None


class Side(Model):
    """What some of the reports say."""

    effect_direction: EffectDirection | None
    evidence_direction: EvidenceDirection
    """``refutes``: these reports speak against the direction."""
    evidence_count: int
    unit_count: int
    """Independent studies, publications or reports."""
    study_count: int
    """Named studies."""
    patient_count: int
    score: float
    """As for what supports a claim, see ``kg.scoring``; read it beside the counts."""
    sources: list[SideSource]
    """The strongest reports, at most five."""


class ContextValue(Model):
    """A value, and how many independent units of a side state it."""

    value: str | float
    units: int


class SideValues(Model):
    """What a side states of one context."""

    side: int
    """Its place in ``sides``, from 0."""
    values: list[ContextValue]
    """Most frequent first; numbers by size."""


class Difference(Model):
    """A context in which two opposed sides differ; no claim that it is the cause."""

    context: str
    separation: float
    """From 0, alike, to 1, nothing in common and stated by all; see ``kg.separation``."""
    sides: list[SideValues]
    """Of the two opposed sides."""


class Shared(Model):
    """A context in which all that state it, on both sides, state the same."""

    context: str
    value: str | float


class ContradictionItem(Model):
    """Two things of which reports say otherwise."""

    subject: EntitySummary
    predicate: Predicate
    object: EntitySummary
    score: float
    """Of the weaker of the two opposed sides that are strongest together."""
    sides: list[Side]
    """By score."""
    opposed: tuple[int, int]
    """The two opposed sides that are compared: their places in ``sides``."""
    differs: list[Difference]
    """Most telling first."""
    shared: list[Shared]
    matched: list[Matched] = []


class ContradictionsQuery(EvidenceFilters):
    """How the filters were resolved."""

    therapy: AskedFilter | None = None
    outcome: AskedFilter | None = None
    condition: AskedFilter | None = None


class ContradictionsAnswer(Model):
    """Contradictions, those with the strongest weaker side first."""

    query: ContradictionsQuery
    items: list[ContradictionItem]
    total: int
    next: str | None = None
