"""Claims by subject, predicate, object, condition and direction; one claim with its evidence."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from kg.batch import EVIDENCE_PARTS
from kg.cypher import Query, query
from kg.database import Database
from kg.errors import NotFound
from kg.model import (
    Answer,
    AsSaid,
    Claim,
    ClaimPage,
    ClaimsAnswer,
    ClaimsQuery,
    ClaimsQuestion,
    Evidence,
)
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolved, Resolver
from kg.vocabulary import PREDICATES, EntityType, Predicate

__all__ = ["claim", "claims", "claims_statement"]

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

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit out of range, or a foreign cursor.
    """
    asked = question.as_map()
    page_of = {"kind": "claims", **asked}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[ClaimsAnswer]]:
        resolved = await _resolve_names(resolver, question)
        found = await database.read(
            query("claims/list"), **_parameters(question, resolved), skip=offset, limit=size
        )
        names = {field: names.summary() for field, names in resolved.items()}
        body = ClaimsAnswer(
            query=ClaimsQuery(**{**asked, **names}),
            items=_ITEMS.validate_python(found["items"]),
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def claims_statement(
    resolver: Resolver, question: ClaimsQuestion, limit: int = DEFAULT_LIMIT
) -> tuple[Query, dict[str, Any]]:
    """The statement and parameters of the first page, to run by hand."""
    resolved = await _resolve_names(resolver, question)
    return query("claims/list"), {**_parameters(question, resolved), "skip": 0, "limit": limit}


async def _resolve_names(resolver: Resolver, question: ClaimsQuestion) -> dict[str, Resolved]:
    rules = [PREDICATES[question.predicate]] if question.predicate else list(PREDICATES.values())
    types = {
        "subject": sorted({kind for rule in rules for kind in rule.subjects}),
        "object": sorted({kind for rule in rules for kind in rule.objects}),
        "condition": [EntityType.CONDITION],
    }
    found = {}
    for field, kinds in types.items():
        text = getattr(question, field)
        if text is not None:
            found[field] = await resolver.resolve(text, kinds, field=field)
    return found


def _parameters(question: ClaimsQuestion, resolved: dict[str, Resolved]) -> dict[str, Any]:
    def ids(field: str) -> list[str] | None:
        return resolved[field].ids if field in resolved else None

    predicates = [question.predicate] if question.predicate else list(Predicate)
    return {
        "subjects": ids("subject"),
        "predicates": [str(predicate) for predicate in predicates],
        "objects": ids("object"),
        "conditions": ids("condition"),
        "effects": [str(question.effect)] if question.effect else None,
    }


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
