"""What to say where a question is not understood: what was recognised, and three that would do."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.grammar import Parsed
from kg.ask.text import Name
from kg.vocabulary import EntityType

__all__ = ["EXAMPLES", "recognised", "three_nearest"]

#: Questions of every kind, to show what can be asked.
EXAMPLES = (
    "which therapies report EDSS improvement in progressive MS",
    "which cell therapies worsen disability in multiple sclerosis",
    "which therapies report no change in EDSS",
    "side effects of natalizumab",
    "what were the results of AHSCT on EDSS",
    "how does stem cell therapy work",
    "what does AHSCT improve in MS",
    "which therapies treat multiple sclerosis",
    "which cell types does AHSCT use",
)

#: Questions to be made from names that were recognised: ``{Type}`` stands for one of that type.
_MADE = (
    "compare {Therapy} and {Therapy2}",
    "does {Therapy} improve {Outcome} in {Condition}",
    "which therapies improve {Outcome} in {Condition}",
    "which therapies have no effect on {Outcome} in {Condition}",
    "which therapies worsen {Outcome} in {Condition}",
    "does {Therapy} improve {Outcome}",
    "does {Therapy} worsen {Outcome}",
    "does {Therapy} have no effect on {Outcome}",
    "which therapies have no effect on {Outcome}",
    "which therapies worsen {Outcome}",
    "which therapies improve {Outcome}",
    "side effects of {Therapy} in {Condition}",
    "results of {Therapy} on {Outcome}",
    "tell me about {Therapy}",
    "side effects of {Therapy}",
    "what does {Therapy} improve",
    "therapies for {Condition}",
    "contradictions in {Condition}",
    "which therapies treat {Condition}",
    "which therapies act through {Mechanism}",
    "what contributes to {Mechanism}",
    "what is {Mechanism}",
    "which therapies use {CellType}",
    "what do {CellType} differentiate into",
    "what is {CellType}",
    "which therapies cause {AdverseEvent}",
    "what is {AdverseEvent}",
    "find adverse events called {AdverseEvent}",
)


def recognised(parsed: Parsed) -> list[str]:
    """The known names with their types, and the filters."""
    names = [
        f"{name.text} ({' or '.join(sorted(name.types)) or 'id or quoted name'})"
        for name in parsed.sentence.names
    ]
    return list(dict.fromkeys([*names, *parsed.filters]))


def three_nearest(text: str, parsed: Parsed) -> list[str]:
    """Three questions that would be understood: with the names that were, then by wording."""
    from rapidfuzz import fuzz

    made = _with_names(parsed.sentence.names)
    # Those that use more of what was recognised first, then those worded alike.
    ranked = sorted(
        made, key=lambda item: (item[1], fuzz.token_set_ratio(text, item[0])), reverse=True
    )
    found = [question for question, _ in ranked][:3]
    by_wording = sorted(EXAMPLES, key=lambda example: fuzz.WRatio(text, example), reverse=True)
    return list(dict.fromkeys([*found, *by_wording]))[:3]


def _with_names(names: Sequence[Name]) -> list[tuple[str, int]]:
    slots: dict[str, str] = {}
    for name in names:
        for kind in sorted(name.types, key=list(EntityType).index):
            key = str(kind) if str(kind) not in slots else f"{kind}2"
            slots.setdefault(key, name.text)
            break
    found = []
    for text in _MADE:
        wanted = [part.split("}")[0] for part in text.split("{")[1:]]
        if all(slot in slots for slot in wanted):
            found.append((text.format_map(slots), len(wanted)))
    return found
