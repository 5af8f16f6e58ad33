"""Claims: what the graph asserts, and the evidence behind each."""

from __future__ import annotations

from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.fact import (
    Design,
    Population,
    Provenance,
    PublicationRef,
    Result,
    StudyRef,
    Treatment,
)
from kg.vocabulary import EffectDirection, EvidenceDirection, Predicate, Stage

__all__ = ["AsSaid", "Claim", "ClaimPage", "Evidence", "SourceMention"]


class Claim(Model):
    """Unique by (subject, predicate, object, condition, effect_direction); with totals."""

    id: str
    subject: EntitySummary
    predicate: Predicate
    object: EntitySummary
    condition: EntitySummary | None
    effect_direction: EffectDirection | None
    evidence_count: int
    supporting_count: int
    refuting_count: int
    study_count: int
    """Distinct named studies."""
    patient_count: int
    """Patients of the independent reports that give a number; each study once."""
    score: float
    """From 0 to 1, see ``kg.scoring``; read it beside the counts."""


class AsSaid(Model):
    """The source's own words, beside the ids they were mapped to."""

    subject: str
    subject_id: str | None = None
    subject_match_score: float | None = None
    """How alike the words are to the entity's name, where likeness chose the id."""
    object: str
    object_id: str | None = None
    object_match_score: float | None = None
    condition: str | None = None
    condition_id: str | None = None
    condition_match_score: float | None = None


class SourceMention(Model):
    """Where a record stands in a loaded dataset."""

    id: str
    name: str
    record: str | None = None


class Evidence(Model):
    """One report of one claim."""

    id: str
    evidence_direction: EvidenceDirection
    weight: float
    """What this report would count alone: design weight times confidence."""
    patients: int | None = None
    as_said: AsSaid
    stage: Stage | None = None
    result: Result | None = None
    design: Design | None = None
    treatment: Treatment | None = None
    population: Population | None = None
    study: StudyRef | None = None
    publication: PublicationRef | None = None
    provenance: Provenance
    sources: list[SourceMention] = []


class ClaimPage(Claim):
    """A claim with every evidence, strongest first."""

    evidence: list[Evidence]
