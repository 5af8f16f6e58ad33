"""The one module that knows the driver: reads, writes, streams, and errors by our names."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, LiteralString, Self, TypeVar

import stamina

from kg.cypher import GIVEN, Query, query
from kg.errors import (
    DatabaseError,
    DatabaseHalted,
    DatabaseNotReady,
    DatabaseRefused,
    DatabaseUnavailable,
    DatabaseUnsupported,
    QueryTimeout,
    SettingsError,
    TransactionTooLarge,
)


@contextlib.contextmanager
def _hidden(*modules: str) -> Iterator[None]:
    """Let imports inside not find these, unless they are imported already."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


# The driver imports these where they are installed, for conversions that nothing here asks for,
# and every command would start half a second later.
with _hidden("numpy", "pandas", "pyarrow"):
    import neo4j
    from neo4j import exceptions as driver_errors

__all__ = ["MINIMUM_VERSION", "SETTLING_SECONDS", "Connection", "Database", "Transaction"]

T = TypeVar("T")

#: The oldest Neo4j whose Cypher the statements are written in.
MINIMUM_VERSION = (5, 26)

#: How long a refused or broken read is tried again before the caller hears of it, seconds.
_READ_RETRY_SECONDS = 2.0
#: How long a write waits out deadlocks, leader changes and short outages, seconds.
_WRITE_RETRY_SECONDS = 8.0

#: A version of the graph that was looked up counts for so long, and a writer is told so much after
#: its commit that it is done: then nobody goes by an older version any more.
SETTLING_SECONDS = 0.02

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_HALTED = ("TransactionLogError", "TransactionStartFailed", "TransactionCommitFailed")
_OUT_OF_MEMORY = "MemoryPoolOutOfMemoryError"
_TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration")


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a Neo4j is and how to log in; ``hint`` ends every complaint about reaching it."""

    uri: str
    user: str
    password: str
    database: str | None = None
    hint: str = "check NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD, and that Neo4j is running"


class Transaction:
    """One managed write transaction."""

    def __init__(self, inner: neo4j.AsyncManagedTransaction) -> None:
        self._inner = inner

    async def run(self, statement: Query, **parameters: Any) -> dict[str, Any]:
        """Run one statement; its one record as a dict, or an empty dict.

        Raises:
            TransactionTooLarge: the server gives one transaction no more memory.
        """
        with _too_large_at_once():
            result = await self._inner.run(statement.sent, {GIVEN: parameters})
            record = await result.single() if statement.columns else None
            if record is None:
                await result.consume()
                return {}
            return dict(record)

    async def stream(self, statement: Query, **parameters: Any) -> AsyncIterator[tuple[Any, ...]]:
        """Rows of a statement as this transaction sees them, one by one; to be read to the end."""
        with _too_large_at_once():
            result = await self._inner.run(statement.sent, {GIVEN: parameters})
            async for record in result:
                yield tuple(record.values())


@contextlib.contextmanager
def _too_large_at_once() -> Iterator[None]:
    """Turns a full memory into an error that is not tried again: it would be full again."""
    try:
        yield
    except driver_errors.TransientError as error:
        if (error.code or "").endswith(_OUT_OF_MEMORY):
            raise _too_large() from error
        raise


def _too_large() -> TransactionTooLarge:
    return TransactionTooLarge(
        "one step needs more memory than Neo4j gives a transaction; nothing was changed",
        advice="make a release with `therapath build` and put it in with `therapath import`, "
        "or raise Neo4j's dbms.memory.transaction.total.max (the local one's with "
        "THERAPATH_HEAP_MIB)",
    )


class Database:
    """A pool of connections to one Neo4j database. Safe to share between tasks."""

    def __init__(self, connection: Connection, *, query_timeout: float = 30.0) -> None:
        """Nothing is opened until the first statement.

        Raises:
            SettingsError: the address has an unknown scheme or form.
        """
        self.connection = connection
        self.query_timeout = query_timeout
        self.server_version = ""
        if connection.uri.partition("://")[0] not in _SCHEMES:
            raise SettingsError(
                f"NEO4J_URI {connection.uri!r}: expected an address that begins with one of "
                + ", ".join(f"{scheme}://" for scheme in _SCHEMES)
            )
        try:
            self._driver = neo4j.AsyncGraphDatabase.driver(
                connection.uri,
                auth=(connection.user, connection.password),
                connection_timeout=3.0,
                connection_acquisition_timeout=10.0,
                max_transaction_retry_time=_WRITE_RETRY_SECONDS,
                max_connection_pool_size=64,
                keep_alive=True,
                telemetry_disabled=True,
                user_agent="therapath",
                notifications_min_severity="OFF",
            )
        except (driver_errors.ConfigurationError, ValueError) as error:
            raise SettingsError(f"NEO4J_URI {connection.uri!r}: {error}") from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._driver.close()

    async def check(self) -> str:
        """The server's version, as ``2026.08.1``.

        Raises:
            DatabaseUnavailable: nothing answers.
            DatabaseRefused: wrong user or password.
            DatabaseUnsupported: it is older than :data:`MINIMUM_VERSION`.
        """
        with self._our_errors():
            info = await self._driver.get_server_info()
        # The agent reads "Neo4j/5.26.30".
        version = info.agent.partition("/")[2]
        numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
        if numbers < MINIMUM_VERSION:
            raise DatabaseUnsupported(
                f"the server at {self.connection.uri} is Neo4j {version or info.agent}",
                advice=f"therapath needs Neo4j {'.'.join(map(str, MINIMUM_VERSION))} or later",
            )
        self.server_version = version
        return version

    async def read(self, statement: Query, **parameters: Any) -> dict[str, Any]:
        """Run a read statement that returns one record.

        Raises:
            DatabaseNotReady: there is no record: the graph has not been set up.
            QueryTimeout: the server ended it at the time limit.
            DatabaseUnavailable: the server did not answer, also when asked again.
        """
        if not self.server_version:
            await self.check()
        try:
            return await self._read_once(statement, parameters)
        except DatabaseUnavailable:
            # A pooled connection outlives its server; a fresh one usually answers.
            self.server_version = ""
        async for attempt in stamina.retry_context(
            on=DatabaseUnavailable, timeout=_READ_RETRY_SECONDS, wait_initial=0.05, wait_max=0.5
        ):
            with attempt:
                await self.check()
                return await self._read_once(statement, parameters)
        raise AssertionError("unreachable")  # pragma: no cover

    async def _read_once(self, statement: Query, parameters: dict[str, Any]) -> dict[str, Any]:
        with self._our_errors():
            async with self._session(neo4j.READ_ACCESS) as session:
                # Auto-commit: one round trip where a managed transaction takes three.
                result = await session.run(self._timed(statement.sent), {GIVEN: parameters})
                record = await result.single()
        if record is None:
            raise DatabaseNotReady(
                "the database answers, but has no therapath graph in it yet",
                advice="load something: `therapath demo` or `therapath load PATH`",
            )
        return dict(record)

    async def stream(self, statement: Query, **parameters: Any) -> AsyncIterator[tuple[Any, ...]]:
        """Run a read statement that returns rows, without a time limit, row by row."""
        if not self.server_version:
            await self.check()
        with self._our_errors():
            async with self._session(neo4j.READ_ACCESS) as session:
                result = await session.run(statement.sent, {GIVEN: parameters})
                async for record in result:
                    yield tuple(record.values())

    async def plan(self, statement: Query) -> None:
        """Have the server plan a read statement, and keep the plan, without running it.

        Raises:
            DatabaseError: no server answers, or not in time.
        """
        if not self.server_version:
            await self.check()
        with self._our_errors():
            async with self._session(neo4j.READ_ACCESS) as session:
                text = self._timed("EXPLAIN " + statement.sent)
                await (await session.run(text, {GIVEN: {}})).consume()

    async def explain(self, statement: Query, *, profile: bool = False, **parameters: Any) -> Any:
        """The plan of a statement; with ``profile`` it is run and database hits are counted."""
        prefix: LiteralString = "PROFILE " if profile else "EXPLAIN "
        with self._our_errors():
            async with self._session(neo4j.WRITE_ACCESS) as session:
                transaction = await session.begin_transaction()
                try:
                    result = await transaction.run(prefix + statement.sent, {GIVEN: parameters})
                    summary = await result.consume()
                finally:
                    await transaction.rollback()
        return summary.profile if profile else summary.plan

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction; it is run again after a deadlock or short outage.

        It returns :data:`SETTLING_SECONDS` after the commit.
        """
        done = await self._committed(work)
        await asyncio.sleep(SETTLING_SECONDS)
        return done

    async def _committed(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if not self.server_version:
            await self.check()

        async def managed(inner: neo4j.AsyncManagedTransaction) -> T:
            return await work(Transaction(inner))

        with self._our_errors():
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return await session.execute_write(managed)

    async def run_schema(self, name: str) -> None:
        """Run one statement that no transaction with data may hold (constraints, indexes).

        It is run again after a deadlock: two that make one database ready wait for each other.
        """
        statement = query(name)
        await self._committed(lambda tx: tx.run(statement))

    def _session(self, mode: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self.connection.database, default_access_mode=mode, fetch_size=5000
        )

    def _timed(self, text: LiteralString) -> neo4j.Query:
        return neo4j.Query(text, timeout=self.query_timeout)

    @contextlib.contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError) as error:
            raise self._translated(error) from error
        except (TimeoutError, OSError) as error:
            raise self._unavailable(error) from error

    def _translated(self, error: driver_errors.GqlError) -> DatabaseError | SettingsError:
        code = getattr(error, "code", None) or ""
        if isinstance(error, driver_errors.AuthError) or "Security.Authentication" in code:
            return DatabaseRefused(
                f"Neo4j at {self.connection.uri} refused user {self.connection.user!r}",
                advice=self.connection.hint,
            )
        if code.endswith(_OUT_OF_MEMORY):
            return _too_large()
        if code.startswith("Neo.DatabaseError.") and code.endswith(_HALTED):
            return DatabaseHalted(
                f"Neo4j at {self.connection.uri} cannot write; its disk may be full "
                f"({getattr(error, 'message', None) or error})",
                advice="make room and start it again (the local one with `therapath down` and "
                "`therapath up`); what was committed is there, and a load that is begun again "
                "goes on from it",
            )
        if code.endswith(_TIMED_OUT):
            return QueryTimeout(
                f"the query took longer than {self.query_timeout:g} s and was stopped",
                advice="narrow it with more filters, or raise THERAPATH_QUERY_TIMEOUT",
            )
        if isinstance(
            error,
            driver_errors.ServiceUnavailable
            | driver_errors.SessionExpired
            | driver_errors.ConnectionPoolError
            | driver_errors.DatabaseUnavailable,
        ):
            return self._unavailable(error)
        if isinstance(error, driver_errors.ConfigurationError):
            return SettingsError(f"NEO4J_URI {self.connection.uri!r}: {error}")
        return DatabaseError(
            f"Neo4j: {getattr(error, 'message', None) or error}",
            advice=f"Neo4j's code is {code}" if code else "",
        )

    def _unavailable(self, error: BaseException) -> DatabaseUnavailable:
        return DatabaseUnavailable(
            f"Neo4j at {self.connection.uri} does not answer", advice=self.connection.hint
        )
