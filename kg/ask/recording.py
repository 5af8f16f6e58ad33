"""The statements that an answer was made of, noted down as they are run."""

from __future__ import annotations

from typing import Any

from kg.cypher import Query
from kg.database import Database

__all__ = ["Recording"]


class Recording(Database):
    """A database, over the connections of another one, that notes what is read from it."""

    def __init__(self, inner: Database) -> None:
        self.__dict__.update(inner.__dict__)
        self.statements: list[tuple[Query, dict[str, Any]]] = []

    async def read(self, statement: Query, **parameters: Any) -> dict[str, Any]:
        """Note the statement, and run it; one that is run again is noted once."""
        run = (statement, parameters)
        if run not in self.statements:
            self.statements.append(run)
        return await super().read(statement, **parameters)
