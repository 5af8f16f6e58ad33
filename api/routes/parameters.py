"""Query parameters that several routes share. A parameter that no route has is an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from kg.model import ClaimsQuestion, TherapiesQuestion
from kg.model.question import ContradictionsQuestion, PathsQuestion
from kg.queries.paging import DEFAULT_LIMIT, MAX_LIMIT
from kg.queries.paths import DEFAULT_PATHS, MAX_PATHS

__all__ = [
    "ClaimsParameters",
    "ContradictionsParameters",
    "Cursor",
    "Limit",
    "PathsParameters",
    "TherapiesParameters",
]

_LIMIT = "How many items a page has."
_CURSOR = "`next` of the page before this one."

PageLimit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description=_LIMIT)]
PageCursor = Annotated[str, Field(max_length=200, description=_CURSOR)]

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=200, description=_CURSOR)]


class TherapiesParameters(TherapiesQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class ClaimsParameters(ClaimsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class ContradictionsParameters(ContradictionsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class PathsParameters(PathsQuestion):
    """The question, and how many paths are wanted."""

    limit: Annotated[int, Field(ge=1, le=MAX_PATHS)] = DEFAULT_PATHS
    """How many paths to give, best first."""
