"""Ontologies: OBO 1.2 and 1.4, OBO Graphs as JSON, OWL as RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.edges import Edge
from loaders.loader import InputFile, Loader, Start
from loaders.ontology import OntologyTerm, rows_of
from loaders.rows import Reader, Row

__all__ = ["EDGES", "LOADER"]

#: Terms make no claims; what joins them is their hierarchy.
EDGES = (Edge("is_a", "IS_A", "knowledge_assertion", "manual_agent"),)

_OBO = re.compile(rb"^(?:format-version:|\[Term\])", re.MULTILINE)
_GRAPHS = re.compile(rb'\s*\{(?:\s*"meta"\s*:\s*\{[^{}]*\}\s*,)?\s*"graphs"\s*:\s*\[')
_OWL = re.compile(rb"<(?:rdf:)?RDF\b")


def _recognises(start: Start) -> bool:
    head = start.head.removeprefix(b"\xef\xbb\xbf")
    if start.suffix == ".obo":
        return _OBO.search(head) is not None
    if start.suffix == ".json":
        return _GRAPHS.match(head) is not None
    return _OWL.search(head) is not None and b"http://www.w3.org/2002/07/owl#" in head


def _read(file: InputFile) -> Reader:
    def parse(reader: Reader) -> Iterator[OntologyTerm | Row]:
        name = file.path.name.lower().removesuffix(".gz")
        if name.endswith(".json"):
            from loaders.obo.graphs import parse_graphs

            return parse_graphs(file.path, reader)
        if name.endswith(".obo"):
            from loaders.obo.stanzas import parse_obo

            return parse_obo(file.path, reader)
        from loaders.obo.rdf_xml import parse_owl

        return parse_owl(file.path, reader)

    return rows_of(file, parse)


LOADER = Loader(
    name="obo",
    takes="ontologies: OBO, OBO Graphs JSON, OWL as RDF/XML",
    suffixes=frozenset({".obo", ".json", ".owl", ".rdf", ".xml"}),
    recognises=_recognises,
    options=frozenset({"branch", "type"}),
    read=_read,
)
