"""How each kind of question is answered: its function, its statement, its call over HTTP.

Every kind that the grammar understands has an entry here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from kg.database import Database
from kg.model.answer import Answer, AskedFilter
from kg.model.paths import AskedPlace
from kg.model.question import Question
from kg.queries.adverse_events import adverse_events
from kg.queries.claims import claims
from kg.queries.compare import compare
from kg.queries.contradictions import contradictions
from kg.queries.entities import search
from kg.queries.gaps import gaps
from kg.queries.paths import MAX_PATHS, paths
from kg.queries.profile import profile
from kg.queries.results import results
from kg.queries.therapies import therapies
from kg.resolver import Resolver

__all__ = ["ANSWERED", "call_path", "understood"]

#: Database, resolver, question, limit.
Answerer = Callable[[Database, Resolver, Any, int], Awaitable[Answer[Any]]]


async def _therapies(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await therapies(d, r, question, limit=limit)


async def _claims(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await claims(d, r, question, limit=limit)


async def _entities(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    types = [question.type] if question.type else []
    return await search(d, r, question.q, types, limit=limit)


async def _profile(d: Database, r: Resolver, question: Any, _limit: int) -> Answer[Any]:
    return await profile(d, r, question)


async def _adverse_events(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await adverse_events(d, r, question, limit=limit)


async def _results(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await results(d, r, question, limit=limit)


async def _compare(d: Database, r: Resolver, question: Any, _limit: int) -> Answer[Any]:
    return await compare(d, r, question)


async def _contradictions(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await contradictions(d, r, question, limit=limit)


async def _paths(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await paths(d, r, question, limit=min(limit, MAX_PATHS))


async def _gaps(d: Database, r: Resolver, question: Any, limit: int) -> Answer[Any]:
    return await gaps(d, r, question, limit=limit)


#: One line for each kind that ``kg.queries`` answers.
ANSWERED: Mapping[str, Answerer] = {
    "therapies": _therapies,
    "claims": _claims,
    "entities": _entities,
    "profile": _profile,
    "adverse_events": _adverse_events,
    "results": _results,
    "compare": _compare,
    "contradictions": _contradictions,
    "paths": _paths,
    "gaps": _gaps,
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
        if value is True:
            parts.append(name)
        else:
            several = value if isinstance(value, list) else [value]
            parts.append(f"{name} = {' or '.join(map(_shown, several))}")
    return " · ".join(parts) or "all there is, without a filter"


def _shown(value: Any) -> str:
    if isinstance(value, AskedPlace) and value.type is not None:
        return f"any {value.type}"
    if isinstance(value, AskedFilter | AskedPlace) and value.entity is not None:
        narrower = f" (+ {value.narrower_count} narrower)" if value.narrower_count else ""
        return f"{value.entity.name}{narrower}"
    return str(value)
