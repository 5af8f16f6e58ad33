"""How often harms were reported: arms that are of different people, added; studies, pooled."""

from __future__ import annotations

import math
from typing import Any

from kg.identifiers import name_key
from kg.model.question import AdverseEventsQuestion
from reference import pooling
from reference.world import Report, World, let_in

KINDS = {"systematic_review": 1, "animal": 2, "in_vitro": 3}
SERIOUS = [True, False, None]


def adverse_events(world: World, question: AdverseEventsQuestion) -> dict[str, Any]:
    """Rows in order, and events without a denominator in order."""
    therapies = world.ids(question, "therapy", "Therapy") or set()
    events = world.ids(question, "adverse_event", "AdverseEvent")
    conditions = world.ids(question, "condition", "Condition")
    counted: dict[tuple[str, Any], list[Report]] = {}
    uncounted: dict[tuple[str, Any], list[Report]] = {}
    for report in world.about("HAS_ADVERSE_EVENT"):
        said = report.said
        serious = said.get("result_serious")
        if (
            report.subject in therapies
            and (events is None or report.object in events)
            and (conditions is None or report.condition in conditions)
            and question.serious in (None, serious)
            and let_in(report, question)
        ):
            known = "result_affected" in said and said.get("result_at_risk", 0) > 0
            where = counted if known else uncounted
            where.setdefault((report.object, serious), []).append(report)
    # Comparators are held to the same filters, but for how the therapy is given.
    loose = question.model_copy(update={"route": None, "donor": None})
    others = [
        report
        for report in world.about("HAS_ADVERSE_EVENT")
        if report.subject not in therapies and let_in(report, loose)
    ]
    rows = [_row(*key, reports, others) for key, reports in counted.items()]
    return {
        "rows": sorted(rows, key=lambda row: _order(row, question.sort)),
        "without": sorted(
            ((key[0], key[1], len(reports)) for key, reports in uncounted.items()),
            key=lambda one: (-one[2], one[0], SERIOUS.index(one[1])),
        ),
    }


def _order(row: dict[str, Any], sort: str) -> tuple[Any, ...]:
    rank = SERIOUS.index(row["serious"])
    last = (-row["rate"], -row["studies"], -row["at_risk"], row["id"], rank)
    return {"rate": (), "serious": (rank,), "studies": (-row["studies"],)}[sort] + last


def kind(report: Report) -> int:
    return KINDS.get(report.said.get("design_type", ""), 0)


def account(report: Report) -> str:
    return str(report.said.get("publication_id") or min(report.sources))


def arm(report: Report) -> str:
    return name_key(report.said["result_arm"]) if "result_arm" in report.said else ""


def months(report: Report) -> float:
    return float(report.said.get("result_timepoint_months", -1))


def people(report: Report) -> int:
    return int(report.said["result_at_risk"])


def by_size(report: Report) -> tuple[int, int, str]:
    return -people(report), -report.said["result_affected"], report.id


def counting(reports: list[Report]) -> dict[str, list[Report]]:
    """By unit, the reports whose arms are added."""

    best = min(map(kind, reports))
    units = {report.unit for report in reports if kind(report) == best}
    found = {}
    for unit in sorted(units):
        own = [one for one in reports if one.unit == unit and kind(one) == best]
        compared = {
            name_key(one.said["result_comparator"])
            for one in own
            if "result_comparator" in one.said
        }
        own = [one for one in own if arm(one) not in compared or "result_comparator" in one.said]
        told = [
            _disjoint([one for one in own if account(one) == name])
            for name in sorted({account(one) for one in own})
        ]
        told.sort(key=lambda arms: (-sum(map(people, arms)), -len(arms)))
        if told:
            found[unit] = told[0]
    if best == 1 and found:
        most = max(sum(map(people, arms)) for arms in found.values())
        alike = [u for u, arms in found.items() if sum(map(people, arms)) == most]
        count = max(len(found[unit]) for unit in alike)
        unit = next(unit for unit in alike if len(found[unit]) == count)
        return {unit: found[unit]}
    return found


def _disjoint(own: list[Report]) -> list[Report]:
    """Of one account."""
    parts = [one for one in own if not one.said.get("result_pooled")]
    use = once(parts or own)
    if not parts:
        return sorted(use, key=by_size)[:1]
    if any(arm(one) for one in use):
        use = [one for one in use if arm(one)]
    enrolled = max(one.said.get("study_enrollment", 0) for one in own)
    if enrolled and sum(map(people, use)) > enrolled:
        use = sorted(use, key=by_size)[:1]
    return use


def once(reports: list[Report]) -> list[Report]:
    """Each arm by its last time, then its largest count."""
    found = []
    for name in sorted({arm(one) for one in reports}):
        own = [one for one in reports if arm(one) == name]
        last = max(map(months, own))
        found.append(min((one for one in own if months(one) == last), key=by_size))
    return found


def added(reports: list[Report]) -> tuple[int, int]:
    return sum(one.said["result_affected"] for one in reports), sum(map(people, reports))


def _row(
    event: str, serious: bool | None, reports: list[Report], others: list[Report]
) -> dict[str, Any]:
    studies = counting(reports)
    counts = [added(arms) for arms in studies.values()]
    affected, at_risk = sum(a for a, _ in counts), sum(n for _, n in counts)
    pooled = pooling.share(counts) if len(counts) > 1 else None
    low, high = (pooled["low"], pooled["high"]) if pooled else pooling.wilson(affected, at_risk)
    chosen = {one.id for arms in studies.values() for one in arms}
    against, pairs = _against(event, serious, reports, studies, others)
    ratios = {}
    for therapy, found in pairs.items():
        logs = [one for pair in found if (one := pooling.log_ratio(*pair))]
        if len(logs) > 1:
            summary = pooling.der_simonian_laird([v for v, _ in logs], [s for _, s in logs])
            ratios[therapy] = round(math.exp(summary["value"]), 4)
    return {
        "id": event,
        "serious": serious,
        "affected": affected,
        "at_risk": at_risk,
        "rate": round(pooled["value"] if pooled else affected / at_risk, 4),
        "ci": (round(low, 4), round(high, 4)),
        "studies": len(counts),
        "chosen": chosen,
        "arms": {
            one.id: (added([one]), tuple(round(x, 4) for x in pooling.wilson(*added([one]))))
            for one in reports
        },
        "heterogeneity": _spread(pooled) if pooled else None,
        "against": against,
        "ratios": ratios,
    }


def _spread(pooled: dict[str, Any]) -> dict[str, Any]:
    return pooling.rounded(
        {key: value for key, value in pooled.items() if key not in ("value", "low", "high")}
    )


def _against(
    event: str,
    serious: bool | None,
    reports: list[Report],
    studies: dict[str, list[Report]],
    others: list[Report],
) -> tuple[list[Any], dict[str, list[Any]]]:
    found: list[Any] = []
    pairs: dict[str, list[Any]] = {}
    for unit, arms in studies.items():
        if not arms[0].said["unit_is_study"] or len({months(one) for one in arms}) != 1:
            continue

        def fits(one: Report, arms: list[Report] = arms, unit: str = unit) -> bool:
            return (
                one.unit == unit
                and account(one) == account(arms[0])
                and months(one) == months(arms[0])
                and kind(one) == kind(arms[0])
                and arm(one) not in {"", *map(arm, arms)}
                and not one.said.get("result_pooled")
            )

        beside = [
            one
            for one in others
            if one.object == event
            and one.said.get("result_serious") == serious
            and "result_affected" in one.said
            and one.said.get("result_at_risk", 0) > 0
            and fits(one)
        ]
        named = {
            name_key(one.said["result_comparator"])
            for one in reports
            if one.unit == unit and kind(one) == kind(arms[0]) and "result_comparator" in one.said
        }
        own = [
            one
            for one in reports
            if arm(one) in named and "result_comparator" not in one.said and fits(one)
        ]
        for known, among in ((True, beside), (False, own)):
            for therapy in sorted({one.subject for one in among}):
                control = added(once([one for one in among if one.subject == therapy]))
                treated = added(arms)
                if known:
                    pairs.setdefault(therapy, []).append((treated, control))
                ratio = pooling.log_ratio(treated, control)
                found.append(
                    (
                        unit,
                        therapy if known else None,
                        treated,
                        control,
                        tuple(round(x, 4) for x in pooling.newcombe(treated, control)),
                        round(math.exp(ratio[0]), 4) if ratio else None,
                    )
                )
    return found, pairs
