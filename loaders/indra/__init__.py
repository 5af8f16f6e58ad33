"""The indra loader: statements that INDRA assembled from readers and pathway databases."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from kg.intake import Rejection
from kg.json_text import decode
from loaders.files import MAX_LINE, lines, opened
from loaders.indra.statements import EDGES, TYPES, facts_of
from loaders.json_items import json_items
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader, Row

__all__ = ["EDGES", "LOADER"]

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_BOM = b"\xef\xbb\xbf"
_BEGINS = re.compile(rb'\s*(?:\[\s*\{|\{\s*"statements"\s*:\s*[\[{])')
_TYPE = re.compile(rb'"type"\s*:\s*"([A-Za-z]+)"')
_TYPES = frozenset(name.encode() for name in TYPES)
#: Fields that only statements have.
_OWN_FIELD = re.compile(rb'"(?:matches_hash|belief|evidence|db_refs)"\s*:')


def _recognises(start: Start) -> bool:
    head = start.head.removeprefix(_BOM)
    if start.suffix in _JSON_LINES:
        try:
            record = orjson.loads(head.lstrip().partition(b"\n")[0])
        except orjson.JSONDecodeError:
            return False
        return (
            isinstance(record, dict)
            and record.get("type") in TYPES
            and not {"evidence", "belief", "matches_hash"}.isdisjoint(record)
        )
    if _BEGINS.match(head) is None or _OWN_FIELD.search(head) is None:
        return False
    return any(name in _TYPES for name in _TYPE.findall(head))


def _read(file: InputFile) -> Reader:
    reader = Reader(iter(()))
    reader.rows = _rows(file, reader)
    return reader


def _rows(file: InputFile, reader: Reader) -> Iterator[Row]:
    for line, statement in _statements(file):
        if isinstance(statement, Rejection):
            yield Row(line, None, statement)
            continue
        found = facts_of(statement, reader.left_out, line=line)
        if isinstance(found, Rejection):
            yield Row(line, statement, found)
        else:
            for fact in found:
                yield Row(line, fact)


def _statements(file: InputFile) -> Iterator[tuple[int, object]]:
    """Number and value of each statement, or why it is none."""
    with opened(file.path) as stream:
        if file.path.name.lower().removesuffix(".gz").endswith(tuple(_JSON_LINES)):
            for number, line in lines(stream):
                if line is None:
                    message = f"the line is longer than {MAX_LINE:,} bytes"
                    yield number, Rejection("", "line_too_long", message)
                elif line.strip():
                    yield number, decode(line.removeprefix(_BOM) if number == 1 else line)
        else:
            yield from json_items(stream, "", "statements")


LOADER = Loader(
    name="indra",
    takes="INDRA statements: JSON, JSON Lines",
    suffixes=frozenset({".json"}) | _JSON_LINES,
    recognises=_recognises,
    read=_read,
)
