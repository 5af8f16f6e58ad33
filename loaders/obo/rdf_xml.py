"""OWL ontologies as RDF/XML: classes with their annotations and named superclasses.

Read by expat as a stream; a document type (through which entities come in) is refused, and
nothing outside the file is fetched. Imports are not followed, axioms about axioms not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from kg.intake import Rejection
from loaders.files import opened
from loaders.obo.details import details_of
from loaders.ontology import OntologyTerm, curie
from loaders.rows import Reader, Row

__all__ = ["parse_owl"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_OWL = "http://www.w3.org/2002/07/owl# "
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_CHUNK = 256 * 1024
#: Deepest nesting and longest text that a class may have.
_MAX_DEPTH, _MAX_TEXT = 200, 1024 * 1024
#: Most annotations of one class.
_MAX_VALUES = 20_000
_KINDS = ("Class", "Ontology", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_SUBJECTS = frozenset(
    {f"{_RDF}Description", f"{_OWL}NamedIndividual", *(f"{_OWL}{kind}" for kind in _KINDS)}
)
_SCOPES = {
    "hasBroadSynonym": "broad",
    "hasNarrowSynonym": "narrow",
    "hasRelatedSynonym": "related",
}


class _Refused(Exception):
    def __init__(self, problem: Rejection) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Subject:
    """A described thing: what it is, and the values of each annotation by its local name."""

    kind: str
    about: str | None
    line: int
    values: list[tuple[str, str]] = field(default_factory=list)
    types: set[str] = field(default_factory=set)


def parse_owl(path: Path, reader: Reader) -> Iterator[OntologyTerm | Row]:
    """Terms and rejects of an RDF/XML file; where it is not XML, the rest is one reject.

    Raises:
        LoadError: it cannot be read.
    """
    document = _Document()
    with opened(path) as stream:
        done = False
        while not done:
            chunk = stream.read(_CHUNK)
            done = not chunk
            try:
                document.feed(chunk)
            except _Refused as refused:
                yield Row(document.line, None, refused.problem, kind="term")
                return
            for subject in document.finished():
                found = _taken(subject, reader)
                if found is not None:
                    yield found


class _Document:
    """The events of a document, gathered to subjects."""

    def __init__(self) -> None:
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text_comes
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._depth = 0
        self._subject: _Subject | None = None
        self._property: tuple[str, str] | None = None
        self._text: list[str] = []
        self._length = 0
        self._finished: list[_Subject] = []

    @property
    def line(self) -> int:
        """Where the parser is."""
        return int(self._parser.CurrentLineNumber)

    def feed(self, chunk: bytes) -> None:
        """Go on with these bytes; none end the document."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            message = f"not XML: {expat.ErrorString(error.code)}, line {error.lineno}"
            raise _Refused(Rejection("", "malformed", message)) from error

    def finished(self) -> list[_Subject]:
        """Subjects that are complete since the last call."""
        found, self._finished = self._finished, []
        return found

    def _refuse_doctype(self, *_: object) -> None:
        message = "a document type (<!DOCTYPE …>) is not taken; save the ontology without one"
        raise _Refused(Rejection("", "malformed", message))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Refused(Rejection("", "malformed", "nested too deeply"))
        if self._depth == 2 and name in _SUBJECTS:
            about = attributes.get(f"{_RDF}about")
            self._subject = _Subject(name.rpartition(" ")[2], about, self.line)
        elif self._subject is not None and self._depth == 3:
            resource = attributes.get(f"{_RDF}resource", "")
            local = name.rpartition(" ")[2]
            language = attributes.get(_LANGUAGE, "")
            foreign = bool(language) and not language.lower().startswith("en")
            self._property = None if foreign else (local, resource)
            self._text, self._length = [], 0
        elif self._depth == 4 and self._property and self._property[0] == "subClassOf":
            self._property = ("subClassOf", attributes.get(f"{_RDF}about", ""))

    def _end(self, _name: str) -> None:
        if self._subject is not None and self._depth == 3 and self._property is not None:
            local, resource = self._property
            value = resource or "".join(self._text).strip()
            if local == "type":
                self._subject.types.add(value)
            elif value or local == "subClassOf":
                self._subject.values.append((local, value))
            if len(self._subject.values) > _MAX_VALUES:
                message = f"a class of more than {_MAX_VALUES:,} annotations"
                raise _Refused(Rejection("", "too_long", message))
            self._property = None
        elif self._subject is not None and self._depth == 2:
            self._finished.append(self._subject)
            self._subject = None
        self._depth -= 1

    def _text_comes(self, text: str) -> None:
        if self._property is not None and self._depth == 3:
            self._length += len(text)
            if self._length > _MAX_TEXT:
                message = f"a text of more than {_MAX_TEXT:,} characters"
                raise _Refused(Rejection("", "too_long", message))
            self._text.append(text)


def _taken(subject: _Subject, reader: Reader) -> OntologyTerm | Row | None:
    owl = _OWL.strip()
    if subject.kind == "Ontology" or f"{owl}Ontology" in subject.types:
        stated = dict(reversed(subject.values))
        reader.details = details_of(subject.about, stated.get("versionIRI"), stated)
        return None
    if subject.kind != "Class" and f"{owl}Class" not in subject.types:
        reader.left_out["no term: property or individual"] += 1
        return None
    if subject.about is None:
        reader.left_out["no term: a class without a name of its own"] += 1
        return None
    identity = curie(subject.about)
    if identity is None:
        reader.left_out["no term: a class whose address is no CURIE"] += 1
        return None
    return _term(identity, subject)


def _term(identity: str, subject: _Subject) -> OntologyTerm:
    term = OntologyTerm(subject.line, identity)
    for local, value in subject.values:
        if local == "label":
            term.name = term.name or " ".join(value.split())
        elif local == "subClassOf":
            parent = curie(value)
            if not value:  # a restriction: what the class is part of, or made from
                term.left_out["relationship: other than is_a"] += 1
            elif parent is None:
                term.left_out["is_a: no identifier"] += 1
            else:
                term.parents.append(parent)
        elif local == "hasExactSynonym":
            term.synonyms.append(" ".join(value.split()))
        elif local in _SCOPES:
            term.left_out[f"synonym: {_SCOPES[local]}"] += 1
        elif local == "hasDbXref":
            term.xrefs.append(value)
        elif local == "IAO_0000115":
            term.definition = term.definition or value
        elif local == "deprecated":
            term.obsolete = value == "true"
        elif local == "IAO_0100001" and (found := curie(value)):
            term.replaced_by.append(found)
        elif local == "hasAlternativeId":
            term.alt_ids.append(value)
        elif local == "hasOBONamespace":
            term.category = value
    return term
