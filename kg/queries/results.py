"""The results of an outcome by study, arm and time, and summaries of those that are comparable."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kg import pooling
from kg.cypher import query
from kg.database import Database
from kg.harms import heterogeneity
from kg.model.answer import Answer
from kg.model.entity import EntitySummary
from kg.model.question import ResultsQuestion
from kg.model.results import (
    LeftOutCount,
    LeftOutResult,
    ResultsAnswer,
    ResultsItem,
    ResultsQuery,
    Summary,
)
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.summaries import SPANS, Summed, summed
from kg.vocabulary import LEFT_OUT_BECAUSE, EntityType, LeftOut

__all__ = ["MOST_NUMBERS", "results"]

_TYPES = {
    "outcome": [EntityType.OUTCOME],
    "therapy": [EntityType.THERAPY],
    "condition": [EntityType.CONDITION],
}
#: Most results that are looked at for summaries.
MOST_NUMBERS = 5_000
#: Most summaries, and most results in none, to list.
_MOST = 100


async def results(
    database: Database,
    resolver: Resolver,
    question: ResultsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[ResultsAnswer]:
    """Results in the order of studies, not of what they say, in one round trip after the names.

    What is comparable is said in ``kg.summaries``, how it is pooled in ``kg.pooling``.

    Raises:
        UnknownName, AmbiguousName: a name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind": "results", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[ResultsAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        parameters = {
            "outcomes": names.ids("outcome"),
            "therapies": names.ids("therapy"),
            "conditions": names.ids("condition"),
            "filters": await evidence_filters(database, question),
        }
        found = await database.read(
            query("results/list"), **parameters, skip=offset, limit=size, most=MOST_NUMBERS
        )
        summaries, left_out = await asyncio.to_thread(
            summed,
            found["numbers"],
            one_therapy=question.therapy is not None,
            one_condition=question.condition is not None,
        )
        found["next"] = cursor_after(offset + size, found["total"], page_of)
        body = _body(question, names, found, summaries, left_out)
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


def _body(
    question: ResultsQuestion,
    names: Names,
    found: dict[str, Any],
    summaries: Sequence[Summed],
    left_out: Mapping[str, LeftOut],
) -> ResultsAnswer:
    entities = {one["id"]: EntitySummary(**one) for one in found["entities"]}
    places = {row["id"]: place for place, one in enumerate(summaries) for row in one.rows}
    outside = [row for row in found["numbers"] if row["id"] in left_out]
    counts = Counter(left_out.values())
    return ResultsAnswer(
        query=ResultsQuery(**(question.as_map() | names.asked())),
        items=[_item(row, names, places, left_out) for row in found["items"]],
        total=found["total"],
        next=found["next"],
        summaries=[_summary(one, entities) for one in summaries[:_MOST]],
        summary_total=len(summaries),
        left_out=[
            LeftOutResult(evidence_id=row["id"], study=row["study"], left_out=left_out[row["id"]])
            for row in outside[:_MOST]
        ],
        left_out_total=len(outside),
        left_out_counts=[
            LeftOutCount(left_out=why, why=LEFT_OUT_BECAUSE[why], count=count)
            for why, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        looked_at=len(found["numbers"]),
    )


def _item(
    row: dict[str, Any],
    names: Names,
    places: Mapping[str, int],
    left_out: Mapping[str, LeftOut],
) -> ResultsItem:
    identity = row["evidence_id"]
    place = places.get(identity)
    came_in = [("outcome", row["outcome"]["id"]), ("therapy", row["therapy"]["id"])]
    return ResultsItem(
        **row,
        summary=place if place is not None and place < _MOST else None,
        left_out=left_out.get(identity),
        matched=names.matched(came_in),
    )


def _summary(one: Summed, entities: Mapping[str, EntitySummary]) -> Summary:
    group, first = one.group, one.rows[0]
    if one.pooled is not None:
        value, low, high = one.pooled.value, one.pooled.low, one.pooled.high
    else:
        assert one.counts is not None  # noqa: S101  # only counts can leave nothing to pool
        whole = pooling.wilson(*one.counts)
        value, low, high = whole.value, whole.low, whole.high
    begin, end = SPANS[group.span - 1] if group.span else 0.0, SPANS[group.span]
    return Summary(
        outcome=entities[group.outcome_id],
        therapy=entities[group.therapy_id] if group.therapy_id else None,
        condition=entities[group.condition_id] if group.condition_id else None,
        measure=first["measure"],
        unit=first["unit"],
        form=group.form,
        comparator=group.comparator or None,
        months_from=begin,
        months_to=None if group.span == len(SPANS) - 1 else end,
        studies=len(one.rows),
        patients=sum(row["n"] or 0 for row in one.rows),
        estimate=round(value, 4),
        ci_low=round(low, 4),
        ci_high=round(high, 4),
        method=one.method,
        heterogeneity=heterogeneity(one.pooled) if one.pooled else None,
        evidence_ids=[row["id"] for row in one.rows],
        comparable=_alike(one, begin, end),
    )


def _alike(one: Summed, begin: float, end: float) -> str:
    group, first = one.group, one.rows[0]
    parts = [f"the outcome, its form ({group.form.replace('_', ' ')})"]
    parts += [f"the measure ({first['measure']})"] if first["measure"] else []
    parts += [f"the unit ({first['unit']})"] if first["unit"] else []
    parts += [f"the comparator ({group.comparator})"] if group.comparator else []
    if not group.span:
        parts.append("the time (before the treatment)")
    else:
        to = "" if group.span == len(SPANS) - 1 else f" to {end:g}"
        parts.append(f"the time (over {begin:g}{to} months)")
    return "alike in " + ", ".join(parts) + "; one number of each study"
