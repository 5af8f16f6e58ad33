"""Facts as JSON Lines: one JSON object a line, empty lines passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.intake import Rejection
from loaders.files import MAX_LINE, lines, opened
from loaders.rows import Row

__all__ = ["UTF_16", "read_json_lines", "row_of"]

#: What a file begins with that cannot be read line by line.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_BOM = b"\xef\xbb\xbf"


def read_json_lines(path: Path) -> Iterator[Row]:
    """Rows of the file."""
    with opened(path) as stream:
        for number, line in lines(stream):
            if number == 1 and line is not None and line.startswith(UTF_16):
                message = "the file is UTF-16; expected UTF-8"
                yield Row(1, None, Rejection("", "wrong_encoding", message))
                return
            row = row_of(number, line)
            if row is not None:
                yield row


def row_of(number: int, line: bytes | None) -> Row | None:
    """The row of one line as :func:`loaders.files.lines` gives it; None for an empty line.

    The line is not parsed yet.
    """
    if line is None:
        message = f"the line is longer than {MAX_LINE:,} bytes"
        return Row(number, None, Rejection("", "line_too_long", message))
    if number == 1:
        line = line.removeprefix(_BOM)
    if not line.strip():
        return None
    return Row(number, None, text=line)
