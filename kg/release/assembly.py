"""The order in which staged rows become the tables of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import scoring
from kg.entities import Described, Said, added, described
from kg.release import transformation
from kg.release.engine import Engine
from kg.release.layout import (
    DESCRIPTIONS,
    EVIDENCE,
    STAGED_DESCRIBED,
    STAGED_PARENTS,
    STAGED_SCORES,
    STAGED_TYPES,
)
from kg.release.staging import STAGED, write_rows
from kg.terms import Terms

__all__ = ["assemble", "make_folders"]

_WORKED_OUT = {
    "described": STAGED_DESCRIBED,
    "types": STAGED_TYPES,
    "parents": STAGED_PARENTS,
    "scores": STAGED_SCORES,
}
#: Rows worked out in Python that are held before they are written.
_ROWS = 20_000


def make_folders(staged: Path) -> None:
    """Make the folders that rows are staged in, each with its columns."""
    for name, schema in (STAGED | _WORKED_OUT).items():
        (staged / name).mkdir(parents=True)
        # An engine needs a file to know the columns by, also where there is no row.
        write_rows(staged / name / "columns.parquet", schema, ())


def assemble(engine: Engine, staged: Path, release: Path, terms: Terms) -> None:
    """Write all tables but those about sources, from what was staged."""
    reports = engine.read(staged / "reports")
    names = engine.read(staged / "names")

    def write(name: str, table: Any, *order: str) -> None:
        engine.write(table, release / f"{name}.parquet", order)

    evidence = mentions = reports
    order: tuple[str, ...] = ()  # rows lie in the order in which they were read
    if _any(engine, transformation.repeated(reports), staged / "repeated.parquet"):
        evidence, mentions = transformation.evidence(reports), transformation.mentions(reports)
        order = ("position",)
    write("evidence", _ordered(evidence, order).select(*EVIDENCE.names))
    write("mentions", transformation.as_mentions(_ordered(mentions, order)))

    (staged / "unscored").mkdir()
    engine.write(transformation.claims(evidence), staged / "unscored" / "claims.parquet", ("id",))
    unscored = engine.read(staged / "unscored")
    pairs = staged / "pairs.parquet"
    engine.write(transformation.strengths(unscored), pairs, ("supporting", "refuting"))
    _score(pairs, staged / "scores")
    scores = engine.read(staged / "scores")
    write("claims", transformation.scored(unscored, scores), "id")

    staged_publications = engine.read(staged / "publications")
    write("publications", transformation.publications(staged_publications), "id")

    said = engine.read(staged / "descriptions")
    write("descriptions", said, "entity_id", "source_id")
    if _any(engine, transformation.repeated_descriptions(said), staged / "twice.parquet"):
        _add_up(release / "descriptions.parquet")
    _describe(release / "descriptions.parquet", terms, staged)
    known = engine.read(staged / "described")
    types = engine.read(staged / "types")
    write("entities", transformation.entities(names, known, types), "id")
    parents = engine.read(staged / "parents")
    write("hierarchy", transformation.hierarchy(parents, known), "child_id", "parent_id")


def _any(engine: Engine, table: Any, file: Path) -> bool:
    """Whether a table has rows; ``file`` is where they are put to see."""
    engine.write(table, file, ())
    rows: int = pq.read_metadata(file).num_rows
    return rows > 0


def _ordered(table: Any, order: tuple[str, ...]) -> Any:
    return table.order_by(*order) if order else table


def _score(pairs: Path, folder: Path) -> None:
    for number, rows in enumerate(_batches(pairs)):
        scores = (
            (row["supporting"], row["refuting"], scoring.score(row["supporting"], row["refuting"]))
            for row in rows
        )
        write_rows(folder / f"{number:06}.parquet", STAGED_SCORES, scores)


def _describe(descriptions: Path, terms: Terms, staged: Path) -> None:
    """Stage every entity that the packaged vocabulary or a source describes."""
    found, types, parents = (_Staged(staged, name) for name in ("described", "types", "parents"))
    for identity, entity in _described(descriptions, terms):
        found.add(tuple(map(entity.properties.get, STAGED_DESCRIBED.names)))
        for kind in entity.types:
            types.add((identity, kind))
        for parent in entity.parents:
            parents.add((identity, parent))
    for rows in (found, types, parents):
        rows.flush()


def _add_up(descriptions: Path) -> None:
    """Fold what several files of one source say of one entity."""
    folded = descriptions.with_suffix(".folded")
    key = itemgetter("entity_id", "source_id")
    with pq.ParquetWriter(folded, DESCRIPTIONS, compression="zstd") as writer:
        rows = chain.from_iterable(_batches(descriptions))
        folds = (_folded(key, same) for key, same in groupby(rows, key))
        while page := list(islice(folds, _ROWS)):
            writer.write_table(pa.Table.from_pylist(page, DESCRIPTIONS))
    folded.replace(descriptions)


def _folded(key: tuple[str, str], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    said = reduce(added, (Said.of(_present(row)) for row in rows))
    return {"entity_id": key[0], "source_id": key[1], **said.properties()}


def _described(descriptions: Path, terms: Terms) -> Iterator[tuple[str, Described]]:
    """Entities out of what all sources say, which is in the order of entities."""
    packaged = terms.by_id
    seen = set()
    rows = chain.from_iterable(_batches(descriptions))
    for identity, said in groupby(rows, key=itemgetter("entity_id")):
        sources = {row["source_id"]: Said.of(_present(row)) for row in said}
        if identity in packaged:
            seen.add(identity)
        yield identity, described(identity, packaged.get(identity), sources)
    for identity in packaged.keys() - seen:
        yield identity, described(identity, packaged[identity], {})


def _batches(file: Path) -> Iterator[list[dict[str, Any]]]:
    for batch in pq.ParquetFile(file).iter_batches(_ROWS):
        yield batch.to_pylist()


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}


class _Staged:
    """Rows of one table, written a few thousand at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._schema = folder / name, _WORKED_OUT[name]
        self._rows: list[tuple[Any, ...]] = []
        self._files = 0

    def add(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            write_rows(self._folder / f"{self._files:06}.parquet", self._schema, self._rows)
            self._files += 1
            self._rows = []
