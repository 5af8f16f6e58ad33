"""Facts as JSON Lines: one JSON object a line, empty lines passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.intake import Rejection
from loaders.files import MAX_LINE, lines, opened
from loaders.rows import Row

__all__ = ["read_json_lines"]

_BOM = b"\xef\xbb\xbf"


class _DuplicateField(ValueError):
    """The same field twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _DuplicateField(next(name for name in names if names.count(name) > 1))
    return found


def _no_such_number(text: str) -> float:
    raise ValueError(f"{text} is not a number in JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_such_number)


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
                yield _row(number, line)


def _row(number: int, line: bytes) -> Row:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the line is not UTF-8"
        shown = line[:500].decode("utf-8", "replace")
        return Row(number, shown, Rejection("", "wrong_encoding", message))
    try:
        return Row(number, _decoder.decode(text))
    except _DuplicateField as error:
        message = f"the field {error} occurs twice in one object"
        return Row(number, text[:2000], Rejection(str(error), "duplicate_field", message))
    except json.JSONDecodeError as error:
        message = f"not JSON at character {error.pos + 1}: {error.msg}"
        return Row(number, text[:2000], Rejection("", "malformed", message))
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Row(number, text[:2000], Rejection("", "malformed", f"not JSON: {reason}"))
