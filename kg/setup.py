"""Making a database ready: constraints, indexes, the graph's node, the packaged vocabulary."""

from __future__ import annotations

from importlib.resources import files

from kg.cypher import query
from kg.database import Database, Transaction
from kg.errors import DatabaseNotReady, DatabaseUnsupported
from kg.terms import Terms, packaged_terms

__all__ = ["SCHEMA_VERSION", "ensure_ready", "schema_statements"]

#: Layout of nodes and relationships; a graph of another layout is not touched.
SCHEMA_VERSION = 1


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


async def _write_vocabulary(tx: Transaction, terms: Terms) -> None:
    found = list(terms.by_id.values())
    await tx.run(
        query("write/vocabulary"),
        rows=[
            {"id": term.id, "type": str(term.type), "properties": term.properties()}
            for term in found
        ],
    )
    await tx.run(
        query("write/hierarchy"),
        rows=[{"id": term.id, "parents": list(term.parents)} for term in found],
    )
    await tx.run(query("write/vocabulary_stale"), ids=list(terms.by_id))
    await tx.run(query("write/vocabulary_done"), sha256=terms.sha256)
