"""Cursors belong to one question, limits have an end."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidValue
from kg.queries.paging import checked_limit, cursor_after, offset_of

QUESTION = {"outcome": "EDSS", "effect": "improved"}


def test_a_cursor_leads_to_the_next_page() -> None:
    cursor = cursor_after(25, 60, QUESTION)
    assert cursor is not None
    assert offset_of(cursor, QUESTION) == 25
    assert offset_of(cursor, dict(reversed(QUESTION.items()))) == 25


def test_the_last_page_has_no_next() -> None:
    assert cursor_after(60, 60, QUESTION) is None
    assert cursor_after(0, 0, QUESTION) is None
    assert offset_of(None, QUESTION) == 0
    assert offset_of("", QUESTION) == 0


@pytest.mark.parametrize(
    "other", [{}, {"outcome": "EDSS"}, {**QUESTION, "effect": "worsened"}, {**QUESTION, "x": 1}]
)
def test_a_cursor_of_another_question_is_refused(other: dict[str, object]) -> None:
    cursor = cursor_after(25, 60, QUESTION)
    with pytest.raises(InvalidValue, match="does not belong") as refused:
        offset_of(cursor, other)
    assert refused.value.field == "cursor"


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    if text:
        with pytest.raises(InvalidValue):
            offset_of(text, QUESTION)


@pytest.mark.parametrize("offset", ["26", "-1", "1000001", "9" * 30, " 25", "+25", "２５"])
def test_a_cursor_whose_place_was_changed_is_refused(offset: str) -> None:
    cursor = cursor_after(25, 60, QUESTION)
    assert cursor is not None
    _, _, mark = base64.urlsafe_b64decode(cursor + "==").decode().partition(".")
    changed = base64.urlsafe_b64encode(f"{offset}.{mark}".encode()).decode().rstrip("=")
    with pytest.raises(InvalidValue):
        offset_of(changed, QUESTION)


@pytest.mark.parametrize("limit", [1, 25, 500])
def test_limits(limit: int) -> None:
    assert checked_limit(limit) == limit


@pytest.mark.parametrize("limit", [0, -1, 501, 10**9])
def test_limits_out_of_range(limit: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked_limit(limit)
    assert refused.value.field == "limit"
