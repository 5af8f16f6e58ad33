"""BioC: collections of documents made of passages, as JSON or XML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kg.intake import Rejection
from kg.json_text import decode
from loaders.bioc.document import Document, Mention, Relation, Side, identifier
from loaders.files import MAX_LINE, lines, opened
from loaders.json_items import json_items
from loaders.rows import Row

__all__ = ["bioc_document", "read_json"]

_LISTS = ("PubTator3", "documents")
#: Where a document ends at the latest: passages far apart would be filled up with spaces.
_MAX_TEXT = 64 * 1024 * 1024
_HEAD = 64 * 1024


def read_json(path: Path) -> Iterator[Document | Row]:
    """Documents of a collection, of PubTator3's list, of a list, of JSON Lines, or one alone."""
    for number, found in _values(path):
        if isinstance(found, Rejection):
            yield Row(number, None, found)
        else:
            yield _document(found, number)


def _values(path: Path) -> Iterator[tuple[int, Any]]:
    in_lines = {".jsonl", ".ndjson"} & {suffix.lower() for suffix in path.suffixes}
    with opened(path) as stream:
        if in_lines:
            yield from _each_line(stream)
            return
        head = stream.read(_HEAD)
    listed = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") or any(
        f'"{name}"'.encode() in head for name in _LISTS
    )
    with opened(path) as stream:
        if listed:
            yield from json_items(stream, "", *_LISTS)
            return
        content = stream.read(2 * MAX_LINE + 1)
        if len(content) > 2 * MAX_LINE:
            message = f"a document longer than {2 * MAX_LINE:,} bytes"
            yield 1, Rejection("", "line_too_long", message)
        elif content.strip():
            yield 1, decode(content.removeprefix(b"\xef\xbb\xbf"))


def _each_line(stream: IO[bytes]) -> Iterator[tuple[int, Any]]:
    for number, line in lines(stream):
        if line is None:
            message = f"the line is longer than {MAX_LINE:,} bytes"
            yield number, Rejection("", "line_too_long", message)
        elif line and not line.isspace():
            yield number, decode(line.removeprefix(b"\xef\xbb\xbf"))


def _document(found: Any, number: int) -> Document | Row:
    made = bioc_document(found, number)
    return Row(number, None, made) if isinstance(made, Rejection) else made


def bioc_document(found: Any, number: int) -> Document | Rejection:
    """A document from BioC's fields; what it lacks is a rejection of the whole."""
    if not isinstance(found, dict) or not isinstance(found.get("passages"), list):
        return Rejection("passages", "not_a_record", "expected a document with passages")
    identity = str(found.get("id") or found.get("pmid") or "").strip()
    if not identity:
        return Rejection("id", "missing_field", "a document needs its id")
    document = Document(number, identity, "")
    problem = _texts(document, found["passages"])
    if problem is not None:
        return problem
    for passage in found["passages"]:
        for annotation in _dicts(passage.get("annotations")):
            _annotation(document, annotation)
    named = {one.key: one for one in document.mentions if one.key}
    for place in (found, *found["passages"]):
        for relation in _dicts(place.get("relations")):
            document.relations.append(_relation(relation, number, document, named))
    return document


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(document: Document, passages: list[Any]) -> Rejection | None:
    """The passages at their offsets, with spaces between."""
    parts: list[str] = []
    length = 0
    for passage in passages:
        if not isinstance(passage, dict):
            return Rejection("passages", "not_a_record", "expected passages with text and offset")
        try:
            offset = int(passage.get("offset", length))
        except (TypeError, ValueError):
            return Rejection("offset", "wrong_type", "expected a whole number as offset")
        text = passage.get("text") or ""
        if not isinstance(text, str):
            return Rejection("text", "wrong_type", "expected text in a passage")
        if not text:
            continue
        if offset < length or offset + len(text) > _MAX_TEXT:
            message = f"the passage at {offset:,} begins before the end of the last ({length:,})"
            return Rejection("offset", "inconsistent", message)
        parts += [" " * (offset - length), text]
        length = offset + len(text)
        infons = passage.get("infons")
        infons = infons if isinstance(infons, dict) else {}
        name = str(infons.get("section_type") or infons.get("type") or "").strip().lower()[:200]
        document.sections.append((offset, length, name))
        if name == "title" and not document.title:
            document.title = text
    document.text = "".join(parts)
    return None


def _annotation(document: Document, annotation: dict[str, Any]) -> None:
    infons = annotation.get("infons")
    infons = infons if isinstance(infons, dict) else {}
    text = str(annotation.get("text") or "")
    ids = str(infons.get("identifier") or infons.get("MESH") or "")
    split = [one for one in ids.replace(";", "|").split("|") if one]
    for location in _dicts(annotation.get("locations"))[:1]:
        try:
            start, length = int(location["offset"]), int(location["length"])
        except (KeyError, TypeError, ValueError):
            document.misplaced += 1
            continue
        document.mention(
            Mention(
                start,
                start + length,
                text,
                str(infons.get("type") or ""),
                tuple(identifier(one) or one for one in split),
                key=str(annotation.get("id") or ""),
            )
        )


def _relation(
    relation: dict[str, Any], number: int, document: Document, named: dict[str, Mention]
) -> Relation:
    infons = relation.get("infons")
    infons = infons if isinstance(infons, dict) else {}
    kind = str(infons.get("type") or infons.get("relation") or "")
    if "Chemical" in infons and "Disease" in infons:
        sides = [Side(identifier(str(infons[name])), name) for name in ("Chemical", "Disease")]
    elif "role1" in infons:
        sides = [_role(infons.get(name)) for name in ("role1", "role2")]
    elif "entity1" in infons:
        sides = [_typed(identifier(str(infons.get(n))), document) for n in ("entity1", "entity2")]
    else:
        nodes = [named.get(str(node.get("refid"))) for node in _dicts(relation.get("nodes"))]
        sides = [
            Side(one.ids[0] if len(one.ids) == 1 else None, one.type, one.text)
            for one in nodes
            if one is not None
        ]
    while len(sides) < 2:
        sides.append(Side(None, ""))
    key, score = str(relation.get("id") or ""), str(infons.get("score") or "")
    return Relation(number, kind, (sides[0], sides[1]), key, score)


def _role(role: Any) -> Side:
    """PubTator3's: the entity itself, or its type and id as ``Chemical|MESH:D016651``."""
    if isinstance(role, dict):
        identity = identifier(str(role.get("identifier") or ""))
        return Side(identity, str(role.get("type") or ""), str(role.get("name") or ""))
    kind, _, identity = str(role or "").partition("|")
    return Side(identifier(identity), kind)


def _typed(identity: str | None, document: Document) -> Side:
    types = (one.type for one in document.mentions if identity and identity in one.ids)
    return Side(identity, next(types, ""))
