"""Adverse events: how many of each arm had each, none of them too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from loaders.clinicaltrials.edges import EVENT, EVENT_TOTAL
from loaders.clinicaltrials.facts import Statements
from loaders.clinicaltrials.groups import pooled_groups
from loaders.clinicaltrials.numbers import months
from loaders.clinicaltrials.record import Node
from loaders.edges import Edge

__all__ = ["say_adverse_events"]

_SECTION = "adverseEventsModule"
#: Tables of events, and whether theirs are serious.
_TABLES = (("seriousEvents", "serious", True), ("otherEvents", "other", False))
#: What the registry counts for each group as a whole.
_TOTALS = (
    ("deaths", "All-cause mortality", None),
    ("serious", "Any serious adverse event", True),
    ("other", "Any other adverse event", False),
)
_NOBODY = "adverse events of a group with nobody at risk"


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of the table."""

    title: str
    node: Node
    pooled: bool


def say_adverse_events(said: Statements) -> None:
    """HAS_ADVERSE_EVENT for each event and group, and for the totals of each group."""
    module = said.study.node.part("resultsSection", _SECTION)
    timepoint = months(module.text("timeFrame"), period=True)
    groups = _groups(said, module)
    for identity, group in groups.items():
        for name, term, serious in _TOTALS:
            affected = group.node.whole(f"{name}NumAffected")
            at_risk = group.node.whole(f"{name}NumAtRisk")
            if affected is None and not at_risk:
                continue  # not reported
            result = {"serious": serious, "timepoint_months": timepoint}
            record = f"eventGroups/{identity}/{name}"
            _say(said, EVENT_TOTAL, group, term, (affected, at_risk), result, record)
    for table, name, serious in _TABLES:
        for index, event in enumerate(module.items(table)):
            result = {"serious": serious, "timepoint_months": timepoint}
            _say_event(said, groups, event, name, result, f"{table}/{index}")


def _groups(said: Statements, module: Node) -> dict[str, _Group]:
    nodes = {node.text("id") or "": node for node in module.items("eventGroups")}
    titles = {identity: node.text("title") or identity for identity, node in nodes.items()}
    sizes = {
        identity: size
        for identity, node in nodes.items()
        if (size := node.whole("seriousNumAtRisk") or node.whole("otherNumAtRisk")) is not None
    }
    counts = [
        {
            stat.text("groupId") or "": affected
            for stat in event.items("stats")
            if (affected := stat.whole("numAffected")) is not None
        }
        for table, _, _ in _TABLES
        for event in module.items(table)
    ]
    pooled = pooled_groups(titles, sizes, counts)
    return {
        identity: _Group(titles[identity], node, identity in pooled)
        for identity, node in nodes.items()
    }


def _say_event(
    said: Statements,
    groups: dict[str, _Group],
    event: Node,
    table: str,
    result: dict[str, Any],
    record: str,
) -> None:
    term = event.text("term")
    if term is None:
        said.reject(event, "term", "missing_field", "required, but not there")
        return
    for stat in event.items("stats"):
        identity = stat.text("groupId") or ""
        group = groups.get(identity)
        if group is None:
            message = f"no event group has the id {identity!r}"
            said.reject(stat, "groupId", "inconsistent", message)
            continue
        at_risk = stat.whole("numAtRisk")
        if at_risk is None:  # given only where it is not the table's
            at_risk = group.node.whole(f"{table}NumAtRisk")
        numbers = (stat.whole("numAffected"), at_risk)
        _say(said, EVENT, group, term, numbers, result, f"{record}/{identity}")


def _say(
    said: Statements,
    edge: Edge,
    group: _Group,
    term: str,
    numbers: tuple[int | None, int | None],
    result: dict[str, Any],
    record: str,
) -> None:
    affected, at_risk = numbers
    if at_risk is None:
        said.leave_out("adverse events without a number at risk")
    elif at_risk == 0 and not affected:
        said.leave_out(_NOBODY)
    elif affected is None:
        said.leave_out("adverse events without a number affected")
    else:
        said.add_result(
            edge,
            said.therapies.given_to(group.title),
            {"type": "AdverseEvent", "name": term},
            {
                "arm": group.title,
                "pooled": group.pooled or None,
                "affected": affected,
                "at_risk": at_risk,
                **result,
            },
            section=_SECTION,
            record=record,
        )
