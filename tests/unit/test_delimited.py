"""Delimited text: each record's cells, or why a line is none."""

from __future__ import annotations

import io

import pytest

from kg.intake import Rejection
from loaders.delimited import comma_separated, first_cells, tab_separated
from loaders.files import MAX_LINE

Told = list[tuple[int, list[str] | str]]


def told(found: tuple[int, list[str] | Rejection]) -> tuple[int, list[str] | str]:
    line, cells = found
    return line, cells.reason if isinstance(cells, Rejection) else cells


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n \n", []),
        (b"\xef\xbb\xbfa\tb\r\n\r\n\t\nc", [(1, ["a", "b"]), (4, ["c"])]),
        (b'say "a\tb"\n"c\td\n', [(1, ['say "a', 'b"']), (2, ['"c', "d"])]),
        (b"a\n\xe4\nb", [(1, ["a"]), (2, "wrong_encoding"), (3, ["b"])]),
        ("a\tb".encode("utf-16"), [(1, "wrong_encoding")]),
        (b"a\n" + b"x" * (MAX_LINE + 1) + b"\nb", [(1, ["a"]), (2, "line_too_long"), (3, ["b"])]),
    ],
    ids=range(7),
)
def test_tabs(content: bytes, expected: Told) -> None:
    assert [told(found) for found in tab_separated(io.BytesIO(content))] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n,\n", []),
        (b'\xef\xbb\xbfa,"b\nc"\r\n\r\nd,', [(1, ["a", "b\nc"]), (4, ["d", ""])]),
        (b'a\n"open,b\nc\n', [(1, ["a"]), (2, "malformed")]),
        (b"a,\xe4\n", [(1, "wrong_encoding")]),
        (b"x" * (MAX_LINE + 1), [(1, "line_too_long")]),
    ],
    ids=range(6),
)
def test_commas(content: bytes, expected: Told) -> None:
    assert [told(found) for found in comma_separated(io.BytesIO(content))] == expected


def test_first_cells() -> None:
    assert first_cells(b'\xef\xbb\xbf a ,"b"\r\nc,d', ",") == ("a", "b")
    assert first_cells(b"\xff\xfea", ",") == ()
    assert first_cells(b"", "\t") == ("",)
