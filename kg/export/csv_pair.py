"""A pair of CSV files: R, Gephi, pandas, spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kg.export.elements import Element, Heading, as_list_text, table_rows

__all__ = ["CsvWriter"]


class CsvWriter:
    """``nodes.csv`` and ``edges.csv`` as RFC 4180 has it; lists are JSON text.

    ``nodes.csv`` begins with ``id,label``, ``edges.csv`` with ``source,target``, which is what R's
    igraph and Gephi look for.
    """

    def __init__(self, heading: Heading) -> None:
        self._nodes = _columns("id", "label", *(one.name for one in heading.node_attributes))
        self._edges = _columns(
            "source", "target", "id", *(one.name for one in heading.edge_attributes)
        )

    def begin(self) -> bytes:
        """The columns of nodes."""
        return _table([self._nodes])

    def nodes(self, elements: Iterable[Element]) -> bytes:
        """Some nodes."""
        return _rows(self._nodes, ({**one, "label": one["name"]} for one in elements))

    def between(self) -> bytes:
        """The columns of edges."""
        return _table([self._edges])

    def edges(self, elements: Iterable[Element]) -> bytes:
        """Some edges."""
        return _rows(self._edges, elements)

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _columns(*names: str) -> list[str]:
    return list(dict.fromkeys(names))


def _rows(columns: Sequence[str], elements: Iterable[Element]) -> bytes:
    return _table(table_rows(columns, elements, as_list_text))


def _table(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()
