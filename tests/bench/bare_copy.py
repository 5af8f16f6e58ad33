"""The floors of loading a graph: what was loaded, read back and written again by the bare driver.

By UNWIND and CREATE nothing is looked for that might be there already; by UNWIND and MERGE it can
be run again, as a load can. No row is made either way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import neo4j

__all__ = ["Copy"]

_NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
_RELATIONSHIPS = """
    MATCH (a)-[r]->(b)
    RETURN labels(a)[0] AS a, type(r) AS type, labels(b)[0] AS b, a.id AS start, b.id AS end,
           properties(r) AS properties
"""
#: Rows of a transaction, as many nodes and relationships as a batch of facts becomes.
_ROWS = 20_000


class Copy:
    """All of a graph, in memory."""

    def __init__(self, driver: neo4j.Driver) -> None:
        self._nodes: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        self._relationships: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        with driver.session(fetch_size=5000) as session:
            for record in session.run(_NODES):
                self._nodes[tuple(record["labels"])].append(record["properties"])
            for record in session.run(_RELATIONSHIPS):
                self._relationships[record["a"], record["type"], record["b"]].append(
                    [record["start"], record["end"], record["properties"]]
                )

    def write(self, driver: neo4j.Driver, *, again: bool) -> None:
        """Into an empty graph that has its indexes; by MERGE where it can be run ``again``."""
        with driver.session() as session:
            for statement, rows in self._statements(again=again):
                for start in range(0, len(rows), _ROWS):
                    some = rows[start : start + _ROWS]
                    session.execute_write(_run, statement, some)

    def _statements(self, *, again: bool) -> Iterator[tuple[str, list[Any]]]:
        for labels, rows in self._nodes.items():
            named = "".join(f":`{label}`" for label in labels)
            if again:
                node = f"MERGE (n:`{labels[0]}` {{id: row.id}}) ON CREATE SET n = row, n{named}"
            else:
                node = f"CREATE (n{named}) SET n = row"
            yield f"UNWIND $rows AS row {node}", rows
        for (a, kind, b), rows in self._relationships.items():
            if again:
                # Between two entities there is one a claim, and else one.
                key = "{claim_id: row[2].claim_id}" if "claim_id" in rows[0][2] else ""
                step = f"MERGE (a)-[r:`{kind}` {key}]->(b) ON CREATE SET r = row[2]"
            else:
                step = f"CREATE (a)-[r:`{kind}`]->(b) SET r = row[2]"
            yield (
                f"UNWIND $rows AS row "
                f"MATCH (a:`{a}` {{id: row[0]}}) MATCH (b:`{b}` {{id: row[1]}}) {step}",
                rows,
            )


def _run(tx: neo4j.ManagedTransaction, statement: str, rows: list[Any]) -> None:
    tx.run(statement, rows=rows).consume()  # type: ignore[arg-type]  # labels of the graph's own
