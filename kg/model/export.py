"""Exports: which format, how much, and which part of the graph."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from kg.model.question import Asked, EvidenceFilters, Least
from kg.vocabulary import EffectDirection, Predicate

__all__ = ["ExportFormat", "ExportLevel", "ExportQuestion"]


class ExportFormat(StrEnum):
    """What an export is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    NODE_LINK = "node-link"
    KGX_TSV = "kgx-tsv"
    KGX_JSONL = "kgx-jsonl"
    TURTLE = "turtle"
    JSON_LD = "json-ld"
    CSV = "csv"
    SIF = "sif"
    CX2 = "cx2"


class ExportLevel(StrEnum):
    """How much of the graph is written."""

    CLAIMS = "claims"
    """One edge for each claim, with its totals."""
    FULL = "full"
    """Also evidence, publications, studies, sources, and what is broader than what."""


class ExportQuestion(EvidenceFilters):
    """Which part of the graph is wanted, in which format. Without a filter it is all of it."""

    # Outside, the ends of paths are called `from`, which is no name in Python, and `to`.
    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    format: Annotated[str, Field(max_length=100, examples=[*map(str, ExportFormat)])]
    """graphml, gexf, cytoscape, node-link, kgx-tsv, kgx-jsonl, turtle, json-ld, csv, sif or cx2."""
    level: Annotated[str, Field(max_length=100)] = "claims"
    """claims: one edge a claim, with its totals; full: also evidence, publications, studies and
    sources."""
    therapy: Asked | None = None
    """Claims of a therapy, or of a class of them."""
    outcome: Asked | None = None
    """Claims about an outcome."""
    subject: Asked | None = None
    """Claims of this subject."""
    predicate: list[Predicate] | None = None
    """Claims with these predicates."""
    object: Asked | None = None
    """Claims with this object."""
    condition: Asked | None = None
    """The disease, or a form of it, in which they are asserted."""
    effect: EffectDirection | None = None
    """From the patient's side."""
    min_patients: Least | None = None
    """Least number of patients of a claim."""
    min_studies: Least | None = None
    """Least number of named studies of a claim."""
    min_score: Annotated[float, Field(ge=0, le=1)] | None = None
    """Least score of a claim."""
    around: Asked | None = None
    """What lies around an entity, along claims that the filters let in."""
    steps: Annotated[int, Field(ge=1, le=6)] = 1
    """How many steps around it."""
    question: Annotated[str, Field(max_length=1000)] | None = None
    """The claims with which this question, in plain words, is answered."""
    start: Annotated[Asked | None, Field(alias="from")] = None
    """The claims of the best paths from here: an entity or a type."""
    end: Annotated[Asked | None, Field(alias="to")] = None
    """Where these paths end."""
    max_hops: Annotated[int, Field(ge=1, le=6)] = 4
    """Most steps of such a path."""
