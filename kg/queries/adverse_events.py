"""How often which harms were reported of a therapy: arms, rates, and what they are held against."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.harms import Row, counted_rows, uncounted_rows
from kg.model.adverse_events import (
    AdverseEventsAnswer,
    AdverseEventsQuery,
    UncountedReport,
    WithoutDenominator,
)
from kg.model.answer import Answer
from kg.model.entity import EntitySummary
from kg.model.question import AdverseEventsQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.vocabulary import EntityType

__all__ = ["adverse_events"]

_TYPES = {
    "therapy": [EntityType.THERAPY],
    "adverse_event": [EntityType.ADVERSE_EVENT],
    "condition": [EntityType.CONDITION],
}
#: Most events without a denominator to list, and most reports of each.
_MOST_EVENTS = 100
_MOST_REPORTS = 20
#: A report, in the order of ``adverse_events/list``.
_REPORT = (
    "id",
    "claim_id",
    "event_id",
    "therapy_id",
    "supports",
    "unit",
    "study",
    "publication_id",
    "account",
    "design",
    "enrollment",
    "arm",
    "pooled",
    "comparator",
    "affected",
    "at_risk",
    "n",
    "serious",
    "months",
)
#: Filters about how a therapy is given, which its comparators are not.
_OF_THE_THERAPY = ("route", "donor")


async def adverse_events(
    database: Database,
    resolver: Resolver,
    question: AdverseEventsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[AdverseEventsAnswer]:
    """Adverse events with their rates, in two round trips once the names are resolved.

    Which arms count is said in ``kg.arms``, how rates are pooled in ``kg.pooling``. An event is
    a row as it was reported: narrower events are let in, and never added up, because one patient
    may have several. Comparator arms pass the same filters, but those on how the therapy is given.

    Raises:
        UnknownName, AmbiguousName: a name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind": "adverse_events", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[AdverseEventsAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        filters = await evidence_filters(database, question)
        reports = await _reports(database, names, filters, question.serious)
        # Pooling many events takes a while, and so does the first import of what does it.
        rows = await asyncio.to_thread(counted_rows, reports, question.sort)
        apart = uncounted_rows(reports)
        page = rows[offset : offset + size]
        beside = await database.read(
            query("adverse_events/beside"),
            events=sorted({row.event_id for row in page}),
            therapies=names.ids("therapy"),
            studies=sorted({study for row in page for study in row.named_studies}),
            named=_to_name(page, apart),
            filters={key: filters[key] for key in filters if key not in _OF_THE_THERAPY},
        )
        entities = {one["id"]: EntitySummary(**one) for one in beside["entities"]}
        body = AdverseEventsAnswer(
            query=AdverseEventsQuery(**(question.as_map() | names.asked())),
            items=await asyncio.to_thread(_items, page, beside["items"], entities, apart, names),
            total=len(rows),
            next=cursor_after(offset + size, len(rows), page_of),
            without_denominator=[
                _without(key, reports, entities) for key, reports in apart[:_MOST_EVENTS]
            ],
            without_denominator_total=len(apart),
        )
        return beside["version"], Answer(beside["version"], body)

    return await resolver.current(ask)


async def _reports(
    database: Database, names: Names, filters: dict[str, Any], serious: bool | None
) -> list[dict[str, Any]]:
    asked = {
        "therapies": names.ids("therapy"),
        "events": names.ids("adverse_event"),
        "conditions": names.ids("condition"),
        "serious": serious,
    }
    if filters:
        told = await database.read(query("adverse_events/filtered"), **asked, filters=filters)
    else:
        # Filters that are not given would be looked at in each report.
        told = await database.read(query("adverse_events/list"), **asked)
    return [dict(zip(_REPORT, row, strict=True)) for row in told["items"]]


_Apart = Sequence[tuple[tuple[str, bool | None], Sequence[Mapping[str, Any]]]]


def _to_name(page: Iterable[Row], apart: _Apart) -> list[str]:
    found = set()
    for row in page:
        found |= {row.event_id, *(report["therapy_id"] for report in row.shown)}
    for (event, _), reports in apart[:_MOST_EVENTS]:
        found |= {event, *(report["therapy_id"] for report in reports[:_MOST_REPORTS])}
    return sorted(found)


def _items(
    page: Iterable[Row],
    beside: Iterable[dict[str, Any]],
    entities: dict[str, EntitySummary],
    apart: _Apart,
    names: Names,
) -> list[Any]:
    others: dict[tuple[str, bool | None], list[dict[str, Any]]] = {}
    for report in beside:
        others.setdefault((report["event_id"], report["serious"]), []).append(report)
        entities[report["therapy_id"]] = EntitySummary(**report["therapy"])
    uncounted = {key: len(reports) for key, reports in apart}
    return [
        row.item(
            entities,
            others.get(row.key, []),
            unnumbered=uncounted.get(row.key, 0),
            matched=names.matched([("adverse_event", row.event_id)]),
        )
        for row in page
    ]


def _without(
    key: tuple[str, bool | None],
    reports: Sequence[Mapping[str, Any]],
    entities: Mapping[str, EntitySummary],
) -> WithoutDenominator:
    event, serious = key
    plain = ("claim_id", "study", "publication_id", "arm", "affected", "at_risk", "n", "supports")
    return WithoutDenominator(
        adverse_event=entities[event],
        serious=serious,
        report_count=len(reports),
        refuting_count=sum(not report["supports"] for report in reports),
        reports=[
            UncountedReport(
                evidence_id=report["id"],
                therapy=entities[report["therapy_id"]],
                **{name: report[name] for name in plain},
            )
            for report in reports[:_MOST_REPORTS]
        ],
    )
