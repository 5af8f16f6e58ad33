"""Intervals and random effects by hand; only the t and chi-squared distributions are scipy's."""

from __future__ import annotations

import math
from typing import Any

from scipy.stats import chi2, t

Z = 1.959963984540054


def wilson(affected: int, at_risk: int) -> tuple[float, float]:
    p, n = affected / at_risk, at_risk
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low = 0.0 if affected == 0 else middle - half
    return low, 1.0 if affected == at_risk else middle + half


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    p, q = one[0] / one[1], other[0] / other[1]
    (l1, u1), (l2, u2) = wilson(*one), wilson(*other)
    difference = p - q
    low = difference - math.sqrt((p - l1) ** 2 + (u2 - q) ** 2)
    high = difference + math.sqrt((u1 - p) ** 2 + (q - l2) ** 2)
    return difference, low, high


def log_ratio(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float] | None:
    cells = [float(n) for n in (one[0], one[1] - one[0], other[0], other[1] - other[0])]
    if cells[0] == cells[2] == 0:
        return None
    if 0 in cells:
        cells = [cell + 0.5 for cell in cells]
    a, b, c, d = cells
    return math.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def der_simonian_laird(effects: list[float], variances: list[float]) -> dict[str, Any]:
    """The summary on the scale of the effects, with everything that is said of heterogeneity."""
    k = len(effects)
    w = [1 / v for v in variances]
    common = sum(a * b for a, b in zip(w, effects, strict=True)) / sum(w)
    q = sum(a * (b - common) ** 2 for a, b in zip(w, effects, strict=True))
    tau2 = max(0.0, (q - (k - 1)) / (sum(w) - sum(a * a for a in w) / sum(w)))
    w = [1 / (v + tau2) for v in variances]
    mean = sum(a * b for a, b in zip(w, effects, strict=True)) / sum(w)
    se = math.sqrt(1 / sum(w))
    spread = sum(a * (b - mean) ** 2 for a, b in zip(w, effects, strict=True)) / (k - 1)
    hk = float(t.ppf(0.975, k - 1)) * math.sqrt(spread / sum(w))
    ahead = float(t.ppf(0.975, k - 2)) * math.sqrt(tau2 + se * se) if k > 2 else None
    return {
        "value": mean,
        "low": mean - Z * se,
        "high": mean + Z * se,
        "q": q,
        "q_p": float(chi2.sf(q, k - 1)),
        "i2": max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0,
        "tau2": tau2,
        "hk_low": mean - hk,
        "hk_high": mean + hk,
        "prediction_low": None if ahead is None else mean - ahead,
        "prediction_high": None if ahead is None else mean + ahead,
    }


def back(found: dict[str, Any], through: Any) -> dict[str, Any]:
    """All but what stays on the scale of the pooling."""
    stays = ("q", "q_p", "i2", "tau2")
    return {
        name: value if name in stays or value is None else through(value)
        for name, value in found.items()
    }


def share(counts: list[tuple[int, int]]) -> dict[str, Any] | None:
    """The pooled proportion; null where all or none are affected in every study."""
    if all(a == 0 for a, _ in counts) or all(a == n for a, n in counts):
        return None
    logits, variances = [], []
    for affected, at_risk in counts:
        yes, no = float(affected), float(at_risk - affected)
        if not yes or not no:
            yes, no = yes + 0.5, no + 0.5
        logits.append(math.log(yes / no))
        variances.append(1 / yes + 1 / no)
    return back(der_simonian_laird(logits, variances), lambda x: 1 / (1 + math.exp(-x)))


class Shown:
    """A number to four digits, as answers have it.

    Sums of floats in another order differ in their last digits, so that a number which lies half
    way between two of four digits may come out as either of them.
    """

    def __init__(self, value: float) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, float | int) or other != round(other, 4):
            return False
        return abs(other - self.value) <= 0.000_05 + 1e-9 * max(1.0, abs(self.value))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.value)


def rounded(found: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value is None else Shown(value) for key, value in found.items()}
