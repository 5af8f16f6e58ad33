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

from kg.ask.filters import Filtered, cut_filters
from kg.ask.kinds import SLOT_TYPES, Pattern, patterns
from kg.ask.outcome_ways import better
from kg.ask.pattern import Found, Work, match
from kg.ask.text import Sentence, types_of
from kg.ask.words import ANY_THERAPY, CLASSES, DENIALS, POLITE
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
from kg.vocabulary import PREDICATES, EntityType, Predicate

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


class _Refused(Exception):
    """A pattern fits, but what it asks cannot be asked."""


def parse(text: str) -> Parsed:
    """Read a question; never raises, whatever the text."""
    work = Work()
    sentence = _without_politeness(Sentence.of(text[:MAX_QUESTION]), work)
    parsed = Parsed(sentence)
    found: dict[str, Reading] = {}
    reason: tuple[float, str] | None = None
    for variant in _variants(sentence, work):
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


@dataclass(frozen=True, slots=True)
class _Variant:
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


def _variants(sentence: Sentence, work: Work) -> Iterator[_Variant]:
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


def _conditions(filtered: Filtered, doubt: float) -> Iterator[_Variant]:
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
            yield _Variant(sentence.without(cut), filtered, name.text, doubt + other)
    yield _Variant(sentence, filtered, None, doubt + 0.5)
    places = [p for p, word in enumerate(sentence.words) if word.low in _BEFORE_CONDITION]
    for place in reversed(places[-4:]):
        start = _past_people(sentence, place + 1)
        if 0 < len(sentence.words) - start <= 8 and not _denied(sentence, start):
            if any(name.start == start and name.end == len(sentence.words) for name in known):
                continue
            text = sentence.text(start, len(sentence.words))
            cut = set(range(place, len(sentence.words)))
            yield _Variant(sentence.without(cut), filtered, text, doubt + 4)


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


def _read(variant: _Variant, work: Work) -> Iterator[Reading | tuple[float, str]]:
    sentence = variant.sentence
    for order, pattern in enumerate(patterns()):
        if pattern.needs == "condition" and variant.condition is None:
            continue
        for found in match(pattern.text, sentence, work):
            yield from _built(pattern, found, variant, order * 0.0001)


def _built(
    pattern: Pattern, found: Found, variant: _Variant, order: float
) -> Iterator[Reading | tuple[float, str]]:
    doubt = found.doubt + variant.doubt + order
    fields, worse = _fields(pattern, found.captured)
    if fields is None:
        return
    doubt += worse
    try:
        fields = _completed(pattern, fields, found.captured, variant)
        if fields is None:
            return
        doubt += fields.pop("_doubt", 0)
        question = MODELS[pattern.kind].model_validate(fields)
    except _Refused as error:
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


def _completed(
    pattern: Pattern, fields: dict[str, Any], captured: Mapping[str, Any], variant: _Variant
) -> dict[str, Any] | None:
    """With what the pattern, the filters and the classes of words say."""
    if variant.condition is not None:
        fields["condition"] = variant.condition
    if pattern.needs == "any" and not fields:
        return None
    if pattern.needs == "condition" and not _is_therapy(fields.get("therapy")):
        return None
    fields |= pattern.fixed
    if pattern.kind == "compare" and "compare" not in pattern.text:
        # Only a list that says it is a comparison may have one member.
        if len(fields.get("therapies", [])) + ("a" in fields) + ("b" in fields) < 2:
            return None
    for key, value in variant.filtered.fields.items():
        if fields.get(key, value) != value:
            raise _Refused(f"{key.replace('_', ' ')} is given twice")
        fields[key] = value
    complete = _COMPLETE.get(pattern.kind)
    if complete is not None:
        complete(fields, captured)
    if pattern.kind == "entities":
        if variant.condition is not None:
            return None
        if not types_of(fields["q"]) and not _sought(pattern, fields["q"], variant.sentence):
            return None
        if types_of(fields["q"]) == SLOT_TYPES["therapy"] and "known" in pattern.text:
            fields["_doubt"] = 1.0
    return fields


def _is_therapy(text: str | None) -> bool:
    """Whether a name is known as a therapy, or says that it is one."""
    if text is None or EntityType.THERAPY in types_of(text):
        return True
    return text.casefold().split()[-1] in ANY_THERAPY


#: Words before what looks like a name and is more likely the end of another question.
_NOT_SOUGHT = frozenset(("in", "for", "of", "on", "like", "with", "to", "at"))


def _sought(pattern: Pattern, name: str, sentence: Sentence) -> bool:
    """Whether unknown words are looked for by name: "what is the weather" does not."""
    words = set(name.casefold().split())
    if any(verb in pattern.text for verb in ("called", "look", "stand", "search", "define")):
        return words.isdisjoint(_NOT_SOUGHT) or name in sentence.quoted
    return words.isdisjoint(_NOT_SOUGHT) and sentence.lows.isdisjoint(("the", "a", "an"))


def _effect(captured: Mapping[str, Any], outcome: str | None) -> str | None:
    given = [captured[key] for key in ("EFFECT", "NOUN", "AFTER", "STATE") if key in captured]
    effect = next((value for value in given if value), None)
    if effect not in ("less", "more"):
        return effect
    way = better(outcome) if outcome else None
    if way is None:
        what = repr(outcome) if outcome else "an outcome that is not named"
        raise _Refused(
            f"whether {effect} is good is not known of {what}; say `improve` or `worsen`"
        )
    return "improved" if (way == "lower") == (effect == "less") else "worsened"


def _complete_therapies(fields: dict[str, Any], captured: Mapping[str, Any]) -> None:
    effect = _effect(captured, fields.get("outcome"))
    if effect:
        fields["effect"] = effect


def _complete_claims(fields: dict[str, Any], captured: Mapping[str, Any]) -> None:
    subject = types_of(fields.get("subject") or "")
    predicate = fields.get("predicate")
    doubt = 0.0
    if predicate is Predicate.REPORTS_OUTCOME:
        if EntityType.MECHANISM in subject and EntityType.THERAPY not in subject:
            fields["predicate"] = predicate = Predicate.CONTRIBUTES_TO
        effect = _effect(captured, fields.get("object"))
        if effect:
            fields["effect"] = effect
    if predicate is not None:
        rule = PREDICATES[predicate]
        for name, wanted in (("subject", rule.subjects), ("object", rule.objects)):
            types = types_of(fields.get(name) or "")
            doubt += 6 if types and types.isdisjoint(wanted) else 0
    fields["_doubt"] = doubt


def _complete_adverse_events(fields: dict[str, Any], captured: Mapping[str, Any]) -> None:
    if "SERIOUS" in captured:
        fields["serious"] = captured["SERIOUS"] == "yes"


def _complete_profile(fields: dict[str, Any], _captured: Mapping[str, Any]) -> None:
    types = types_of(fields["therapy"])
    fields["_doubt"] = 6.0 if types and EntityType.THERAPY not in types else 0.0


def _complete_compare(fields: dict[str, Any], _captured: Mapping[str, Any]) -> None:
    """The one or two that stand apart come first."""
    first = [fields.pop(name) for name in ("a", "b") if name in fields]
    fields["therapies"] = [*first, *fields.get("therapies", [])]
    count = len(fields["therapies"])
    if count > 5 or count < 2:
        raise _Refused(f"a comparison takes two to five therapies, not {count}")


def _complete_paths(fields: dict[str, Any], captured: Mapping[str, Any]) -> None:
    for name in ("start", "end", "through", "avoid"):
        if name in fields:
            fields[name] = _type_named(fields[name]) or fields[name]
    for name in ("through", "avoid"):
        if name in fields:
            fields[name] = [fields[name]]
    if "PREDICATE" in captured:
        keys = ("PREDICATE", "PREDICATE2ND")
        fields["predicate"] = [captured[key] for key in keys if key in captured]
    condition = fields.pop("condition", None)
    if condition is not None:
        raise _Refused("a condition is no filter of paths")
    if not 1 <= fields.get("max_hops", 4) <= 6:
        raise _Refused("a path has six steps at most")


def _complete_entities(fields: dict[str, Any], captured: Mapping[str, Any]) -> None:
    if "TYPE" in captured:
        fields["type"] = captured["TYPE"]
    types = types_of(fields["q"])
    # Unknown words are a weak sign that an entity is asked for.
    fields["_doubt"] = 0.0 if types or ":" in fields["q"] else 4.0


_COMPLETE = {
    "therapies": _complete_therapies,
    "claims": _complete_claims,
    "profile": _complete_profile,
    "adverse_events": _complete_adverse_events,
    "compare": _complete_compare,
    "paths": _complete_paths,
    "entities": _complete_entities,
}


def _type_named(text: str) -> str | None:
    """The label for "cell type" and the like."""
    work = Work()
    sentence = Sentence.of(text)
    for phrase, label in CLASSES["TYPE"].items():
        if any(True for _ in match(phrase, sentence, work)):
            return label
    return None
