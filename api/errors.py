"""The one place that turns errors into HTTP statuses: RFC 9457 problem details."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.dependencies import Graph
from kg.errors import (
    AdvisedError,
    AmbiguousName,
    DatabaseError,
    InputError,
    LocalServerError,
    NotFound,
    NotUnderstood,
    PlotsExtraMissing,
    QueryTimeout,
    SettingsError,
    TherapathError,
    UnknownChoice,
    UnknownName,
)

__all__ = ["BodyTooLarge", "WrongMediaType", "install", "problem", "problem_responses"]

_log = logging.getLogger("therapath.api")


class BodyTooLarge(InputError):
    """The request's body is over the limit."""


class WrongMediaType(InputError):
    """The request's body is of a kind that is not taken."""


#: Status by error class, the most particular first, with a short title.
_STATUS: list[tuple[type[TherapathError], int, str]] = [
    (BodyTooLarge, 413, "Body too large"),
    (WrongMediaType, 415, "Unsupported media type"),
    (AmbiguousName, 409, "Ambiguous name"),
    (UnknownName, 404, "Unknown name"),
    (NotFound, 404, "Not found"),
    (NotUnderstood, 422, "Question not understood"),
    (InputError, 422, "Invalid input"),
    (QueryTimeout, 504, "Query took too long"),
    (DatabaseError, 503, "Database not available"),
    (LocalServerError, 503, "Database not available"),
    (SettingsError, 503, "Database not configured"),
    (PlotsExtraMissing, 501, "Not installed"),
    (TherapathError, 500, "Failed"),
]

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "The parameter or field that is wrong."},
        "advice": {"type": "string", "description": "What to do about it."},
        "near_misses": {"type": "array", "items": {"type": "object"}},
        "candidates": {"type": "array", "items": {"type": "object"}},
        "suggestions": {"type": "array", "items": {"type": "string"}},
    },
}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the problems a route may answer; 503 and 504 come with each."""
    titles = {status: title for _, status, title in reversed(_STATUS)}
    return {
        status: {
            "description": titles.get(status, "Invalid input"),
            "content": {"application/problem+json": {"schema": _PROBLEM}},
        }
        for status in (*statuses, 503, 504)
    }


def install(app: FastAPI) -> None:
    """Add the handlers."""
    app.add_exception_handler(TherapathError, _named)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unforeseen)


def problem(
    status: int, title: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """A response of RFC 9457; empty extras are left out."""
    kind = f"https://w3id.org/therapath/problems/{title.lower().replace(' ', '-')}"
    found = {"type": kind, "title": title, "status": status, "detail": detail}
    found |= {key: value for key, value in more.items() if value}
    return Response(
        orjson.dumps(found, default=str),
        status,
        headers=headers,
        media_type="application/problem+json",
    )


async def _named(request: Request, error: Exception) -> Response:
    assert isinstance(error, TherapathError)  # noqa: S101  # as installed
    status, title = next((s, t) for kind, s, t in _STATUS if isinstance(error, kind))
    more: dict[str, Any] = {}
    if isinstance(error, InputError):
        more["field"] = error.field
    if isinstance(error, UnknownName):
        more["near_misses"] = [entity.model_dump() for entity in error.near_misses]
    if isinstance(error, UnknownChoice):
        more["near_misses"] = [{"name": word} for word in error.near_misses]
    if isinstance(error, AmbiguousName):
        more["candidates"] = [entity.model_dump() for entity in error.candidates]
    if isinstance(error, NotUnderstood):
        more |= {"suggestions": error.suggestions, "understood": error.understood}
    if isinstance(error, AdvisedError):
        more["advice"] = error.advice
    headers = None
    if status == 503:
        headers = {"Retry-After": "2"}
        graph: Graph = request.app.state.graph
        try:
            await graph.look_again()
        except TherapathError:
            _log.warning("still no database: %s", error)
    return problem(status, title, str(error), headers=headers, **more)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # as installed
    first = error.errors()[0]
    # The last part may be a place in a list.
    field = next((part for part in reversed(first["loc"]) if isinstance(part, str)), "")
    if first["type"] == "extra_forbidden":
        detail = f"there is no parameter {field!r} here; /docs lists those there are"
        return problem(422, "Invalid input", detail, field=field)
    detail = f"{field}: {first['msg']}"
    if first.get("input") is not None:
        shown = repr(first["input"])
        detail += f", not {shown if len(shown) <= 80 else shown[:77] + '…'}"
    return problem(422, "Invalid input", detail, field=field)


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # as installed
    titles = {404: "No such page", 405: "Method not allowed"}
    title = titles.get(error.status_code, "Request refused")
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, title, str(error.detail), headers=headers)


async def _gone(_request: Request, _error: Exception) -> Response:
    """Nobody reads this: the client went away while it sent its body."""
    return problem(400, "Request broken off", "the body ended before it was complete")


async def _unforeseen(_request: Request, error: Exception) -> Response:
    _log.error("unforeseen error", exc_info=error)
    return problem(500, "Failed", "an unforeseen error; the server's log has the details")
