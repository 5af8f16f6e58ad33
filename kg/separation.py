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

from collections.abc import Mapping
from fractions import Fraction

__all__ = ["Stated", "number_separation", "word_separation"]

#: By unit, the values that it states; a unit that states none has an empty set.
Stated = Mapping[str, frozenset[str | float]]


def word_separation(one: Stated, other: Stated) -> float:
    """Of words, rounded to 4 digits.

    >>> a, b = frozenset({"oral"}), frozenset({"intrathecal"})
    >>> word_separation({"study 1": a, "study 2": b}, {"study 3": b})
    0.5
    """
    shares = [_shares(side) for side in (one, other)]
    if not all(shares):
        return 0.0
    common = sum(
        min(share, shares[1].get(value, Fraction(0))) for value, share in shares[0].items()
    )
    return round(float(_stated(one, other) * (1 - common)), 4)


def number_separation(one: Stated, other: Stated) -> float:
    """Of numbers, rounded to 4 digits.

    >>> early, late = frozenset({2008.0}), frozenset({2014.0, 2016.0})
    >>> number_separation({"study 1": early}, {"study 2": late, "study 3": frozenset()})
    0.6667
    """
    here, there = _means(one), _means(other)
    if not here or not there:
        return 0.0
    balance = sum((a < b) - (a > b) for a in here for b in there)
    return round(float(_stated(one, other) * Fraction(abs(balance), len(here) * len(there))), 4)


def _stated(one: Stated, other: Stated) -> Fraction:
    units = [*one.values(), *other.values()]
    return Fraction(sum(bool(values) for values in units), len(units))


def _shares(side: Stated) -> dict[str | float, Fraction]:
    stating = [values for values in side.values() if values]
    found: dict[str | float, Fraction] = {}
    for values in stating:
        for value in values:
            part = Fraction(1, len(values) * len(stating))
            found[value] = found.get(value, Fraction(0)) + part
    return found


def _means(side: Stated) -> list[Fraction]:
    return [
        sum(map(Fraction, values), Fraction(0)) / len(values) for values in side.values() if values
    ]
