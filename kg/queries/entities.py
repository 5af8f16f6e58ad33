"""Finding entities, and one entity's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.cypher import Query, query
from kg.database import Database
from kg.errors import NotFound
from kg.identifiers import name_key, normalise_curie
from kg.model.answer import Answer, EntitiesAnswer, EntityHit
from kg.model.entity import Entity
from kg.packaged_words import packaged_words
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver, checked_name, full_text_words, quoted
from kg.vocabulary import EntityType

__all__ = ["entity", "search", "search_statement"]


async def search(
    database: Database,
    resolver: Resolver,
    text: str,
    types: Sequence[EntityType] = (),
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[EntitiesAnswer]:
    """Entities that answer to ``text`` exactly, then those with all its words.

    The last word may be unfinished, so this serves completion as well. What the packaged
    vocabulary knows by the text comes before what was loaded, however much that is. Where
    nothing matches, what is called much like it stands under ``near_misses``.

    Raises:
        InvalidValue: the text is empty or too long, a limit out of range, a foreign cursor.
    """
    statement, parameters = search_statement(text, types, limit=limit, cursor=cursor)
    found = await database.read(statement, **parameters)
    asked = {"kind": "entities", "q": checked_name(text, "q"), "types": parameters["types"]}
    end, key = parameters["skip"] + parameters["limit"], parameters["key"]
    body = EntitiesAnswer(
        items=[_hit(row, key) for row in found["items"]],
        total=found["total"],
        next=cursor_after(end, found["total"], asked),
        near_misses=[]
        if found["total"]
        else await resolver.near_misses(asked["q"], list(types or EntityType)),
    )
    return Answer(found["version"], body)


def search_statement(
    text: str,
    types: Sequence[EntityType] = (),
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> tuple[Query, dict[str, Any]]:
    """The statement that :func:`search` runs, and its parameters.

    Raises:
        InvalidValue: as :func:`search`.
    """
    checked = checked_name(text, "q")
    kinds = [str(kind) for kind in (types or list(EntityType))]
    offset, size = (
        offset_of(cursor, {"kind": "entities", "q": checked, "types": kinds}),
        checked_limit(limit),
    )
    key, known = name_key(checked), packaged_words()
    exact = known.exactly(checked)
    return query("entities/search"), {
        "key": key,
        "phrase": quoted(key),
        "words": full_text_words(checked) or quoted(key),
        "exact": exact,
        "packaged": list(dict.fromkeys([*exact, *known.with_words(checked)])),
        "types": kinds,
        "skip": offset,
        "limit": size,
    }


def _hit(row: dict[str, Any], key: str) -> EntityHit:
    exact = row.pop("keys_match")
    match = "text" if not exact else "name" if name_key(row["name"]) == key else "synonym"
    return EntityHit(**row, match=match)


async def entity(database: Database, resolver: Resolver, text: str) -> Answer[Entity]:
    """The page of the entity with this id, or with this name.

    Raises:
        NotFound: it looks like an id, and none has it.
        UnknownName, AmbiguousName: it is a name.
    """
    try:
        identity = normalise_curie(text)
    except ValueError:
        identity = (await resolver.resolve(text, list(EntityType), field="id")).entity.id
    found = await database.read(query("entities/page"), id=identity)
    if found["entity"] is None:
        raise NotFound(f"no entity has the id {identity!r}", field="id")
    return Answer(found["version"], Entity.model_validate(found["entity"]))
