"""Which way an analysis points, and whether that is good: only where the record shows both.

The analysis must test for superiority; the arms' own numbers say which way the measure went;
and the measure's description must say which end of its scale is good. All else stays open.
"""

from __future__ import annotations

import re

from loaders.clinicaltrials.measures import Group, Measure
from loaders.clinicaltrials.numbers import Probability, number
from loaders.clinicaltrials.record import Node
from loaders.clinicaltrials.study import as_word

__all__ = ["directions", "higher_is_better"]

_SIGNIFICANT = 0.05
#: From here on no usual threshold calls a difference significant.
_CLEARLY_NOT = 0.2
_SUPERIORITY = ("SUPERIORITY", "SUPERIORITY_OR_OTHER", "SUPERIORITY_OR_OTHER_LEGACY")

_BAD = (
    r"wors\w*|poor\w*|sever\w+|disab\w+|impair\w*|dysfunction|symptoms?|pain|burden|damage|disease"
)
_GOOD = r"better|best|improv\w*|healthier|good|greater (?:function\w*|health|independence|quality)"
_LESS = r"(?:less|lower|fewer|reduced|no|absence of|minimal)"
_SAYS = (
    r"(?:indicat\w+|mean\w*|represent\w*|reflect\w*|denot\w+|signif\w+|correspond\w*|suggest\w*"
    r"|=|is|are)"
)
_THING = r"(?:scores?|values?|ratings?|numbers?|results?)"
_SCALE = re.compile(
    rf"\b(?P<end>higher|high|greater|larger|increas(?:ed|ing)|lower|low|smaller|decreas(?:ed|ing))"
    rf"\s+(?:\w+\s+){{0,3}}?{_THING}\s+(?:\w+\s+){{0,2}}?{_SAYS}(?:\s+(?:of|a|an|to|the|with))*\s+"
    rf"(?P<what>[^.;,)\]]{{1,60}})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b0\s*(?:\(|=)\s*(?P<low>[^()\[\];=]{2,40}?)\s*[);,]?\s*(?:to|;|,|-|–|and)\s*"
    r"\d{1,3}\s*(?:\(|=)\s*(?P<high>[^()\[\];=]{2,40})",
    re.IGNORECASE,
)
_STARTS_LESS = re.compile(rf"(?:a |the )?{_LESS}\b", re.IGNORECASE)
_NO_SCALE = re.compile(
    r"\b(?:reduction|decrease|decline|improvement|loss|respon\w+|time to|percent\w*|number of|"
    r"proportion|rate|participants)\b|%",
    re.IGNORECASE,
)
#: Units of measures that have a good and a bad end which their description may state.
_SCORES = re.compile(r"\b(?:scores?|scale|points?|units)\b", re.IGNORECASE)
_MEANS = ("MEAN", "LEAST_SQUARES_MEAN", "MEDIAN")


def directions(
    measure: Measure,
    analysis: Node,
    found: Probability | None,
    treated: Group,
    control: Group | None,
) -> tuple[str | None, str | None]:
    """The effect from the patient's side, and which way the measure went; null where unknown."""
    if found is None or control is None:
        return None, None
    if as_word(analysis.text("nonInferiorityType")) not in _SUPERIORITY:
        return None, None
    if _no_difference(analysis, found):
        return None, "no_difference"
    if found.value >= _SIGNIFICANT or found.sign.startswith(">"):
        return None, None
    values = _values(measure)
    if values is None or treated.identity not in values or control.identity not in values:
        return None, None
    difference = values[treated.identity] - values[control.identity]
    if difference == 0:
        return None, None
    change = "increased" if difference > 0 else "decreased"
    better = _better(measure)
    if better is None:
        return None, change
    return ("improved" if (difference > 0) is better else "worsened"), change


def _no_difference(analysis: Node, found: Probability) -> bool:
    if found.sign.startswith("<"):
        return False
    level = analysis.text("ciPctValue")
    threshold = _SIGNIFICANT if level in (None, "95") else _CLEARLY_NOT
    return found.value >= threshold


def _values(measure: Measure) -> dict[str, float] | None:
    """The one number of each group; null where groups have several, which may point two ways."""
    cells = [
        category for row in measure.node.items("classes") for category in row.items("categories")
    ]
    if len(cells) != 1:
        return None
    found = {}
    for measurement in cells[0].items("measurements"):
        value = number(measurement.text("value"))
        if value is not None:
            found[measurement.text("groupId") or ""] = value
    return found


def _better(measure: Measure) -> bool | None:
    """Whether a greater number is good, for a score whose description says so."""
    if as_word(measure.node.text("paramType")) not in _MEANS:
        return None
    unit = measure.unit or ""
    if not _SCORES.search(unit) or _NO_SCALE.search(f"{measure.title} {unit}"):
        return None
    return higher_is_better(f"{measure.title}. {measure.node.text('description') or ''}")


def higher_is_better(text: str) -> bool | None:
    """What a description says of its scale; null where it says nothing, or both."""
    found = set()
    for match in _SCALE.finditer(text):
        good = _is_good(match["what"])
        if good is not None:
            high = match["end"].lower().startswith(("high", "great", "larg", "incr"))
            found.add(good is high)
    for match in _ENDS.finditer(text):
        low, high_end = _is_good(match["low"]), _is_good(match["high"])
        if low is None and high_end is False and _STARTS_LESS.match(match["low"]):
            low = True  # "0 = no itch, 10 = worst itch"
        if low is not None and high_end is not None and low is not high_end:
            found.add(high_end)
    return found.pop() if len(found) == 1 else None


def _is_good(words: str) -> bool | None:
    """``worse disability`` is not good, ``less pain`` is."""
    words = words.strip()
    bad = re.search(rf"\b(?:{_BAD})\b", words, re.IGNORECASE)
    good = re.search(rf"\b(?:{_GOOD})\b", words, re.IGNORECASE)
    if _STARTS_LESS.match(words):
        return True if bad and not good else None
    if re.match(r"absent\b", words, re.IGNORECASE):
        return True
    if good and bad:
        # "better pain control", "worse improvement": nobody's guess
        return None
    return True if good else (False if bad else None)
