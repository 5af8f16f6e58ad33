"""Patterns of words with slots for names, and a matcher whose work is bounded.

A pattern is words and marks: ``a|b`` one of several words, ``a|b*`` any number of them,
``[…]`` may be absent, ``CAPITALS`` a class of :mod:`kg.ask.words`, ``<field>`` a name,
``<field+>`` several names in a row, ``#field`` a number. Commas may stand anywhere between.
Matching tries alternatives one after another, and counts each step: what needs more than
:data:`MAX_STEPS` is given up, so that no question, however made, costs more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.ask.text import Sentence
from kg.ask.wordings import CLASSES
from kg.ask.words import ARTICLES, DENIALS, NOT_IN_NAMES, NUMBERS, PREPOSITIONS, SEPARATORS

__all__ = ["MAX_STEPS", "Found", "Work", "match"]

#: Most steps for one question, all its patterns together; a usual one takes a tenth.
MAX_STEPS = 300_000
#: Longest name that is not known, words.
_LONGEST_SLOT = 14
#: Most names in a row that are read; more than a question takes, so that it can say so.
_MOST_NAMES = 7

_MARK = re.compile(r"\[|\]|[^\s\[\]]+")
Node = tuple[str, Any]
#: What was captured: texts of names, values of classes, numbers.
Captured = Mapping[str, Any]


@dataclass
class Work:
    """How many steps a question has taken."""

    steps: int = 0

    def step(self) -> bool:
        """Count one; false once there have been too many."""
        self.steps += 1
        return self.steps <= MAX_STEPS


@dataclass(frozen=True, slots=True)
class Found:
    """A way to match: where it ended, what was captured, which slots hold unknown words."""

    end: int
    captured: Captured = field(default_factory=dict)
    doubt: float = 0
    """Grows with each name that no vocabulary knows."""


@cache
def _compiled(pattern: str) -> tuple[Node, ...]:
    marks = _MARK.findall(pattern)
    nodes, place = _sequence(marks, 0)
    assert place == len(marks), pattern  # noqa: S101  # patterns are ours
    return nodes


def _sequence(marks: list[str], place: int) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    while place < len(marks) and marks[place] != "]":
        mark = marks[place]
        if mark == "[":
            inner, place = _sequence(marks, place + 1)
            nodes.append(("optional", inner))
        elif mark.isupper() and mark.lower() != mark and mark.strip("<>#") == mark:
            nodes.append(("class", mark))
        elif mark.startswith("<"):
            inside = mark[1:-1]
            nodes.append(("names" if inside.endswith("+") else "name", inside.rstrip("+")))
        elif mark.startswith("#"):
            nodes.append(("number", mark[1:]))
        elif mark.endswith("*"):
            nodes.append(("any", frozenset(mark[:-1].split("|"))))
        else:
            nodes.append(("word", frozenset(mark.split("|"))))
        place += 1
    return tuple(nodes), place


def match(
    pattern: str, sentence: Sentence, work: Work, start: int = 0, *, whole: bool = True
) -> Iterator[Found]:
    """The ways in which a pattern fits from ``start``; with ``whole`` up to the end."""
    if not all(not words.isdisjoint(sentence.lows) for words in _needed(pattern)):
        return
    for found in _match(_compiled(pattern), 0, sentence, Found(start), work):
        if not whole or _past_commas(sentence, found.end) == len(sentence.words):
            yield found


@cache
def _needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of words of which a sentence must have one each, or the pattern cannot fit."""
    found: list[frozenset[str]] = []
    for kind, what in _compiled(pattern):
        if kind == "word":
            found.append(what)
        elif kind == "class":
            firsts = [_needed(phrase) for phrase in CLASSES[what]]
            if all(firsts):
                found.append(frozenset().union(*(first[0] for first in firsts)))
    return tuple(found)


def _past_commas(sentence: Sentence, place: int) -> int:
    while place < len(sentence.words) and sentence.words[place].text == ",":
        place += 1
    return place


def _match(
    nodes: tuple[Node, ...], index: int, sentence: Sentence, so_far: Found, work: Work
) -> Iterator[Found]:
    if not work.step():
        return
    if index == len(nodes):
        yield so_far
        return
    for found in _one(nodes[index], sentence, so_far, work):
        yield from _match(nodes, index + 1, sentence, found, work)


def _one(node: Node, sentence: Sentence, at: Found, work: Work) -> Iterator[Found]:
    kind, what = node
    words = sentence.words
    if kind == "optional":
        yield from _match(what, 0, sentence, at, work)
        yield at
        return
    place = _past_commas(sentence, at.end)
    low = words[place].low if place < len(words) else ""
    if kind == "word":
        if low in what:
            yield Found(place + 1, at.captured, at.doubt)
    elif kind == "any":
        if low in what:
            yield from _one(node, sentence, Found(place + 1, at.captured, at.doubt), work)
        yield at
    elif kind == "class":
        for phrase, value in CLASSES[what].items():
            for found in _match(_compiled(phrase), 0, sentence, at, work):
                yield Found(found.end, {**found.captured, what: value}, found.doubt)
    elif kind == "number":
        number = _number(low)
        if number is not None:
            yield Found(place + 1, {**at.captured, what: number}, at.doubt)
    elif kind == "name":
        for end, text, doubt in _name(sentence, place, work):
            yield Found(end, {**at.captured, what: text}, at.doubt + doubt)
    else:
        yield from _row(what, sentence, Found(place, at.captured, at.doubt), (), work)


def _number(low: str) -> float | None:
    if low in NUMBERS:
        return NUMBERS[low]
    plain = low.replace(",", "")
    if len(plain) <= 10 and re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        return float(plain)
    return None


def _name(sentence: Sentence, place: int, work: Work) -> Iterator[tuple[int, str, float]]:
    """Ends of a name that starts here: first a known one, then unknown words, fewer first."""
    words = sentence.words
    known = {name.start: name for name in sentence.names}
    while place < len(words) and words[place].low in ARTICLES and place not in known:
        place += 1
    if place in known:
        name = known[place]
        yield name.end, name.text, 0.0
    if place < len(words) and words[place].low in PREPOSITIONS:
        return  # the name of something is before or behind it, not with it
    end, doubt = place, 3.0
    while end < len(words) and end - place < _LONGEST_SLOT and work.step():
        name_here = known.get(end)
        if name_here is not None:
            end, doubt = name_here.end, doubt + 1.0
        elif words[end].low in NOT_IN_NAMES or words[end].low in DENIALS:
            return
        else:
            doubt += 1.5 if words[end].low in SEPARATORS or words[end].text == "," else 0.2
            end += 1
        if words[end - 1].text != "," and not (place in known and end == known[place].end):
            yield end, sentence.text(place, end), doubt


def _row(
    what: str, sentence: Sentence, at: Found, names: tuple[str, ...], work: Work
) -> Iterator[Found]:
    """Names in a row, with "and", "or", "with", "versus" or a comma between them."""
    if len(names) >= _MOST_NAMES:
        return
    for end, text, doubt in _name(sentence, at.end, work):
        more = (*names, text)
        after = end
        while after < len(sentence.words) and sentence.words[after].low in SEPARATORS:
            after += 1
        if after > end:
            yield from _row(what, sentence, Found(after, at.captured, at.doubt + doubt), more, work)
        yield Found(end, {**at.captured, what: list(more)}, at.doubt + doubt)
