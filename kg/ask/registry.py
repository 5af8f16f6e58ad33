"""How each kind of question is answered: its function, its statement, its call over HTTP.

A kind is understood by the grammar and answered only if it has an entry here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from kg.ask.grammar import EntitiesQuestion
from kg.cypher import Query
from kg.database import Database
from kg.model import Answer, AskedFilter, EntitiesAnswer, TherapiesAnswer, TherapyContext
from kg.model.question import Question
from kg.queries.claims import claims, claims_statement
from kg.queries.entities import search, search_statement
from kg.queries.therapies import therapies, therapies_statement, therapy_context
from kg.resolver import Resolver

__all__ = ["ANSWERED", "Answered", "call_path", "understood"]

Statement = tuple[Query, dict[str, Any]]
#: Database, resolver, question, limit.
Answerer = Callable[[Database, Resolver, Any, int], Awaitable[Answer[Any]]]
Stating = Callable[[Database, Resolver, Any, int], Awaitable[Statement]]
Beside = Callable[[Database, Resolver, Any, Any], Awaitable[list[TherapyContext]]]


async def _nothing(_d: Database, _r: Resolver, _q: Any, _a: Any) -> list[TherapyContext]:
    return []


@dataclass(frozen=True, slots=True)
class Answered:
    """How one kind of question is answered."""

    answer: Answerer
    statement: Stating
    beside: Beside = _nothing
    """What a reader wants beside the answer."""


async def _therapies(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await therapies(d, r, question, limit=limit)


async def _beside_therapies(
    d: Database, r: Resolver, question: Any, found: TherapiesAnswer
) -> list[TherapyContext]:
    return await therapy_context(d, r, question, [item.therapy.id for item in found.items])


async def _claims(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await claims(d, r, question, limit=limit)


async def _entities(
    d: Database, r: Resolver, question: EntitiesQuestion, limit: int
) -> Answer[EntitiesAnswer]:
    types = [question.type] if question.type else []
    return await search(d, r, question.q, types, limit=limit)


async def _entities_statement(
    _d: Database, _r: Resolver, question: EntitiesQuestion, limit: int
) -> Statement:
    return search_statement(question.q, [question.type] if question.type else [], limit=limit)


#: One line for each kind that ``kg.queries`` answers.
ANSWERED: Mapping[str, Answered] = {
    "therapies": Answered(_therapies, therapies_statement, _beside_therapies),
    "claims": Answered(_claims, claims_statement),
    "entities": Answered(_entities, _entities_statement),
}

#: Where each kind is over HTTP; ``{therapy}`` is part of the path, the rest goes behind "?".
_PATHS: Mapping[str, str] = {
    "therapies": "/v1/therapies",
    "claims": "/v1/claims",
    "profile": "/v1/therapies/{therapy}",
    "adverse_events": "/v1/therapies/{therapy}/adverse-events",
    "results": "/v1/results",
    "compare": "/v1/therapies/compare",
    "contradictions": "/v1/contradictions",
    "paths": "/v1/paths",
    "gaps": "/v1/gaps",
    "entities": "/v1/entities",
}
#: Fields that have another name over HTTP.
_PARAMETERS: Mapping[tuple[str, str], str] = {
    ("compare", "therapies"): "ids",
    ("paths", "start"): "from",
    ("paths", "end"): "to",
}


def call_path(kind: str, question: Question) -> str:
    """The HTTP call that asks the same, path and parameters."""
    given = question.as_map()
    path = _PATHS[kind]
    if "{therapy}" in path:
        path = path.replace("{therapy}", quote(str(given.pop("therapy")), safe=""))
    renamed = {_PARAMETERS.get((kind, name), name): _text(value) for name, value in given.items()}
    return f"{path}?{urlencode(renamed, doseq=True)}" if renamed else path


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def understood(query: Question) -> str:
    """The resolved filters in one line, the question's own first, narrower terms counted."""
    given = query.as_map()
    own = [field for field in type(query).__annotations__ if field in given]
    parts = []
    for field in dict.fromkeys([*own, *given]):
        value, name = given[field], field.replace("_", " ")
        if isinstance(value, AskedFilter):
            narrower = f" (+ {value.narrower_count} narrower)" if value.narrower_count else ""
            parts.append(f"{name} = {value.entity.name}{narrower}")
        elif value is True:
            parts.append(name)
        elif isinstance(value, list):
            parts.append(f"{name} = {' or '.join(map(str, value))}")
        else:
            parts.append(f"{name} = {value}")
    return " · ".join(parts)
