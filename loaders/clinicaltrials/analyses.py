"""Statistical analyses of an outcome measure: one arm against another."""

from __future__ import annotations

import re
from typing import Any

from loaders.clinicaltrials.direction import directions
from loaders.clinicaltrials.edges import ANALYSIS
from loaders.clinicaltrials.facts import Statements
from loaders.clinicaltrials.measures import Group, Measure
from loaders.clinicaltrials.numbers import Probability, number, probability
from loaders.clinicaltrials.record import Node
from loaders.clinicaltrials.study import as_word

__all__ = ["estimate_type", "say_analyses"]

_SECTION = "outcomeMeasuresModule"
#: What the words of the registry and of sponsors mean; the first that fits.
_ESTIMATES = (
    (re.compile(r"\blog\b|\bln\b|\bratio of\b|\bmedian\b|\bslope\b", re.I), "other"),
    (re.compile(r"\bhazards? ratio\b|^hr$", re.I), "hazard_ratio"),
    (re.compile(r"\bodds ratio\b|^or$", re.I), "odds_ratio"),
    (re.compile(r"\brisk ratio\b|\brelative risk\b|^rr$", re.I), "risk_ratio"),
    (re.compile(r"\b(?:incidence |event |relapse )?rate ratio\b", re.I), "rate_ratio"),
    (re.compile(r"\brisk differences?\b", re.I), "risk_difference"),
    (re.compile(r"\bstandardi[sz]ed mean differences?\b|^smd$", re.I), None),
    (
        re.compile(
            r"(?<!geometric )\bmeans? differences?\b|"
            r"\bdifferences? (?:in|of|between) (?:\w+[ -]){0,3}means?\b",
            re.I,
        ),
        "mean_difference",
    ),
)


def estimate_type(words: str | None) -> str:
    """The model's word for the kind of an analysis' estimate."""
    for pattern, kind in _ESTIMATES:
        if words and pattern.search(words):
            return kind or "standardised_mean_difference"
    return "other"


def say_analyses(said: Statements, measure: Measure) -> None:
    """REPORTS_OUTCOME for each analysis of one arm, or of one against another."""
    for index, node in enumerate(measure.node.items("analyses")):
        identities = node.texts("groupIds")
        unknown = [identity for identity in identities if identity not in measure.groups]
        if unknown:
            message = f"the outcome measure has no group with the id {unknown[0]!r}"
            said.reject(node, "groupIds", "inconsistent", message)
        elif not identities:
            said.leave_out("an analysis that names no group")
        elif len(identities) > 2:
            said.leave_out("an analysis across more than two groups")
        else:
            groups = [measure.groups[identity] for identity in identities]
            _say(said, measure, node, _experimental_first(said, groups), index)


def _experimental_first(said: Statements, groups: list[Group]) -> list[Group]:
    """The treatment before its control; two treatments in the record's order."""
    if len(groups) == 2:
        first, second = (_rank(said, group) for group in groups)
        if second < first:
            return groups[::-1]
    return groups


def _rank(said: Statements, group: Group) -> int:
    """0 for what is tried, 1 for a comparator that treats, 2 for one that does not."""
    if group.given.control:
        return 2
    return 1 if said.therapies.is_comparator(group.title) else 0


def _say(said: Statements, measure: Measure, node: Node, groups: list[Group], index: int) -> None:
    found = probability(node.text("pValue"))
    if found is None and node.text("pValue"):
        said.leave_out("a p-value that is not a number")
    estimate = number(node.text("paramValue"))
    if found is None and estimate is None:
        said.leave_out("an analysis without an estimate or a p-value")
        return
    treated = groups[0]
    control = groups[1] if len(groups) > 1 else None
    result: dict[str, Any] = {
        "arm": treated.title,
        "pooled": treated.pooled or None,
        "comparator": control.title if control else None,
        "unit": measure.unit,
        "p_value": found.value if found else None,
        "timepoint_months": measure.timepoint,
        **_estimate(node, estimate),
    }
    effect, change = directions(measure, node, found, treated, control)
    if effect is None:
        result["change_direction"] = change
    said.add_result(
        ANALYSIS,
        treated.given,
        {"type": "Outcome", "name": measure.title},
        result,
        effect_direction=effect,
        section=f"{_SECTION}.analyses",
        record=f"{measure.record}/analyses/{index}",
        quote=_words(node, found, estimate),
    )


def _estimate(node: Node, estimate: float | None) -> dict[str, Any]:
    if estimate is None:
        return {}
    return {
        "estimate": estimate,
        "estimate_type": estimate_type(node.text("paramType")),
        "ci_low": number(node.text("ciLowerLimit")),
        "ci_high": number(node.text("ciUpperLimit")),
    }


def _words(node: Node, found: Probability | None, estimate: float | None) -> str | None:
    """What the result has no field for, in the record's own words."""
    kept = []
    if found is not None and found.sign:
        kept.append("pValue")
    if estimate is not None:
        kept += ["paramType"] if estimate_type(node.text("paramType")) == "other" else []
        kept += ["ciPctValue"] if node.text("ciPctValue") not in (None, "95") else []
        kept += ["ciNumSides"] if as_word(node.text("ciNumSides")).startswith(("ONE", "1")) else []
    words = [f'"{name}": "{node.text(name)}"' for name in kept if node.text(name)]
    return ", ".join(words) or None
