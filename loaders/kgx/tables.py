"""The tables of nodes and of edges in the files of one graph, whatever their format."""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from kg.errors import LoadError
from kg.intake import Rejection
from loaders.delimited import comma_separated, tab_separated
from loaders.files import ARCHIVES, MAX_LINE, lines, members, opened
from loaders.json_items import json_items
from loaders.loader import InputFile

__all__ = [
    "EDGE_FIELDS",
    "NODE_FIELDS",
    "SUFFIXES",
    "Content",
    "Table",
    "content_by_name",
    "table_suffix",
    "tables",
]  # fmt: skip

Content = Literal["nodes", "edges"]
#: Endings of the files that hold a table, ``.gz`` taken off.
SUFFIXES = frozenset({".tsv", ".csv", ".json", ".jsonl", ".ndjson"})
NODE_FIELDS = (
    "id", "category", "categories", "name", "synonym", "synonyms", "exact_synonym",
    "related_synonym", "xref", "xrefs", "same_as", "equivalent_identifiers", "description",
    "deprecated",
)  # fmt: skip
EDGE_FIELDS = (
    "id", "subject", "predicate", "object", "negated", "publications", "primary_knowledge_source",
    "knowledge_source", "aggregator_knowledge_source", "provided_by", "sources",
    "knowledge_level", "agent_type", "qualified_predicate", "subject_direction_qualifier",
    "object_direction_qualifier", "subject_aspect_qualifier", "object_aspect_qualifier",
    "disease_context_qualifier", "qualifiers", "supporting_text", "has_confidence_score",
    "confidence_score", "extraction_confidence_score", "p_value", "clinical_approval_status",
    "max_research_phase", "subject_category", "object_category", "subject_name", "subject_label",
    "object_name", "object_label",
)  # fmt: skip
_FIELDS: dict[Content, tuple[str, ...]] = {"nodes": NODE_FIELDS, "edges": EDGE_FIELDS}
_REQUIRED: dict[Content, tuple[str, ...]] = {
    "nodes": ("id",),
    "edges": ("subject", "predicate", "object"),
}
_NAMED = re.compile(r"(?:^|[^a-z])(node|edge)s?(?=[^a-z]|$)")


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes or edges of one file."""

    place: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[int, list[Any] | Rejection]]
    """Number and cells of each record."""


def tables(file: InputFile, content: Content) -> Iterator[Table]:
    """Every table of nodes, or of edges, in the files of the input.

    Raises:
        LoadError: a file cannot be read.
    """
    for path in (file.path, *file.companions):
        if _is_archive(path):
            for member, stream in members(path):
                place = f"{path}: {member}"
                if _may_hold(member, content) and content_by_name(member) is not None:
                    with _explained(place):
                        for table in _table(place, member, stream, content):
                            yield replace(table, rows=_explained_rows(place, table.rows))
        elif _may_hold(path.name, content):
            with opened(path) as stream:
                yield from _table(str(path), path.name, stream, content)


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Says of a damaged archive that it is one, where its member is read piece by piece."""
    try:
        yield
    except (EOFError, OSError, zlib.error, tarfile.TarError, zipfile.BadZipFile) as error:
        raise LoadError(f"{place}: the archive is damaged or cut short ({error})") from error


def _explained_rows(
    place: str, rows: Iterator[tuple[int, list[Any] | Rejection]]
) -> Iterator[tuple[int, list[Any] | Rejection]]:
    with _explained(place):
        yield from rows


def table_suffix(name: str) -> str:
    """The ending of a file's name that tells its format, ``.gz`` taken off."""
    return Path(name.lower().removesuffix(".gz")).suffix


def content_by_name(name: str) -> Content | None:
    """What ``x_nodes.tsv`` and ``edges.jsonl.gz`` hold; null where the name does not say."""
    base = name.rpartition("/")[2].lower()
    found = None if base.startswith(".") else _NAMED.findall(base)
    if not found:
        return None
    return "nodes" if found[-1] == "node" else "edges"


def _is_archive(path: Path) -> bool:
    name = path.name.lower()
    return table_suffix(name) in ARCHIVES or name.endswith(".tgz")


def _may_hold(name: str, content: Content) -> bool:
    suffix = table_suffix(name)
    if suffix == ".json":
        return True  # both
    return suffix in SUFFIXES and content_by_name(name) in (content, None)


def _table(place: str, name: str, stream: IO[bytes], content: Content) -> Iterator[Table]:
    suffix = table_suffix(name)
    if suffix == ".json":
        yield Table(place, _FIELDS[content], _json_rows(stream, content))
    elif suffix in (".jsonl", ".ndjson"):
        rows = _json_lines(stream, content, mixed=content_by_name(name) is None)
        yield Table(place, _FIELDS[content], rows)
    else:
        cells = comma_separated(stream) if suffix == ".csv" else tab_separated(stream)
        yield from _delimited(place, cells, content, content_by_name(name))


def _delimited(
    place: str,
    rows: Iterator[tuple[int, list[str] | Rejection]],
    content: Content,
    named: Content | None,
) -> Iterator[Table]:
    """The table, where its name or its header says that it holds what is asked for."""
    line, first = next(rows, (1, None))
    if first is None:
        return
    columns = () if isinstance(first, Rejection) else _column_names(first)
    holds = named or ("edges" if "subject" in columns or "object" in columns else "nodes")
    if holds != content:
        return
    problem = first if isinstance(first, Rejection) else _header_problem(columns, content)
    if problem is not None:
        yield Table(place, columns, iter([(line, problem)]))
    else:
        yield Table(place, columns, rows)


def _column_names(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip().strip('"') for cell in cells)


def _header_problem(columns: tuple[str, ...], content: Content) -> Rejection | None:
    for name in _REQUIRED[content]:
        if name not in columns:
            hint = ""
            if len(columns) == 1 and "," in columns[0]:
                hint = "; its cells are separated by commas, so its name should end in .csv"
            message = f"the header of the {content} has no column {name!r}{hint}"
            return Rejection(name, "missing_field", message)
    for name in columns:
        if name and columns.count(name) > 1:
            return Rejection(name, "duplicate_field", f"the column {name} occurs twice")
    return None


def _json_rows(stream: IO[bytes], content: Content) -> Iterator[tuple[int, list[Any] | Rejection]]:
    for number, item in json_items(stream, content):
        if not isinstance(item, Rejection):
            yield number, _cells(item, content)
        elif content == "edges":
            # The file is read for its nodes and then for its edges; said once is enough.
            yield number, item


def _json_lines(
    stream: IO[bytes], content: Content, *, mixed: bool
) -> Iterator[tuple[int, list[Any] | Rejection]]:
    """``mixed``: nodes and edges may share the file, which is then read for each."""
    for number, line in lines(stream):
        record = _decoded(line, number)
        if record is None:
            continue
        if mixed:
            is_node = isinstance(record, dict) and not {"subject", "object"} & record.keys()
            if is_node != (content == "nodes"):
                continue
        yield number, record if isinstance(record, Rejection) else _cells(record, content)


def _decoded(line: bytes | None, number: int) -> Any:
    """The value of a line, a :class:`Rejection` where it has none, null where it is empty."""
    if line is None:
        return Rejection("", "line_too_long", f"the line is longer than {MAX_LINE:,} bytes")
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if not line or line.isspace():
        return None
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Rejection("", "malformed", f"not JSON: {error}")
    return Rejection("", "not_a_record", "expected an object") if found is None else found


def _cells(record: Any, content: Content) -> list[Any] | Rejection:
    if not isinstance(record, dict):
        return Rejection("", "not_a_record", "expected an object with fields")
    for name in _REQUIRED[content]:
        if not isinstance(record.get(name), str):
            problem = "wrong_type" if name in record else "missing_field"
            return Rejection(name, problem, f"expected the text {name!r}")
    return [record.get(name) for name in _FIELDS[content]]
