"""The build id: one digest of all that a graph says, live or as a release.

It covers every entity and publication with all its properties, labels and broader entities,
every claim with its totals, every evidence, and the number of relationships of each type. A
claim's id is a hash of what it joins, and an evidence's id one of its claim and its whole
content, so they stand for these. What depends on when and from which file something was loaded
(sources, mentions, the graph's version) is left out, so the same facts give the same build id
wherever and however they were loaded.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import orjson

from kg.cypher import Query, query
from kg.database import Database

__all__ = [
    "PARTS",
    "BuildDigest",
    "build_id",
    "claim_line",
    "entity_line",
    "pages",
    "publication_line",
]

#: What the digest is made of, each in the order of its ids, and how it is read from a graph.
PARTS = {
    "entities": "build/entities",
    "publications": "build/publications",
    "claims": "build/claims",
    "evidence": "build/evidence",
}

#: Entries of a page: one record with a list is read faster than as many rows.
_PAGE = 20_000


class BuildDigest:
    """Takes the lines of each part in the order of their ids; parts in any order."""

    def __init__(self) -> None:
        self._parts = {name: hashlib.sha256() for name in PARTS}
        self._relationships: dict[str, int] = {}

    def add(self, part: str, lines: bytes | memoryview) -> None:
        """Take the next lines of a part."""
        self._parts[part].update(lines)

    def count(self, relationships: Mapping[str, int]) -> None:
        """Take how many relationships of each type there are."""
        self._relationships = {kind: count for kind, count in relationships.items() if count}

    def build_id(self) -> str:
        """SHA-256 over everything taken, as 64 hexadecimal digits."""
        told = {name: digest.hexdigest() for name, digest in self._parts.items()}
        whole = {"parts": told, "relationships": self._relationships}
        return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def entity_line(
    properties: Mapping[str, Any], types: Iterable[str], parents: Iterable[str]
) -> bytes:
    """An entity with its labels beside ``Entity``, and the ids of its broader entities."""
    return _line([properties, sorted(types), sorted(parents)])


def publication_line(properties: Mapping[str, Any]) -> bytes:
    """A publication."""
    return _line(properties)


def _line(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def claim_line(identity: str, counts: Iterable[int], score: float) -> str:
    """A claim: evidence, supporting, refuting, studies, patients; scores have four digits."""
    return "|".join((identity, *map(str, counts), f"{round(score * 10_000)}\n"))


async def build_id(database: Database) -> str:
    """The build id of a graph that nobody writes to meanwhile. Reads all of it once."""
    digest = BuildDigest()

    async def take(part: str) -> None:
        async for page in pages(database, query(PARTS[part])):
            digest.add(part, _LINES[part](page))

    # The server reads two parts at once on two processors.
    await asyncio.gather(*map(take, PARTS))
    counts = await database.read(query("build/relationships"))
    digest.count(counts["counts"])
    return digest.build_id()


async def pages(database: Database, statement: Query) -> AsyncIterator[list[Any]]:
    """The pages of a statement that takes ``after`` and ``limit``, and gives items and the last.

    A reader that stops early takes no more than it asked for.
    """
    after = ""
    while True:
        found = await database.read(statement, after=after, limit=_PAGE)
        if not found["items"]:
            return
        yield found["items"]
        after = found["last"]


_LINES: dict[str, Any] = {
    "entities": lambda page: b"".join(entity_line(*entry) for entry in page),
    "publications": lambda page: b"".join(map(publication_line, page)),
    "claims": lambda page: "".join(
        claim_line(identity, counts, score) for identity, *counts, score in page
    ).encode(),
    "evidence": lambda page: "".join(page).encode(),
}
