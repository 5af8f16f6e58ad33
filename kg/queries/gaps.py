"""What is missing from the evidence."""

from __future__ import annotations

from typing import Any

from kg.cypher import Query, query
from kg.database import Database
from kg.model.answer import Answer
from kg.model.gaps import (
    AnimalOnly,
    GapItem,
    GapsAnswer,
    GapsQuery,
    NeverChanged,
    NoHumanOutcome,
    NoResults,
)
from kg.model.question import GapsQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.vocabulary import DESIGNS_IN, EntityType, Gap, StudiedIn

__all__ = ["gaps", "gaps_statement"]

_TYPES = {"therapy": [EntityType.THERAPY], "condition": [EntityType.CONDITION]}
_HUMANS = sorted(map(str, DESIGNS_IN[StudiedIn.HUMAN]))


async def gaps(
    database: Database,
    resolver: Resolver,
    question: GapsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[GapsAnswer]:
    """Gaps of one kind, those with the most behind them first; one round trip after the names.

    A gap is one of the graph: what nobody loaded is missing from it as well. A condition
    restricts outcomes, studies and mechanisms claimed in it; for ``no_human_outcome`` it
    restricts the outcomes alone, since few mechanisms are said of a condition.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind_of_page": "gaps", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[GapsAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        statement, parameters = await _statement(database, question, names)
        found = await database.read(statement, **parameters, skip=offset, limit=size)
        body = GapsAnswer(
            query=GapsQuery(**(question.as_map() | names.asked())),
            items=[_item(question.kind, row) for row in found["items"]],
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def gaps_statement(
    database: Database, resolver: Resolver, question: GapsQuestion, limit: int = DEFAULT_LIMIT
) -> tuple[Query, dict[str, Any]]:
    """The statement and parameters of the first page, to run by hand."""
    names = await resolve_names(resolver, question, _TYPES)
    statement, parameters = await _statement(database, question, names)
    return statement, {**parameters, "skip": 0, "limit": limit}


async def _statement(
    database: Database, question: GapsQuestion, names: Names
) -> tuple[Query, dict[str, Any]]:
    parameters: dict[str, Any] = {
        "subjects": names.ids("therapy"),
        "conditions": names.ids("condition"),
        "filters": await evidence_filters(database, question),
    }
    match question.kind:
        case Gap.ANIMAL_ONLY:
            return query("gaps/animal_only"), parameters
        case Gap.NEVER_CHANGED:
            return query("gaps/never_changed"), parameters
        case Gap.NO_RESULTS:
            return query("gaps/no_results"), parameters
        case Gap.NO_HUMAN_OUTCOME:
            depth = 0 if question.direct else 1
            return query("gaps/no_human_outcome"), {
                **parameters,
                "humans": _HUMANS,
                "depth": depth,
            }


def _item(kind: Gap, row: dict[str, Any]) -> GapItem:
    match kind:
        case Gap.ANIMAL_ONLY:
            why = (
                f"{_count(row['supporting_count'], 'supporting report')} looked at: "
                f"{row['animal_count']} from animals, {row['in_vitro_count']} in vitro, "
                "none of another design"
            )
            return AnimalOnly(why=why, **row)
        case Gap.NO_HUMAN_OUTCOME:
            why = (
                f"{_count(row['mechanism_count'], 'mechanism')} supported, and of "
                f"{_count(row['reports'], 'report')} of outcomes none is of a design in humans"
            )
            return NoHumanOutcome(why=why, **row)
        case Gap.NEVER_CHANGED:
            why = (
                f"measured: {row['unchanged_count']} × unchanged, {row['undirected_count']} × "
                f"without a direction, {row['refuted_count']} × a change refuted; "
                "no report supports that it improved or worsened"
            )
            return NeverChanged(why=why, **row)
        case Gap.NO_RESULTS:
            why = (
                f"its status is {row['status']} by {_count(row['reports'], 'report')}, and no "
                "report of an outcome or adverse event from it is in the graph"
            )
            return NoResults(why=why, **row)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
