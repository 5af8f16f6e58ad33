"""Tables of terms: one term a row, as TSV or CSV, lists joined by ``|``."""

from __future__ import annotations

from collections.abc import Iterator

from kg.intake import Rejection
from loaders.delimited import comma_separated, first_cells, tab_separated
from loaders.edges import Edge
from loaders.files import opened
from loaders.loader import InputFile, Loader, Start
from loaders.ontology import OntologyTerm, curie, rows_of
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["EDGES", "LOADER"]

#: Terms make no claims; what joins them is their hierarchy.
EDGES = (Edge("parents", "IS_A", "knowledge_assertion", "manual_agent"),)

#: Other names of columns; the last two are those of CTCAE's table.
_ALIASES = {
    "name": "label",
    "type": "category",
    "description": "definition",
    "term": "label",
    "meddra_code": "id",
}
_COLUMNS = frozenset(
    {
        "id",
        "label",
        "category",
        "synonyms",
        "parents",
        "relations",
        "definition",
        "xrefs",
        "deprecated",
        "source",
    }
)
_TRUE = frozenset({"true", "1", "yes"})
#: OAE adds it to every name, nobody else does.
_OAE_ENDING = " AE"


def _recognises(start: Start) -> bool:
    header = first_cells(start.head, "\t" if start.suffix == ".tsv" else ",")
    cells = {_ALIASES.get(cell, cell) for cell in header}
    if "meddra_code" in header:
        return {"term", "grade1"} <= set(header)
    listed = {"synonyms", "parents"} & cells
    return {"id", "label", "category"} <= cells and bool(listed)


def _read(file: InputFile) -> Reader:
    def parse(reader: Reader) -> Iterator[OntologyTerm | Row]:
        return _parse(file, reader)

    return rows_of(file, parse)


def _parse(file: InputFile, reader: Reader) -> Iterator[OntologyTerm | Row]:
    name = file.path.name.lower().removesuffix(".gz")
    records = comma_separated if name.endswith(".csv") else tab_separated
    reader.details = SourceDetails(vocabulary=True)
    header: list[str] | None = None
    with opened(file.path) as stream:
        for line, cells in records(stream):
            if isinstance(cells, Rejection):
                yield Row(line, None, cells, kind="term")
            elif header is None:
                header = [cell.strip() for cell in cells]
                problem = _header_problem(header)
                if problem is not None:
                    yield Row(line, cells, problem, kind="term")
                    return
            elif len(cells) != len(header):
                message = f"{len(cells)} cells where the header has {len(header)}"
                yield Row(line, cells, Rejection("", "malformed", message), kind="term")
            else:
                yield _term(line, header, cells, reader)


def _header_problem(header: list[str]) -> Rejection | None:
    columns = [_ALIASES.get(cell, cell) for cell in header]
    for name in ("id", "label"):
        if name not in columns:
            return Rejection(name, "missing_field", f"the table has no column {name}")
    for name in _COLUMNS:
        if columns.count(name) > 1:
            return Rejection(name, "duplicate_field", f"two columns hold the {name}")
    return None


def _term(line: int, header: list[str], cells: list[str], reader: Reader) -> OntologyTerm | Row:
    row: dict[str, str] = {}
    further: list[str] = []
    for name, cell in zip(header, cells, strict=True):
        if not cell:
            continue
        column = _ALIASES.get(name, name)
        if column in _COLUMNS:
            row[column] = cell
        else:
            further.append(name)
    text = row.get("id", "").strip()
    identity = curie(f"MEDDRA:{text}" if "meddra_code" in header else text)
    if identity is None:
        message = f"expected an identifier like CL:0000034, not {text[:80]!r}"
        return Row(line, cells, Rejection("id", "bad_identifier", message), kind="term")
    if reader.details.version is None and "source" in row:
        reader.details = SourceDetails(version=row["source"], vocabulary=True)
    relations = _listed(row.get("relations"))
    term = OntologyTerm(
        line,
        identity,
        name=" ".join(row.get("label", "").split()) or None,
        category=row.get("category"),
        places=tuple(x.removeprefix("tree=") for x in relations if x.startswith("tree=")),
        synonyms=[" ".join(text.split()) for text in _listed(row.get("synonyms"))],
        xrefs=_listed(row.get("xrefs")),
        obsolete=row.get("deprecated", "").strip().casefold() in _TRUE,
        definition=None if row.get("definition") == "-" else row.get("definition"),
    )
    for parent in _listed(row.get("parents")):
        if (found := curie(parent)) is None:
            term.left_out["is_a: no identifier"] += 1
        else:
            term.parents.append(found)
    others = len(relations) - len(term.places)
    if others:
        term.left_out["relationship: other than is_a"] = others
    for name in further:
        term.left_out[f"column not taken: {name[:40]}"] += 1
    if term.name and identity.startswith("OAE:") and term.name.endswith(_OAE_ENDING):
        term.synonyms.append(term.name)
        term.name = term.name.removesuffix(_OAE_ENDING)
    return term


def _listed(cell: str | None) -> list[str]:
    return [text for part in cell.split("|") if (text := part.strip())] if cell else []


LOADER = Loader(
    name="terms",
    takes="tables of terms with ids, synonyms and parents",
    suffixes=frozenset({".tsv", ".csv"}),
    recognises=_recognises,
    options=frozenset({"branch", "type"}),
    read=_read,
)
