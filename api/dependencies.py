"""What routes need: the graph's database and resolver, opened when first wanted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response

from api.answers import Answers, VersionReader, key_of, tags_of
from kg import pooling
from kg.connect import connection_of, open_database
from kg.database import Database
from kg.errors import DatabaseUnavailable, LocalServerError, TherapathError
from kg.model.answer import Answer
from kg.model.base import Model
from kg.queries.graph import version
from kg.queries.plans import plan_ahead
from kg.resolver import Resolver
from kg.settings import Settings

__all__ = ["Graph", "GraphDep", "JsonResponse", "answered", "not_modified"]

T = TypeVar("T", bound=Model)
_log = logging.getLogger("therapath.api")
#: Seconds until a Neo4j that did not answer is looked for again, to have it plan all questions.
_LOOKS_AGAIN = 5.0


class Graph:
    """The open database and its resolver, opened when first wanted.

    A local Neo4j may come back on another port with another password, and ``serve`` may have
    been started before it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: tuple[Database, Resolver] | None = None
        self.answers = Answers(settings.answer_cache_mib * 1024 * 1024)
        self._versions = VersionReader(lambda: version(self.database))

    @property
    def database(self) -> Database:
        """The database.

        Raises:
            LocalServerError: no server is named and no local one runs.
        """
        return self._opened()[0]

    @property
    def resolver(self) -> Resolver:
        """The resolver of :attr:`database`."""
        return self._opened()[1]

    def _opened(self) -> tuple[Database, Resolver]:
        if self._open is None:
            database = open_database(self.settings)
            self._open = database, Resolver(database)
        return self._open

    async def version(self) -> str:
        """The graph's version now.

        Raises:
            DatabaseError, LocalServerError: nothing answers.
        """
        return await self._versions.version()

    async def prepare(self) -> None:
        """Get ready what the first question of a kind would wait for: plans, and what pools."""
        await asyncio.gather(asyncio.to_thread(pooling.prepare), self._plan_ahead())

    async def _plan_ahead(self) -> None:
        """Also where this server was started before its Neo4j."""
        while True:
            try:
                await self.look_again()
                await plan_ahead(self.database)
            except (DatabaseUnavailable, LocalServerError):
                await asyncio.sleep(_LOOKS_AGAIN)
                continue
            except TherapathError as error:
                _log.info("questions are planned as they come: %s", error)
            return

    async def look_again(self) -> None:
        """After a failure: where the server is to be found elsewhere now, turn there.

        The driver itself takes up a server again that comes back where it was.
        """
        if self._open is not None and connection_of(self.settings) != self._open[0].connection:
            await self.close()

    async def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        before, self._open = self._open, None
        if before is not None:
            await before[0].close()


async def _graph(request: Request) -> Graph:
    # Asynchronous although it awaits nothing: the other kind is run in a thread, at 0.2 ms.
    graph = request.app.state.graph
    assert isinstance(graph, Graph)  # noqa: S101  # put there by create_app
    return graph


GraphDep = Annotated[Graph, Depends(_graph)]


class JsonResponse(Response):
    """A response whose body is JSON text already."""

    media_type = "application/json"


async def not_modified(request: Request, graph: Graph) -> Response | None:
    """304 where the client has the graph's version already."""
    known = request.headers.get("if-none-match")
    if known is not None:
        current = f'"{await graph.version()}"'
        if current in tags_of(known):
            return Response(status_code=304, headers={"ETag": current})
    return None


async def answered(
    request: Request, graph: Graph, ask: Callable[[], Awaitable[Answer[T]]]
) -> Response:
    """The answer with its ``ETag``, or 304 where the client has that version already."""
    known = await not_modified(request, graph)
    if known is not None:
        return known
    answer = await ask()
    body = answer.body.__pydantic_serializer__.to_json(answer.body)
    graph.answers.keep(key_of(request.scope), answer.version, body)
    return JsonResponse(body, headers={"ETag": f'"{answer.version}"'})
