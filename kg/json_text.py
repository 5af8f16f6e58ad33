"""Strict JSON: no field twice in one object, no NaN or Infinity."""

from __future__ import annotations

import json
from typing import Any

from kg.intake import Rejection

__all__ = ["decode"]


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


def decode(content: bytes) -> Any:
    """The value of a JSON text, or a :class:`Rejection` that says where it is not one."""
    try:
        return _decoder.decode(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Rejection("", "wrong_encoding", f"byte {error.start} is not UTF-8")
    except _DuplicateField as error:
        name = str(error).encode("utf-8", "backslashreplace").decode()
        message = f"the field {name} occurs twice in one object"
        return Rejection(name, "duplicate_field", message)
    except json.JSONDecodeError as error:
        message = f"not JSON at character {error.pos + 1}: {error.msg}"
        return Rejection("", "malformed", message)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Rejection("", "malformed", f"not JSON: {reason}")
