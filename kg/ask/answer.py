"""Answering a question: its first reading whose names all exist, shown as it was understood."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from kg.ask.grammar import EXAMPLES, MAX_QUESTION, Reading, readings
from kg.database import Database
from kg.errors import AmbiguousName, InvalidValue, NotUnderstood, UnknownName
from kg.identifiers import is_text
from kg.model import (
    Answer,
    AskAnswer,
    AskedFilter,
    TherapiesAnswer,
    TherapiesQuestion,
)
from kg.model.question import Question
from kg.queries.claims import claims, claims_statement
from kg.queries.paging import DEFAULT_LIMIT
from kg.queries.therapies import (
    therapies,
    therapies_statement,
    therapy_context,
)
from kg.resolver import Resolver

__all__ = ["ask", "understood"]


async def ask(
    database: Database, resolver: Resolver, text: str, *, limit: int = DEFAULT_LIMIT
) -> Answer[AskAnswer]:
    """Answer a question of the controlled language.

    Raises:
        NotUnderstood: no shape fits; examples are attached.
        UnknownName, AmbiguousName: a shape fits, but a name in it does not.
        InvalidValue: the question is empty or too long.
    """
    if not text.strip():
        raise InvalidValue("q is empty: expected a question", field="q")
    if not is_text(text):
        raise InvalidValue("q is not text: it has a lone surrogate", field="q")
    if len(text) > MAX_QUESTION:
        raise InvalidValue(f"a question has {MAX_QUESTION} characters at most", field="q")
    first_error: UnknownName | AmbiguousName | None = None
    for reading in readings(text):
        try:
            return await _answer(database, resolver, text, reading, limit)
        except AmbiguousName:
            raise
        except UnknownName as error:
            first_error = first_error or error
    if first_error is not None:
        raise first_error
    raise NotUnderstood(
        "the question is outside the language therapath understands",
        suggestions=EXAMPLES,
    )


async def _answer(
    database: Database, resolver: Resolver, text: str, reading: Reading, limit: int
) -> Answer[AskAnswer]:
    question = reading.question
    found: Answer[Any]
    context = []
    if isinstance(question, TherapiesQuestion):
        found = await therapies(database, resolver, question, limit=limit)
        statement, parameters = await therapies_statement(database, resolver, question, limit)
        ids = [item.therapy.id for item in found.body.items]
        context = await therapy_context(database, resolver, question, ids)
    else:
        found = await claims(database, resolver, question, limit=limit)
        statement, parameters = await claims_statement(database, resolver, question, limit)
    body = AskAnswer(
        question=text,
        understood=understood(found.body.query),
        call=_call(question),
        cypher=statement.text,
        parameters=parameters,
        kind="therapies" if isinstance(found.body, TherapiesAnswer) else "claims",
        answer=found.body,
        context=context,
    )
    return Answer(found.version, body)


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


def _call(question: Question) -> str:
    noun = "therapies" if isinstance(question, TherapiesQuestion) else "claims"
    return f"/v1/{noun}?{urlencode(question.as_map(), doseq=True)}"
