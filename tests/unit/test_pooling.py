"""Intervals and pooled effects, against published worked examples."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reference import pooling as by_hand
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kg import pooling

#: BCG vaccine against tuberculosis, 13 trials (Colditz et al. 1994, JAMA 271:698; metafor's
#: dat.bcg): affected and not affected among the vaccinated, then among the others.
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]
PAIRS = [((a, a + b), (c, c + d)) for a, b, c, d in BCG]


def test_risk_ratios_of_the_bcg_trials() -> None:
    found = pooling.pooled_ratio(PAIRS)
    assert found is not None
    # metafor 4, tests/testthat/test_misc_metan_vs_rma.uni_with_dat.bcg.r, which holds it to Stata's
    # metan: measure "RR", method "DL": -0.7141 (-1.0644 to -0.3638), Q 152.2330, τ² 0.3088,
    # I² 92.12 %; as a ratio 0.4896 (0.3449 to 0.6950).
    assert round(found.q, 4) == 152.2330
    assert round(found.tau2, 4) == 0.3088
    assert round(found.i2, 4) == 0.9212
    assert round(found.standard_error, 4) == 0.1787
    limits = (found.value, found.low, found.high)
    assert tuple(round(one, 4) for one in limits) == (0.4896, 0.3449, 0.6950)
    assert found.q_p < 0.0001
    assert found.studies == 13


def test_means_of_the_pcb_28_comparison() -> None:
    # NIST's example of metafor's rma(yi, sei, method="DL") on the key comparison of PCB 28 by six
    # laboratories: τ² 2.9289, I² 92.67 %, Q 68.2154, 33.6004 (32.1403 to 35.0606), error 0.7450.
    effects = [34.3, 32.9, 34.53, 32.42, 31.9, 35.8]
    errors = [1.03, 0.69, 0.83, 0.29, 0.4, 0.38]
    found = pooling.random_effects(effects, [error**2 for error in errors])
    numbers = (found.tau2, found.i2, found.q, found.standard_error)
    assert tuple(round(one, 4) for one in numbers) == (2.9289, 0.9267, 68.2154, 0.7450)
    assert round(found.value, 4) == 33.6004
    assert (round(found.low, 4), round(found.high, 4)) == (32.1403, 35.0606)


@pytest.mark.parametrize(
    ("affected", "at_risk", "low", "high"),
    # Newcombe RG (1998), Stat Med 17:857, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval(affected: int, at_risk: int, low: float, high: float) -> None:
    found = pooling.wilson(affected, at_risk)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    whole = pooling.wilson(at_risk - affected, at_risk)
    assert (round(1 - whole.high, 4), round(1 - whole.low, 4)) == (low, high)


def test_newcombes_interval() -> None:
    # Newcombe RG (1998), Stat Med 17:873, table II, method 10: 56/70 against 48/80.
    found = pooling.risk_difference((56, 70), (48, 80))
    assert round(found.value, 4) == 0.2
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_intervals_are_those_of_statsmodels() -> None:
    for affected, at_risk in [(0, 1), (1, 1), (3, 20), (20, 20), (7, 97), (499, 1000)]:
        found = pooling.wilson(affected, at_risk)
        low, high = proportion_confint(affected, at_risk, method="wilson")
        assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
        for other in [(0, 5), (5, 5), (8, 97)]:
            difference = pooling.risk_difference((affected, at_risk), other)
            low, high = confint_proportions_2indep(
                affected, at_risk, *other, compare="diff", method="newcomb"
            )
            assert (difference.low, difference.high) == (pytest.approx(low), pytest.approx(high))


def test_a_ratio_with_a_zero() -> None:
    # 0.5 is added to all four: (4.5 / 11) / (0.5 / 11).
    found = pooling.risk_ratio((4, 10), (0, 10))
    assert found is not None
    assert round(found.value, 4) == 9.0
    assert pooling.risk_ratio((0, 10), (0, 10)) is None
    assert pooling.pooled_ratio([PAIRS[0], ((0, 10), (0, 10))]) is None


def test_no_variance_between_studies_is_never_below_none() -> None:
    # Two equal studies: Q is 0, below its one degree of freedom.
    found = pooling.random_effects([1.0, 1.0], [0.5, 0.5])
    assert (found.value, found.tau2, found.i2, found.q) == (1.0, 0.0, 0.0, 0.0)
    assert round(found.standard_error, 4) == 0.5
    assert found.prediction_low is None


@pytest.mark.parametrize(
    "counts", [[(3, 20), (0, 11), (9, 14)], [(5, 5), (1, 9)], [(1, 900), (2, 7)]]
)
def test_shares_are_pooled_as_logits(counts: list[tuple[int, int]]) -> None:
    found, expected = pooling.pooled_proportion(tuple(counts)), by_hand.share(counts)
    assert found is not None
    assert expected is not None
    told = {name: getattr(found, name) for name in expected}
    shown = {name: value if value is None else round(value, 4) for name, value in told.items()}
    assert shown == by_hand.rounded(expected)


def test_where_nobody_is_affected_there_is_nothing_to_pool() -> None:
    assert pooling.pooled_proportion(((0, 20), (0, 30))) is None
    assert pooling.pooled_proportion(((20, 20), (30, 30))) is None
    assert pooling.pooled_proportion(((20, 20), (0, 30))) is not None


def test_statistics_are_imported_when_they_are_needed() -> None:
    """They take longer to import than the whole command line may take to start."""
    code = (
        "import sys, kg.harms, kg.summaries, api.app, kg.tables.ask, kg.commands.adverse_events\n"
        "assert not {'statsmodels', 'scipy', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
