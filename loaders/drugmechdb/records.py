"""Paths as they stand in their files: each record of a YAML or JSON Lines file, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.intake import Rejection
from kg.json_text import decode
from loaders.files import MAX_LINE, lines, opened
from loaders.rows import Row

__all__ = ["records"]

#: A path has four levels and some hundred values.
_MAX_DEPTH = 12
_MAX_VALUES = 50_000
_SHOWN = 2_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """A record that is not plain data, and where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def records(path: Path) -> Iterator[Row]:
    """Rows whose data is one record each, or whose problem says why there is none."""
    is_yaml = {".yaml", ".yml"} & {suffix.lower() for suffix in path.suffixes}
    return _yaml(path) if is_yaml else _json_lines(path)


def _json_lines(path: Path) -> Iterator[Row]:
    with opened(path) as stream:
        for number, line in lines(stream):
            if line is None:
                message = f"the line is longer than {MAX_LINE:,} bytes"
                yield Row(number, None, Rejection("", "line_too_long", message))
            elif line and not line.isspace():
                found = decode(line.removeprefix(b"\xef\xbb\xbf"))
                if isinstance(found, Rejection):
                    yield Row(number, line[:_SHOWN].decode("utf-8", "replace"), found)
                else:
                    yield Row(number, found)


def _yaml(path: Path) -> Iterator[Row]:
    """Records of a document that is one mapping, or a list of mappings."""
    with opened(path) as stream:
        try:
            yield from _documents(yaml.parse(stream, Loader=_Loader))
        except _Refused as refused:
            yield Row(refused.line, None, Rejection("", "malformed", str(refused)))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = f"not YAML: {error.problem}"
            problem = Rejection("", "malformed", message)
            yield Row(mark.line + 1 if mark else 1, None, problem)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            encoded = isinstance(error, UnicodeDecodeError | yaml.reader.ReaderError)
            reason = "wrong_encoding" if encoded else "malformed"
            message = f"not YAML: {str(error).splitlines()[0]}"
            yield Row(1, None, Rejection("", reason, message))


def _documents(events: Iterator[Any]) -> Iterator[Row]:
    in_list = False
    for event in events:
        if isinstance(event, yaml.SequenceStartEvent) and not in_list:
            in_list = True
        elif isinstance(event, yaml.SequenceEndEvent):
            in_list = False
        elif isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent | yaml.AliasEvent):
            yield Row(_line(event), _value(event, events, 1, [0]))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _value(event: Any, events: Iterator[Any], depth: int, count: list[int]) -> Any:
    """The value that begins with ``event``; every scalar is a text, as it stands."""
    line = _line(event)
    count[0] += 1
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _Refused(line, "aliases (&name, *name) are not taken")
    if depth > _MAX_DEPTH or count[0] > _MAX_VALUES:
        raise _Refused(line, f"more than {_MAX_DEPTH} levels or {_MAX_VALUES:,} values in a path")
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        found = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(_value(event, events, depth + 1, count))
        return found
    mapping: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _value(event, events, depth + 1, count)
        if not isinstance(key, str) or key in mapping:
            raise _Refused(_line(event), f"the field {str(key)[:40]} occurs twice")
        mapping[key] = _value(next(events), events, depth + 1, count)
    return mapping
