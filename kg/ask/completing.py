"""A question's fields completed: with its filters, its condition, and what its words imply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.ask.kinds import SLOT_TYPES, Pattern
from kg.ask.outcome_ways import better
from kg.ask.pattern import Work, match
from kg.ask.text import Sentence, types_of
from kg.ask.variants import Variant
from kg.ask.wordings import CLASSES
from kg.ask.words import ANY_THERAPY
from kg.vocabulary import PREDICATES, EntityType, Predicate

__all__ = ["Refused", "completed"]


class Refused(Exception):
    """A pattern fits, but what it asks cannot be asked."""


def completed(
    pattern: Pattern, fields: dict[str, Any], captured: Mapping[str, Any], variant: Variant
) -> dict[str, Any] | None:
    """With what the pattern, the filters and the classes of words say."""
    if variant.condition is not None:
        fields["condition"] = variant.condition
    if pattern.needs == "condition" and not _is_therapy(fields.get("therapy")):
        return None
    fields |= pattern.fixed
    if pattern.kind == "compare" and "compare" not in pattern.text:
        # Only a list that says it is a comparison may have one member.
        members = len(fields.get("therapies", [])) + ("a" in fields) + ("b" in fields)
        if members < 2:
            return None
    for key, value in variant.filtered.fields.items():
        if fields.get(key, value) != value:
            raise Refused(f"{key.replace('_', ' ')} is given twice")
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
        raise Refused(f"whether {effect} is good is not known of {what}; say `improve` or `worsen`")
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
        raise Refused(f"a comparison takes two to five therapies, not {count}")


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
        raise Refused("a condition is no filter of paths")
    if not 1 <= fields.get("max_hops", 4) <= 6:
        raise Refused("a path has six steps at most")


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
