"""Cursors: a page's end, tied to the question it belongs to."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import orjson

from kg.errors import InvalidValue

__all__ = ["DEFAULT_LIMIT", "MAX_LIMIT", "checked_limit", "cursor_after", "offset_of"]

DEFAULT_LIMIT = 25
MAX_LIMIT = 500
_MAX_OFFSET = 1_000_000


def checked_limit(limit: int) -> int:
    """``limit`` if it is from 1 to :data:`MAX_LIMIT`, else InvalidValue."""
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidValue(f"limit must be from 1 to {MAX_LIMIT}, not {limit}", field="limit")
    return limit


def cursor_after(offset: int, total: int, question: dict[str, Any]) -> str | None:
    """The cursor of the page that begins at ``offset``; null where there is none.

    ``question`` has to tell its kind as well as its filters.
    """
    if offset >= total:
        return None
    content = f"{offset}.{_mark(offset, question)}"
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def offset_of(cursor: str | None, question: dict[str, Any]) -> int:
    """How many items lie before the page ``cursor`` names.

    Raises:
        InvalidValue: the cursor was altered, or belongs to another question.
    """
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        offset, mark = text.split(".")
        number = int(offset) if offset.isdecimal() else -1
    except ValueError:
        number, mark = -1, ""
    known = 0 <= number <= _MAX_OFFSET and hmac.compare_digest(mark, _mark(number, question))
    if not known:
        raise InvalidValue(
            "this cursor does not belong to this question; ask for the first page again",
            field="cursor",
        )
    return number


def _mark(offset: int, question: dict[str, Any]) -> str:
    content = orjson.dumps([offset, question], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()[:16]
