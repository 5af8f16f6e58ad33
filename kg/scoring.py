"""How well a claim is supported, as one number from 0 to 1.

The model: each independent unit of evidence (a named study; else a publication; else the
report itself) has a chance *w* of settling the matter alone, and units are independent.
Supporting units combine by noisy-or, refuting units discount what is left::

    score = (1 - Π(1 - w_s)) * Π(1 - w_r)        s: supporting units, r: refuting units
    w     = DESIGN_WEIGHT[design] * confidence    the greatest report of each unit

Noisy-or over evidence is INDRA's and SeMRA's way to combine independent reports; the design
weights order study designs as the GRADE handbook does (randomised before observational
before uncontrolled, humans before animals). The score orders answers; it is no probability,
and no answer gives it without its counts.

The products are kept as sums of whole micro-nepers (``strength``), so that the same evidence
gives the same score to the last digit in whatever order it came and on whatever engine the
sum was made.

A path of claims holds where each of its steps does, and steps are taken as independent, so its
score is the product of theirs (:func:`path_score`): no path scores above its weakest step, and of
two chains of equally good steps the shorter scores more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from kg.vocabulary import DesignType, EffectDirection, Predicate

__all__ = [
    "DESIGN_WEIGHT",
    "Report",
    "Reported",
    "Totals",
    "path_benefit",
    "path_score",
    "path_sign",
    "score",
    "strength",
    "totals",
    "weight",
]

#: What one report of a design counts at full confidence.
DESIGN_WEIGHT: dict[DesignType, float] = {
    DesignType.SYSTEMATIC_REVIEW: 0.8,
    DesignType.RCT: 0.75,
    DesignType.NON_RANDOMISED_TRIAL: 0.55,
    DesignType.SINGLE_ARM: 0.45,
    DesignType.COHORT: 0.45,
    DesignType.CASE_SERIES: 0.25,
    DesignType.ANIMAL: 0.12,
    DesignType.IN_VITRO: 0.08,
    DesignType.REVIEW_REMARK: 0.15,
    DesignType.OPINION: 0.05,
}
#: A report whose design is not stated.
UNSTATED_DESIGN_WEIGHT = 0.1
#: The confidence of an extractor that states none.
UNSTATED_CONFIDENCE = 1.0

_MICRO = 1_000_000


def weight(design: DesignType | None, confidence: float | None) -> float:
    """What one report counts alone, from 0 to 0.8, rounded to 4 digits.

    >>> weight(DesignType.SINGLE_ARM, 0.9)
    0.405
    """
    base = UNSTATED_DESIGN_WEIGHT if design is None else DESIGN_WEIGHT[design]
    return round(base * (UNSTATED_CONFIDENCE if confidence is None else confidence), 4)


def strength(report_weight: float) -> int:
    """A weight as whole micro-nepers: ``-10⁶ ln(1 - w)``, so that strengths add.

    >>> strength(0.5)
    693147
    """
    return round(-math.log1p(-report_weight) * _MICRO)


@lru_cache(maxsize=100_000)
def score(supporting: int, refuting: int) -> float:
    """The score of summed strengths, rounded to 4 digits.

    >>> score(strength(0.5) + strength(0.4), 0)
    0.7
    >>> score(strength(0.5) + strength(0.4), strength(0.5))
    0.35
    """
    # The sum keeps the zero of no support from carrying a sign.
    return round(-math.expm1(-supporting / _MICRO) * math.exp(-refuting / _MICRO), 4) + 0.0


class Reported(Protocol):
    """What the score needs of one evidence, or of one unit's reports on one side."""

    @property
    def supports(self) -> bool:
        """Whether it speaks for the claim."""

    @property
    def unit(self) -> str:
        """What makes it independent: the study's id, else the publication's, else its own."""

    @property
    def strength(self) -> int:
        """Its weight in micro-nepers."""

    @property
    def patients(self) -> int:
        """The people it is about; 0 where it does not say."""

    @property
    def study(self) -> bool:
        """Whether ``unit`` is a named study."""

    @property
    def reports(self) -> int:
        """How many reports it stands for."""


@dataclass(frozen=True, slots=True)
class Report:
    """The plainest of :class:`Reported`."""

    supports: bool
    unit: str
    strength: int
    patients: int
    study: bool
    reports: int = 1


@dataclass(frozen=True, slots=True)
class Totals:
    """A claim's totals."""

    evidence_count: int
    supporting_count: int
    refuting_count: int
    study_count: int
    patient_count: int
    score: float


def totals(reports: Iterable[Reported]) -> Totals:
    """Totals and score of a claim's reports; each independent unit counts once per side.

    Patients are those of the unit's largest report, whichever side it is on, so a study
    that reports twice is not counted twice.
    """
    supporting: dict[str, int] = {}
    refuting: dict[str, int] = {}
    supporting_count = refuting_count = 0
    patients: dict[str, int] = {}
    studies = set()
    for report in reports:
        unit = report.unit
        if report.supports:
            side = supporting
            supporting_count += report.reports
        else:
            side = refuting
            refuting_count += report.reports
        if report.strength >= side.get(unit, 0):
            side[unit] = report.strength
        if report.patients >= patients.get(unit, 0):
            patients[unit] = report.patients
        if report.study:
            studies.add(unit)
    return Totals(
        evidence_count=supporting_count + refuting_count,
        supporting_count=supporting_count,
        refuting_count=refuting_count,
        study_count=len(studies),
        patient_count=sum(patients.values()),
        score=score(sum(supporting.values()), sum(refuting.values())),
    )


def path_score(steps: Iterable[float]) -> Fraction:
    """The product of the scores of a path's steps, exact: each has 4 digits.

    >>> float(path_score([0.45, 0.12, 0.5]))
    0.027
    """
    return math.prod((Fraction(round(step * 10_000), 10_000) for step in steps), start=Fraction(1))


#: What an effect counts in a product.
_SIGN = {EffectDirection.IMPROVED: 1, EffectDirection.WORSENED: -1}
#: Predicates that say what is involved, not what it does to the patient.
_INVOLVES = (
    Predicate.USES_CELL_TYPE,
    Predicate.ACTS_THROUGH,
    Predicate.DIFFERENTIATES_INTO,
)


def path_sign(effects: Iterable[EffectDirection | None]) -> int | None:
    """The product of the effects of a path's steps: improved counts 1, worsened -1.

    Null where a step has neither. It says how the effects go together, not whether the patient
    gains; that is :func:`path_benefit`.

    >>> path_sign([EffectDirection.WORSENED, EffectDirection.WORSENED])
    1
    """
    return math.prod(_SIGN.get(effect, 0) if effect else 0 for effect in effects) or None


def path_benefit(steps: Sequence[tuple[Predicate, EffectDirection | None]]) -> bool | None:
    """Whether a chain says that the patient gains (true) or loses (false) by how it begins.

    Effects are from the patient's side at every step, so that the first one decides: what
    worsens an inflammation that worsens atrophy does harm, what betters it does good, and the same
    goes for a repair that betters function. An adverse event is a loss. Steps that only say which
    cell or mechanism is involved are passed over: what is acted through is taken to be at work.
    Null where no step tells, where one that could tell does not or says unchanged or mixed, and
    where a step says only what is tried (TREATS) or what was compared (COMPARED_WITH).

    >>> worse = (Predicate.CONTRIBUTES_TO, EffectDirection.WORSENED)
    >>> path_benefit([worse, worse])
    False
    >>> better = (Predicate.CONTRIBUTES_TO, EffectDirection.IMPROVED)
    >>> path_benefit([(Predicate.USES_CELL_TYPE, None), better, worse])
    True
    """
    told = [
        -1 if predicate is Predicate.HAS_ADVERSE_EVENT else _SIGN.get(effect, 0) if effect else 0
        for predicate, effect in steps
        if predicate not in _INVOLVES
    ]
    compared = any(predicate is Predicate.COMPARED_WITH for predicate, _ in steps)
    return told[0] > 0 if told and all(told) and not compared else None
