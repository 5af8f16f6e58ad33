"""Which part of the graph an export is of: filters, surroundings, an answer, a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.ask import ask
from kg.database import Database
from kg.errors import InvalidValue
from kg.model.base import Model
from kg.model.claim import Claim
from kg.model.export import ExportQuestion
from kg.model.question import EvidenceFilters, PathsQuestion
from kg.queries.export import Part, PartReader, around, part_of
from kg.queries.filters import evidence_filters
from kg.queries.graph import version
from kg.queries.names import Names
from kg.queries.paging import MAX_LIMIT
from kg.queries.paths import paths
from kg.resolver import Resolver

__all__ = ["asked_part", "claims_in"]

#: Fields of answers that hold the ids of claims.
_IDS = frozenset(("claim_id", "claims"))


async def asked_part(
    database: Database, resolver: Resolver, question: ExportQuestion
) -> tuple[PartReader, str]:
    """A reader of the part that a question asks for, and what the part is, in words.

    Raises:
        UnknownName, AmbiguousName: a name; ``field`` says which.
        InvalidValue: filters that exclude each other, or too much lies around something.
        NotUnderstood: the question in plain words cannot be read.
        GraphChanged: it was changed while the part was worked out.
    """
    _one_way(question)

    async def find() -> tuple[str, tuple[str, Part, Names]]:
        seen = await version(database)
        return seen, (seen, *await part_of(database, resolver, question))

    seen, part, names = await resolver.current(find)
    reader = PartReader(database, part, seen)
    if question.around is not None:
        start = names.ids("around") or []
        reader.part = await around(reader, start, question.steps)
    elif question.question is not None:
        answer = await ask(database, resolver, question.question, limit=MAX_LIMIT)
        reader.same(answer.version)
        told = answer.body.answer
        # The words of the question may restrict which evidence counts.
        words = getattr(told, "query", None)
        filters = (
            await evidence_filters(database, words) if isinstance(words, EvidenceFilters) else {}
        )
        ids = sorted(set(claims_in(told)))
        reader.part = replace(part, ids=ids, filters={**filters, **part.filters})
    elif question.start is not None and question.end is not None:
        # By their own names: a model's fields are not those of another.
        asked = PathsQuestion(
            start=question.start,
            end=question.end,
            max_hops=question.max_hops,
            predicate=question.predicate,
            **_evidence_filters(question),
        )
        found = await paths(database, resolver, asked)
        reader.same(found.version)
        reader.part = replace(part, ids=sorted(set(claims_in(found.body))))
    return reader, _told(question)


def _one_way(question: ExportQuestion) -> None:
    if (question.start is None) != (question.end is None):
        missing = "from" if question.start is None else "to"
        raise InvalidValue("from and to go together: they are the ends of paths", field=missing)
    given = {
        "around": question.around,
        "question": question.question,
        "from": question.start,
    }
    ways = [name for name, value in given.items() if value is not None]
    if len(ways) > 1:
        raise InvalidValue(f"{' and '.join(ways)} exclude each other", field=ways[-1])


def _evidence_filters(question: ExportQuestion) -> dict[str, Any]:
    shared = set(PathsQuestion.model_fields) & set(ExportQuestion.model_fields)
    own = {"start", "end", "max_hops", "predicate"}
    return {name: getattr(question, name) for name in shared - own}


def _told(question: ExportQuestion) -> str:
    given = question.as_map()
    for name in ("format", "level"):
        given.pop(name, None)
    if not given:
        return "the whole graph"
    return "the part with " + ", ".join(
        f"{name} = {_shown(value)}" for name, value in given.items()
    )


def _shown(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)


def claims_in(answer: Any) -> Iterator[str]:
    """The ids of all claims that an answer names, wherever they stand in it."""
    if isinstance(answer, Claim):
        yield answer.id
    if isinstance(answer, Model):
        for name, value in answer:
            if name in _IDS:
                yield from _ids(value)
            yield from claims_in(value)
    elif isinstance(answer, list | tuple):
        for one in answer:
            yield from claims_in(one)
    elif isinstance(answer, dict):
        for one in answer.values():
            yield from claims_in(one)


def _ids(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
