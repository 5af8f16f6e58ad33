"""Which results of an outcome are comparable, and their random-effects summaries.

Results are comparable that give the same outcome, measure, unit and form, in the same span of
time after the treatment, and, where the question does not bring them together itself, of the same
therapy in the same condition. Effects are also against the same kind of comparator. The forms:

- an effect against a comparator (an ``estimate`` of one of the types in ``_EFFECTS``) with its
  two-sided 95 % interval; ratios are pooled as logarithms. Its standard error is the interval's
  width over 2 · 1.96 (Cochrane Handbook 6.5, 6.3.1).
- a mean of one arm, or a mean change, with a standard deviation and the number of people, a
  standard error, or a 95 % interval.
- a share of responders, pooled as logits.

Each study gives one number: no total of arms where there is an arm, the last time in the span, the
most people, then the least id. Reviews, animals and cells are in no summary.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import pooling
from kg.identifiers import name_key
from kg.vocabulary import DesignType, EstimateType, LeftOut

__all__ = ["SPANS", "Group", "Number", "Summed", "span_of", "summed"]

#: Ends of the spans of time that are taken to be alike, in months: around visits at 1, 3, 6, 12 and
#: 24 months. A result at 0 months is one of before the treatment, and alone in its span.
SPANS = (0.0, 1.5, 4.5, 9.0, 18.0, 36.0, math.inf)

_RATIOS = frozenset(
    (
        EstimateType.ODDS_RATIO,
        EstimateType.HAZARD_RATIO,
        EstimateType.RISK_RATIO,
        EstimateType.RATE_RATIO,
    )
)
_EFFECTS = _RATIOS | {
    EstimateType.MEAN_DIFFERENCE,
    EstimateType.STANDARDISED_MEAN_DIFFERENCE,
    EstimateType.RISK_DIFFERENCE,
}
_DEVIATION = frozenset(("sd", "standard deviation"))
_ERROR = frozenset(("se", "sem", "standard error", "standard error of the mean"))
_OUTSIDE = {
    DesignType.SYSTEMATIC_REVIEW: LeftOut.REVIEW,
    DesignType.ANIMAL: LeftOut.NOT_HUMAN,
    DesignType.IN_VITRO: LeftOut.NOT_HUMAN,
}

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """What results have in common that may be summed up."""

    outcome_id: str
    measure: str
    """As names are compared; empty where the outcome says it all."""
    unit: str
    form: str
    """A type of estimate, ``mean``, ``mean_change`` or ``responders``."""
    span: int
    """Its place in :data:`SPANS`."""
    comparator: str
    therapy_id: str | None
    condition_id: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """One result as it is pooled."""

    row: _Row
    group: Group
    value: float
    """A logarithm where the form is a ratio; the share where it is of responders."""
    variance: float
    """0 where the form is a share: that is worked out of the counts."""

    @property
    def place(self) -> tuple[Any, ...]:
        """What the number of a study is chosen by, to be sorted upwards."""
        row = self.row
        return bool(row["pooled"]), -row["months"], -(row["n"] or 0), row["id"]


@dataclass(frozen=True, slots=True)
class Summed:
    """Results of one group, one of each study, with their summary."""

    group: Group
    rows: Sequence[_Row]
    """By study."""
    pooled: pooling.Pooled | None
    """Null where all or none respond in every study; then counts are added."""
    counts: tuple[int, int] | None
    """Responders and people, where that is the form."""
    method: str


def span_of(months: float) -> int:
    """The place of a time in :data:`SPANS`."""
    return next(place for place, end in enumerate(SPANS) if months <= end)


def summed(
    rows: Iterable[_Row], *, one_therapy: bool, one_condition: bool
) -> tuple[list[Summed], dict[str, LeftOut]]:
    """The summaries, those of most studies first, and why other results are in none.

    ``one_therapy`` and ``one_condition``: whether the question names one, or a class, that all are
    taken to belong to.
    """
    left_out: dict[str, LeftOut] = {}
    groups: dict[Group, dict[str, list[Number]]] = {}
    for row in rows:
        found = _number(row, one_therapy=one_therapy, one_condition=one_condition)
        if isinstance(found, LeftOut):
            left_out[row["id"]] = found
        else:
            groups.setdefault(found.group, {}).setdefault(row["study_id"], []).append(found)
    summaries = []
    for group, studies in groups.items():
        numbers = [_one_of(studies[study], left_out) for study in sorted(studies)]
        if len(numbers) < 2:
            left_out |= {one.row["id"]: LeftOut.ALONE for one in numbers}
        else:
            summaries.append(_summed(group, numbers))
    summaries.sort(key=lambda one: (-len(one.rows), one.rows[0]["id"]))
    return summaries, left_out


def _one_of(numbers: Sequence[Number], left_out: dict[str, LeftOut]) -> Number:
    first, *others = sorted(numbers, key=lambda one: one.place)
    for other in others:
        if other.row["pooled"]:
            why = LeftOut.POOLED_ARM
        elif other.row["months"] != first.row["months"]:
            why = LeftOut.OTHER_TIMEPOINT
        else:
            why = LeftOut.OTHER_ARM
        left_out[other.row["id"]] = why
    return first


def _summed(group: Group, numbers: Sequence[Number]) -> Summed:
    rows = [one.row for one in numbers]
    if group.form == "responders":
        each = tuple((row["responders"], row["n"]) for row in rows)
        pooled = pooling.pooled_proportion(each)
        counts = sum(one for one, _ in each), sum(all_ for _, all_ in each)
        method = pooling.LOGIT_METHOD if pooled else pooling.NONE_OR_ALL_METHOD
        return Summed(group, rows, pooled, counts, method)
    found = pooling.random_effects(
        [one.value for one in numbers], [one.variance for one in numbers]
    )
    if group.form in _RATIOS:
        return Summed(group, rows, found.through(math.exp), None, pooling.RATIO_METHOD)
    return Summed(group, rows, found, None, pooling.MEAN_METHOD)


def _number(row: _Row, *, one_therapy: bool, one_condition: bool) -> Number | LeftOut:
    outside = _OUTSIDE.get(row["design"])
    if outside is not None:
        return outside
    found = _form(row)
    if isinstance(found, LeftOut):
        return found
    if row["months"] is None:
        return LeftOut.NO_TIMEPOINT
    form, value, variance = found
    group = Group(
        outcome_id=row["outcome_id"],
        measure=name_key(row["measure"]) if row["measure"] else "",
        unit=name_key(row["unit"]) if row["unit"] else "",
        form=form,
        span=span_of(row["months"]),
        comparator=_comparator(row["comparator"]) if form in _EFFECTS else "",
        therapy_id=None if one_therapy else row["therapy_id"],
        condition_id=None if one_condition else row["condition_id"],
    )
    return Number(row, group, value, variance)


def _comparator(name: str) -> str:
    key = name_key(name)
    return "placebo or sham" if "placebo" in key or "sham" in key.split() else key


_Form = tuple[str, float, float]


def _form(row: _Row) -> _Form | LeftOut:
    kind = row["estimate_type"]
    if row["estimate"] is not None and kind in _EFFECTS:
        return _effect(row, kind) if row["comparator"] else LeftOut.NO_COMPARATOR
    if row["responders"] is not None and row["n"]:
        return "responders", row["responders"] / row["n"], 0.0
    if kind not in (None, EstimateType.MEAN):
        return LeftOut.NOT_A_FORM
    return _mean(row)


def _effect(row: _Row, kind: str) -> _Form | LeftOut:
    if row["quote"]:  # the registry's reader notes there what is no two-sided 95 % interval
        return LeftOut.NOT_95
    low, value, high = row["ci_low"], row["estimate"], row["ci_high"]
    if low is None or high is None:
        return LeftOut.NO_INTERVAL
    if not low < high or not low <= value <= high or (kind in _RATIOS and low <= 0):
        return LeftOut.NOT_WITHIN
    if kind in _RATIOS:
        low, value, high = math.log(low), math.log(value), math.log(high)
    return kind, value, ((high - low) / (2 * pooling.Z95)) ** 2


def _mean(row: _Row) -> _Form | LeftOut:
    changed = row["estimate"] is None and row["change"] is not None
    value = row["change"] if changed else row["estimate"]
    value = row["value"] if value is None else value
    words = (row["dispersion_type"] or "").casefold().replace("_", " ").strip()
    spread = row["dispersion"]
    told = words in _DEVIATION or words in _ERROR
    if value is None or (row["estimate_type"] is None and not told):
        return LeftOut.NOT_A_FORM
    form = "mean_change" if changed else "mean"
    if spread is not None and spread > 0 and words in _ERROR:
        return form, value, spread**2
    if spread is not None and spread > 0 and words in _DEVIATION and row["n"]:
        return form, value, spread**2 / row["n"]
    low, high = row["ci_low"], row["ci_high"]
    if low is None or high is None:
        return LeftOut.NO_INTERVAL
    if words and words not in _DEVIATION and words not in _ERROR:
        return LeftOut.NOT_95  # the reader names an interval only where it is another one
    if not low < high or not low <= value <= high:
        return LeftOut.NOT_WITHIN
    return form, value, ((high - low) / (2 * pooling.Z95)) ** 2
