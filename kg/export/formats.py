"""The formats, what their files are called, and which elements they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from kg.errors import UnknownChoice
from kg.export import biolink, graph_elements
from kg.export.csv_pair import CsvWriter
from kg.export.cx2 import Cx2Writer
from kg.export.cytoscape import CytoscapeWriter
from kg.export.elements import Attribute, Heading, Writer
from kg.export.gexf import GexfWriter
from kg.export.graphml import GraphmlWriter
from kg.export.json_ld import JsonLdWriter
from kg.export.kgx import KgxJsonLinesWriter, KgxTsvWriter
from kg.export.node_link import NodeLinkWriter
from kg.export.sif import SifWriter
from kg.export.turtle import TurtleWriter
from kg.model.export import ExportFormat, ExportLevel

__all__ = ["FORMATS", "Format", "Vocabulary", "chosen_format", "chosen_level"]

E = TypeVar("E", bound=StrEnum)


class Vocabulary(StrEnum):
    """Whose words the elements are in."""

    GRAPH = "graph"
    BIOLINK = "biolink"


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    name: ExportFormat
    media_type: str
    suffix: str
    """What names of files end with."""
    writer: Callable[[Heading], Writer]
    vocabulary: Vocabulary = Vocabulary.GRAPH
    files: tuple[str, str] | None = None
    """The two files, where it is a pair."""
    reified: bool = False
    """Whether reports stand beside their claims also at level full, not in their place."""
    attributed: bool = True
    """Whether it has attributes, or ids alone."""

    @property
    def pair_only(self) -> bool:
        """Whether it cannot be one file."""
        return self.files is not None and self.name is not ExportFormat.KGX_JSONL

    def attributes(self, level: ExportLevel) -> tuple[Sequence[Attribute], Sequence[Attribute]]:
        """What nodes and edges may have."""
        if self.vocabulary is Vocabulary.GRAPH:
            return graph_elements.node_attributes(level), graph_elements.edge_attributes(level)
        if level is ExportLevel.CLAIMS:
            return biolink.NODE_COLUMNS, biolink.CLAIM_COLUMNS
        columns = [*biolink.EVIDENCE_COLUMNS]
        if self.reified:
            columns += [one for one in biolink.CLAIM_COLUMNS if one not in columns]
        return biolink.NODE_COLUMNS, columns


_BIOLINK = Vocabulary.BIOLINK
_LIST = (
    Format(ExportFormat.GRAPHML, "application/graphml+xml", ".graphml", GraphmlWriter),
    Format(ExportFormat.GEXF, "application/gexf+xml", ".gexf", GexfWriter),
    Format(ExportFormat.CYTOSCAPE, "application/json", ".cyjs", CytoscapeWriter),
    Format(ExportFormat.NODE_LINK, "application/json", ".json", NodeLinkWriter),
    Format(
        ExportFormat.KGX_TSV,
        "text/tab-separated-values",
        ".tsv",
        KgxTsvWriter,
        _BIOLINK,
        ("nodes.tsv", "edges.tsv"),
    ),
    Format(
        ExportFormat.KGX_JSONL,
        "application/x-ndjson",
        ".jsonl",
        KgxJsonLinesWriter,
        _BIOLINK,
        ("nodes.jsonl", "edges.jsonl"),
    ),
    Format(ExportFormat.TURTLE, "text/turtle", ".ttl", TurtleWriter, _BIOLINK, reified=True),
    Format(
        ExportFormat.JSON_LD, "application/ld+json", ".jsonld", JsonLdWriter, _BIOLINK, reified=True
    ),
    Format(ExportFormat.CSV, "text/csv", ".csv", CsvWriter, files=("nodes.csv", "edges.csv")),
    Format(ExportFormat.SIF, "text/plain", ".sif", SifWriter, attributed=False),
    Format(ExportFormat.CX2, "application/json", ".cx2", Cx2Writer),
)

#: All formats, by name.
FORMATS = {one.name: one for one in _LIST}


def chosen_format(name: str) -> Format:
    """The format of this name.

    Raises:
        UnknownChoice: there is none; ``near_misses`` come close.
    """
    return FORMATS[_chosen(ExportFormat, name, "format")]


def chosen_level(name: str) -> ExportLevel:
    """The level of this name.

    Raises:
        UnknownChoice: there is none.
    """
    return _chosen(ExportLevel, name, "level")


def _chosen(kind: type[E], name: str, field: str) -> E:
    known = [str(one) for one in kind]
    plain = name.strip().lower()
    if plain in known:
        return kind(plain)
    near = get_close_matches(plain, known, n=3, cutoff=0.5)
    near += [one for one in known if plain and plain in one and one not in near]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    shown = name if len(name) <= 40 else f"{name[:39]}…"
    raise UnknownChoice(
        f"there is no {field} {shown!r}{hint} There are: {', '.join(known)}"
        if near
        else f"there is no {field} {shown!r}; there are: {', '.join(known)}",
        field=field,
        near_misses=near,
    )
