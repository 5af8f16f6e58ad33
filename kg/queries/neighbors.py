"""What an entity is joined to by claims."""

from __future__ import annotations

from typing import Any

from kg.cypher import Query, query
from kg.database import Database
from kg.model.answer import Answer
from kg.model.neighbors import Neighbor, NeighborCount, NeighborsAnswer, NeighborsQuestion, Way
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.vocabulary import EffectDirection, EntityType, Predicate

__all__ = ["neighbors", "neighbors_statement"]


async def neighbors(
    database: Database,
    resolver: Resolver,
    question: NeighborsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[NeighborsAnswer]:
    """Neighbours by predicate and direction, best supported first, in one round trip.

    The counts by predicate are of all claims of the entity itself, whatever the filters.

    Raises:
        UnknownName, AmbiguousName: the entity's name.
        InvalidValue: a limit or score out of range, or a foreign cursor.
    """
    page_of = {"kind": "neighbors", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[NeighborsAnswer]]:
        statement, parameters = await neighbors_statement(database, resolver, question)
        found = await database.read(statement, **(parameters | {"skip": offset, "limit": size}))
        body = NeighborsAnswer(
            entity=found["entity"],
            counts=[NeighborCount(**row) for row in found["counts"] if row["count"]],
            items=[_neighbor(row) for row in found["items"]],
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def neighbors_statement(
    _database: Database, resolver: Resolver, question: NeighborsQuestion
) -> tuple[Query, dict[str, Any]]:
    """The statement and parameters of the first page, to run by hand."""
    resolved = await resolver.resolve(question.entity, list(EntityType), field="entity")
    return query("neighbors/list"), {
        "id": resolved.entity.id,
        "predicates": [str(one) for one in question.predicate or Predicate],
        "ways": [str(one) for one in ([question.way] if question.way else Way)],
        "types": [str(one) for one in question.type or EntityType],
        "min_score": question.min_score,
        "skip": 0,
        "limit": DEFAULT_LIMIT,
    }


def _neighbor(row: dict[str, Any]) -> Neighbor:
    effects = sorted(row["effects"], key=list(EffectDirection).index)
    return Neighbor(**{**row, "effects": effects})
