"""An imported graph made ready: schema, indexes, and the node that stands for it."""

from __future__ import annotations

from kg.cypher import query
from kg.database import Database
from kg.errors import DatabaseNotReady, ReleaseError
from kg.release.manifest import Manifest
from kg.setup import SCHEMA_VERSION, schema_statements

__all__ = ["finish_import", "refuse_occupied"]

#: Makes the node of an empty graph; that of an imported one comes when all else is there.
_EMPTY_GRAPH = "schema/30_graph"
#: Waits for all indexes.
_WAIT = "schema/31_wait"


async def refuse_occupied(database: Database) -> None:
    """See that the database holds nothing, or the packaged vocabulary alone.

    Raises:
        ReleaseError: an import would take the place of something.
    """
    try:
        found = await database.read(query("graph/holds"))
    except DatabaseNotReady:
        return
    layout, nodes = found["schema_version"], found["nodes"]
    if layout is None and nodes:
        raise ReleaseError(
            f"the database holds {nodes:,} nodes that are not therapath's", advice=_REPLACE
        )
    if layout not in (None, SCHEMA_VERSION):
        raise ReleaseError(
            f"the graph has layout {layout}, this therapath has {SCHEMA_VERSION}", advice=_REPLACE
        )
    if found["sources"] or found["evidence"]:
        raise ReleaseError(
            f"the graph holds {found['sources']:,} sources with {found['evidence']:,} evidence, "
            "and an import takes the place of all of it",
            advice=_REPLACE,
        )


def _is_constraint(name: str) -> bool:
    return "CREATE CONSTRAINT" in query(name).text


_REPLACE = "give --replace to put the release in its place, or set THERAPATH_HOME to another folder"


async def finish_import(database: Database, manifest: Manifest) -> None:
    """Put schema and indexes in place and make the graph known as one.

    Raises:
        ReleaseError: the database does not hold what the release does.
    """
    later = (_EMPTY_GRAPH, _WAIT)
    names = [name for name in schema_statements() if name not in later]
    # An index is filled in the background, a constraint while it is made: so indexes come first.
    # Not several statements at once: those of one label wait for each other's locks.
    for name in sorted(names, key=_is_constraint):
        await database.run_schema(name)
    await database.run_schema(_WAIT)
    found = await database.write(
        lambda tx: tx.run(
            query("release/imported"),
            schema_version=manifest.schema_version,
            vocabulary=manifest.vocabulary,
            terms=manifest.terms,
        )
    )
    for name, count in found.items():
        if count != manifest.counts[name]:
            raise ReleaseError(
                f"the database has {count:,} {name}, the release {manifest.counts[name]:,}",
                advice="import it again",
            )
