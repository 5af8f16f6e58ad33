"""Records of delimited text files: the cells of each, or why a line is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from kg.intake import Rejection
from loaders.files import MAX_LINE, lines

__all__ = ["comma_separated", "first_cells", "tab_separated"]

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def first_cells(head: bytes, delimiter: str) -> tuple[str, ...]:
    """Cells of the first line of a file's start; none where it is not UTF-8."""
    line = head.removeprefix(_BOM).partition(b"\n")[0].rstrip(b"\r")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return ()
    return tuple(cell.strip().strip('"') for cell in text.split(delimiter))


def tab_separated(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | Rejection]]:
    """Number and cells of each line; quotes are ordinary characters, empty lines passed over.

    One bad line spoils itself alone; UTF-16 ends the file.
    """
    for number, line in lines(stream):
        if line is None:
            message = f"the line is longer than {MAX_LINE:,} bytes"
            yield number, Rejection("", "line_too_long", message)
            continue
        if number == 1:
            if line.startswith(_UTF_16):
                yield 1, Rejection("", "wrong_encoding", "the file is UTF-16; expected UTF-8")
                return
            line = line.removeprefix(_BOM)
        if not line or line.isspace():
            continue
        try:
            yield number, line.decode().split("\t")
        except UnicodeDecodeError as error:
            message = f"byte {error.start} of the line is not UTF-8"
            yield number, Rejection("", "wrong_encoding", message)


def comma_separated(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | Rejection]]:
    """Number of the first line and cells of each record; quoted cells may hold line breaks.

    What is not CSV or not UTF-8 ends the file: no later line can be trusted.
    """
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    csv.field_size_limit(MAX_LINE)
    rows = csv.reader(_bounded(text), strict=True)
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            message = f"not UTF-8 ({error.reason} near byte {error.start} of a block)"
            yield line, Rejection("", "wrong_encoding", message)
            return
        except csv.Error as error:
            reason = "line_too_long" if "longer than" in str(error) else "malformed"
            yield line, Rejection("", reason, f"not a table: {error}")
            return
        if any(cells):
            yield line, cells


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise csv.Error(f"a line is longer than {MAX_LINE:,} characters")
        yield line
