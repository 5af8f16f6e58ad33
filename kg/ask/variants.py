"""A sentence without its filters and its condition, in the ways that make sense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.filters import Filtered, cut_filters
from kg.ask.pattern import Work
from kg.ask.text import Sentence
from kg.ask.words import DENIALS
from kg.vocabulary import EntityType

__all__ = ["Variant", "variants"]


@dataclass(frozen=True, slots=True)
class Variant:
    """What is left of a sentence, and what was cut out of it."""

    sentence: Sentence
    filtered: Filtered
    condition: str | None
    doubt: float


_BEFORE_CONDITION = frozenset(("in", "for", "among", "amongst", "of", "within", "against"))
_PEOPLE = frozenset(
    ["people", "patients", "persons", "those", "adults", "individuals", "subjects", "participants"]
)
_HAVING = frozenset(
    ("with", "having", "who", "have", "suffering", "from", "affected", "by", "living")
)
_BEHIND_CONDITION = _PEOPLE | frozenset(("trials", "trial", "studies"))


def variants(sentence: Sentence, work: Work) -> Iterator[Variant]:
    """The sentence without filters and without a condition, in the ways that make sense."""
    seen: set[tuple[str, str | None]] = set()
    keeps = (frozenset[str](), frozenset(("studied_in",)), frozenset(("route", "donor")))
    for number, keep in enumerate(keeps):
        filtered = cut_filters(sentence, work, keep=keep)
        for variant in _conditions(filtered, number * 0.4):
            key = (variant.sentence.text(0, 1000), variant.condition)
            if key not in seen:
                seen.add(key)
                yield variant


def _conditions(filtered: Filtered, doubt: float) -> Iterator[Variant]:
    sentence = filtered.sentence
    known = [
        name
        for name in sentence.names
        if EntityType.CONDITION in name.types or (not name.types and name.end > name.start)
    ]
    for name in reversed(known):
        cut = _cut_around(sentence, name.start, name.end)
        if cut is not None:
            other = len(name.types - {EntityType.CONDITION}) * 0.1
            yield Variant(sentence.without(cut), filtered, name.text, doubt + other)
    yield Variant(sentence, filtered, None, doubt + 0.5)
    places = [p for p, word in enumerate(sentence.words) if word.low in _BEFORE_CONDITION]
    for place in reversed(places[-4:]):
        start = _past_people(sentence, place + 1)
        if 0 < len(sentence.words) - start <= 8 and not _denied(sentence, start):
            if any(name.start == start and name.end == len(sentence.words) for name in known):
                continue
            text = sentence.text(start, len(sentence.words))
            cut = set(range(place, len(sentence.words)))
            yield Variant(sentence.without(cut), filtered, text, doubt + 4)


def _denied(sentence: Sentence, start: int) -> bool:
    return any(word.low in DENIALS for word in sentence.words[start:])


def _past_people(sentence: Sentence, place: int) -> int:
    words = sentence.words
    if place < len(words) and words[place].low in _PEOPLE:
        place += 1
        while place < len(words) and words[place].low in _HAVING:
            place += 1
    if place < len(words) and words[place].low in ("the", "a", "an"):
        place += 1
    return place


def _cut_around(sentence: Sentence, start: int, end: int) -> set[int] | None:
    """The words of a condition with what leads to it; null where nothing does."""
    words = sentence.words
    before = start
    if before and words[before - 1].low in ("the", "a", "an"):
        before -= 1
    people = False
    while before and words[before - 1].low in _HAVING:
        before -= 1
    if before and words[before - 1].low in _PEOPLE and before < start:
        before, people = before - 1, True
    elif before < start and words[start - 1].low in _HAVING:
        before = start
    if before and words[before - 1].low in _BEFORE_CONDITION:
        before -= 1
    elif not people:
        follows = end < len(words) and words[end].low in _PEOPLE | {"therapies", "treatments"}
        if not (follows and start):
            return None
        return set(range(start, end + (words[end].low in _PEOPLE)))
    if end < len(words) and words[end].low in _BEHIND_CONDITION:
        end += 1
    return set(range(before, end))
