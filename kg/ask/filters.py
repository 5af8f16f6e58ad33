"""Filters in words: cut out of a sentence wherever they stand outside a name.

Each rule is patterns and what they set. Where several fit at a place the longest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.ask.filter_rules import REFUSED, RULES, Fields
from kg.ask.pattern import Captured, Work, match
from kg.ask.text import Sentence

__all__ = ["Filtered", "cut_filters"]


@dataclass(frozen=True, slots=True)
class Filtered:
    """A sentence without its filters, and what they set."""

    sentence: Sentence
    fields: Fields
    refused: str | None = None
    """Why a filter that was recognised cannot be asked."""
    shown: list[str] = field(default_factory=list)


_YEAR = re.compile(r"(1[6-9]|2[01])[0-9]{2}")


def cut_filters(sentence: Sentence, work: Work, *, keep: frozenset[str] = frozenset()) -> Filtered:
    """Find the filters outside names; those in ``keep`` (fields) are left where they are."""
    inside = {place for name in sentence.names for place in range(name.start, name.end)}
    cut: set[int] = set()
    fields: Fields = {}
    shown: list[str] = []
    refused: str | None = None
    place = 0
    while place < len(sentence.words):
        best = None if place in inside else _longest(sentence, place, work, keep)
        if best is None:
            place += 1
            continue
        end, found, reason = best
        refused = refused or reason or _twice(fields, found)
        fields |= found
        shown += [f"{key} = {value}" for key, value in found.items()]
        cut |= set(range(place, end))
        place = _behind_and(sentence, end, cut, work, keep)
    return Filtered(sentence.without(cut), fields, refused, shown)


def _twice(fields: Fields, found: Fields) -> str | None:
    both = [key for key in found if key in fields and fields[key] != found[key]]
    return f"{both[0].replace('_', ' ')} is given twice" if both else None


def _behind_and(
    sentence: Sentence, end: int, cut: set[int], work: Work, keep: frozenset[str]
) -> int:
    """Where to go on: past an "and" that joins another filter, which goes with them."""
    place = end
    while place < len(sentence.words) and sentence.words[place].low in (",", "and", "or", "but"):
        place += 1
    joined = end < place < len(sentence.words)
    if joined and _longest(sentence, place, work, keep) is not None:
        cut |= set(range(end, place))
        return place
    return end


def _longest(
    sentence: Sentence, place: int, work: Work, keep: frozenset[str]
) -> tuple[int, Fields, str | None] | None:
    best: tuple[int, Fields, str | None] | None = None
    for end, fields, reason in _all(sentence, place, work):
        if not keep.isdisjoint(fields) or (best is not None and end <= best[0]):
            continue
        best = (end, fields, reason)
    return best


def _all(sentence: Sentence, place: int, work: Work) -> Iterator[tuple[int, Fields, str | None]]:
    words = sentence.words
    named = {p for name in sentence.names for p in range(name.start, name.end)}
    for rule in RULES:
        if rule.behind_name and place - 1 not in named:
            continue
        for pattern in rule.patterns:
            for found in match(pattern, sentence, work, place, whole=False):
                after = words[found.end].low if found.end < len(words) else ""
                # A comma before it may go with it, but is no filter alone.
                if after in rule.followed_by_not or found.end == place:
                    continue
                if "source" not in found.captured and named & set(range(place, found.end)):
                    continue
                if not _years_fit(found.captured):
                    continue
                yield found.end, rule.read(found.captured), None
    for pattern, reason in REFUSED:
        for found in match(pattern, sentence, work, place, whole=False):
            if found.end > place:
                yield found.end, {}, reason


def _years_fit(found: Captured) -> bool:
    return all(_YEAR.fullmatch(f"{found[key]:.0f}") for key in ("y", "z") if key in found)
