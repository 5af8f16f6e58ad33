"""Claims by subject, predicate, object, condition and direction; one claim with its evidence."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from kg.cypher import Query, query
from kg.database import Database
from kg.errors import NotFound
from kg.evidence_parts import EVIDENCE_PARTS
from kg.model.answer import Answer, ClaimsAnswer, ClaimsQuery
from kg.model.claim import AsSaid, Claim, ClaimPage, Evidence
from kg.model.question import ClaimsQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.vocabulary import PREDICATES, EntityType, Predicate, Sort

__all__ = ["claim", "claims"]

_ITEMS = TypeAdapter(list[Claim])


async def claims(
    database: Database,
    resolver: Resolver,
    question: ClaimsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[ClaimsAnswer]:
    """Matching claims, best supported first; names let narrower entities in.

    Where evidence is filtered, every number is of the evidence let in.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind": "claims", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[ClaimsAnswer]]:
        names = await resolve_names(resolver, question, _types(question))
        statement, parameters = await _statement(database, question, names)
        found = await database.read(statement, **parameters, skip=offset, limit=size)
        body = ClaimsAnswer(
            query=ClaimsQuery(**(question.as_map() | names.asked())),
            items=_ITEMS.validate_python(found["items"]),
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


def _types(question: ClaimsQuestion) -> dict[str, list[EntityType]]:
    rules = [PREDICATES[question.predicate]] if question.predicate else list(PREDICATES.values())
    return {
        "subject": sorted({kind for rule in rules for kind in rule.subjects}),
        "object": sorted({kind for rule in rules for kind in rule.objects}),
        "condition": [EntityType.CONDITION],
    }


async def _statement(
    database: Database, question: ClaimsQuestion, names: Names
) -> tuple[Query, dict[str, Any]]:
    """Totals are kept with the claims; evidence is looked at only where it is filtered."""
    predicates = [question.predicate] if question.predicate else list(Predicate)
    parameters: dict[str, Any] = {
        "subjects": names.ids("subject"),
        "predicates": [str(predicate) for predicate in predicates],
        "objects": names.ids("object"),
        "conditions": names.ids("condition"),
        "effects": [str(question.effect)] if question.effect else None,
        "min_patients": question.min_patients,
        "min_studies": question.min_studies,
        "min_score": question.min_score,
        "sort": str(question.sort),
    }
    filters = await evidence_filters(database, question)
    if filters or question.sort is Sort.NEWEST:
        return query("claims/filtered"), {**parameters, "filters": filters}
    return query("claims/list"), parameters


async def claim(database: Database, claim_id: str) -> Answer[ClaimPage]:
    """One claim with every evidence, strongest first.

    Raises:
        NotFound: no claim has this id.
    """
    found = await database.read(query("claims/page"), id=claim_id)
    row = found["claim"]
    if row is None:
        raise NotFound(f"no claim has the id {claim_id!r}", field="id")
    row["evidence"] = [evidence_of(properties) for properties in row["evidence"]]
    return Answer(found["version"], ClaimPage.model_validate(row))


def evidence_of(properties: dict[str, Any]) -> Evidence:
    """An evidence from the properties of its node, where its parts lie flat."""
    parts: dict[str, dict[str, Any]] = {}
    for name, value in properties.items():
        part, _, field = name.partition("_")
        if field and part in EVIDENCE_PARTS:
            parts.setdefault(part, {})[field] = value
    said = {
        name.replace("_said", ""): value
        for name, value in properties.items()
        if name.endswith(("_said", "_said_id", "_match_score"))
    }
    plain = ("id", "evidence_direction", "weight", "patients", "stage", "sources")
    return Evidence.model_validate(
        {
            **{name: properties[name] for name in plain if name in properties},
            **parts,
            "as_said": AsSaid(**said),
        }
    )
