"""Names in questions: from what a person typed to an entity and everything narrower.

An id is taken as it is, then cross-references, names and synonyms are compared exactly (see
:func:`kg.identifiers.name_key`); an earlier kind of match wins over a later one, and the packaged
vocabulary over whatever else was loaded (so "MS" stays multiple sclerosis). Nothing is guessed:
several matches of the same kind that vocabularies do not agree on (:func:`kg.terms.meant`) are an
:class:`AmbiguousName`, none an :class:`UnknownName` with near misses.

What was resolved is kept for as long as the graph stays the same: every answer carries the
graph's version, and a newer version empties the cache.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.cypher import query
from kg.database import Database
from kg.errors import AmbiguousName, InvalidValue, UnknownName
from kg.identifiers import is_text, name_key, normalise_curie
from kg.model.answer import Matched
from kg.model.entity import EntitySummary
from kg.terms import meant, packaged_terms
from kg.vocabulary import EntityType

__all__ = ["Resolved", "Resolver", "full_text_words", "quoted"]

T = TypeVar("T")

#: Longest name or id that is looked up, characters.
MAX_NAME = 500
_CACHE_SIZE = 10_000
_LUCENE_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name as asked, the entity it stands for, and how each narrower one hangs below it."""

    asked: str
    entity: EntitySummary
    ways: Mapping[str, Matched]
    """By entity id, the entity itself included."""

    @property
    def ids(self) -> list[str]:
        """The entity and everything narrower."""
        return list(self.ways)


class Resolver:
    """Resolves names against the graph, and remembers what it found for one version of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = ""
        self._found: dict[tuple[str, tuple[EntityType, ...]], Resolved] = {}

    async def resolve(self, text: str, types: Sequence[EntityType], *, field: str) -> Resolved:
        """The entity of one of ``types`` that ``text`` names.

        Raises:
            UnknownName: none does; near misses are attached.
            AmbiguousName: several do; they are attached.
            InvalidValue: the text is empty or longer than :data:`MAX_NAME`.
        """
        key = (text, tuple(types))
        found = self._found.get(key)
        if found is None:
            found = await self._resolve(text, types, field)
            if len(self._found) >= _CACHE_SIZE:
                self._found.clear()
            self._found[key] = found
        return found

    async def current(self, ask: Callable[[], Awaitable[tuple[str, T]]]) -> T:
        """Run ``ask`` (resolve, then query) until both saw the same version of the graph.

        ``ask`` returns the version its query saw, and the answer. While a loader commits all
        the time the third answer is taken as it is: it is right for the version it names.
        """
        for _ in range(2):
            before = self._version
            version, answer = await ask()
            if version in (before, self._version):
                return answer
            self.forget(version)
        return (await ask())[1]

    async def look(self) -> None:
        """Know the graph's version where no name has told it: :meth:`current` would ask twice."""
        if not self._version:
            self._saw((await self._database.read(query("graph/state")))["version"])

    def forget(self, version: str) -> None:
        """Empty the cache: the graph is now at ``version``."""
        self._found.clear()
        self._version = version

    async def _resolve(self, text: str, types: Sequence[EntityType], field: str) -> Resolved:
        checked = checked_name(text, field)
        key = name_key(checked)
        answer = await self._database.read(
            query("entities/resolve"),
            id=_as_id(checked),
            key=key,
            phrase=quoted(key),
            types=[str(kind) for kind in types],
        )
        self._saw(answer["version"])
        entity = _the_one(checked, key, answer["candidates"], field)
        if entity is None:
            raise await self._unknown(checked, types, field)
        below = await self._database.read(query("entities/narrower"), id=entity.id)
        self._saw(below["version"])
        ways = {entity.id: Matched(asked=text, matched=entity, via=[])}
        for row in below["narrower"]:
            via = [EntitySummary.model_validate(step) for step in row.pop("via")]
            ways[row["id"]] = Matched(
                asked=text, matched=EntitySummary.model_validate(row), via=via
            )
        return Resolved(text, entity, ways)

    def _saw(self, version: str) -> None:
        if version != self._version:
            self.forget(version)

    async def _unknown(self, text: str, types: Sequence[EntityType], field: str) -> UnknownName:
        near = await self.near_misses(text, types)
        kind = " or ".join(sorted(types)) if len(types) < len(EntityType) else "entity"
        hint = f"; did you mean {', '.join(miss.name for miss in near[:3])}?" if near else ""
        return UnknownName(f"no {kind} is called {text!r}{hint}", field=field, near_misses=near)

    async def near_misses(
        self, text: str, types: Sequence[EntityType], *, limit: int = 5
    ) -> list[EntitySummary]:
        """Entities whose name or synonym comes near ``text``, nearest first."""
        words = full_text_words(text, fuzzy=True)
        if not words:
            return []
        answer = await self._database.read(
            query("entities/near"), words=words, types=[str(kind) for kind in types]
        )
        from rapidfuzz import fuzz

        key = name_key(text)

        def likeness(row: dict[str, Any]) -> float:
            return max(fuzz.ratio(key, name_key(name)) for name in (row["name"], *row["synonyms"]))

        ranked = sorted(answer["candidates"], key=likeness, reverse=True)
        return [
            EntitySummary(id=row["id"], name=row["name"], type=row["type"])
            for row in ranked[:limit]
            if likeness(row) >= 40
        ]


def checked_name(text: str, field: str) -> str:
    """``text`` without outer white space.

    Raises:
        InvalidValue: it is empty or too long.
    """
    stripped = text.strip()
    if not stripped:
        raise InvalidValue(f"{field} is empty: expected a name or an id", field=field)
    if not is_text(stripped):
        raise InvalidValue(f"{field} is not text: it has a lone surrogate", field=field)
    if len(stripped) > MAX_NAME:
        raise InvalidValue(
            f"{field} is {len(stripped)} characters long; names have {MAX_NAME} at most",
            field=field,
        )
    return stripped


def _as_id(text: str) -> str | None:
    try:
        return normalise_curie(text)
    except ValueError:
        return None


def _the_one(
    text: str, key: str, candidates: list[dict[str, Any]], field: str
) -> EntitySummary | None:
    """The candidate with the best kind of match; kinds as the module's text orders them."""
    identifier = _as_id(text)
    packaged = packaged_terms().by_id
    asked = {key, name_key(identifier or text)}

    def kind(row: dict[str, Any]) -> tuple[int, int]:
        """An id first, then what the packaged vocabulary calls so, then everything else."""
        if row["id"] in (identifier, text):
            return (0, 0)
        own = packaged.get(row["id"])
        # An ontology may call a packaged entity what the package calls another.
        tier = 1 if own and not asked.isdisjoint(own.keys) else 2
        if identifier in row["xrefs"]:
            return (tier, 1)
        return (tier, 2 if name_key(row["name"]) == key else 3)

    if not candidates:
        return None
    best = min(kind(row) for row in candidates)
    rows = [row for row in candidates if kind(row) == best]
    if len({row["type"] for row in rows}) == 1:
        xrefs = {row["id"]: row["xrefs"] for row in rows}
        first = meant(EntityType(rows[0]["type"]), xrefs, by_name=best[1] == 2)
        rows = [row for row in rows if row["id"] == first] or rows
    found = [EntitySummary(id=row["id"], name=row["name"], type=row["type"]) for row in rows]
    if len(found) > 1:
        found.sort(key=lambda entity: entity.id)
        listed = ", ".join(f"{entity.name} ({entity.id})" for entity in found)
        raise AmbiguousName(
            f"{text!r} names {len(found)} entities: {listed}; give the id",
            field=field,
            candidates=found,
        )
    return found[0]


def quoted(key: str) -> str:
    """``key`` as one term for an index that keeps whole names."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def full_text_words(text: str, *, fuzzy: bool = False) -> str:
    """``text`` as a full-text query: every word must occur, the last may be unfinished.

    With ``fuzzy`` any word may occur, with up to two letters wrong. Empty where the text has
    no letter or digit.
    """
    words = [_LUCENE_SPECIAL.sub(r"\\\1", word) for word in _WORD.findall(text.casefold())[:20]]
    if not words:
        return ""
    if fuzzy:
        return " OR ".join(f"{word}~" if len(word) > 3 else word for word in words)
    return " AND ".join([*words[:-1], f"({words[-1]} OR {words[-1]}*)"])
