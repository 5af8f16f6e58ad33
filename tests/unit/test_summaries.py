"""Which results are comparable, and why others are not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kg.pooling import Z95
from kg.summaries import span_of, summed
from kg.vocabulary import LeftOut

_FIELDS = (
    *("id", "study_id", "study", "design", "therapy_id", "outcome_id", "condition_id", "arm"),
    *("pooled", "comparator", "measure", "unit", "value", "change", "dispersion"),
    *("dispersion_type", "estimate", "estimate_type", "ci_low", "ci_high", "n", "responders"),
    *("months", "quote"),
)
_EFFECT = {
    "estimate": -0.5,
    "estimate_type": "mean_difference",
    "ci_low": -1.0,
    "ci_high": 0.0,
    "comparator": "placebo",
}


def row(study: str, identity: str | None = None, **more: Any) -> dict[str, Any]:
    told = {
        "id": identity or study,
        "study_id": study,
        "therapy_id": "T1",
        "outcome_id": "O1",
        "months": 12.0,
        "n": 40,
        **more,
    }
    return dict.fromkeys(_FIELDS) | told


def asked(*rows: dict[str, Any]) -> tuple[list[list[str]], dict[str, LeftOut]]:
    found, left_out = summed(rows, one_therapy=True, one_condition=True)
    return [[one["id"] for one in each.rows] for each in found], left_out


def test_differences_of_means_are_pooled_with_the_error_of_their_intervals() -> None:
    [found], left_out = summed(
        [row("S1", **_EFFECT), row("S2", **{**_EFFECT, "estimate": -0.3, "ci_high": 0.4})],
        one_therapy=True,
        one_condition=True,
    )
    # Errors 1 / 3.92 and 1.4 / 3.92, weights as 1.96 to 1; Q is below 1, so nothing else counts.
    assert found.pooled is not None
    assert round(found.pooled.value, 4) == round((-0.5 * 1.96 - 0.3) / 2.96, 4)
    error = 1 / math.sqrt((2 * Z95) ** 2 * (1 + 1 / 1.96))
    assert round(found.pooled.standard_error, 4) == round(error, 4)
    assert left_out == {}


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "points"},
        {"measure": "best"},
        {"months": 24.0},
        {"estimate_type": "standardised_mean_difference"},
        {"comparator": "natalizumab"},
        {"outcome_id": "O2"},
    ],
)
def test_what_differs_is_not_pooled(other: dict[str, Any]) -> None:
    assert asked(row("S1", **_EFFECT), row("S2", **{**_EFFECT, **other})) == (
        [],
        {"S1": LeftOut.ALONE, "S2": LeftOut.ALONE},
    )


def test_therapies_and_conditions_are_kept_apart_unless_the_question_joins_them() -> None:
    rows = [row("S1", **_EFFECT), row("S2", **_EFFECT, therapy_id="T2")]
    assert asked(*rows)[0] == [["S1", "S2"]]
    assert summed(rows, one_therapy=False, one_condition=True)[0] == []
    rows = [row("S1", **_EFFECT), row("S2", **_EFFECT, condition_id="C2")]
    assert summed(rows, one_therapy=True, one_condition=False)[0] == []


def test_placebos_and_shams_are_one_comparator() -> None:
    other = {**_EFFECT, "comparator": "Sham procedure"}
    assert asked(row("S1", **_EFFECT), row("S2", **other))[0] == [["S1", "S2"]]


def test_one_number_of_each_study() -> None:
    rows = [
        row("S1", **_EFFECT),
        row("S2", "late", **_EFFECT, months=14.0),
        row("S2", "early", **_EFFECT),
        row("S2", "small", **{**_EFFECT, "n": 4}, months=14.0),
        row("S2", "total", **{**_EFFECT, "n": 90}, months=14.0, pooled=True),
    ]
    groups, left_out = asked(*rows)
    assert groups == [["S1", "late"]]
    assert left_out == {
        "early": LeftOut.OTHER_TIMEPOINT,
        "small": LeftOut.OTHER_ARM,
        "total": LeftOut.POOLED_ARM,
    }


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({**_EFFECT, "comparator": None}, LeftOut.NO_COMPARATOR),
        ({**_EFFECT, "ci_low": None}, LeftOut.NO_INTERVAL),
        ({**_EFFECT, "ci_high": -0.7}, LeftOut.NOT_WITHIN),
        ({**_EFFECT, "quote": '"ciPctValue": "90"'}, LeftOut.NOT_95),
        ({**_EFFECT, "months": None}, LeftOut.NO_TIMEPOINT),
        ({**_EFFECT, "design": "systematic_review"}, LeftOut.REVIEW),
        ({**_EFFECT, "design": "animal"}, LeftOut.NOT_HUMAN),
        ({**_EFFECT, "estimate_type": "odds_ratio"}, LeftOut.NOT_WITHIN),
        ({"value": 3.0, "estimate_type": "median"}, LeftOut.NOT_A_FORM),
        ({"value": 3.0}, LeftOut.NOT_A_FORM),
        ({"value": 3.0, "estimate_type": "mean"}, LeftOut.NO_INTERVAL),
        (
            {"value": 3.0, "estimate_type": "mean", "ci_low": 2.0, "ci_high": 4.0}
            | {"dispersion_type": "90% Confidence Interval"},
            LeftOut.NOT_95,
        ),
        ({"p_value": 0.03}, LeftOut.NOT_A_FORM),
    ],
)
def test_why_a_result_is_in_no_summary(more: dict[str, Any], why: LeftOut) -> None:
    assert asked(row("S1", **more)) == ([], {"S1": why})


def test_means_and_shares() -> None:
    changes = {"change": -1.0, "dispersion": 2.0, "dispersion_type": "STANDARD_DEVIATION"}
    error = {"change": -1.0, "dispersion": 2 / math.sqrt(40), "dispersion_type": "SE"}
    level = {"value": 4.0, "estimate_type": "mean", "ci_low": 3.0, "ci_high": 5.0}
    rows = [row("S1", **changes), row("S2", **error), row("S3", **level)]
    [found], left_out = summed(rows, one_therapy=True, one_condition=True)
    # A standard deviation of 2 in 40 people is a standard error of 2 / √40: the same twice.
    assert found.pooled is not None
    assert round(found.pooled.standard_error, 4) == round(2 / math.sqrt(80), 4)
    assert (found.group.form, left_out) == ("mean_change", {"S3": LeftOut.ALONE})
    [share], _ = summed(
        [row("S1", responders=0), row("S2", responders=0)], one_therapy=True, one_condition=True
    )
    assert (share.pooled, share.counts) == (None, (0, 80))


def test_spans_of_time() -> None:
    assert [span_of(months) for months in (0, 1, 1.5, 3, 6, 12, 24, 60)] == [
        *(0, 1, 1, 2, 3, 4, 5, 6)
    ]
