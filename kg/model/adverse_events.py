"""The adverse events of a therapy, with their rates."""

from __future__ import annotations

from kg.model.answer import AskedFilter, Matched
from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import AdverseEventsSort, LeftOut

__all__ = [
    "AdverseEventsAnswer",
    "AdverseEventsItem",
    "AdverseEventsQuery",
    "Against",
    "AgainstPooled",
    "CountedArm",
    "Heterogeneity",
    "UncountedReport",
    "WithoutDenominator",
]


class AdverseEventsQuery(EvidenceFilters):
    """How the names were resolved."""

    therapy: AskedFilter
    adverse_event: AskedFilter | None = None
    condition: AskedFilter | None = None
    serious: bool | None = None
    sort: AdverseEventsSort = AdverseEventsSort.RATE


class CountedArm(Model):
    """How many of one arm had the event, as one report says."""

    evidence_id: str
    claim_id: str
    therapy: EntitySummary
    """Which therapy it was said of: the one asked for, or a narrower one."""
    study: str | None = None
    """The study's name; null where none is named."""
    publication_id: str | None = None
    arm: str | None = None
    comparator: str | None = None
    affected: int
    at_risk: int
    rate: float
    ci_low: float
    """Wilson's 95 % interval of this arm alone."""
    ci_high: float
    pooled: bool = False
    """Whether it is a total of arms that are reported beside it."""
    timepoint_months: float | None = None
    supports: bool = True
    """Whether the report supports or refutes that the therapy has the event."""
    left_out: LeftOut | None = None
    """Why it is not in the row's numbers; null where it is."""


class Heterogeneity(Model):
    """How far studies differ beyond chance, and what that does to the summary."""

    studies: int
    q: float
    """Cochran's Q."""
    q_df: int
    q_p: float
    i2: float
    """From 0 to 1."""
    tau2: float
    """Variance between studies, on the scale that ``method`` names: logits, logarithms."""
    hk_low: float
    """95 % interval of the same summary by Hartung and Knapp: wider where studies are few."""
    hk_high: float
    prediction_low: float | None = None
    """95 % prediction interval for a further study; null for two studies."""
    prediction_high: float | None = None


class Against(Model):
    """The counted arms of one study, against arms of it that had something else."""

    study: str
    study_id: str
    comparator: EntitySummary | None = None
    """What they had; null where only an arm's name says."""
    comparator_arms: list[str]
    affected: int
    at_risk: int
    comparator_affected: int
    comparator_at_risk: int
    risk_difference: float
    """Treated minus comparator, with Newcombe's 95 % interval."""
    risk_difference_low: float
    risk_difference_high: float
    risk_ratio: float | None = None
    """Treated over comparator, with Katz's 95 % interval; 0.5 is added to all four counts where
    one is 0. Null where nobody was affected in either."""
    risk_ratio_low: float | None = None
    risk_ratio_high: float | None = None


class AgainstPooled(Model):
    """Risk ratios against one comparator across studies."""

    comparator: EntitySummary
    studies: int
    risk_ratio: float
    ci_low: float
    ci_high: float
    method: str
    heterogeneity: Heterogeneity


class AdverseEventsItem(Model):
    """One adverse event, counted as serious or as not, or without a word on it.

    ``affected`` and ``at_risk`` are sums over arms of different people. ``rate`` is pooled across
    studies where there are two or more, else affected of at risk.
    """

    adverse_event: EntitySummary
    affected: int
    at_risk: int
    rate: float
    ci_low: float
    ci_high: float
    serious: bool | None
    """Rows of one event that differ here may be of the same people, and are never added."""
    studies: int
    """Independent units with a counted arm: named studies, else publications, else reports."""
    arms: list[CountedArm]
    """Counted ones first; at most 100."""
    arm_count: int
    left_out_count: int
    method: str
    """How ``rate`` and its interval come about."""
    heterogeneity: Heterogeneity | None = None
    """Where something was pooled."""
    against: list[Against] = []
    """By study; at most 100."""
    against_count: int = 0
    against_pooled: list[AgainstPooled] = []
    unnumbered_count: int = 0
    """Reports of the same event and seriousness without a denominator; listed apart."""
    matched: list[Matched] = []


class UncountedReport(Model):
    """A report that gives no rate."""

    evidence_id: str
    claim_id: str
    therapy: EntitySummary
    study: str | None = None
    publication_id: str | None = None
    arm: str | None = None
    affected: int | None = None
    at_risk: int | None = None
    """0, or given without the number affected; else null."""
    n: int | None = None
    """Patients analysed, which is not taken for those at risk."""
    supports: bool = True


class WithoutDenominator(Model):
    """An adverse event as it is reported without a number at risk: how often is not known."""

    adverse_event: EntitySummary
    serious: bool | None
    report_count: int
    refuting_count: int
    reports: list[UncountedReport]
    """At most 20."""


class AdverseEventsAnswer(Model):
    """The adverse events of a therapy, and of what is narrower unless ``direct`` was asked for."""

    query: AdverseEventsQuery
    items: list[AdverseEventsItem]
    total: int
    next: str | None = None
    without_denominator: list[WithoutDenominator]
    """Reported, and not how often; most reports first, at most 100, the same on each page."""
    without_denominator_total: int
