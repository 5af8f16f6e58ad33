"""Making a database ready: constraints, indexes, the graph's node, the packaged vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from kg.cypher import query
from kg.database import Database, Transaction
from kg.entities import described
from kg.errors import DatabaseNotReady, DatabaseUnsupported
from kg.remap import remap
from kg.support import entities_anew
from kg.term_writer import said_before
from kg.terms import Terms, packaged_terms

__all__ = ["SCHEMA_VERSION", "ensure_ready", "schema_statements"]

#: Layout of nodes and relationships; a graph of another layout is not touched.
SCHEMA_VERSION = 2


def schema_statements() -> list[str]:
    """Names of the schema's statements, in the order they are run."""
    return sorted(
        f"schema/{entry.name.removesuffix('.cypher')}"
        for entry in files("cypher").joinpath("schema").iterdir()
        if entry.name.endswith(".cypher")
    )


async def ensure_ready(database: Database, terms: Terms | None = None) -> None:
    """Put schema and vocabulary in place; cheap where they are.

    Raises:
        DatabaseUnsupported: the graph was made by a therapath with another layout.
    """
    terms = terms or packaged_terms()
    try:
        state = await database.read(query("graph/state"))
    except DatabaseNotReady:
        state = {}
    if not state:
        for name in schema_statements():
            await database.run_schema(name)
    elif state["schema_version"] != SCHEMA_VERSION:
        raise DatabaseUnsupported(
            f"the graph has layout {state['schema_version']}, this therapath has {SCHEMA_VERSION}",
            advice="use the therapath that made it, or load into an empty database",
        )
    if state.get("vocabulary") != terms.sha256:
        await database.write(lambda tx: _write_vocabulary(tx, terms))
    if state.get("remapping"):
        # Somebody was interrupted before all facts were mapped with the ontologies there are.
        await remap(database, terms)


async def _write_vocabulary(tx: Transaction, terms: Terms) -> None:
    """Write the packaged terms, with what sources say about the same entities beside them."""
    before = await said_before(tx, terms.by_id)
    rows, parents, relabelled = [], [], []
    for identity, term in terms.by_id.items():
        there = before.get(identity)
        node = described(identity, term, there["said"] if there else {})
        details = _known(there["details"]) if there else {}
        rows.append(
            {"id": identity, "type": node.types[0], "properties": {**node.properties, **details}}
        )
        parents.append({"id": identity, "parents": list(node.parents)})
        if there and set(there["labels"]) - {*node.types, "Entity"}:
            relabelled.append(identity)
    await tx.run(query("write/vocabulary"), rows=rows)
    await tx.run(query("write/hierarchy"), rows=parents)
    stale = await tx.run(query("write/vocabulary_stale"), ids=list(terms.by_id))
    await entities_anew(tx, [*relabelled, *stale["ids"]], terms)
    await tx.run(query("terms/parents_later"))
    await tx.run(query("write/vocabulary_done"), sha256=terms.sha256)


def _known(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if value is not None}
