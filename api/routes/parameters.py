"""Query parameters that several routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from kg.queries.paging import MAX_LIMIT

__all__ = ["Cursor", "Limit", "NameFilter"]

NameFilter = Annotated[
    str | None, Query(description="An id, a name or a synonym.", examples=["EDSS"])
]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items a page has.")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="`next` of the page before this one.")
]
