"""OBO files: a header, then one stanza a term, one tag a line.

Read leniently, as far as it is sure: a stanza with a line that cannot be read is rejected by
itself, where strict parsers of OBO 1.4 turn the whole file away (an unescaped sign in one
cross-reference is enough, and published ontologies have them).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.intake import Rejection
from loaders.files import MAX_LINE, lines, opened
from loaders.obo.details import details_of, part_of_address
from loaders.ontology import OntologyTerm, curie
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["parse_obo"]

_TAGS = frozenset(
    {
        b"id",
        b"name",
        b"namespace",
        b"def",
        b"synonym",
        b"exact_synonym",
        b"xref",
        b"is_a",
        b"alt_id",
        b"is_obsolete",
        b"replaced_by",
        b"relationship",
        b"intersection_of",
    }
)
_HEADER_TAGS = frozenset({b"ontology", b"data-version", b"property_value", b"date"})
_SINGLE = ("id", "name", "is_obsolete")
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: A stanza of more lines than this is no term.
_MAX_LINES = 20_000
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(.*)')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": " ", "W": " "}
#: Annotations of a line, at its end: ``{source="MONDO:equivalentTo"}``.
_QUALIFIERS = re.compile(r'\s\{[^{}\s=]+="')
_COMMENT = re.compile(r"\s!\s")
#: MONDO says of each cross-reference how near it comes; only these mean the same thing.
_SAME = ("MONDO:equivalentTo", "MONDO:preferredExternal", "MONDO:equivalentObsolete")
#: Kinds of synonym that nobody uses any more.
_DISCARDED = frozenset({"obsolete_synonym", "DEPRECATED"})
_SCOPES = frozenset({"BROAD", "NARROW", "RELATED"})
_ABBREVIATION = frozenset({"abbreviation", "ABBREVIATION", "OMO:0003000"})


@dataclass(slots=True)
class _Stanza:
    kind: str
    line: int
    tags: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0
    problem: Rejection | None = None


def parse_obo(path: Path, reader: Reader) -> Iterator[OntologyTerm | Row]:
    """Terms and rejects of an OBO file.

    Raises:
        LoadError: it cannot be read.
    """
    for stanza in _stanzas(path):
        if stanza.kind == "":
            if stanza.problem:
                yield Row(stanza.line, None, stanza.problem)
            reader.details = _details(stanza)
        elif stanza.kind == "Term":
            yield _term(stanza)
        else:
            kind = stanza.kind if stanza.kind in ("Typedef", "Instance") else "other"
            reader.left_out[f"no term: {kind} stanza"] += 1


def _stanzas(path: Path) -> Iterator[_Stanza]:
    with opened(path) as stream:
        stanza = _Stanza("", 1)
        wanted = _HEADER_TAGS
        for number, line in lines(stream):
            if line is None:
                message = f"line {number} is longer than {MAX_LINE:,} bytes"
                stanza.problem = stanza.problem or Rejection("", "line_too_long", message)
                continue
            if number == 1:
                if line.startswith(_UTF_16):
                    message = "the file is UTF-16; expected UTF-8"
                    stanza.problem = Rejection("", "wrong_encoding", message)
                    break
                line = line.removeprefix(_BOM)
            if not line or line.startswith(b"!"):
                continue
            if line.startswith(b"["):
                yield stanza
                kind = line.strip().strip(b"[]").decode("utf-8", "replace")
                stanza = _Stanza(kind, number)
                wanted = _TAGS
            else:
                _add(stanza, line, number, wanted)
        yield stanza


def _add(stanza: _Stanza, line: bytes, number: int, wanted: frozenset[bytes]) -> None:
    tag, colon, value = line.partition(b":")
    if not colon:
        if line.strip():
            message = f"line {number} has no tag: expected «tag: value»"
            stanza.problem = stanza.problem or Rejection("", "malformed", message)
        return
    if tag not in wanted:
        return
    stanza.count += 1
    if stanza.count > _MAX_LINES:
        message = f"a stanza of more than {_MAX_LINES:,} lines"
        stanza.problem = stanza.problem or Rejection("", "too_long", message)
        stanza.tags = {"id": stanza.tags.get("id", [])}
        return
    try:
        text = value.decode().strip()
    except UnicodeDecodeError:
        message = f"line {number} is not UTF-8"
        stanza.problem = Rejection(tag.decode(), "wrong_encoding", message)
        return
    stanza.tags.setdefault(tag.decode(), []).append(text)


def _details(header: _Stanza) -> SourceDetails:
    stated: dict[str, str] = {}
    for value in header.tags.get("property_value", ()):
        name, _, rest = value.partition(" ")
        quoted = _QUOTED.match(rest)
        text = _plain(quoted[1]) if quoted else rest.partition(" ")[0]
        stated.setdefault(part_of_address(name), text)
    identity = next(iter(header.tags.get("ontology", ())), None)
    release = next(iter(header.tags.get("data-version", header.tags.get("date", ()))), None)
    return details_of(identity, release, stated)


def _term(stanza: _Stanza) -> OntologyTerm | Row:
    tags = stanza.tags
    problem = stanza.problem or _problem(tags)
    identity = curie(_first_word(tags["id"][0])) if tags.get("id") else None
    if problem is not None or identity is None:
        return _rejected(stanza, problem)
    term = OntologyTerm(stanza.line, identity)
    term.name = " ".join(_unquoted(tags["name"][0]).split()) if "name" in tags else None
    term.category = next(iter(tags.get("namespace", ())), None)
    term.obsolete = tags.get("is_obsolete", [""])[0].startswith("true")
    term.alt_ids = [_first_word(value) for value in tags.get("alt_id", ())]
    term.replaced_by = [
        found for x in tags.get("replaced_by", ()) if (found := curie(_first_word(x)))
    ]
    term.parents = _parents(tags, term.left_out)
    term.xrefs = _xrefs(tags, term.left_out)
    term.synonyms = _synonyms(tags, term.left_out)
    definition = _QUOTED.match(tags["def"][0]) if "def" in tags else None
    term.definition = _plain(definition[1]).strip() if definition else None
    if len(tags.get("def", ())) > 1:
        term.left_out["definition: a second one"] = len(tags["def"]) - 1
    others = len(tags.get("relationship", ()))
    if others:
        term.left_out["relationship: other than is_a"] = others
    return term


def _rejected(stanza: _Stanza, problem: Rejection | None) -> Row:
    shown = {tag: stanza.tags[tag] for tag in ("id", "name") if tag in stanza.tags}
    if problem is None:
        message = f"expected an identifier like CL:0000034, not {shown['id'][0][:80]!r}"
        problem = Rejection("id", "bad_identifier", message)
    return Row(stanza.line, shown, problem, kind="term")


def _problem(tags: dict[str, list[str]]) -> Rejection | None:
    if not tags.get("id"):
        return Rejection("id", "missing_field", "a term without an id")
    for tag in _SINGLE:
        if len(tags.get(tag, ())) > 1:
            return Rejection(tag, "duplicate_field", f"the tag {tag} occurs twice in one term")
    if tags.get("def") and not _QUOTED.match(tags["def"][0]):
        return Rejection("def", "malformed", "the definition is not in quotes")
    return None


def _parents(tags: dict[str, list[str]], left_out: Counter[str]) -> list[str]:
    found = []
    for value in tags.get("is_a", ()):
        if "gci_filler=" in value or "gci_relation=" in value:
            left_out["is_a: holds for some only"] += 1
            continue
        parent = curie(_first_word(value))
        if parent is None:
            left_out["is_a: no identifier"] += 1
        else:
            found.append(parent)
    return found


def _xrefs(tags: dict[str, list[str]], left_out: Counter[str]) -> list[str]:
    found = []
    for value in tags.get("xref", ()):
        if "MONDO:" in value.partition("{")[2] and not any(word in value for word in _SAME):
            left_out["cross-reference: not the same thing"] += 1
        else:
            found.append(_first_word(value))
    return found


def _synonyms(tags: dict[str, list[str]], left_out: Counter[str]) -> list[str]:
    found = []
    for value in tags.get("synonym", ()):
        quoted = _QUOTED.match(value)
        if quoted is None:
            left_out["synonym: not in quotes"] += 1
            continue
        scope, *rest = quoted[2].partition("[")[0].split() or ["RELATED"]
        kind = rest[0] if rest else ""
        exact = scope == "EXACT" or (scope == "RELATED" and kind in _ABBREVIATION)
        if kind in _DISCARDED:
            left_out["synonym: given up by its ontology"] += 1
        elif not exact:
            left_out[f"synonym: {scope.lower() if scope in _SCOPES else 'of no known scope'}"] += 1
        elif text := " ".join(_plain(quoted[1]).split()):
            found.append(text)
    for value in tags.get("exact_synonym", ()):  # as OBO 1.0 has it
        quoted = _QUOTED.match(value)
        if quoted and quoted[1].strip():
            found.append(" ".join(_plain(quoted[1]).split()))
    return found


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), text) if "\\" in text else text


def _first_word(value: str) -> str:
    return _plain(value.split(None, 1)[0]) if value else ""


def _unquoted(value: str) -> str:
    """Text up to annotations or a comment."""
    if "{" in value:
        value = _QUALIFIERS.split(value, maxsplit=1)[0]
    if "!" in value:
        value = _COMMENT.split(value, maxsplit=1)[0]
    return _plain(value)
