"""From a question to the ways it can be read, the most likely first.

A question is read in four steps: its words and the known names among them
(:mod:`kg.ask.text`); filters in words, cut out wherever they stand outside a name
(:mod:`kg.ask.filters`); a condition behind "in", "for" and the like, cut out too; and what
remains is matched against the patterns of each kind (:mod:`kg.ask.kinds`). A slot takes any
words, known or not: the graph decides whether there is such a name. A reading is the more
likely the fewer words it takes for names that no vocabulary has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, ValidationError

from kg.ask.completing import Refused, completed
from kg.ask.kinds import SLOT_TYPES, Pattern, patterns
from kg.ask.pattern import Found, Work, match
from kg.ask.text import Sentence, types_of
from kg.ask.variants import Variant, variants
from kg.ask.wordings import POLITE
from kg.ask.words import ANY_THERAPY
from kg.model.question import (
    AdverseEventsQuestion,
    ClaimsQuestion,
    CompareQuestion,
    ContradictionsQuestion,
    GapsQuestion,
    PathsQuestion,
    ProfileQuestion,
    Question,
    ResultsQuestion,
    TherapiesQuestion,
)
from kg.vocabulary import EntityType

__all__ = ["MAX_QUESTION", "EntitiesQuestion", "Parsed", "Reading", "parse", "readings"]

#: Longest question that is read, characters.
MAX_QUESTION = 1_000
#: Most readings that are offered.
_MOST_READINGS = 12


class EntitiesQuestion(Question):
    """Which entities answer to a name."""

    q: str = Field(min_length=1)
    """The name, or its beginning."""
    type: EntityType | None = None
    """The type they are of."""


MODELS: Mapping[str, type[Question]] = {
    "therapies": TherapiesQuestion,
    "claims": ClaimsQuestion,
    "profile": ProfileQuestion,
    "adverse_events": AdverseEventsQuestion,
    "results": ResultsQuestion,
    "compare": CompareQuestion,
    "contradictions": ContradictionsQuestion,
    "paths": PathsQuestion,
    "gaps": GapsQuestion,
    "entities": EntitiesQuestion,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question."""

    kind: str
    question: Question
    doubt: float = 0


@dataclass(slots=True)
class Parsed:
    """What was made of a question."""

    sentence: Sentence
    readings: list[Reading] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    reason: str | None = None
    """Why nothing could be made of it, where that is known."""
    steps: int = 0


def readings(text: str) -> Iterator[Reading]:
    """The ways to read a question, the most likely first; none where no pattern fits."""
    yield from parse(text).readings


def parse(text: str) -> Parsed:
    """Read a question; never raises, whatever the text."""
    work = Work()
    sentence = _without_politeness(Sentence.of(text[:MAX_QUESTION]), work)
    parsed = Parsed(sentence)
    found: dict[str, Reading] = {}
    reason: tuple[float, str] | None = None
    for variant in variants(sentence, work):
        if not parsed.filters:
            parsed.filters = variant.filtered.shown
        if variant.filtered.refused:
            parsed.reason = variant.filtered.refused
            return parsed
        for reading in _read(variant, work):
            if isinstance(reading, Reading):
                key = f"{reading.kind} {reading.question.as_map()}"
                if key not in found or found[key].doubt > reading.doubt:
                    found[key] = reading
            elif reason is None or reading[0] < reason[0]:
                reason = reading
    parsed.readings = sorted(found.values(), key=lambda reading: reading.doubt)[:_MOST_READINGS]
    least = min((reading.doubt for reading in parsed.readings), default=None)
    if reason and (least is None or reason[0] < least):
        parsed.readings, parsed.reason = [], reason[1]
    parsed.steps = work.steps
    return parsed


def _without_politeness(sentence: Sentence, work: Work) -> Sentence:
    """Without what opens and closes a question out of courtesy."""
    start, end = 0, len(sentence.words)
    while end and sentence.words[end - 1].low in ("please", "thanks", ",", "you", "thank"):
        end -= 1
    again = True
    while again:
        again = False
        for phrase in POLITE:
            ends = [found.end for found in match(phrase, sentence, work, start, whole=False)]
            # "Tell me about" is a question of its own, and so is "show X against Y".
            if ends and max(ends) > start and not _opens(sentence, max(ends)):
                start, again = max(ends), True
                break
    kept = set(range(start, end))
    return sentence.without({p for p in range(len(sentence.words)) if p not in kept})


def _opens(sentence: Sentence, place: int) -> bool:
    return place < len(sentence.words) and sentence.words[place].low in ("about", "more")


def _read(variant: Variant, work: Work) -> Iterator[Reading | tuple[float, str]]:
    sentence = variant.sentence
    for order, pattern in enumerate(patterns()):
        if pattern.needs == "condition" and variant.condition is None:
            continue
        for found in match(pattern.text, sentence, work):
            yield from _built(pattern, found, variant, order * 0.0001)


def _built(
    pattern: Pattern, found: Found, variant: Variant, order: float
) -> Iterator[Reading | tuple[float, str]]:
    doubt = found.doubt + variant.doubt + order
    fields, worse = _fields(pattern, found.captured)
    if fields is None:
        return
    doubt += worse
    try:
        fields = completed(pattern, fields, found.captured, variant)
        if fields is None:
            return
        doubt += fields.pop("_doubt", 0)
        question = MODELS[pattern.kind].model_validate(fields)
    except Refused as error:
        yield doubt, str(error)
        return
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        kind = pattern.kind.replace("_", " ")
        if first["type"] == "extra_forbidden":
            yield doubt + 1, f"{where.replace('_', ' ')} is no filter of questions about {kind}"
        else:
            yield doubt, f"{where.replace('_', ' ')}: {first['msg']}"
        return
    yield Reading(pattern.kind, question, doubt)


def _fields(pattern: Pattern, captured: Mapping[str, Any]) -> tuple[dict[str, Any] | None, float]:
    """The slots as fields, and how little their names' types fit."""
    fields: dict[str, Any] = {}
    doubt = 0.0
    for slot, text in captured.items():
        if slot.isupper():
            continue
        for name in text if isinstance(text, list) else [text]:
            types = types_of(name)
            wanted = SLOT_TYPES.get(slot)
            if wanted and types and wanted.isdisjoint(types):
                doubt += 6
        if slot == "therapy" and text.casefold() in ANY_THERAPY:
            if pattern.kind not in ("therapies", "gaps"):
                return None, 0
            doubt -= 3.2  # no name, so none that is not known
            continue
        fields[slot] = text
    return fields, doubt
