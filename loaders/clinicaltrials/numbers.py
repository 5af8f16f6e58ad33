"""Numbers and times as sponsors type them into the registry."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

__all__ = [
    "Probability",
    "is_not_available",
    "months",
    "number",
    "probability",
    "years",
]

_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?")
_PROBABILITY = re.compile(
    r"(?:p(?:[- ]?values?)?\s*)?([<>=≤≥]{0,2})\s*(\d*\.?\d+(?:e-?\d{1,3})?)", re.IGNORECASE
)
_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)

#: Units of time in days; a month is a twelfth of a mean year.
_MONTH = 365.25 / 12
_DAYS = {
    "y": 365.25,
    "m": _MONTH,
    "w": 7.0,
    "d": 1.0,
    "h": 1 / 24,
}
_UNIT = r"(years?|yrs?|months?|mos?|mths?|weeks?|wks?|days?|hours?|hrs?)"
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: float(value) for value, word in enumerate(_COUNTED.split(), 1)}
_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
#: "Week 24", "24 weeks", "24-week", "two years".
_TIME = re.compile(rf"\b(?:{_UNIT}\s*(\d+(?:\.\d+)?)|{_COUNT}\s*-?\s*{_UNIT})\b", re.IGNORECASE)
#: Words that make a duration something else than the time of a measurement.
_NOT_A_TIME = re.compile(
    r"\b(?:every|each|per|averages?|approx\w*|about|around|at least|or more|minimum|median|until|"
    r"hourly|daily|weekly|monthly|yearly|annual\w*|before|prior|age|aged|old|whichever|or|"
    r"to death|progression)\b|/\s*(?:year|month|week|day)|[<>≥≤~±]",
    re.IGNORECASE,
)
_A_BOUND = re.compile(
    r"\b(?:up to|through(?:out)?|within|over|during|for|maximum|first|last|to|til?l)\b",
    re.IGNORECASE,
)
_FROM_BASELINE = re.compile(
    r"\b(?:from )?(?:baseline|day 0|day 1|week 0)\b(?:\s*\([^)]*\))?\s*"
    r"(?:up )?(?:to|through|until|-)",
    re.IGNORECASE,
)
#: A second number beside a unit that is written once: "12 and 24 weeks", "days 1-28".
_LISTED = re.compile(
    r"\d\s*(?:(?:,|and|&|/|\+)\s*(?:\d|week|month|day|year)|(?:to|[-–])\s*\d)", re.IGNORECASE
)


def number(text: str | None) -> float | None:
    """The number that a text is; null for anything else, such as ``NA`` or ``<0.1``."""
    if text is None:
        return None
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text):
        return None
    try:
        value = float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def is_not_available(text: str | None) -> bool:
    """Whether the record says that there is no number: neither zero nor "not reached"."""
    return text is not None and text.strip().casefold() in ("na", "n/a", "n.a.", "not available")


class Probability(NamedTuple):
    """A p-value; ``sign`` is ``<``, ``>`` and the like where only a bound is given."""

    value: float
    sign: str


def probability(text: str | None) -> Probability | None:
    """A p-value as it is typed: ``0.03``, ``<0.001``, ``P = .04``; null for anything else."""
    found = _PROBABILITY.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    sign = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "=": "", "==": ""}.get(found[1], found[1])
    if sign not in ("", "<", ">", "<=", ">="):
        return None
    return Probability(float(found[2]), sign)


def months(text: str | None, *, period: bool = False) -> float | None:
    """The one time that a text names, in months; null where it names none, or several.

    ``Baseline, Week 24`` is one time, ``12 and 24 weeks`` are two. With ``period`` the text is
    the span over which something was collected, so that "up to 24 weeks" ends at 24 weeks.
    """
    if text is None:
        return None
    # "Baseline to Week 24" is measured at week 24, as "Baseline, Week 24" is.
    text = _FROM_BASELINE.sub("", text)
    if _NOT_A_TIME.search(text) or _LISTED.search(text):
        return None
    if not period and _A_BOUND.search(text):
        return None
    found = []
    for before, first, second, after in _TIME.findall(text):
        unit = (before or after)[0].lower()
        value = float(first) if first else _WORDS.get(second.lower()) or float(second)
        if value > 0:
            found.append(value * _DAYS[unit] / _MONTH)
    if not found or max(found) > min(found) * 1.1:
        return None
    # "Week 24 (Month 6)" is one time, said twice.
    return round(found[0], 4)


def years(text: str | None) -> float | None:
    """An age limit such as ``18 Years`` or ``6 Months``; null for ``N/A``."""
    found = _AGE.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    unit = found[2].lower()
    days = {"minute": 1 / 1440, "month": _MONTH}.get(unit) or _DAYS[unit[0]]
    return round(float(found[1]) * days / 365.25, 4)
