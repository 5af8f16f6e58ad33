"""How far two sides of a contradiction are apart in one context, from 0 to 1.

Each side is its independent units (studies, else publications, else reports), each with the
values it states. Of words, a unit with several values counts a part for each, and::

    separation = stated * (1 - Σ min(p(v), q(v)))       p, q: shares of the value v on each side

which is the total variation distance: 0 where both sides state the same in the same shares, 1
where they have no value in common. Of numbers, a unit counts with its mean, and::

    separation = stated * |P(a < b) - P(a > b)|         a, b: numbers of a unit of each side

which is Cliff's delta without its sign: 1 where the ranges do not overlap. ``stated`` is the share
of the units of both sides that state any value, so that what few mention does not come first. Where
a side states nothing there is nothing to compare, and the separation is 0.

A separation is found, not proven: with few units many contexts separate the sides at once.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from fractions import Fraction

__all__ = ["Stated", "number_separation", "word_separation"]

#: By the values that a unit states, how many units state just these; the empty set is of units
#: that state none.
Stated = Mapping[frozenset[str | float], int]


def word_separation(one: Stated, other: Stated) -> float:
    """Of words, rounded to 4 digits.

    >>> a, b = frozenset({"oral"}), frozenset({"intrathecal"})
    >>> word_separation({a: 1, b: 1}, {b: 1})
    0.5
    """
    (here, all_here), (there, all_there) = _shares(one), _shares(other)
    if not here or not there:
        return 0.0
    common = sum(
        min(part * all_there, there.get(value, 0) * all_here) for value, part in here.items()
    )
    return round(float(_stated(one, other) * (1 - Fraction(common, all_here * all_there))), 4)


def number_separation(one: Stated, other: Stated) -> float:
    """Of numbers, rounded to 4 digits.

    >>> early, late = frozenset({2008.0}), frozenset({2014.0, 2016.0})
    >>> number_separation({early: 1}, {late: 1, frozenset(): 1})
    0.6667
    """
    here, there = _means(one), _means(other)
    if not here or not there:
        return 0.0
    # Units below and above each number are counted up once, since a side can have thousands.
    ordered = sorted(there)
    below = [0, *itertools.accumulate(there[mean] for mean in ordered)]
    balance = sum(
        units * (below[-1] - below[bisect_right(ordered, mean)] - below[bisect_left(ordered, mean)])
        for mean, units in here.items()
    )
    pairs = sum(here.values()) * below[-1]
    return round(float(_stated(one, other) * Fraction(abs(balance), pairs)), 4)


def _stated(one: Stated, other: Stated) -> Fraction:
    units = sum(one.values()) + sum(other.values())
    return 1 - Fraction(one.get(frozenset(), 0) + other.get(frozenset(), 0), units)


def _shares(side: Stated) -> tuple[dict[str | float, int], int]:
    """The share of each value as a whole number, and what all of them come to."""
    stating = {values: units for values, units in side.items() if values}
    each = math.lcm(*map(len, stating))
    found: dict[str | float, int] = {}
    for values, units in stating.items():
        for value in values:
            found[value] = found.get(value, 0) + units * (each // len(values))
    return found, each * sum(stating.values())


def _means(side: Stated) -> dict[float | Fraction, int]:
    """The mean of each unit that states a number, with how many units have it."""
    found: dict[float | Fraction, int] = {}
    for values, units in side.items():
        if values:
            mean = _mean(values)
            found[mean] = found.get(mean, 0) + units
    return found


def _mean(values: frozenset[str | float]) -> float | Fraction:
    """Exact: a number alone is its own."""
    numbers = [float(value) for value in values]
    if len(numbers) == 1:
        return numbers[0]
    return sum(map(Fraction, numbers), Fraction(0)) / len(numbers)
