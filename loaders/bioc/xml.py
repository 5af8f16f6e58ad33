"""BioC XML, one document at a time.

A DTD may be named, as BioC does; it is never fetched, and one that declares anything in the file
itself is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from kg.intake import Rejection
from loaders.bioc.collection import bioc_document
from loaders.bioc.document import Document
from loaders.rows import Row

__all__ = ["read_xml"]

_CHUNK = 256 * 1024
_MAX_DEPTH = 40
#: Characters and elements of one document.
_MAX_CHARACTERS = 64 * 1024 * 1024
_MAX_ELEMENTS = 2_000_000


class _Refused(Exception):
    """XML that is not read, however well-formed."""


class _Element:
    """An element with what stands in it."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[_Element] = []
        self.text: list[str] = []

    def all(self, name: str) -> list[_Element]:
        return [child for child in self.children if child.name == name]

    def words(self, name: str) -> str:
        """The text of the first child of this name."""
        return next(("".join(child.text) for child in self.children if child.name == name), "")

    def infons(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in self.all("infon"):
            found.setdefault(child.attributes.get("key", ""), "".join(child.text))
        return found


def read_xml(stream: IO[bytes]) -> Iterator[Document | Row]:
    """Documents of the file; what is not XML, or not safe to read, ends it."""
    parsed = _Parsed()
    number = 0
    chunk = b" "
    while chunk:
        chunk = stream.read(_CHUNK)
        problem = parsed.feed(chunk)
        for element, line in parsed.finished:
            number += 1
            found = bioc_document(_fields(element), line)
            yield Row(line, None, found) if isinstance(found, Rejection) else found
        parsed.finished.clear()
        if problem is not None:
            yield Row(parsed.parser.CurrentLineNumber, None, problem)
            return


class _Parsed:
    """The parser's state: elements of the document that is open, and the documents that closed."""

    def __init__(self) -> None:
        self.finished: list[tuple[_Element, int]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity
        self._open: list[_Element] = []
        self._line = 0
        self._depth = self._size = self._count = 0

    def feed(self, chunk: bytes) -> Rejection | None:
        try:
            self.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            message = f"not XML: {expat.ErrorString(error.code)}"
            encoded = error.code in (
                expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN],
                expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
            )
            return Rejection("", "wrong_encoding" if encoded else "malformed", message)
        except LookupError as error:
            return Rejection("", "wrong_encoding", f"not XML: {error}")
        except _Refused as refused:
            return Rejection("", "malformed", str(refused))
        return None

    def _doctype(self, _name: str, _system: Any, _public: Any, internal: int) -> None:
        if internal:
            raise _Refused("a DTD inside the file is not taken")

    def _entity(self, name: str, *_more: Any) -> None:
        raise _Refused(f"the entity {name[:40]} is not taken: only XML's own five are")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Refused(f"nested more than {_MAX_DEPTH} levels deep")
        if name == "document" and not self._open:
            self._size = self._count = 0
            self._line = self.parser.CurrentLineNumber
            self._open.append(_Element(name, attributes))
        elif self._open:
            self._count += 1
            if self._count > _MAX_ELEMENTS:
                raise _Refused(f"a document of more than {_MAX_ELEMENTS:,} elements")
            element = _Element(name, attributes)
            self._open[-1].children.append(element)
            self._open.append(element)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.finished.append((element, self._line))

    def _characters(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > _MAX_CHARACTERS:
                raise _Refused(f"a document of more than {_MAX_CHARACTERS:,} characters")
            self._open[-1].text.append(text)


def _fields(document: _Element) -> dict[str, Any]:
    """The document in the fields that BioC JSON has."""
    return {
        "id": document.words("id"),
        "infons": document.infons(),
        "passages": [
            {
                "infons": passage.infons(),
                "offset": passage.words("offset") or "0",
                "text": passage.words("text"),
                "annotations": [_annotation(one) for one in passage.all("annotation")],
                "relations": [_relation(one) for one in passage.all("relation")],
            }
            for passage in document.all("passage")
        ],
        "relations": [_relation(one) for one in document.all("relation")],
    }


def _annotation(element: _Element) -> dict[str, Any]:
    return {
        "id": element.attributes.get("id", ""),
        "infons": element.infons(),
        "text": element.words("text"),
        "locations": [one.attributes for one in element.all("location")],
    }


def _relation(element: _Element) -> dict[str, Any]:
    return {
        "id": element.attributes.get("id", ""),
        "infons": element.infons(),
        "nodes": [one.attributes for one in element.all("node")],
    }
