"""Prepared facts and terms as rows on the disk, for the transformation to read.

What one part of the input says several times (names, publications) is written once a part; the
transformation folds the parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.batch import Prepared, PreparedTerm
from kg.entities import Said, added
from kg.identifiers import name_key
from kg.release.layout import (
    EVIDENCE,
    STAGED_DESCRIPTIONS,
    STAGED_NAMES,
    STAGED_PUBLICATIONS,
    STAGED_REPORTS,
)
from kg.release.reports import GROUPS, HEAD, OWN, Naming, Published, Report, report_of
from kg.terms import Mapped

__all__ = ["STAGED", "Staging", "write_rows"]

#: Folders of staged rows, each with the columns of its files.
STAGED: dict[str, pa.Schema] = {
    "reports": STAGED_REPORTS,
    "names": STAGED_NAMES,
    "publications": STAGED_PUBLICATIONS,
    "descriptions": STAGED_DESCRIPTIONS,
}

#: Facts held before they are put into columns.
_ROWS = 4_096

_HEADS = ("position", "source_id", *HEAD)
_NAME_DETAILS = tuple(STAGED_NAMES.names[4:])
_NO_DETAILS = (None,) * len(_NAME_DETAILS)
_PUBLICATION_DETAILS = tuple(STAGED_PUBLICATIONS.names[1:])

_Details = dict[str, Any]
#: Columns that a report has for itself, and those of its parts.
_Row = tuple[tuple[Any, ...], tuple[tuple[Any, ...] | None, ...]]


def write_rows(path: Path, schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows as one Parquet file."""
    _write(path, pa.Table.from_batches([_batch(schema, list(rows))]))


def _batch(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _reports_batch(rows: list[_Row]) -> pa.RecordBatch:
    """Columns of reports; what reports share is put into columns once."""
    columns: dict[str, pa.Array] = {}
    heads, parts = zip(*rows, strict=True)
    for name, values in zip(_HEADS, zip(*heads, strict=True), strict=True):
        columns[name] = pa.array(values, STAGED_REPORTS.field(name).type)
    for (group, names), said in zip(GROUPS.items(), zip(*parts, strict=True), strict=True):
        distinct, taken = (said, None) if group in OWN else _shared(said)
        filled = [values or (None,) * len(names) for values in distinct]
        for name, column in zip(names, zip(*filled, strict=True), strict=True):
            array = pa.array(column, STAGED_REPORTS.field(name).type)
            columns[name] = array if taken is None else array.take(taken)
    arrays = [columns[name] for name in STAGED_REPORTS.names]
    return pa.RecordBatch.from_arrays(arrays, schema=STAGED_REPORTS)


def _shared(said: Sequence[Any]) -> tuple[list[Any], pa.Array]:
    """The different objects of a column, and which of them stands in each row."""
    by_id = dict(zip(map(id, said), said, strict=True))
    encoded = pa.array(list(map(id, said)), pa.int64()).dictionary_encode()
    return [by_id[each] for each in encoded.dictionary.to_pylist()], encoded.indices


def _write(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="lz4", write_statistics=False)


@dataclass(slots=True)
class _Named:
    """An entity as facts name it."""

    mapped: Mapped
    details: _Details
    mentions: int = 1


class Staging:
    """Takes what is prepared of one part of the input and writes it below a folder.

    ``part`` numbers the parts in the order of the input; with ``suffix`` it names the files, and
    it orders the rows of all parts.
    """

    def __init__(self, folder: Path, part: int, source_id: str, suffix: str = "") -> None:
        self._folder = folder
        self._name = f"{part:06}{suffix}.parquet"
        self._source = source_id
        self._position = part << 32
        self._reports: list[_Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._shapes: set[tuple[str, ...]] = set()
        self._named: dict[tuple[str, str, str], _Named] = {}
        self._publications: dict[str, _Details] = {}
        self._namings: list[tuple[Naming, ...]] = []
        self._mentions: Counter[Naming] = Counter()
        self._published: dict[Published, None] = {}
        self._terms: dict[str, Said] = {}
        self.new_terms = 0
        """How often something new was said of an entity."""

    def add(self, fact: Prepared) -> None:
        """Take a fact.

        Raises:
            TypeError: its evidence has properties that releases do not have.
        """
        shape = tuple(fact.evidence)
        if shape not in self._shapes:
            self._refuse_unknown(shape)
        self._add(report_of(fact))
        for mapped, name, details in fact.entities:
            self._note(mapped, name, details, 1)
        if fact.publication is not None:
            self._publish(fact.publication["id"], fact.publication["details"])

    def add_report(self, report: Report) -> None:
        """Take a fact that is a row already."""
        self._add(report)
        self._namings.append(report.entities)
        if report.publication is not None:
            self._published[report.publication] = None

    def _add(self, report: Report) -> None:
        self._reports.append(((self._position, self._source, *report.head), report.parts))
        self._position += 1
        if len(self._reports) >= _ROWS:
            self._convert()

    def _note(self, mapped: Mapped, name: str, details: _Details, mentions: int) -> None:
        key = (mapped.id, mapped.type, name)
        known = self._named.get(key)
        if known is None:
            self._named[key] = _Named(mapped, details, mentions)
        else:
            known.mentions += mentions
            if details and details != known.details:
                known.details = _least(known.details, details)

    def _publish(self, identity: str, details: _Details) -> None:
        before = self._publications.get(identity, details)
        self._publications[identity] = _least(before, details)

    def _fold(self) -> None:
        """What reports named, which they share, as if each fact had named it."""
        self._convert()
        for naming, mentions in self._mentions.items():
            self._note(naming.mapped, naming.name, naming.details, mentions)
        for published in self._published:
            self._publish(published.id, published.details)
        self._mentions, self._published = Counter(), {}

    def add_term(self, term: PreparedTerm) -> bool:
        """Take what the source says of an entity; false where it has been said before."""
        known = self._terms.get(term.id)
        both = term.said if known is None else added(known, term.said)
        self._terms[term.id] = both
        self.new_terms += both != known
        return both != known

    def names(self) -> Iterator[tuple[Mapped, str, int]]:
        """What facts named, as what it was mapped to, under which name, and how often."""
        self._fold()
        for (_, _, name), named in self._named.items():
            yield named.mapped, name, named.mentions

    def close(self) -> None:
        """Write everything."""
        self._fold()
        if self._batches:
            self._write("reports", pa.Table.from_batches(self._batches))
        self._write_rows("names", map(_name_row, self._named.items()))
        self._write_rows(
            "publications",
            (
                (identity, *map(details.get, _PUBLICATION_DETAILS))
                for identity, details in self._publications.items()
            ),
        )
        self._write_rows(
            "descriptions",
            (
                (identity, self._source, *_said_values(said))
                for identity, said in sorted(self._terms.items())
            ),
        )

    def _refuse_unknown(self, shape: tuple[str, ...]) -> None:
        unknown = set(shape).difference(EVIDENCE.names)
        if unknown:
            raise TypeError(f"evidence has {sorted(unknown)}, for which releases have no column")
        self._shapes.add(shape)

    def _convert(self) -> None:
        """Columns take a tenth of the memory of rows, and what is small stays fast."""
        if self._reports:
            self._batches.append(_reports_batch(self._reports))
            self._mentions.update(chain.from_iterable(self._namings))
            self._reports, self._namings = [], []

    def _write_rows(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        found = list(rows)
        if found:
            self._write(table, pa.Table.from_batches([_batch(STAGED[table], found)]))

    def _write(self, table: str, rows: pa.Table) -> None:
        _write(self._folder / table / self._name, rows)


def _said_values(said: Said) -> tuple[Any, ...]:
    return tuple(getattr(said, name) for name in STAGED_DESCRIPTIONS.names[2:])


def _name_row(item: tuple[tuple[str, str, str], _Named]) -> tuple[Any, ...]:
    """A row of ``names``; without the name where a vocabulary has better ones."""
    (identity, kind, name), named = item
    if named.mapped.term is not None:
        return (identity, str(kind), None, [], *_NO_DETAILS)
    keys = sorted({name_key(identity), name_key(name)})
    return (identity, str(kind), name, keys, *map(named.details.get, _NAME_DETAILS))


def _least(one: _Details, other: _Details) -> _Details:
    """Each detail keeps its least value."""
    if one == other:
        return one
    return {**one, **{key: min(one.get(key, value), value) for key, value in other.items()}}
