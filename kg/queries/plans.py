"""Plans made before they are needed: a Neo4j that just started takes up to a second for one."""

from __future__ import annotations

from kg.cypher import Query, query, query_names
from kg.database import Database

__all__ = ["asked_statements", "plan_ahead"]

#: What writes, and what commands alone ask: folders, and a statement among questions.
_OTHERS = frozenset(
    {"build", "diff", "graph/changed", "release", "remap", "retract", "terms", "write"}
)
#: What is asked first, and what is asked last.
_FIRST = frozenset({"graph/state", "entities/resolve", "entities/narrower", "therapies/list"})
_LAST = "export/"


def asked_statements() -> list[Query]:
    """All statements that questions are answered by, in the order in which they are wanted."""
    names = [name for name in query_names() if _OTHERS.isdisjoint((name, name.partition("/")[0]))]

    def place(name: str) -> tuple[bool, bool, str]:
        return name not in _FIRST, name.startswith(_LAST), name

    return [query(name) for name in sorted(names, key=place)]


async def plan_ahead(database: Database) -> None:
    """Have the server make and keep the plan of each question, one after the other.

    Raises:
        DatabaseError: it does not answer, or not in time.
    """
    for statement in asked_statements():
        await database.plan(statement)
