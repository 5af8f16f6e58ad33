"""The score, with worked examples; its rules as properties."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.scoring import DESIGN_WEIGHT, Report, score, strength, totals, weight
from kg.vocabulary import DesignType


def report(
    supports: bool, unit: str, part: float, patients: int = 0, *, study: bool = True
) -> Report:
    return Report(supports, unit, strength(part), patients, study)


def test_every_design_has_a_weight_strongest_first() -> None:
    assert set(DESIGN_WEIGHT) == set(DesignType)
    human = [DESIGN_WEIGHT[kind] for kind in list(DesignType)[:6]]
    assert human == sorted(human, reverse=True)
    assert max(DESIGN_WEIGHT.values()) < 1  # nothing settles a matter alone
    assert DESIGN_WEIGHT[DesignType.ANIMAL] < DESIGN_WEIGHT[DesignType.CASE_SERIES]


@pytest.mark.parametrize(
    ("design", "confidence", "expected"),
    [
        (DesignType.RCT, None, 0.75),
        (DesignType.RCT, 0.5, 0.375),
        (DesignType.SINGLE_ARM, 0.9, 0.405),
        (None, None, 0.1),
        (None, 0.0, 0.0),
    ],
)
def test_a_report_weighs_its_design_times_its_confidence(
    design: DesignType | None, confidence: float | None, expected: float
) -> None:
    assert weight(design, confidence) == expected


def test_one_trial() -> None:
    found = totals([report(True, "trial", 0.75, 110)])
    assert (found.score, found.study_count, found.patient_count) == (0.75, 1, 110)


def test_two_independent_studies_add_up() -> None:
    # 1 - 0.25 · 0.55
    assert totals([report(True, "a", 0.75), report(True, "b", 0.45)]).score == 0.8625


def test_one_study_that_reports_twice_counts_once_by_its_best_report() -> None:
    found = totals([report(True, "a", 0.75, 110), report(True, "a", 0.45, 120)])
    assert (found.score, found.study_count, found.patient_count) == (0.75, 1, 120)
    assert (found.evidence_count, found.supporting_count) == (2, 2)


def test_refuting_evidence_takes_away() -> None:
    # 0.75 · (1 - 0.45)
    found = totals([report(True, "a", 0.75, 10), report(False, "b", 0.45, 20)])
    assert (found.score, found.refuting_count, found.patient_count) == (0.4125, 1, 30)


def test_a_study_on_both_sides_counts_on_both_and_its_patients_once() -> None:
    found = totals([report(True, "a", 0.5, 10), report(False, "a", 0.5, 12)])
    assert (found.score, found.study_count, found.patient_count) == (0.25, 1, 12)


def test_only_refuted_is_a_plain_zero() -> None:
    found = totals([report(False, "a", 0.75)])
    assert found.score == 0
    assert math.copysign(1, found.score) == 1


def test_no_evidence_is_nothing() -> None:
    found = totals([])
    assert (found.evidence_count, found.study_count, found.score) == (0, 0, 0)


def test_publications_are_units_but_no_studies() -> None:
    found = totals([report(True, "PMID:1", 0.15, study=False)])
    assert (found.study_count, found.score) == (0, 0.15)


reports = st.lists(
    st.builds(
        report,
        st.booleans(),
        st.sampled_from("abcde"),
        st.floats(0, 0.8),
        st.integers(0, 1000),
    ),
    max_size=12,
)


@given(reports, st.randoms())
def test_order_and_grouping_leave_no_trace(found: list[Report], order: random.Random) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)
    assert totals(shuffled) == totals(found)


@given(reports)
def test_the_score_stays_between_nothing_and_certainty(found: list[Report]) -> None:
    assert 0 <= totals(found).score <= 1


@given(reports, st.floats(0, 0.8))
def test_more_support_never_lowers_and_more_doubt_never_raises(
    found: list[Report], part: float
) -> None:
    before = totals(found).score
    assert totals([*found, report(True, "new", part)]).score >= before
    assert totals([*found, report(False, "new", part)]).score <= before


@given(st.lists(st.floats(0, 0.8), max_size=20))
def test_the_sum_of_strengths_is_the_noisy_or(parts: list[float]) -> None:
    expected = 1 - math.prod(1 - part for part in parts)
    assert score(sum(map(strength, parts)), 0) == pytest.approx(expected, abs=6e-5)
