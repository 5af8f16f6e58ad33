"""Ends of paths, and what they pass: an entity with all narrower ones, or a type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import InvalidValue
from kg.model.paths import AskedPlace
from kg.resolver import Resolver
from kg.vocabulary import EntityType

__all__ = ["PATH_TYPES", "Place", "place_of"]

#: Types of entities that claims join.
PATH_TYPES = tuple(kind for kind in EntityType if kind is not EntityType.STUDY)
#: Plurals that are not made with an s.
_PLURALS = {"therapies": EntityType.THERAPY}
_ANY = re.compile(r"(?:any|a|an|all|every)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What a text stands for: some entities, or all of a type."""

    asked: AskedPlace
    ids: frozenset[str] | None
    """The entity and what is narrower; null for a type."""

    @property
    def type(self) -> EntityType | None:
        """The type, where one was named."""
        return self.asked.type

    @property
    def types(self) -> list[EntityType]:
        """Types that its entities have: one."""
        if self.asked.type is not None:
            return [self.asked.type]
        return [EntityType(self.asked.entity.type)] if self.asked.entity else []

    def holds(self, identity: str, kind: str | None) -> bool:
        """Whether an entity of a type is one of these."""
        return kind == self.asked.type if self.ids is None else identity in self.ids


async def place_of(resolver: Resolver, text: str, direct: bool, *, field: str) -> Place:
    """What ``text`` stands for.

    A type is spelt as in the graph (``CellType``) or as words, one or many, in either case, with
    ``any``, ``a``, ``all`` or ``every`` before it: "cell type", "any cell type", "cell_types".
    Everything else is an id, a name or a synonym.

    Raises:
        UnknownName, AmbiguousName: of an entity.
        InvalidValue: the text is empty or too long.
    """
    kind = _type_of(text)
    if kind is not None:
        return Place(AskedPlace(asked=text, type=kind), None)
    if _ANY.match(text.strip()) and len(text.split()) == 2 and text.split()[0].lower() == "any":
        raise InvalidValue(
            f"{field}: {text!r} names no type; there are {', '.join(PATH_TYPES)}", field=field
        )
    found = await resolver.resolve(text, PATH_TYPES, field=field)
    ids = frozenset([found.entity.id] if direct else found.ids)
    asked = AskedPlace(asked=text, entity=found.entity, narrower_count=len(ids) - 1)
    return Place(asked, ids)


def _type_of(text: str) -> EntityType | None:
    words = re.sub(r"[\s_-]", "", _ANY.sub("", text.strip(), count=1)).lower()
    by_word: dict[str, EntityType] = {kind.lower(): kind for kind in PATH_TYPES}
    by_word |= {f"{word}s": kind for word, kind in by_word.items()} | _PLURALS
    return by_word.get(words)
