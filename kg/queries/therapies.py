"""The headline question: which therapies report an outcome, in which direction, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from kg.cypher import Query, query
from kg.database import Database
from kg.model.answer import Answer, TherapiesAnswer, TherapiesQuery, TherapyContext, TherapyItem
from kg.model.question import TherapiesQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.scoring import DESIGN_WEIGHT
from kg.vocabulary import DesignType, EffectDirection, EntityType, Sort

__all__ = ["LEAST_READ", "therapies", "therapies_statement", "therapy_context"]

_ITEMS = TypeAdapter(list[TherapyItem])
_TYPES = {
    "outcome": [EntityType.OUTCOME],
    "condition": [EntityType.CONDITION],
    "therapy": [EntityType.THERAPY],
    "cell_type": [EntityType.CELL_TYPE],
    "mechanism": [EntityType.MECHANISM],
}
_USED = {"cell_type": "cell_types", "mechanism": "mechanisms"}
#: Restrictions on totals, under which every therapy has to be summed up.
_LEAST = ("min_patients", "min_studies", "min_score")
_ALL = 2**31 - 1
#: How many therapies are summed up beside three times what a page needs.
LEAST_READ = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made ready for the statements."""

    names: Names
    filters: dict[str, Any]
    using: dict[str, dict[str, list[str]]] | None
    """What of the asked cells and mechanisms each therapy uses; null where none were asked."""

    def therapies(self) -> list[str] | None:
        """The therapies let in; null for all."""
        named = self.names.ids("therapy")
        if self.using is None:
            return named
        return sorted(self.using.keys() & named) if named else sorted(self.using)


async def therapies(
    database: Database,
    resolver: Resolver,
    question: TherapiesQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[TherapiesAnswer]:
    """Therapies with matching claims, best supported first.

    Where evidence is filtered, every number is of the evidence let in.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit or number out of range, filters that exclude each other, or a
            foreign cursor.
    """
    page_of = {"kind": "therapies", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[TherapiesAnswer]]:
        asked = await _prepared(database, resolver, question)
        found = await _page(database, question, asked, offset, size)
        items = _ITEMS.validate_python(found["items"])
        body = TherapiesAnswer(
            query=TherapiesQuery(**(question.as_map() | asked.names.asked())),
            items=[_explained(item, asked) for item in items],
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def therapies_statement(
    database: Database,
    resolver: Resolver,
    question: TherapiesQuestion,
    limit: int = DEFAULT_LIMIT,
) -> tuple[Query, dict[str, Any]]:
    """The statement and parameters of the first page, to run by hand."""
    asked = await _prepared(database, resolver, question)
    statement, parameters = _statement(question, asked)
    return statement, {**parameters, **_part(statement, parameters, 0, limit)}


async def _page(
    database: Database, question: TherapiesQuestion, asked: _Asked, offset: int, size: int
) -> dict[str, Any]:
    """A page, with as many therapies summed up as it takes to know that its rows are right."""
    statement, parameters = _statement(question, asked)
    part = _part(statement, parameters, offset, size)
    while True:
        found = await database.read(statement, **parameters, **part)
        if "read" not in part or _is_final(found, parameters["sort"]):
            return found
        part["read"] *= 4


def _part(
    statement: Query, parameters: Mapping[str, Any], offset: int, size: int
) -> dict[str, Any]:
    """Which page, and how many therapies to sum up for it where not all have to be."""
    part = {"skip": offset, "limit": size}
    if "read" in statement.parameters:
        least = any(parameters[name] is not None for name in _LEAST)
        part["read"] = _ALL if least else 3 * (offset + size) + LEAST_READ
    return part


def _is_final(found: Mapping[str, Any], sort: str) -> bool:
    """Whether no therapy that was not summed up can come before the last of the page."""
    unread = found["unread"]
    if unread is None:
        return True
    last = found["items"][-1]
    return _place(last, last["therapy"]["id"], sort) < _place(unread, unread["id"], sort)


def _place(totals: Mapping[str, Any], identity: str, sort: str) -> tuple[Any, ...]:
    """What therapies/list orders by, to be sorted upwards."""
    first = {Sort.STUDIES: "study_count", Sort.PATIENTS: "patient_count"}.get(Sort(sort), "score")
    return (*(-totals[name] for name in (first, "score", "study_count", "patient_count")), identity)


async def _prepared(database: Database, resolver: Resolver, question: TherapiesQuestion) -> _Asked:
    names = await resolve_names(resolver, question, _TYPES)
    filters = await evidence_filters(database, question)
    using = None
    if question.cell_type is not None or question.mechanism is not None:
        found = await database.read(
            query("therapies/using"), **{key: names.ids(field) for field, key in _USED.items()}
        )
        using = {row["therapy_id"]: row for row in found["items"]}
    return _Asked(names, filters, using)


def _statement(question: TherapiesQuestion, asked: _Asked) -> tuple[Query, dict[str, Any]]:
    """Totals are kept with the claims; evidence is looked at only where it is filtered."""
    effects = [question.effect] if question.effect else list(EffectDirection)
    parameters: dict[str, Any] = {
        "outcomes": asked.names.ids("outcome"),
        "effects": [str(effect) for effect in effects],
        "conditions": asked.names.ids("condition"),
        "therapies": asked.therapies(),
        "min_patients": question.min_patients,
        "min_studies": question.min_studies,
        "min_score": question.min_score,
        "sort": str(question.sort),
    }
    if asked.filters or question.sort is Sort.NEWEST:
        return query("therapies/filtered"), {**parameters, "filters": asked.filters}
    return query("therapies/list"), parameters


def _explained(item: TherapyItem, asked: _Asked) -> TherapyItem:
    """The item with the narrower terms that let it in."""
    return item.model_copy(update={"matched": asked.names.matched(_came_in_by(item, asked))})


def _came_in_by(item: TherapyItem, asked: _Asked) -> Iterator[tuple[str, str]]:
    for claim in item.claims:
        yield "outcome", claim.object.id
    for claim in item.claims:
        if claim.condition is not None:
            yield "condition", claim.condition.id
    yield "therapy", item.therapy.id
    if asked.using is not None:
        for field, key in _USED.items():
            for identity in asked.using[item.therapy.id][key]:
                yield field, identity


async def therapy_context(
    database: Database,
    resolver: Resolver,
    question: TherapiesQuestion,
    therapy_ids: Sequence[str],
) -> list[TherapyContext]:
    """What a reader wants beside each therapy: other directions, mechanisms, harms, sources."""
    names = await resolve_names(resolver, question, _TYPES)
    found = await database.read(
        query("therapies/context"),
        therapies=list(therapy_ids),
        outcomes=names.ids("outcome"),
        conditions=names.ids("condition"),
        filters=await evidence_filters(database, question),
    )
    return [_context(row) for row in found["items"]]


def _context(row: dict[str, Any]) -> TherapyContext:
    effects = dict.fromkeys(EffectDirection, 0)
    for direction, _unit in row["effects"]:
        if direction is not None:  # a result with numbers that nobody calls good or bad
            effects[EffectDirection(direction)] += 1
    designs = [(DesignType(kind), phase) for kind, phase in row["designs"] if kind]
    design, phase = max(
        designs, key=lambda pair: (DESIGN_WEIGHT[pair[0]], pair[1] or ""), default=(None, None)
    )
    sources = sorted(
        row["sources"],
        key=lambda s: (s["publication_id"], s["start"] or 0, s["end"] or 0, s["section"] or ""),
    )
    return TherapyContext(
        therapy_id=row["therapy_id"],
        effects=effects,
        best_design=design,
        phase=phase,
        given=list(dict.fromkeys(word for parts in row["given"] for word in parts if word)),
        studies=sorted(row["studies"]),
        cell_types=row["cell_types"],
        mechanisms=[
            name if said_of is None else f"{name} (said of {said_of})"
            for name, said_of in row["mechanisms"]
        ],
        adverse_events=row["adverse_events"],
        reservations=sorted(row["reservations"]),
        sources=[_cited(source) for source in sources],
    )


def _cited(source: dict[str, Any]) -> str:
    parts = [source["title"] or source["publication_id"]]
    if source["section"]:
        parts.append(source["section"])
    if source["start"] is not None:
        parts.append(f"characters {source['start']}–{source['end']}")
    return ", ".join(parts)
