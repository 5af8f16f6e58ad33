"""Proportions and effects of studies: intervals, and random-effects summaries across studies.

Plain arithmetic on numbers that do not overlap; which those are is for ``kg.arms`` to say. All
intervals are two-sided 95 % ones. What pools is statsmodels, which is imported when first needed,
because that takes seconds; the intervals of single studies are written out, and the tests hold them
to statsmodels'.

Sources of the formulas:
    Wilson EB (1927), J Am Stat Assoc 22:209, interval of a proportion.
    Newcombe RG (1998), Stat Med 17:873, method 10, interval of a difference of proportions.
    Katz D et al. (1978), Biometrics 34:469, variance of the logarithm of a risk ratio.
    DerSimonian R, Laird N (1986), Control Clin Trials 7:177, random effects, τ² by moments.
    Higgins JPT, Thompson SG (2002), Stat Med 21:1539, I².
    Hartung J, Knapp G (2001), Stat Med 20:3875, interval by the t distribution.
    Higgins JPT, Thompson SG, Spiegelhalter DJ (2009), J R Stat Soc A 172:137, prediction interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

__all__ = [
    "LOGIT_METHOD",
    "MEAN_METHOD",
    "NONE_OR_ALL_METHOD",
    "RATIO_METHOD",
    "SINGLE_METHOD",
    "Z95",
    "Estimate",
    "Pooled",
    "pooled_proportion",
    "pooled_ratio",
    "prepare",
    "random_effects",
    "risk_difference",
    "risk_ratio",
    "wilson",
]

#: The 97.5 % point of the normal distribution.
Z95 = 1.959963984540054

_RE = "DerSimonian-Laird random effects"
_WALD = "95 % Wald interval"
#: What each summary is, in words, for the answers.
SINGLE_METHOD = "one study: affected ÷ at risk, 95 % Wilson interval; nothing pooled"
NONE_OR_ALL_METHOD = (
    "nobody, or everybody, affected in every study: counts added, 95 % Wilson interval"
)
LOGIT_METHOD = (
    f"{_RE} on logits of the studies' proportions, 0.5 added to affected and not affected where "
    f"either is 0; {_WALD}, transformed back"
)
RATIO_METHOD = f"{_RE} on logarithms of the studies' ratios; {_WALD}, transformed back"
MEAN_METHOD = f"{_RE} on the studies' numbers as they are; {_WALD}"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A random-effects summary. ``tau2`` stays on the scale on which was pooled."""

    value: float
    low: float
    high: float
    standard_error: float
    """On the scale on which was pooled."""
    studies: int
    q: float
    """Cochran's Q, with ``studies - 1`` degrees of freedom."""
    q_p: float
    i2: float
    """Share of the variation between studies that is not chance, from 0 to 1."""
    tau2: float
    """Variance between studies."""
    hk_low: float
    """Hartung and Knapp's interval: wider and truer where studies are few."""
    hk_high: float
    prediction_low: float | None
    """Where a further study's true value would lie; of three studies or more."""
    prediction_high: float | None

    def through(self, back: Callable[[float], float]) -> Pooled:
        """The same with its values, but not ``standard_error`` and ``tau2``, transformed back."""
        ahead = self.prediction_low, self.prediction_high
        return replace(
            self,
            value=back(self.value),
            low=back(self.low),
            high=back(self.high),
            hk_low=back(self.hk_low),
            hk_high=back(self.hk_high),
            prediction_low=None if ahead[0] is None else back(ahead[0]),
            prediction_high=None if ahead[1] is None else back(ahead[1]),
        )


def wilson(affected: int, at_risk: int) -> Estimate:
    """A proportion with Wilson's interval; ``at_risk`` must not be 0."""
    share, square = affected / at_risk, Z95 * Z95
    middle = (share + square / (2 * at_risk)) / (1 + square / at_risk)
    spread = share * (1 - share) / at_risk + square / (4 * at_risk * at_risk)
    reach = Z95 * math.sqrt(spread) / (1 + square / at_risk)
    # Its ends are 0 and 1 there; floats miss them by a hair.
    low = 0.0 if affected == 0 else middle - reach
    high = 1.0 if affected == at_risk else middle + reach
    return Estimate(share, low, high)


def risk_difference(treated: tuple[int, int], control: tuple[int, int]) -> Estimate:
    """Treated minus control, each (affected, at risk), with Newcombe's interval."""
    one, other = wilson(*treated), wilson(*control)
    value = one.value - other.value
    return Estimate(
        value,
        value - math.hypot(one.value - one.low, other.high - other.value),
        value + math.hypot(one.high - one.value, other.value - other.low),
    )


def risk_ratio(treated: tuple[int, int], control: tuple[int, int]) -> Estimate | None:
    """Treated over control, each (affected, at risk), with Katz's interval.

    0.5 is added to all four cells where one of them is 0. Null where nobody was affected in
    either arm: such a study says nothing of a ratio.
    """
    found = _log_ratio(treated, control)
    if found is None:
        return None
    value, variance = found
    reach = Z95 * math.sqrt(variance)
    return Estimate(math.exp(value), math.exp(value - reach), math.exp(value + reach))


def _log_ratio(treated: tuple[int, int], control: tuple[int, int]) -> tuple[float, float] | None:
    """Logarithm of the risk ratio, and its variance."""
    (a, n), (c, m) = treated, control
    if a == c == 0:
        return None
    add = 0.5 if 0 in (a, n - a, c, m - c) else 0.0
    one, other, of_one, of_other = a + add, c + add, n + 2 * add, m + 2 * add
    value = math.log(one / of_one) - math.log(other / of_other)
    return value, 1 / one - 1 / of_one + 1 / other - 1 / of_other


def pooled_ratio(pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Pooled | None:
    """Risk ratios of (treated, control) across studies; null where fewer than two say anything."""
    found = [one for pair in pairs if (one := _log_ratio(*pair)) is not None]
    if len(found) < 2:
        return None
    values, variances = zip(*found, strict=True)
    return random_effects(values, variances).through(math.exp)


@lru_cache(maxsize=4096)
def pooled_proportion(counts: tuple[tuple[int, int], ...]) -> Pooled | None:
    """Proportions of two studies or more, each (affected, at risk).

    Null where nobody, or everybody, was affected in all of them: then the correction for zeros
    would be all that speaks.
    """
    if all(a == 0 for a, _ in counts) or all(a == n for a, n in counts):
        return None
    logits, variances = [], []
    for affected, at_risk in counts:
        add = 0.5 if affected in (0, at_risk) else 0.0
        yes, no = affected + add, at_risk - affected + add
        logits.append(math.log(yes / no))
        variances.append(1 / yes + 1 / no)
    return random_effects(logits, variances).through(_from_logit)


def _from_logit(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > 0 else 1 - 1 / (1 + math.exp(value))


def prepare() -> None:
    """Import what pools, for which the first summary waits otherwise."""
    random_effects((0.0, 1.0), (1.0, 1.0))


def random_effects(effects: Sequence[float], variances: Sequence[float]) -> Pooled:
    """Effects of two studies or more, each with its variance.

    τ² is DerSimonian and Laird's, and 0 where that comes out below: the summary is then that of
    a common effect.
    """
    import numpy as np
    from scipy.special import chdtrc, stdtrit
    from statsmodels.stats.meta_analysis import combine_effects

    with np.errstate(invalid="ignore", divide="ignore"):
        found = combine_effects(np.asarray(effects), np.asarray(variances), method_re="dl")
    studies, q = len(effects), max(float(found.q), 0.0)
    # statsmodels leaves a negative τ² as it is, and what it makes of it has no meaning.
    above = found.tau2 > 0
    value = float(found.mean_effect_re if above else found.mean_effect_fe)
    error = float(found.sd_eff_w_re if above else found.sd_eff_w_fe)
    spread = math.sqrt(found.var_hksj_re if above else found.var_hksj_fe)
    tau2, df = float(found.tau2) if above else 0.0, studies - 1
    # What scipy.stats says of these distributions too, at a hundredth of the cost.
    hk = float(stdtrit(df, 0.975)) * spread
    ahead = None
    if studies > 2:
        ahead = float(stdtrit(studies - 2, 0.975)) * math.sqrt(tau2 + error**2)
    return Pooled(
        value=value,
        low=value - Z95 * error,
        high=value + Z95 * error,
        standard_error=error,
        studies=studies,
        q=q,
        q_p=float(chdtrc(df, q)),
        i2=max(0.0, (q - df) / q) if q else 0.0,
        tau2=tau2,
        hk_low=value - hk,
        hk_high=value + hk,
        prediction_low=None if ahead is None else value - ahead,
        prediction_high=None if ahead is None else value + ahead,
    )
