"""From the terms of an ontology file to rows: what is taken, with its place in the hierarchy.

A file is read twice. The first time its terms, their types and broader terms are noted, so
that branches, cycles, replaced terms and parents that are not there are known; the second time
each term that is taken becomes a row. Memory holds ids and parents, never names or texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from kg.errors import LoadError
from kg.identifiers import normalise_curie
from kg.intake import Rejection
from kg.vocabulary import ENTITY_TYPES_WITH_HIERARCHY, EntityType
from loaders.hierarchy import below, cycles
from loaders.loader import InputFile
from loaders.rows import Reader, Row
from loaders.term_types import (
    BRANCHES_LEFT_OUT,
    NOT_BIOLOGICAL_PROCESS,
    PROCESS_ROOT,
    branch_untold,
    type_of,
)

__all__ = ["OntologyTerm", "Parse", "curie", "rows_of"]

#: Longest synonym and definition that entities have, characters.
_MAX_NAME, _MAX_TEXT = 500, 10_000
#: Most prefixes that are counted one by one.
_MAX_PREFIXES = 60
_PURL = re.compile(r"http://purl\.obolibrary\.org/obo/([A-Za-z][A-Za-z0-9]*)_([^/#]+)")
_ORDO = "http://www.orpha.net/ORDO/Orphanet_"
_MARK_UP = re.compile(r"</?(?:i|b|em|strong|sub|sup|small|ital|stereo|greek)>", re.IGNORECASE)


@dataclass(slots=True)
class OntologyTerm:
    """A term as one place of a file describes it."""

    line: int
    id: str
    name: str | None = None
    category: str | None = None
    """Its namespace or category, in the file's words."""
    places: tuple[str, ...] = ()
    """Its tree numbers, which MeSH has."""
    synonyms: list[str] = field(default_factory=list)
    """Those that mean exactly the same."""
    xrefs: list[str] = field(default_factory=list)
    """As the file has them."""
    parents: list[str] = field(default_factory=list)
    alt_ids: list[str] = field(default_factory=list)
    """Ids of terms that were merged into it."""
    definition: str | None = None
    obsolete: bool = False
    replaced_by: list[str] = field(default_factory=list)
    only_parents: bool = False
    """Whether this place gives its parents alone, and another one the rest."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What the file says of it and no entity has, by reason."""


#: Reads a file from its start: terms and rejects, what is left out, and its details.
Parse = Callable[[Reader], Iterator[OntologyTerm | Row]]


def curie(text: str) -> str | None:
    """The CURIE that an address or identifier stands for, in its normal spelling, if any."""
    found = _PURL.fullmatch(text)
    if found:
        text = f"{found[1]}:{found[2]}"
    elif text.startswith(_ORDO):
        text = f"Orphanet:{text.removeprefix(_ORDO)}"
    try:
        text = normalise_curie(text)
    except ValueError:
        return None
    # An address that abbreviates to nothing names a page, not a thing.
    return None if text.startswith(("http:", "https:", "ftp:")) else text


def rows_of(file: InputFile, parse: Parse) -> Reader:
    """Rows of an ontology that ``parse`` reads, once for its structure and once for its terms.

    ``branch`` and ``type`` among the input's options narrow it to a root with what stands
    below it, and say of which type everything in it is.

    Raises:
        LoadError: an option is wrong. While rows are read: the file cannot be read, or its
            branch's root is not there.
    """
    root, kind = _options(file)
    reader = Reader(iter(()))
    reader.rows = _rows(file, parse, root, kind, reader)
    return reader


def _options(file: InputFile) -> tuple[str | None, EntityType | None]:
    root, kind = file.options.get("branch"), file.options.get("type")
    if root is not None and (found := curie(str(root))) is None:
        raise LoadError(f"branch {root!r}: expected an identifier like CL:0000034")
    known = {str(one): one for one in ENTITY_TYPES_WITH_HIERARCHY}
    if kind is not None and kind not in known:
        raise LoadError(f"type {kind!r}: expected one of {', '.join(sorted(known))}")
    return (found if root is not None else None), (known[kind] if kind is not None else None)


def _rows(
    file: InputFile, parse: Parse, root: str | None, kind: EntityType | None, reader: Reader
) -> Iterator[Row]:
    first = Reader(iter(()))
    structure = _Structure(kind)
    for item in parse(first):
        if isinstance(item, OntologyTerm):
            structure.note(item)
    reader.details = first.details
    if root is not None:
        # A branch is a source beside the whole, and beside other branches.
        name = f"{first.details.name or file.name}: {root} and below"
        reader.details = replace(first.details, name=name)
    structure.settle(root, str(file.path))
    for way in structure.cut_cycles():
        yield Row(1, {"cycle": list(way)}, _cycle(way), kind="term")
    for item in parse(Reader(iter(()), left_out=reader.left_out)):
        row = item if isinstance(item, Row) else structure.row(item, reader.left_out)
        if row is not None:
            yield row
    reader.left_out.update(structure.left_out)


def _cycle(way: tuple[str, ...]) -> Rejection:
    shown = way if len(way) <= 8 else (*way[:4], "…", *way[-3:])
    steps = " is_a ".join((*shown, way[0]))
    message = f"a term cannot be broader than itself: {steps}; the last step is left out"
    return Rejection("parents", "cycle", message)


class _Structure:
    """The hierarchy of a file: which of its terms are taken, and how they hang together."""

    def __init__(self, kind: EntityType | None) -> None:
        self.left_out: Counter[str] = Counter()
        self._kind = kind
        self._types: dict[str, EntityType] = {}
        self._parents: dict[str, list[str]] = {}
        self._without: dict[str, str] = {}
        """Why a term is not taken."""
        self._undecided: set[str] = set()
        """GO terms whose branch only their ancestors tell."""
        self._replaced: dict[str, list[str]] = {}
        self._obsolete: dict[str, list[str]] = {}

    def note(self, term: OntologyTerm) -> None:
        """Take in what one place of the file says."""
        if term.parents:
            self._parents.setdefault(term.id, []).extend(term.parents)
        if term.only_parents or term.id in self._types:
            return
        if term.obsolete:
            self._obsolete[term.id] = term.replaced_by
            return
        found = self._kind or type_of(term.id, term.category, term.places)
        if isinstance(found, EntityType) and not term.name:
            found = "without a name"
        elif isinstance(found, EntityType) and term.name and len(term.name) > _MAX_NAME:
            found = f"with a name of more than {_MAX_NAME} characters"
        if isinstance(found, EntityType):
            self._types[term.id] = found
            self._without.pop(term.id, None)
            if self._kind is None and branch_untold(term.id, term.category):
                self._undecided.add(term.id)
        else:
            self._without.setdefault(term.id, found)

    def settle(self, root: str | None, path: str) -> None:
        """Decide what is taken, now that everything is known.

        Raises:
            LoadError: there is no term with the id of the root.
        """
        if self._kind is None:
            self._leave_out_branches()
        if root is not None:
            self._keep_branch(root, path)
        for identity, broader in self._parents.items():
            if identity in self._types:
                self._parents[identity] = self._taken_parents(identity, broader)
        self._parents = {key: found for key, found in self._parents.items() if key in self._types}
        for identity, replaced_by in self._obsolete.items():
            if identity not in self._types:
                self._settle_obsolete(identity, replaced_by)

    def cut_cycles(self) -> list[tuple[str, ...]]:
        """The cycles there were; none is left."""
        found = list(cycles(self._parents))
        for way in found:
            self._parents[way[-1]].remove(way[0])
        return found

    def row(self, term: OntologyTerm, left_out: Counter[str]) -> Row | None:
        """The row of a term that is taken; what is not goes into ``left_out``."""
        kind = self._types.get(term.id)
        if kind is None or term.obsolete:
            if not term.only_parents:
                left_out[self._reason(term, left_out)] += 1
            return None
        left_out.update(term.left_out)
        if term.only_parents:
            return None
        data: dict[str, Any] = {
            "id": term.id,
            "type": str(kind),
            "synonyms": _fitting(term.synonyms, term.name, left_out),
            "xrefs": self._xrefs(term, left_out),
            "parents": self._parents.pop(term.id, []),
        }
        if term.name:
            data["name"] = term.name
        definition = _definition(term.definition, left_out)
        if definition:
            data["description"] = definition
        return Row(term.line, data, kind="term")

    def _leave_out_branches(self) -> None:
        for identity, root in below(self._parents, BRANCHES_LEFT_OUT).items():
            if identity in self._types:
                prefix = root.partition(":")[0]
                self._drop(identity, f"{prefix}, {BRANCHES_LEFT_OUT[root]} ({root})")
        if self._undecided:
            processes = below(self._parents, [PROCESS_ROOT])
            for identity in self._undecided - processes.keys():
                self._drop(identity, NOT_BIOLOGICAL_PROCESS)

    def _keep_branch(self, root: str, path: str) -> None:
        if root in self._obsolete:
            instead = ", ".join(self._obsolete[root]) or "nothing that the file names"
            raise LoadError(f"{path}: {root} is obsolete; replaced by {instead}")
        if root not in self._types and root not in self._without:
            raise LoadError(f"{path}: the file has no term {root} to take a branch below")
        inside = below(self._parents, [root])
        for identity in self._types.keys() - inside.keys():
            self._drop(identity, f"not in the branch {root}")

    def _drop(self, identity: str, reason: str) -> None:
        if self._types.pop(identity, None) is not None:
            self._without[identity] = reason

    def _taken_parents(self, identity: str, broader: list[str]) -> list[str]:
        found = []
        for parent in dict.fromkeys(broader):
            kind = self._types.get(parent)
            if kind is self._types[identity]:
                found.append(parent)
            elif kind is not None:
                self.left_out["is_a: between terms of different types"] += 1
            else:
                known = parent in self._without or parent in self._obsolete
                self.left_out[f"is_a: to a term that is not {'taken' if known else 'there'}"] += 1
        return found

    def _settle_obsolete(self, identity: str, replaced_by: list[str]) -> None:
        """Ids are kept where it is clear which taken term they now mean."""
        seen = {identity}
        while len(replaced_by) == 1 and replaced_by[0] not in self._types:
            if replaced_by[0] in seen:
                break
            seen.add(replaced_by[0])
            replaced_by = self._obsolete.get(replaced_by[0], [])
        if len(replaced_by) == 1 and replaced_by[0] in self._types:
            self._replaced.setdefault(replaced_by[0], []).append(identity)
            reason = "obsolete: its id is kept with the term that replaced it"
        elif len(replaced_by) > 1:
            reason = "obsolete: replaced by several terms"
        elif self._obsolete[identity]:
            reason = "obsolete: what replaced it is not taken"
        else:
            reason = "obsolete: replaced by nothing"
        self._without[identity] = reason

    def _reason(self, term: OntologyTerm, left_out: Counter[str]) -> str:
        reason = self._without.get(term.id, "obsolete in one place and not in another")
        full = sum(key.startswith("of no type here") for key in left_out) >= _MAX_PREFIXES
        if full and reason not in left_out and reason.startswith("of no type here"):
            return "of no type here: further prefixes"
        return reason

    def _xrefs(self, term: OntologyTerm, left_out: Counter[str]) -> list[str]:
        found: dict[str, None] = {}
        for text in (*term.alt_ids, *term.xrefs):
            xref = curie(text)
            if xref is None or len(xref) > _MAX_NAME:
                left_out["cross-reference: no CURIE"] += 1
            else:
                found[xref] = None
        found |= dict.fromkeys(self._replaced.pop(term.id, ()))
        found.pop(term.id, None)
        return list(found)


def _fitting(synonyms: list[str], name: str | None, left_out: Counter[str]) -> list[str]:
    found = {text for text in synonyms if text != name}
    for text in [text for text in found if len(text) > _MAX_NAME]:
        left_out[f"synonym: longer than {_MAX_NAME} characters"] += 1
        found.discard(text)
    return sorted(found)


def _definition(text: str | None, left_out: Counter[str]) -> str | None:
    if not text:
        return None
    if len(text) > _MAX_TEXT:
        left_out[f"definition: longer than {_MAX_TEXT} characters"] += 1
        return None
    return _MARK_UP.sub("", text) if "<" in text else text
