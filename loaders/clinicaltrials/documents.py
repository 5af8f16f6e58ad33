"""Files as the registry gives them, cut into studies: pages, lists, lines, archives.

A list is read piece by piece, so that it may be of any length; a page is read as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.intake import Rejection
from kg.json_text import decode
from loaders.clinicaltrials.legacy import as_v2
from loaders.files import ARCHIVES, lines, members, opened

__all__ = ["MAX_PAGE", "MAX_STUDY", "Record", "records"]

#: Longest line; the largest studies have some 20 MB.
MAX_STUDY = 64 * 1024 * 1024
#: Largest page, unpacked; it is held in memory as a whole, which a list is not.
MAX_PAGE = 512 * 1024 * 1024
_PIECE = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """A study as API v2 has it, or what stands where one should."""

    line: int
    """The line, or the number of the study in its page or list."""
    place: str | None
    """The file, where the input has several."""
    data: Any
    problem: Rejection | None = None


def records(paths: Iterable[Path]) -> Iterator[Record]:
    """Every study of the files, in their order.

    Raises:
        LoadError: a file cannot be read or unpacked.
    """
    files = list(paths)
    for path in files:
        place = path.name if len(files) > 1 else None
        if _ending(path.name) in ARCHIVES:
            for name, stream in members(path):
                if _ending(name) in (".json", ".jsonl", ".ndjson"):
                    yield from _from_stream(stream, name, f"{place}: {name}" if place else name)
        else:
            with opened(path) as stream:
                yield from _from_stream(stream, path.name, place)


def _ending(name: str) -> str:
    name = name.lower().removesuffix(".gz")
    return ".tar" if name.endswith(".tgz") else Path(name).suffix


def _from_stream(stream: IO[bytes], name: str, place: str | None) -> Iterator[Record]:
    if _ending(name) == ".json":
        yield from _from_document(stream, place)
        return
    for number, line in lines(stream, MAX_STUDY):
        if line is None:
            message = f"the line is longer than {MAX_STUDY:,} bytes"
            yield Record(number, place, None, Rejection("", "line_too_long", message))
        elif line.removeprefix(_BOM).strip():
            for study in _decoded(line.removeprefix(_BOM), number, place):
                yield Record(number, place, study.data, study.problem)


def _from_document(stream: IO[bytes], place: str | None) -> Iterator[Record]:
    start = stream.read(_PIECE).removeprefix(_BOM).lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the file is UTF-16; expected UTF-8"
        yield Record(1, place, None, Rejection("", "wrong_encoding", message))
    elif start.startswith(b"["):
        yield from _from_list(start, stream, place)
    else:
        content = start + stream.read(MAX_PAGE + 1 - len(start))
        if len(content) > MAX_PAGE:
            message = f"the page is larger than {MAX_PAGE:,} bytes; fetch smaller pages"
            yield Record(1, place, None, Rejection("", "line_too_long", message))
        elif not content.strip():
            yield Record(1, place, None, Rejection("", "empty_file", "the file is empty"))
        else:
            yield from _decoded(content, 1, place)


def _decoded(content: bytes, first: int, place: str | None) -> Iterator[Record]:
    found = decode(content)
    if isinstance(found, Rejection):
        yield Record(first, place, content[:_SHOWN].decode("utf-8", "replace"), found)
        return
    for number, study in enumerate(_studies_in(found), first):
        yield _record(study, number, place)


def _record(study: Any, number: int, place: str | None) -> Record:
    if isinstance(study, dict):
        if "protocolSection" in study:
            return Record(number, place, study)
        if "ProtocolSection" in study:
            return Record(number, place, as_v2(study))
    message = "not a study of ClinicalTrials.gov: it has no protocolSection"
    shown = json.dumps(study, ensure_ascii=False)[:_SHOWN]
    return Record(number, place, shown, Rejection("protocolSection", "not_a_record", message))


def _studies_in(value: Any) -> Iterable[Any]:
    """The studies of a page, or of what the older API wraps them in; else the value itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return [value]
    if isinstance(value.get("studies"), list):
        return list(value["studies"])
    inner = value.get("FullStudiesResponse", value)
    if isinstance(inner, dict) and isinstance(inner.get("FullStudies"), list):
        return [_unwrapped(study) for study in inner["FullStudies"]]
    return [_unwrapped(value)]


def _unwrapped(value: Any) -> Any:
    for name in ("FullStudy", "Study"):
        if isinstance(value, dict) and isinstance(value.get(name), dict):
            value = value[name]
    return value


def _from_list(start: bytes, stream: IO[bytes], place: str | None) -> Iterator[Record]:
    """The items of ``[…]``, each decoded when its last byte has come."""
    rest = start[1:]
    number = 0
    ended = False
    while True:
        rest = rest.lstrip(b" \t\r\n,")
        if rest.startswith(b"]"):
            return
        item = _first_item(rest)
        if item is not None:
            number += 1
            for record in _decoded(rest[:item], number, place):
                yield Record(number, place, record.data, record.problem)
            rest = rest[item:]
            continue
        piece = b"" if ended else stream.read(max(_PIECE, len(rest)))
        ended = not piece
        if ended or len(rest) > MAX_STUDY:
            message = "the list is cut short, or its items are no studies"
            shown = rest[:_SHOWN].decode("utf-8", "replace")
            yield Record(number + 1, place, shown, Rejection("", "malformed", message))
            return
        rest += piece


_decoder = json.JSONDecoder()


def _first_item(content: bytes) -> int | None:
    """How many bytes the first object takes; null where it is not whole yet."""
    if not content.startswith(b"{"):
        return None
    # Latin-1 keeps a byte a character; only brackets and quotes matter here.
    try:
        return _decoder.raw_decode(content.decode("latin-1"))[1]
    except (ValueError, RecursionError):
        return None
