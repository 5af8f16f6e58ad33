"""The results of an outcome, and what can be summed up of them."""

from __future__ import annotations

from kg.model.adverse_events import Heterogeneity
from kg.model.answer import AskedFilter, Matched
from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import (
    ChangeDirection,
    DesignType,
    EffectDirection,
    EstimateType,
    LeftOut,
    Phase,
)

__all__ = [
    "LeftOutCount",
    "LeftOutResult",
    "ResultsAnswer",
    "ResultsItem",
    "ResultsQuery",
    "Summary",
]


class ResultsQuery(EvidenceFilters):
    """How the names were resolved."""

    outcome: AskedFilter
    therapy: AskedFilter | None = None
    condition: AskedFilter | None = None


class ResultsItem(Model):
    """One result, as it was reported. No number is filled in."""

    evidence_id: str
    claim_id: str
    therapy: EntitySummary
    outcome: EntitySummary
    condition: EntitySummary | None = None
    effect_direction: EffectDirection | None = None
    """From the patient's side; null where nobody calls it good or bad."""
    supports: bool
    """Whether the report supports or refutes that."""
    study: str | None = None
    publication_id: str | None = None
    publication_title: str | None = None
    year: int | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    design: DesignType | None = None
    phase: Phase | None = None
    arm: str | None = None
    pooled: bool = False
    """Whether the arm is a total of arms that are reported beside it."""
    comparator: str | None = None
    measure: str | None = None
    unit: str | None = None
    baseline: float | None = None
    value: float | None = None
    change: float | None = None
    change_direction: ChangeDirection | None = None
    dispersion: float | None = None
    dispersion_type: str | None = None
    estimate: float | None = None
    estimate_type: EstimateType | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    n: int | None = None
    responders: int | None = None
    affected: int | None = None
    at_risk: int | None = None
    timepoint_months: float | None = None
    summary: int | None = None
    """The summary it is in: its place in ``summaries``, from 0."""
    left_out: LeftOut | None = None
    """Why it is in none."""
    matched: list[Matched] = []


class Summary(Model):
    """Results of two studies or more that are comparable, one of each, summed up."""

    outcome: EntitySummary
    therapy: EntitySummary | None = None
    """Null where the question names the therapy, or the class, that all are of."""
    condition: EntitySummary | None = None
    """Null where the question names it, or no report does."""
    measure: str | None = None
    unit: str | None = None
    form: str
    """A type of estimate, ``mean``, ``mean_change`` or ``responders``."""
    comparator: str | None = None
    months_from: float
    """All were measured later than this; at 0 months itself where both ends are 0."""
    months_to: float | None = None
    """And no later than this; null for no end."""
    studies: int
    patients: int
    """As far as they are stated."""
    estimate: float
    ci_low: float
    ci_high: float
    method: str
    heterogeneity: Heterogeneity | None = None
    """Null where counts were added because all or none responded in every study."""
    evidence_ids: list[str]
    comparable: str
    """In what the results are alike."""


class LeftOutResult(Model):
    """A result that is in no summary."""

    evidence_id: str
    study: str | None = None
    left_out: LeftOut


class LeftOutCount(Model):
    """How many results one reason keeps out of summaries."""

    left_out: LeftOut
    why: str
    count: int


class ResultsAnswer(Model):
    """Results by study, measure, arm and time; what can be summed up, and what cannot, and why."""

    query: ResultsQuery
    items: list[ResultsItem]
    total: int
    next: str | None = None
    summaries: list[Summary]
    """Of all results, whatever the page; most studies first, at most 100."""
    summary_total: int
    left_out: list[LeftOutResult]
    """At most 100; the same on each page."""
    left_out_total: int
    left_out_counts: list[LeftOutCount]
    looked_at: int
    """How many results were looked at for summaries: all of them, or the first 5,000."""
