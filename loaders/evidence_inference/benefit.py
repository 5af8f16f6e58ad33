"""Which way of an outcome is good for the patient, where ``benefit.tsv`` says so."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from kg.vocabulary import ChangeDirection, EffectDirection

__all__ = ["KINDS", "better", "effect_of", "patterns"]

#: What a row of the table says about an outcome that has its words; the guide explains each.
KINDS = ("higher", "lower", "turn", "gain", "loss", "unclear")

_ASIDES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"[,;:&+]|\band\b|\bor\b")
_GAPS = re.compile(r"[\s\-‐-―−_/.]+")
_OPPOSITE = {"higher": "lower", "lower": "higher"}


@cache
def patterns() -> tuple[tuple[str, str], ...]:
    """Kind and words of each row, from the top."""
    text = files("loaders.evidence_inference").joinpath("benefit.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple((kind, words) for kind, words in rows)


@cache
def _matcher() -> re.Pattern[str]:
    # The rows are tried from the top at each place, on whole words.
    groups = "|".join(f"({words})" for _, words in patterns())
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)")


def _kinds_in(text: str) -> list[str]:
    rows = patterns()
    plain = _GAPS.sub(" ", text).strip()
    found = _matcher().finditer(plain)
    return [rows[match.lastindex - 1][0] for match in found if match.lastindex]


@lru_cache(maxsize=50_000)
def better(outcome: str) -> str | None:
    """``higher`` or ``lower``: which value of the outcome is better for the patient.

    None where the table does not say, or says two things. Of an outcome that is a list, each
    part has to say the same; what stands in brackets says nothing.
    """
    text = outcome.casefold()
    if "unclear" in _kinds_in(text):
        return None
    parts = [part for part in _PARTS.split(_ASIDES.sub(" ", text)) if _GAPS.sub("", part)]
    ways = {_way(_kinds_in(part)) for part in parts}
    return ways.pop() if len(ways) == 1 else None


def _way(found: list[str]) -> str | None:
    kinds = set(found)
    turns = found.count("turn")
    if {"gain", "loss"} <= kinds:
        return None
    if kinds & {"gain", "loss"}:
        # Improvement of anything is good; a turn is sure only where it stands before it.
        if turns > 1 or (turns and found[0] != "turn"):
            return None
        way = "higher" if "gain" in kinds else "lower"
    else:
        ways = kinds & {"higher", "lower"}
        if len(ways) != 1:
            return None
        way = ways.pop()
    return _OPPOSITE[way] if turns % 2 else way


def effect_of(outcome: str, change: ChangeDirection) -> EffectDirection | None:
    """The patient's side of a change; None where it is not sure."""
    if change is ChangeDirection.NO_DIFFERENCE:
        return EffectDirection.UNCHANGED
    way = better(outcome)
    if way is None:
        return None
    good = (way == "higher") == (change is ChangeDirection.INCREASED)
    return EffectDirection.IMPROVED if good else EffectDirection.WORSENED
