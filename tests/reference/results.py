"""Results of an outcome, in the order of studies, and summaries of those that are alike."""

from __future__ import annotations

import math
from typing import Any

from kg.identifiers import name_key
from kg.model.question import ResultsQuestion
from reference import pooling
from reference.world import Report, World, let_in

RATIOS = ("odds_ratio", "hazard_ratio", "risk_ratio", "rate_ratio")
EFFECTS = (*RATIOS, "mean_difference", "standardised_mean_difference", "risk_difference")
ENDS = [0, 1.5, 4.5, 9, 18, 36]


def results(world: World, question: ResultsQuestion) -> dict[str, Any]:
    """Ids of the results in order; summaries as (evidence ids, numbers); why others are in none."""
    outcomes = world.ids(question, "outcome", "Outcome") or set()
    therapies = world.ids(question, "therapy", "Therapy")
    conditions = world.ids(question, "condition", "Condition")
    found = [
        report
        for report in world.about("REPORTS_OUTCOME")
        if report.object in outcomes
        and (therapies is None or report.subject in therapies)
        and (conditions is None or report.condition in conditions)
        and let_in(report, question)
    ]
    found.sort(key=_order)
    left_out: dict[str, str] = {}
    groups: dict[Any, list[tuple[Report, float, float]]] = {}
    for report in found:
        number = _number(report)
        if isinstance(number, str):
            left_out[report.id] = number
            continue
        form, value, variance = number
        said = report.said
        versus = name_key(said["result_comparator"]) if form in EFFECTS else ""
        key = (
            report.object,
            name_key(said.get("result_measure", "")),
            name_key(said.get("result_unit", "")),
            form,
            sum(said["result_timepoint_months"] > end for end in ENDS),
            "placebo or sham" if "placebo" in versus or "sham" in versus.split() else versus,
            None if question.therapy else report.subject,
            None if question.condition else report.condition,
        )
        groups.setdefault(key, []).append((report, value, variance))
    summaries = [
        one
        for key, numbers in groups.items()
        if (one := _summary(key[3], numbers, left_out)) is not None
    ]
    summaries.sort(key=lambda one: (-len(one["ids"]), one["ids"][0]))
    return {
        "ids": [report.id for report in found],
        "summaries": summaries,
        "left_out": left_out,
    }


def _order(report: Report) -> tuple[Any, ...]:
    said = report.said

    def last(name: str) -> tuple[bool, Any]:
        return name not in said, said.get(name)

    keys = ("result_measure", "result_arm", "result_timepoint_months")
    return (report.unit, report.object, *map(last, keys), report.id)


def _number(report: Report) -> tuple[str, float, float] | str:
    said = report.said
    design = said.get("design_type")
    if design == "systematic_review":
        return "review"
    if design in ("animal", "in_vitro"):
        return "not_human"
    found = _form(said)
    if not isinstance(found, str) and "result_timepoint_months" not in said:
        return "no_timepoint"
    return found


def _form(said: dict[str, Any]) -> tuple[str, float, float] | str:
    kind, estimate = said.get("result_estimate_type"), said.get("result_estimate")
    low, high = said.get("result_ci_low"), said.get("result_ci_high")
    if estimate is not None and kind in EFFECTS:
        if "result_comparator" not in said:
            return "no_comparator"
        if "ciPctValue" in said.get("provenance_quote", ""):
            return "not_95"
        if low is None or high is None:
            return "no_interval"
        if not low <= estimate <= high or low == high:
            return "not_within"
        if kind in RATIOS:
            width = math.log(high) - math.log(low)
            return kind, math.log(estimate), (width / 2 / pooling.Z) ** 2
        return kind, estimate, ((high - low) / 2 / pooling.Z) ** 2
    if "result_responders" in said:
        return "responders", said["result_responders"], said["result_n"]
    if kind not in (None, "mean"):
        return "not_a_form"
    words = said.get("result_dispersion_type", "").lower().replace("_", " ")
    deviation, error = words in ("sd", "standard deviation"), words in ("se", "standard error")
    if kind is None and not deviation and not error:
        return "not_a_form"
    form = "mean_change" if "result_change" in said else "mean"
    value = said.get("result_change", said.get("result_value"))
    if value is None:
        return "not_a_form"
    if error:
        return form, value, said["result_dispersion"] ** 2
    if deviation and "result_n" in said:
        return form, value, said["result_dispersion"] ** 2 / said["result_n"]
    return "no_interval"  # the made facts have no mean with both ends


def _summary(
    form: str, numbers: list[tuple[Report, float, float]], left_out: dict[str, str]
) -> dict[str, Any] | None:
    chosen = []
    for unit in sorted({report.unit for report, _, _ in numbers}):
        own = [one for one in numbers if one[0].unit == unit]
        own.sort(
            key=lambda one: (
                bool(one[0].said.get("result_pooled")),
                -one[0].said["result_timepoint_months"],
                -one[0].said.get("result_n", 0),
                one[0].id,
            )
        )
        chosen.append(own[0])
        for report, _, _ in own[1:]:
            same = "result_timepoint_months"
            if report.said.get("result_pooled"):
                left_out[report.id] = "pooled_arm"
            elif report.said[same] != own[0][0].said[same]:
                left_out[report.id] = "other_timepoint"
            else:
                left_out[report.id] = "other_arm"
    if len(chosen) == 1:
        left_out[chosen[0][0].id] = "alone"
        return None
    ids = [report.id for report, _, _ in chosen]
    if form == "responders":
        counts = [(int(one), int(n)) for _, one, n in chosen]
        found = pooling.share(counts)
        if found is None:
            one, n = sum(a for a, _ in counts), sum(b for _, b in counts)
            low, high = pooling.wilson(one, n)
            found = {"value": one / n, "low": low, "high": high}
    else:
        found = pooling.der_simonian_laird([v for _, v, _ in chosen], [s for _, _, s in chosen])
        if form in RATIOS:
            found = pooling.back(found, math.exp)
    return {"ids": ids, "form": form, **pooling.rounded(found)}
