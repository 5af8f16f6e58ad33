"""Nodes as terms, and what is kept of them in memory for the edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.identifiers import is_curie
from kg.intake import Rejection
from kg.vocabulary import EntityType
from loaders.kgx.categories import NAMED_THING, Kind, kind_of, texts
from loaders.kgx.tables import Table
from loaders.rows import Row

__all__ = ["Nodes", "unquoted"]

#: Longest name that a fact may carry.
_MAX_NAME = 500
_SYNONYMS = ("synonym", "synonyms", "exact_synonym", "related_synonym")
_XREFS = ("xref", "xrefs", "same_as", "equivalent_identifiers")
_CATEGORIES = ("category", "categories")


class Nodes:
    """What every node is, and the names of those that facts may name."""

    def __init__(self, left_out: Counter[str]) -> None:
        self.kinds: dict[str, Kind] = {}
        self.names: dict[str, str] = {}
        self._left_out = left_out
        self._by_category: dict[str, Kind | None] = {}
        self._open: Counter[Kind] = Counter()

    def rows(self, table: Table) -> Iterator[Row]:
        """Terms of the nodes whose category says what they are; notes what the others are."""
        find, place = _Finder(table.columns), table.place
        id_at, width = find.positions.get("id", 0), len(table.columns)
        for line, cells in table.rows:
            if isinstance(cells, Rejection):
                yield Row(line, None, cells, place=place)
                continue
            kind = self._kind(find, cells) if len(cells) == width else None
            if kind is None or not is_curie(cells[id_at]):
                yield Row(line, cells, _problem(find, cells), place=place)
                continue
            self._note(find, cells, kind)
            if kind.type is None:
                self._open[kind] += 1
            elif find.text(cells, "deprecated").casefold() == "true":
                self._left_out["node that is marked deprecated"] += 1
            else:
                yield Row(line, self._term(find, cells, kind.type), kind="term", place=place)

    def rows_by_role(self, table: Table, roles: dict[str, set[EntityType]]) -> Iterator[Row]:
        """Terms of the nodes that edges gave a role, in a further reading of the table."""
        find, width = _Finder(table.columns), len(table.columns)
        id_at = find.positions.get("id", 0)
        for line, cells in table.rows:
            if isinstance(cells, Rejection) or len(cells) != width or cells[id_at] not in roles:
                continue  # what is wrong was said at the first reading
            kind = self._kind(find, cells)
            if kind is not None and kind.type is None:
                self._open[kind] -= 1
                for role in sorted(roles[cells[id_at]]):
                    term = self._term(find, cells, role)
                    yield Row(line, term, kind="term", place=table.place)

    def count_left_out(self) -> None:
        """Add the nodes that are no terms to what is left out, by category."""
        for kind, count in self._open.items():
            if count > 0:
                why = "that no edge uses as one of the model" if kind.roles else "not in the model"
                self._left_out[f"node of a category {why}: {kind.category}"] += count

    def _note(self, find: _Finder, cells: list[Any], kind: Kind) -> None:
        identifier = cells[find.positions["id"]]
        known = self.kinds.get(identifier)
        if known is None or known.type is None:
            self.kinds[identifier] = kind
        if kind.roles or kind.named:
            name = find.text(cells, "name")
            if 0 < len(name) <= _MAX_NAME:
                self.names.setdefault(identifier, name)

    def _kind(self, find: _Finder, cells: list[Any]) -> Kind | None:
        """The kind of a node; null where Biolink has none of its categories."""
        said = find.categories(cells)
        if said not in self._by_category:
            if len(self._by_category) > 10_000:
                self._by_category.clear()
            names = texts(said)
            self._by_category[said] = kind_of(names) if names else NAMED_THING
        return self._by_category[said]

    def _term(self, find: _Finder, cells: list[Any], kind: EntityType) -> dict[str, Any]:
        identifier = cells[find.positions["id"]]
        term: dict[str, Any] = {"id": identifier, "type": kind}
        if name := find.text(cells, "name"):
            term["name"] = name
        if description := find.text(cells, "description"):
            term["description"] = description
        if find.has_more:
            if synonyms := find.several(cells, _SYNONYMS):
                term["synonyms"] = self._short(synonyms)
            if xrefs := find.several(cells, _XREFS):
                term["xrefs"] = self._curies(identifier, xrefs)
        return term

    def _short(self, names: list[str]) -> list[str]:
        kept = [name for name in dict.fromkeys(names) if len(name) <= _MAX_NAME]
        if len(kept) < len(names):
            long = sum(len(name) > _MAX_NAME for name in names)
            self._left_out[f"synonym over {_MAX_NAME} characters, of a node that is taken"] += long
        return kept

    def _curies(self, identifier: str, xrefs: list[str]) -> list[str]:
        kept = []
        for xref in dict.fromkeys(xrefs):
            if xref == identifier:
                continue
            if is_curie(xref) and len(xref) <= _MAX_NAME:
                kept.append(xref)
            else:
                self._left_out["cross-reference that is no CURIE, of a node that is taken"] += 1
        return kept


class _Finder:
    """Cells of a table by the names of their columns."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.positions = {name: index for index, name in enumerate(columns)}
        self.has_more = any(name in self.positions for name in (*_SYNONYMS, *_XREFS))
        self._categories = [self.positions[name] for name in _CATEGORIES if name in self.positions]

    def text(self, cells: list[Any], name: str) -> str:
        """Text of one column, empty where it has none."""
        at = self.positions.get(name)
        return "" if at is None else unquoted(cells[at])

    def categories(self, cells: list[Any]) -> str:
        """Categories, with ``|`` between them."""
        for at in self._categories:
            said = cells[at]
            if said:
                return said if isinstance(said, str) else "|".join(texts(said))
        return ""

    def several(self, cells: list[Any], names: tuple[str, ...]) -> list[str]:
        """Texts of several columns, each of which may hold several."""
        found: list[str] = []
        for name in names:
            at = self.positions.get(name)
            if at is not None and cells[at]:
                found += map(unquoted, texts(cells[at]))
        return [text for text in found if text]


def unquoted(cell: Any) -> str:
    """A text without the quotes some writers put around it; empty for null."""
    if cell is None:
        return ""
    text = str(cell).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"').strip()
    return text


def _problem(find: _Finder, cells: list[Any]) -> Rejection:
    """What is wrong with a node that cannot be read."""
    if len(cells) != len(find.positions):
        message = f"{len(cells)} cells where the header has {len(find.positions)}"
        return Rejection("", "malformed", message)
    identifier = cells[find.positions["id"]]
    if not identifier:
        return Rejection("id", "missing_field", "the node has no id")
    if not is_curie(identifier):
        message = f"expected an identifier like MONDO:0005301, not {identifier[:80]!r}"
        return Rejection("id", "bad_identifier", message)
    said = find.categories(cells)[:80]
    return Rejection("category", "unknown_value", f"Biolink has no category {said!r}")
