"""The kgx loader: knowledge graphs in the Biolink model's exchange format.

TSV, CSV, JSON and JSON Lines, packed or not; nodes and edges together or either alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from kg.errors import LoadError
from loaders.delimited import first_cells
from loaders.files import ARCHIVES, opened
from loaders.kgx.edges import Edges
from loaders.kgx.nodes import Nodes
from loaders.kgx.predicates import EDGES
from loaders.kgx.tables import SUFFIXES, Content, content_by_name, table_suffix, tables
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader, Row

__all__ = ["EDGES", "LOADER"]

#: How a JSON graph begins: an object whose first records have the fields of nodes or of edges.
_JSON_GRAPH = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"(?:nodes|edges)"\s*:\s*\[')
_NODE_FIELDS = re.compile(rb'"id"\s*:\s*".*?"(?:category|categories)"\s*:', re.DOTALL)
_CATEGORY_FIRST = re.compile(rb'"category"\s*:\s*(?:\[\s*)?"biolink:', re.DOTALL)
_EDGE_FIELDS = re.compile(rb'"predicate"\s*:\s*"biolink:')


def _recognises(start: Start) -> bool:
    if start.suffix in ARCHIVES:
        return any(
            table_suffix(name) in SUFFIXES and content_by_name(name) is not None
            for name in start.members
        )
    if start.suffix in (".tsv", ".csv"):
        return _is_table(start)
    if start.suffix == ".json":
        return _JSON_GRAPH.match(start.head) is not None and any(
            pattern.search(start.head) for pattern in (_NODE_FIELDS, _CATEGORY_FIRST, _EDGE_FIELDS)
        )
    return _is_record(start.head)


def _is_table(start: Start) -> bool:
    for delimiter in ("\t", ","):
        columns = set(first_cells(start.head, delimiter))
        if {"id", "category"} <= columns or {"subject", "predicate", "object"} <= columns:
            return True
        if {"name", "category"} <= columns and content_by_name(start.path.name) == "nodes":
            return True  # without its ids, which is worth being told
    return False


def _is_record(head: bytes) -> bool:
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    if not isinstance(record, dict):
        return False
    if isinstance(record.get("id"), str) and isinstance(record.get("category"), str | list):
        return True
    return all(isinstance(record.get(name), str) for name in ("subject", "predicate", "object"))


def _gather(paths: list[Path]) -> list[tuple[Path, ...]]:
    """Nodes and edges of one graph together, the nodes first.

    They belong together where their names differ in that word alone, or where one file of
    each is all there is.
    """
    if len(paths) == 2:
        contents = [_content(path) for path in paths]
        if contents == ["nodes", "edges"]:
            return [(paths[0], paths[1])]
        if contents == ["edges", "nodes"]:
            return [(paths[1], paths[0])]
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        groups.setdefault((path.parent, _without_content(path.name)), []).append(path)
    found: list[tuple[Path, ...]] = []
    for group in groups.values():
        nodes = [path for path in group if content_by_name(path.name) == "nodes"]
        edges = [path for path in group if content_by_name(path.name) == "edges"]
        if len(nodes) == 1 and edges:
            found.append((nodes[0], *edges))
            group = [path for path in group if path not in found[-1]]
        found += [(path,) for path in group]
    return found


def _without_content(name: str) -> str:
    """A file's name without the word that tells nodes from edges."""
    return re.sub(
        r"(?i)(?<![a-z])(?:nodes?|edges?)(?![a-z])", "*", name.lower().removesuffix(".gz")
    )


def _content(path: Path) -> Content | None:
    """Whether a file holds nodes or edges: by its name, else by its first line."""
    suffix = table_suffix(path.name)
    named = content_by_name(path.name)
    if named is not None or suffix not in SUFFIXES - {".json"}:
        return named
    try:
        with opened(path) as stream:
            head = stream.read(64 * 1024)
    except LoadError:
        return None  # said when it is read
    columns = {*first_cells(head, "\t"), *first_cells(head, ",")}
    if suffix in (".tsv", ".csv"):
        return "edges" if "subject" in columns else "nodes"
    return None


def _read(file: InputFile) -> Reader:
    reader = Reader(iter(()))
    reader.rows = _rows(file, reader)
    return reader


def _rows(file: InputFile, reader: Reader) -> Iterator[Row]:
    """Nodes first, whatever the order in the files: edges are told by what their ends are."""
    nodes = Nodes(reader.left_out)
    for table in tables(file, "nodes"):
        yield from nodes.rows(table)
    edges = Edges(nodes, reader.left_out)
    for table in tables(file, "edges"):
        yield from edges.rows(table)
    yield from edges.rows_by_role()
    if edges.roles:
        for table in tables(file, "nodes"):
            yield from nodes.rows_by_role(table, edges.roles)
    edges.count_left_out()
    nodes.count_left_out()


LOADER = Loader(
    name="kgx",
    takes="knowledge graphs in the Biolink model (KGX): TSV, CSV, JSON, JSON Lines",
    suffixes=SUFFIXES | ARCHIVES,
    recognises=_recognises,
    read=_read,
    gather=_gather,
)
