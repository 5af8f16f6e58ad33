"""The shapes a question may have, and the readings a question allows.

A shape fixes what is asked (predicate, direction); what remains are names, which only the
graph can tell apart: "improvement in quality of life in MS" may end in a condition or not.
So a question gives readings, the most likely first, and the first whose names all exist is
the one that is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.model import ClaimsQuestion, TherapiesQuestion
from kg.vocabulary import EffectDirection, Predicate

__all__ = ["EXAMPLES", "Reading", "readings"]

#: One question of each shape, to show where a question was not understood.
EXAMPLES = (
    "which therapies report EDSS improvement in progressive MS",
    "which cell therapies worsen disability in multiple sclerosis",
    "which therapies report no change in EDSS",
    "side effects of natalizumab",
    "how does stem cell therapy work",
    "what does AHSCT improve in MS",
    "which therapies treat multiple sclerosis",
    "which cell types does AHSCT use",
)

#: Longest question that is read, characters.
MAX_QUESTION = 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question."""

    question: TherapiesQuestion | ClaimsQuestion


_GAP = re.compile(r"\s+")
_POLITE = re.compile(r"^(?:please,?\s+|(?:can|could) you )?(?:tell me |show me |list )?", re.I)
#: Words that stand for therapies in general, so name none.
_ANY_THERAPY = re.compile(r"(?:therap(?:y|ies)|treatments?|interventions?)", re.I)
#: Words before a condition that add nothing.
_PEOPLE = re.compile(
    r"^(?:(?:patients?|people|persons?|those|adults)\s+(?:with|who have)\s+|the\s+)", re.I
)
_ARTICLE = re.compile(r"^(?:an?|the|any|some)\s+", re.I)
_BEFORE_CONDITION = re.compile(r"\s(?:in|for|among|of)\s", re.I)

_WHICH = r"(?:which|what)\s+(?!do(?:es)?\s)(?P<therapy>.+?)\s+"
_REPORT = (
    r"(?:reports?|shows?|leads?\s+to|gives?|achieves?|has|have|had|brings?|reported|showed)\s+"
)
_GAIN = {
    "improvements?": EffectDirection.IMPROVED,
    "(?:worsening|deterioration|decline)": EffectDirection.WORSENED,
}
_ACTS = {
    r"(?:improves?|improved|helps?|benefits?)": EffectDirection.IMPROVED,
    r"(?:worsens?|worsened|impairs?)": EffectDirection.WORSENED,
    r"(?:(?:does|do|did)\s+not\s+(?:change|affect|improve\s+or\s+worsen)"
    r"|(?:has|have|had)\s+no\s+effect\s+on)": EffectDirection.UNCHANGED,
}


def readings(text: str) -> Iterator[Reading]:
    """The ways to read a question, the most likely first; none where no shape fits."""
    plain = _POLITE.sub("", _GAP.sub(" ", text).strip().rstrip("?!. ").strip())
    for pattern, read in _SHAPES:
        found = pattern.fullmatch(plain)
        if found:
            yield from read(found.groupdict())


Parts = dict[str, str | None]


def _outcome(effect: EffectDirection) -> Callable[[Parts], Iterator[Reading]]:
    """Therapies by outcome; ``rest`` may hold a condition behind the outcome."""

    def read(parts: Parts) -> Iterator[Reading]:
        named = parts.get("therapy")
        therapy = None if named is None or _ANY_THERAPY.fullmatch(named) else named
        rest = parts["rest"] or ""
        fixed = parts.get("outcome")
        splits = [(fixed, rest or None)] if fixed else _splits(rest)
        for outcome, condition in splits:
            yield Reading(
                TherapiesQuestion(
                    outcome=_bare(outcome),
                    effect=effect,
                    condition=_bare(condition),
                    therapy=_bare(therapy),
                )
            )

    return read


def _claims(
    predicate: Predicate, *, by: str = "subject", effect: EffectDirection | None = None
) -> Callable[[Parts], Iterator[Reading]]:
    """Claims of one predicate, by subject or object; a condition may follow the name."""

    def read(parts: Parts) -> Iterator[Reading]:
        for name, condition in _splits(parts["rest"] or ""):
            if condition and predicate is Predicate.TREATS:
                continue  # its condition is the object
            yield Reading(
                ClaimsQuestion(
                    subject=_bare(name) if by == "subject" else None,
                    object=_bare(name) if by == "object" else None,
                    predicate=predicate,
                    effect=effect,
                    condition=_bare(condition),
                )
            )

    return read


def _splits(text: str) -> Iterator[tuple[str, str | None]]:
    """(name, condition) at each preposition, the last one first; then the whole as a name."""
    for cut in reversed(list(_BEFORE_CONDITION.finditer(text))):
        yield text[: cut.start()], text[cut.end() :]
    yield text, None


def _bare(name: str | None) -> str | None:
    if name is None:
        return None
    return _ARTICLE.sub("", _PEOPLE.sub("", name.strip())).strip() or None


def _shapes() -> Iterator[tuple[re.Pattern[str], Callable[[Parts], Iterator[Reading]]]]:
    def shape(
        text: str, read: Callable[[Parts], Iterator[Reading]]
    ) -> tuple[re.Pattern[str], Callable[[Parts], Iterator[Reading]]]:
        return re.compile(text, re.I), read

    tail = r"(?:\s+(?:in|for|among)\s+(?P<rest>.+))?"
    none = r"no\s+(?:significant\s+)?"
    unchanged = _outcome(EffectDirection.UNCHANGED)
    yield shape(rf"{_WHICH}{_REPORT}{none}change\s+(?:in|of)\s+(?P<rest>.+)", unchanged)
    yield shape(rf"{_WHICH}{_REPORT}{none}effect\s+on\s+(?P<rest>.+)", unchanged)
    yield shape(rf"{_WHICH}{_REPORT}{none}(?P<outcome>.+?)\s+change{tail}", unchanged)
    yield shape(rf"{_WHICH}{_REPORT}unchanged\s+(?P<rest>.+)", unchanged)
    for word, effect in _GAIN.items():
        read = _outcome(effect)
        # "no improvement" is neither "unchanged" nor "worsened": it is not read at all.
        yield shape(rf"{_WHICH}{_REPORT}(?:an?\s+)?{word}\s+(?:in|of)\s+(?P<rest>.+)", read)
        yield shape(rf"{_WHICH}{_REPORT}(?:an?\s+)?(?!no\s)(?P<outcome>.+?)\s+{word}{tail}", read)
    for word, effect in _ACTS.items():
        read = _outcome(effect)
        yield shape(rf"{_WHICH}{word}\s+(?P<rest>.+)", read)
        yield shape(rf"what\s+{word}\s+(?P<rest>.+)", read)
    yield shape(rf"{_WHICH}{_REPORT}improved\s+(?P<rest>.+)", _outcome(EffectDirection.IMPROVED))
    yield shape(
        rf"{_WHICH}{_REPORT}worse(?:ned)?\s+(?P<rest>.+)", _outcome(EffectDirection.WORSENED)
    )
    yield shape(
        r"(?:what\s+are\s+)?(?:the\s+)?(?:side\s+effects?|adverse\s+(?:events?|effects?)|harms?)"
        r"\s+of\s+(?P<rest>.+)",
        _claims(Predicate.HAS_ADVERSE_EVENT),
    )
    yield shape(
        r"(?:what\s+are\s+)?(?:the\s+)?mechanisms?\s+(?:of\s+action\s+)?of\s+(?P<rest>.+)",
        _claims(Predicate.ACTS_THROUGH),
    )
    yield shape(r"how\s+(?:does|do)\s+(?P<rest>.+)\s+work", _claims(Predicate.ACTS_THROUGH))
    for word, effect in (
        ("improve", EffectDirection.IMPROVED),
        ("worsen", EffectDirection.WORSENED),
    ):
        yield shape(
            rf"what\s+(?:does|do)\s+(?P<rest>.+?)\s+{word}(?:\s+in\s+(?P<condition>.+))?",
            _subject_outcomes(effect),
        )
    yield shape(
        r"(?:what\s+are\s+)?(?:the\s+)?outcomes?\s+of\s+(?P<rest>.+)",
        _claims(Predicate.REPORTS_OUTCOME),
    )
    yield shape(
        r"(?:which|what)\s+(?:therapies|treatments)\s+treat\s+(?P<rest>.+)",
        _claims(Predicate.TREATS, by="object"),
    )
    yield shape(
        r"(?:which|what)\s+cells?(?:\s+types?)?\s+(?:does|do)\s+(?P<rest>.+)\s+use",
        _claims(Predicate.USES_CELL_TYPE),
    )


def _subject_outcomes(effect: EffectDirection) -> Callable[[Parts], Iterator[Reading]]:
    def read(parts: Parts) -> Iterator[Reading]:
        yield Reading(
            ClaimsQuestion(
                subject=_bare(parts["rest"]),
                predicate=Predicate.REPORTS_OUTCOME,
                effect=effect,
                condition=_bare(parts.get("condition")),
            )
        )

    return read


_SHAPES = tuple(_shapes())
