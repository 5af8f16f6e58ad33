"""Ontologies in the graph: the terms of complete vocabulary sources, for mapping what facts say.

Which they are is told by one digest on the graph's node, ``Graph.terms``. A fact is written only
where it was mapped with the terms of that digest; when it changes, the facts that are there are
mapped again (see :mod:`kg.remap`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import Said, term_of
from kg.errors import DatabaseNotReady
from kg.terms import Term, Terms

__all__ = ["current_digest", "loaded_terms", "terms_digest", "terms_of"]

#: The last terms that were read, by the packaged vocabulary and the digest they were read at.
_read: dict[tuple[str, str], Terms] = {}


def terms_digest(vocabularies: Iterable[tuple[str, str | None]]) -> str | None:
    """The digest of a set of ontologies, each its source's id and sha256; null for none."""
    lines = sorted(f"{source}\x1f{sha256 or ''}" for source, sha256 in vocabularies)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else None


async def current_digest(tx: Transaction) -> str | None:
    """The digest of the ontologies that are complete, as this transaction sees them."""
    found = (await tx.run(query("terms/vocabularies")))["found"]
    return terms_digest((source, sha256) for source, sha256 in found)


async def terms_of(database: Database, packaged: Terms) -> Terms:
    """The packaged vocabulary with the ontologies that are loaded behind it.

    They are read once a process for each state of the graph. A database without a graph has none.
    """
    while True:
        digest = await _digest(database)
        if digest is None:
            return packaged
        key = (packaged.sha256, digest)
        if key in _read:
            return _read[key]
        rows = [row async for row in database.stream(query("terms/loaded"))]
        if await _digest(database) == digest:  # else they changed while they were read
            _read.clear()
            _read[key] = packaged.with_loaded(loaded_terms(rows, packaged), digest)
            return _read[key]


async def _digest(database: Database) -> str | None:
    try:
        found: str | None = (await database.read(query("graph/state")))["terms"]
    except DatabaseNotReady:
        return None
    return found


def loaded_terms(rows: Iterable[tuple[str, str, dict[str, Any]]], packaged: Terms) -> list[Term]:
    """Terms out of what ontologies say: entity, source, and the properties of ``FROM_SOURCE``."""
    by_id: dict[str, dict[str, Said]] = {}
    for identity, source, said in rows:
        by_id.setdefault(identity, {})[source] = Said.of(said)
    return [
        term_of(identity, packaged.by_id.get(identity), by_id[identity])
        for identity in sorted(by_id)
    ]
