"""Answering a question: its first reading whose names all exist, shown as it was understood."""

from __future__ import annotations

from dataclasses import replace

from kg.ask.grammar import MAX_QUESTION, Parsed, Reading, parse
from kg.ask.recording import Recording
from kg.ask.registry import ANSWERED, call_path, understood
from kg.ask.suggest import recognised, three_nearest
from kg.database import Database
from kg.errors import InvalidValue, NotUnderstood, UnknownName
from kg.identifiers import is_text
from kg.model.answer import Answer
from kg.model.ask import AskAnswer, Statement
from kg.model.question import Question, TherapiesQuestion, TotalsFilters
from kg.queries.paging import DEFAULT_LIMIT
from kg.queries.therapies import therapy_context
from kg.resolver import Resolver

__all__ = ["ask", "understand"]


def understand(text: str) -> Parsed:
    """Read a question.

    Raises:
        NotUnderstood: it cannot be read; what was recognised and three questions are attached.
        InvalidValue: it is empty or too long.
    """
    if not text.strip():
        raise InvalidValue("q is empty: expected a question", field="q")
    if not is_text(text):
        raise InvalidValue("q is not text: it has a lone surrogate", field="q")
    if len(text) > MAX_QUESTION:
        raise InvalidValue(f"a question has {MAX_QUESTION} characters at most", field="q")
    parsed = parse(text)
    if not parsed.readings:
        why = parsed.reason or "the question is outside the language therapath understands"
        raise _not_understood(why, text, parsed)
    return parsed


async def ask(
    database: Database,
    resolver: Resolver,
    text: str,
    *,
    limit: int = DEFAULT_LIMIT,
    filters: TotalsFilters | None = None,
) -> Answer[AskAnswer]:
    """Answer a question of the controlled language.

    ``filters`` are given beside it; they take the place of those its words give.

    Raises:
        NotUnderstood: it cannot be read; what was recognised and three questions are attached.
        UnknownName, AmbiguousName: it can be read, but a name in it does not exist or is not sure.
        InvalidValue: the question is empty or too long, its filters contradict each other, or
            one is given that no question of its kind takes.
    """
    parsed = understand(text)
    first_error: UnknownName | None = None
    for reading in parsed.readings:
        try:
            return await _answer(database, resolver, text, _filtered(reading, filters), limit)
        except UnknownName as error:
            first_error = first_error or error
    assert first_error is not None  # noqa: S101  # there is a reading, and none was answered
    raise first_error


def _filtered(reading: Reading, filters: Question | None) -> Reading:
    """The reading with filters that were given beside its words."""
    given = filters.as_map() if filters else {}
    for field in given:
        if field not in type(reading.question).model_fields:
            kind = reading.kind.replace("_", " ")
            raise InvalidValue(f"{field} is no filter of a question about {kind}", field=field)
    if not given:
        return reading
    return replace(reading, question=reading.question.model_copy(update=given))


def _not_understood(why: str, text: str, parsed: Parsed) -> NotUnderstood:
    return NotUnderstood(
        why, understood=recognised(parsed), suggestions=three_nearest(text, parsed)
    )


async def _answer(
    database: Database, resolver: Resolver, text: str, reading: Reading, limit: int
) -> Answer[AskAnswer]:
    question, recording = reading.question, Recording(database)
    found = await ANSWERED[reading.kind](recording, resolver, question, limit)
    statements = [
        Statement(name=statement.name, cypher=statement.text, parameters=parameters)
        for statement, parameters in recording.statements
    ]
    context = []
    if isinstance(question, TherapiesQuestion):
        ids = [item.therapy.id for item in found.body.items]
        context = await therapy_context(database, resolver, question, ids)
    body = AskAnswer(
        question=text,
        understood=understood(getattr(found.body, "query", question)),
        call=call_path(reading.kind, question),
        cypher=statements[-1].cypher,
        parameters=statements[-1].parameters,
        statements=statements,
        kind=reading.kind,
        answer=found.body,
        context=context,
    )
    return Answer(found.version, body)
