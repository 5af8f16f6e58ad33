"""The build id: one digest of all that the graph says.

It covers every entity, publication, claim and evidence with all their properties and
relationships, totals and direct relationships included, in the order of their ids. What
depends on when and from which file something was loaded (sources, mentions, the graph's
version) is left out, so the same facts give the same build id wherever and however they were
loaded.
"""

from __future__ import annotations

import hashlib

import orjson

from kg.cypher import query
from kg.database import Database

__all__ = ["build_id"]

_PARTS = ("build/entities", "build/publications", "build/claims", "build/evidence")


async def build_id(database: Database) -> str:
    """SHA-256 over the sorted content, as 64 hexadecimal digits. Reads the whole graph once."""
    digest = hashlib.sha256()
    for name in _PARTS:
        digest.update(name.encode())
        async for row in database.stream(query(name)):
            digest.update(orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
            digest.update(b"\n")
    return digest.hexdigest()
