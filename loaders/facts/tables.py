"""Facts as CSV or TSV: a header of dotted column names (``subject.name``), one fact a row.

An empty cell is a field that is not there. A reference whose id and name are both empty is
not there either, even where its type stands in every row.
"""

from __future__ import annotations

import csv
import io
import typing
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any

from pydantic import BaseModel

from kg.intake import Rejection
from kg.model.fact import EntityRef, Fact
from loaders.files import MAX_LINE, opened
from loaders.rows import Row

__all__ = ["columns", "read_table"]


def _number(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return cell  # the model says what was expected


def _whole(cell: str) -> Any:
    return int(cell) if cell.lstrip("-").isdecimal() and cell.isascii() else _number(cell)


def _truth(cell: str) -> Any:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
        cell.casefold(), cell
    )


def _text(cell: str) -> Any:
    return cell


_PARSERS: dict[type, Callable[[str], Any]] = {bool: _truth, int: _whole, float: _number}


@cache
def columns() -> dict[str, Callable[[str], Any]]:
    """Every column a table may have, with how its cells are read."""
    return dict(_columns_of(Fact, ""))


def _columns_of(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Callable[[str], Any]]]:
    for name, field in model.model_fields.items():
        kind = _plain_type(field.annotation)
        if issubclass(kind, BaseModel):
            yield from _columns_of(kind, f"{prefix}{name}.")
        else:
            yield prefix + name, _PARSERS.get(kind, _text)


def _plain_type(annotation: Any) -> type:
    """The class inside ``Annotated[X, …] | None``."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain_type(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, UnionType):
        inner = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        return _plain_type(inner[0])
    return annotation if isinstance(annotation, type) else str


def read_table(path: Path, delimiter: str) -> Iterator[Row]:
    """Rows of the file; a header that is wrong is one reject for the whole file."""
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        csv.field_size_limit(MAX_LINE)  # a cell that is too long spoils its own row only
        rows = csv.reader(_bounded(text), delimiter=delimiter, strict=True)
        header: list[str] | None = None
        line = 1
        while True:
            line = rows.line_num + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except UnicodeDecodeError as error:
                message = f"not UTF-8 ({error.reason} near byte {error.start} of a block)"
                yield Row(line, None, Rejection("", "wrong_encoding", message))
                return
            except csv.Error as error:
                reason = "line_too_long" if "longer than" in str(error) else "malformed"
                yield Row(line, None, Rejection("", reason, f"not a table: {error}"))
                return  # where a quote is left open, no later line can be trusted
            if not any(cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                problem = _header_problem(header)
                if problem:
                    yield Row(line, cells, problem)
                    return
            else:
                yield _row(line, header, cells)


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise csv.Error(f"a line is longer than {MAX_LINE:,} characters")
        yield line


def _header_problem(header: list[str]) -> Rejection | None:
    known = columns()
    for name in header:
        if header.count(name) > 1:
            return Rejection(name, "duplicate_field", f"the column {name} occurs twice")
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return Rejection(name, "unknown_field", f"facts have no column {name!r}{hint}")
    return None


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        message = f"{len(cells)} cells where the header has {len(header)}"
        return Row(line, cells, Rejection("", "malformed", message))
    parsers = columns()
    data: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=True):
        value = cell.strip()
        if not value:
            continue
        place, *path = name.split(".")
        if path:
            data.setdefault(place, {})[path[0]] = parsers[name](value)
        else:
            data[place] = parsers[name](value)
    for name, field in Fact.model_fields.items():
        # A type alone refers to nothing.
        if _plain_type(field.annotation) is EntityRef and set(data.get(name, ())) == {"type"}:
            del data[name]
    return Row(line, data)
