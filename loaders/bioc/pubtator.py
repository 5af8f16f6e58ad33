"""PubTator text: title and abstract, then a line for each mention and relation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from kg.intake import Rejection
from loaders.bioc.document import Document, Mention, Relation, Side, identifier
from loaders.files import MAX_LINE, lines
from loaders.rows import Row

__all__ = ["read_pubtator"]

_TEXT = re.compile(r"([\w.-]+)\|([ta])\|(.*)", re.DOTALL)
#: Mentions and relations of a document; the longest article has some thousands.
_MAX_ENTRIES = 200_000


def read_pubtator(stream: IO[bytes]) -> Iterator[Document | Row]:
    """Documents of the file; a line that is wrong is a row with its problem."""
    document: Document | None = None
    for number, line in lines(stream):
        if line is None:
            message = f"the line is longer than {MAX_LINE:,} bytes"
            yield Row(number, None, Rejection("", "line_too_long", message))
            continue
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            message = f"byte {error.start} of the line is not UTF-8"
            yield Row(number, None, Rejection("", "wrong_encoding", message))
            continue
        found = _TEXT.fullmatch(text)
        if found and (found[2] == "t" or document is None or found[1] != document.id):
            if document is not None:
                yield document
            document = _begun(number, found)
        elif document is None:
            if text.strip():
                message = "a line before the title of a document (ID|t|…)"
                yield Row(number, text[:2_000], Rejection("", "malformed", message))
        elif found:
            _add_abstract(document, found[3])
        elif not text.strip():
            yield document
            document = None
        else:
            problem = _entry(document, number, text.split("\t"))
            if problem is not None:
                yield Row(number, text[:2_000], problem)
    if document is not None:
        yield document


def _begun(number: int, found: re.Match[str]) -> Document:
    title = found[3] if found[2] == "t" else ""
    document = Document(number, found[1], title, title, [(0, len(title), "title")])
    if found[2] == "a":
        _add_abstract(document, found[3])
    return document


def _add_abstract(document: Document, abstract: str) -> None:
    # Offsets count one character between title and abstract.
    start = len(document.text) + 1
    document.text = f"{document.text} {abstract}"
    document.sections.append((start, len(document.text), "abstract"))


def _entry(document: Document, number: int, cells: list[str]) -> Rejection | None:
    if cells[0] != document.id:
        message = f"an entry of {cells[0][:40]!r} inside the document {document.id}"
        return Rejection("", "inconsistent", message)
    if len(document.mentions) + len(document.relations) >= _MAX_ENTRIES:
        return Rejection("", "too_long", f"a document has at most {_MAX_ENTRIES:,} entries")
    if len(cells) >= 6 or (len(cells) == 5 and cells[1].isdecimal() and cells[2].isdecimal()):
        return _mention(document, [*cells, "", ""])
    if len(cells) in (4, 5):
        sides = (_side(document, cells[2]), _side(document, cells[3]))
        document.relations.append(Relation(number, cells[1], sides))
        return None
    return Rejection("", "malformed", f"{len(cells)} cells; a mention has 6, a relation 4")


def _mention(document: Document, cells: list[str]) -> Rejection | None:
    try:
        start, end = int(cells[1]), int(cells[2])
    except ValueError:
        return Rejection("start", "wrong_type", "expected whole numbers for start and end")
    ids = tuple(identifier(one) or one for one in cells[5].split("|") if one)
    parts = tuple(cells[6].split("|")) if cells[6] else ()
    document.mention(Mention(start, end, cells[3], cells[4], ids, parts))
    return None


def _side(document: Document, identity: str) -> Side:
    """The type is what the document's mentions of the id say."""
    wanted = identifier(identity)
    types = (one.type for one in document.mentions if wanted and wanted in one.ids)
    return Side(wanted, next(types, ""))
