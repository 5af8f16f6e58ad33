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
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.vocabulary import DesignType

__all__ = ["DESIGN_WEIGHT", "Report", "Totals", "score", "strength", "totals", "weight"]

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


@dataclass(frozen=True, slots=True)
class Report:
    """What the score needs of one evidence, or of one unit's reports on one side."""

    supports: bool
    unit: str
    """What makes it independent: the study's id, else the publication's, else its own."""
    strength: int
    patients: int
    study: bool
    """Whether ``unit`` is a named study."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Totals:
    """A claim's totals."""

    evidence_count: int
    supporting_count: int
    refuting_count: int
    study_count: int
    patient_count: int
    score: float


def totals(reports: Iterable[Report]) -> Totals:
    """Totals and score of a claim's reports; each independent unit counts once per side.

    Patients are those of the unit's largest report, whichever side it is on, so a study
    that reports twice is not counted twice.
    """
    sides: dict[bool, dict[str, int]] = {True: {}, False: {}}
    counts = {True: 0, False: 0}
    patients: dict[str, int] = {}
    studies = set()
    for report in reports:
        counts[report.supports] += report.count
        side = sides[report.supports]
        side[report.unit] = max(side.get(report.unit, 0), report.strength)
        patients[report.unit] = max(patients.get(report.unit, 0), report.patients)
        if report.study:
            studies.add(report.unit)
    return Totals(
        evidence_count=counts[True] + counts[False],
        supporting_count=counts[True],
        refuting_count=counts[False],
        study_count=len(studies),
        patient_count=sum(patients.values()),
        score=score(sum(sides[True].values()), sum(sides[False].values())),
    )
