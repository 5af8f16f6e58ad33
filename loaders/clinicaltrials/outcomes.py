"""Outcome measures with results: a fact for each number of each arm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from loaders.clinicaltrials.analyses import say_analyses
from loaders.clinicaltrials.edges import MEASUREMENT
from loaders.clinicaltrials.facts import Statements
from loaders.clinicaltrials.groups import pooled_groups
from loaders.clinicaltrials.measures import Group, Measure
from loaders.clinicaltrials.numbers import is_not_available, months, number
from loaders.clinicaltrials.record import Node
from loaders.clinicaltrials.study import as_word

__all__ = ["say_outcomes"]

_SECTION = "outcomeMeasuresModule"
_REGISTERED = ("primaryOutcomes", "secondaryOutcomes", "otherOutcomes")
_CHANGE = re.compile(r"\bchanges?\b", re.IGNORECASE)
#: What an arm's own number is; a count or a plain number is none of these.
_ESTIMATES = {
    "MEAN": "mean",
    "LEAST_SQUARES_MEAN": "mean",
    "GEOMETRIC_MEAN": "other",
    "GEOMETRIC_LEAST_SQUARES_MEAN": "other",
    "LOG_MEAN": "other",
    "MEDIAN": "median",
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a number stands: its class and category."""

    measure: str | None
    is_change: bool
    timepoint: float | None
    sizes: dict[str, int]
    record: str


def say_outcomes(said: Statements) -> None:
    """REPORTS_OUTCOME for the results of each outcome measure."""
    module = said.study.node.part("resultsSection", _SECTION)
    measures = list(module.items("outcomeMeasures"))
    if not measures:
        outcomes = said.study.node.part("protocolSection", "outcomesModule")
        count = sum(1 for name in _REGISTERED for _ in outcomes.items(name))
        said.leave_out("a registered outcome without results", count)
    for index, node in enumerate(measures):
        title = node.text("title")
        if title is None:
            said.reject(node, "title", "missing_field", "required, but not there")
        elif as_word(node.text("reportingStatus")) == "NOT_POSTED":
            said.leave_out("an outcome measure whose results are not posted yet")
        else:
            _say_measure(said, _measure(said, node, title, index))


def _measure(said: Statements, node: Node, title: str, index: int) -> Measure:
    titles = {
        identity: group.text("title") or identity
        for group in node.items("groups")
        if (identity := group.text("id"))
    }
    people = _people(node)
    pooled = pooled_groups(titles, people)
    groups = {
        identity: Group(identity, name, said.therapies.given_to(name), identity in pooled)
        for identity, name in titles.items()
    }
    unit = node.text("unitOfMeasure")
    timepoint = months(node.text("timeFrame"))
    record = f"outcomeMeasures/{index}"
    return Measure(node, title, unit, timepoint, groups, people, record)


def _people(node: Node) -> dict[str, int]:
    """Participants analysed in each group; other denominators (eyes, lesions) are not people."""
    found: dict[str, int] = {}
    for denominator in node.items("denoms"):
        if (denominator.text("units") or "").casefold() not in ("participants", "participant"):
            continue
        for count in denominator.items("counts"):
            size = count.whole("value")
            identity = count.text("groupId")
            if size is not None and identity is not None:
                found[identity] = size
    return found


def _say_measure(said: Statements, measure: Measure) -> None:
    for row, class_ in enumerate(measure.node.items("classes")):
        for column, category in enumerate(class_.items("categories")):
            words = [text for node in (class_, category) if (text := node.text("title"))]
            cell = _Cell(
                measure=f"{measure.title}: {', '.join(words)}" if words else None,
                is_change=not _CHANGE.search(measure.title)
                and any(_CHANGE.search(text) for text in words),
                timepoint=months(class_.text("title")) or measure.timepoint,
                sizes={**measure.people, **_people(class_)},
                record=f"{measure.record}/classes/{row}/categories/{column}",
            )
            for measurement in category.items("measurements"):
                _say_measurement(said, measure, cell, measurement)
    say_analyses(said, measure)


def _say_measurement(said: Statements, measure: Measure, cell: _Cell, node: Node) -> None:
    identity = node.text("groupId") or ""
    group = measure.groups.get(identity)
    if group is None:
        message = f"the outcome measure has no group with the id {identity!r}"
        said.reject(node, "groupId", "inconsistent", message)
        return
    text = node.text("value")
    value = number(text)
    people = cell.sizes.get(identity)
    if people == 0:
        said.leave_out("a measurement of a group in which nobody was analysed")
    elif value is None and is_not_available(text):
        said.leave_out("a measurement that the record gives as NA")
    elif value is None:
        said.leave_out("a measurement without a number")
    else:
        kind = as_word(measure.node.text("paramType"))
        result = {
            "arm": group.title,
            "pooled": group.pooled or None,
            "measure": cell.measure,
            "unit": measure.unit,
            "change" if cell.is_change else "value": value,
            "estimate_type": _ESTIMATES.get(kind),
            "n": people,
            "timepoint_months": cell.timepoint,
            **_spread(said, measure, node),
        }
        said.add_result(
            MEASUREMENT,
            group.given,
            {"type": "Outcome", "name": measure.title},
            result,
            section=_SECTION,
            record=f"{cell.record}/{identity}",
            quote=f'"paramType": "{kind}"' if _is_unusual(kind) else None,
        )


def _is_unusual(kind: str) -> bool:
    """A kind of mean that the model has no word for."""
    return kind in _ESTIMATES and kind not in ("MEAN", "MEDIAN")


def _spread(said: Statements, measure: Measure, node: Node) -> dict[str, Any]:
    """Dispersion, or the confidence interval; the limits of a range have no place."""
    kind = measure.node.text("dispersionType")
    spread = number(node.text("spread"))
    found: dict[str, Any] = {}
    if spread is not None:
        found |= {"dispersion": spread, "dispersion_type": kind}
    limits = [number(node.text(name)) for name in ("lowerLimit", "upperLimit")]
    if limits == [None, None]:
        return found
    if "CONFIDENCE_INTERVAL" in as_word(kind):
        return {
            **found,
            "ci_low": limits[0],
            "ci_high": limits[1],
            "dispersion_type": None if as_word(kind).startswith("95") else kind,
        }
    said.leave_out("limits of a range or an interquartile range, beside a number that is taken")
    return found
