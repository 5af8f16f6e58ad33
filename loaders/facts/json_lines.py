"""Facts as JSON Lines: one JSON object a line, empty lines passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.intake import Rejection
from kg.json_text import decode
from loaders.files import MAX_LINE, lines, opened
from loaders.rows import Row

__all__ = ["read_json_lines"]

_BOM = b"\xef\xbb\xbf"
#: How much of a line that is not JSON goes into the ledger, bytes.
_SHOWN = 2_000


def read_json_lines(path: Path) -> Iterator[Row]:
    """Rows of the file."""
    with opened(path) as stream:
        for number, line in lines(stream):
            if line is None:
                message = f"the line is longer than {MAX_LINE:,} bytes"
                yield Row(number, None, Rejection("", "line_too_long", message))
                continue
            if number == 1:
                if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                    message = "the file is UTF-16; expected UTF-8"
                    yield Row(1, None, Rejection("", "wrong_encoding", message))
                    return
                line = line.removeprefix(_BOM)
            if line.strip():
                found = decode(line)
                if isinstance(found, Rejection):
                    yield Row(number, line[:_SHOWN].decode("utf-8", "replace"), found)
                else:
                    yield Row(number, found)
