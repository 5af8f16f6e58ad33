"""The headline question: which therapies report an outcome, in which direction, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from kg.cypher import Query, query
from kg.database import Database
from kg.model import (
    Answer,
    Matched,
    TherapiesAnswer,
    TherapiesQuery,
    TherapiesQuestion,
    TherapyContext,
    TherapyItem,
)
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolved, Resolver
from kg.scoring import DESIGN_WEIGHT
from kg.vocabulary import DesignType, EffectDirection, EntityType

__all__ = ["therapies", "therapies_statement", "therapy_context"]

_ITEMS = TypeAdapter(list[TherapyItem])
_TYPES = {
    "outcome": EntityType.OUTCOME,
    "condition": EntityType.CONDITION,
    "therapy": EntityType.THERAPY,
}


async def therapies(
    database: Database,
    resolver: Resolver,
    question: TherapiesQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[TherapiesAnswer]:
    """Therapies with matching claims, best supported first.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit or number out of range, or a foreign cursor.
    """
    asked = question.as_map()
    page_of = {"kind": "therapies", **asked}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[TherapiesAnswer]]:
        resolved = await resolve_names(resolver, question)
        found = await database.read(
            query("therapies/list"), **parameters(question, resolved), skip=offset, limit=size
        )
        body = TherapiesAnswer(
            query=_understood(question, resolved),
            items=_explained(_ITEMS.validate_python(found["items"]), resolved),
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def resolve_names(resolver: Resolver, question: TherapiesQuestion) -> dict[str, Resolved]:
    """The question's names, by field."""
    found = {}
    for field, kind in _TYPES.items():
        text = getattr(question, field)
        if text is not None:
            found[field] = await resolver.resolve(text, [kind], field=field)
    return found


def parameters(question: TherapiesQuestion, resolved: dict[str, Resolved]) -> dict[str, Any]:
    """Parameters of ``therapies/list``, paging aside."""

    def ids(field: str) -> list[str] | None:
        return resolved[field].ids if field in resolved else None

    effects = [question.effect] if question.effect else list(EffectDirection)
    return {
        "outcomes": ids("outcome"),
        "effects": [str(effect) for effect in effects],
        "conditions": ids("condition"),
        "therapies": ids("therapy"),
        "phases": [str(question.phase)] if question.phase else None,
        "route": question.route.lower().strip() if question.route else None,
        "min_patients": question.min_patients,
    }


async def therapies_statement(
    resolver: Resolver, question: TherapiesQuestion, limit: int = DEFAULT_LIMIT
) -> tuple[Query, dict[str, Any]]:
    """The statement and parameters of the first page, to run by hand."""
    resolved = await resolve_names(resolver, question)
    return query("therapies/list"), {**parameters(question, resolved), "skip": 0, "limit": limit}


def _understood(question: TherapiesQuestion, resolved: dict[str, Resolved]) -> TherapiesQuery:
    names = {field: found.summary() for field, found in resolved.items()}
    rest = {field: value for field, value in question.as_map().items() if field not in names}
    return TherapiesQuery(**names, **rest)


def _explained(items: list[TherapyItem], resolved: dict[str, Resolved]) -> list[TherapyItem]:
    """Items with the narrower terms that let each in."""
    return [item.model_copy(update={"matched": _matched(item, resolved)}) for item in items]


def _matched(item: TherapyItem, resolved: dict[str, Resolved]) -> list[Matched]:
    found: dict[tuple[str, str], Matched] = {}
    for field, names in resolved.items():
        ids = (
            [item.therapy.id]
            if field == "therapy"
            else [
                entity.id
                for claim in item.claims
                if (entity := claim.object if field == "outcome" else claim.condition)
            ]
        )
        for identity in ids:
            found.setdefault((field, identity), names.ways[identity])
    return list(found.values())


async def therapy_context(
    database: Database,
    resolver: Resolver,
    question: TherapiesQuestion,
    therapy_ids: Sequence[str],
) -> list[TherapyContext]:
    """What a reader wants beside each therapy: other directions, mechanisms, harms, sources."""
    resolved = await resolve_names(resolver, question)
    asked = parameters(question, resolved)
    found = await database.read(
        query("therapies/context"),
        therapies=list(therapy_ids),
        outcomes=asked["outcomes"],
        conditions=asked["conditions"],
    )
    return [_context(row) for row in found["items"]]


def _context(row: dict[str, Any]) -> TherapyContext:
    effects = dict.fromkeys(EffectDirection, 0)
    for direction, _unit in row["effects"]:
        effects[EffectDirection(direction)] += 1
    designs = [(DesignType(kind), phase) for kind, phase in row["designs"] if kind]
    design, phase = max(
        designs, key=lambda pair: (DESIGN_WEIGHT[pair[0]], pair[1] or ""), default=(None, None)
    )
    sources = sorted(row["sources"], key=lambda s: (s["publication_id"], s["start"] or 0))
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
