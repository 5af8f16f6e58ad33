"""Batches into the graph by a process beside this one, which meanwhile prepares the next.

Python runs one thread of a process at a time, so a thread that packs rows for Neo4j and one that
reads and checks rows hold each other up; two processes do not. A batch is handed over while the one
before it is being written, so that Neo4j does not wait for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection as Pipe
from typing import Any

from kg.batch import Batch
from kg.database import Connection, Database
from kg.errors import LoadError, TherapathError
from kg.terms import Terms
from kg.writer import LedgerEntry, SourceInfo, Written, write_batch

__all__ = ["Beside"]

#: How long a process that was asked to end may take, seconds.
_PATIENCE = 10.0


class Beside:
    """A process that writes one batch after the other; it ends with this one, however that ends."""

    def __init__(self, connection: Connection, packaged: Terms) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, connection, packaged), name="therapath-writer", daemon=True
        )
        self._process.start()
        # One thread each: batches go and answers come in turn, also when nobody waits any more.
        self._sending, self._answering = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._asked = self._answered = 0
        theirs.close()  # so that its end is noticed here

    async def write(
        self,
        source: SourceInfo,
        batch: Batch,
        *,
        entry: LedgerEntry | None = None,
        before: tuple[str, ...] | None = None,
    ) -> Written:
        """What :func:`kg.writer.write_batch` does, and raises; batches are written in turn.

        The next batch may be given before this one is written. After one that was not, none is.

        Raises:
            LoadError: the process ended on the way; the batch may have been written.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._sending, self._ask, (source, batch, entry, before))
        return await loop.run_in_executor(self._answering, self._answer)

    def _ask(self, task: tuple[Any, ...]) -> None:
        self._asked += 1
        try:
            self._pipe.send(task)
        except OSError as error:
            raise self._ended() from error

    def _answer(self) -> Written:
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        self._answered += 1
        if isinstance(answer, Written):
            return answer
        raise answer

    def _ended(self) -> LoadError:
        self._process.join(_PATIENCE)
        return LoadError(
            f"the process that writes to Neo4j ended (exit code {self._process.exitcode}); "
            "what was written stays, and loading again goes on from there"
        )

    def close(self) -> None:
        """Let it end; a batch that it is writing is not kept."""
        if self._asked > self._answered:
            # Closing this end would not reach the thread that waits at it.
            self._process.terminate()
        self._pipe.close()
        self._process.join(_PATIENCE)
        self._process.kill()
        for thread in (self._sending, self._answering):
            thread.shutdown(wait=False, cancel_futures=True)


def _serve(pipe: Pipe, connection: Connection, packaged: Terms) -> None:
    """What the process does, until the other end of the pipe goes away."""
    # Ctrl-C reaches all processes of a terminal; the other one decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A batch's rows are many: while they are written, looking through them for cycles finds none.
    gc.disable()
    gc.freeze()
    asyncio.run(_write_all(pipe, connection, packaged))


async def _write_all(pipe: Pipe, connection: Connection, packaged: Terms) -> None:
    tasks: asyncio.Queue[tuple[Any, ...] | None] = asyncio.Queue()
    failed: TherapathError | None = None
    async with Database(connection) as database:
        receiving = asyncio.create_task(_receive(pipe, tasks))
        while (task := await tasks.get()) is not None:
            writing = asyncio.create_task(_answer(database, packaged, task, failed))
            # The receiving ends with the other process.
            await asyncio.wait([writing, receiving], return_when=asyncio.FIRST_COMPLETED)
            if not writing.done():
                writing.cancel()
                return
            answer = writing.result()
            failed = None if isinstance(answer, Written) else answer
            with contextlib.suppress(OSError):
                pipe.send(answer)
            del task, writing, answer
            gc.collect()  # what the driver leaves behind holds on to the rows


async def _receive(pipe: Pipe, tasks: asyncio.Queue[tuple[Any, ...] | None]) -> None:
    """Take what is to be written as it comes, up to the end of the other process."""
    while (task := await asyncio.to_thread(_received, pipe)) is not None:
        tasks.put_nowait(task)
        del task  # or it would be kept until the next one is there
    tasks.put_nowait(None)


def _received(pipe: Pipe) -> tuple[Any, ...] | None:
    try:
        task: tuple[Any, ...] = pipe.recv()
    except (EOFError, OSError):
        return None
    return task


async def _answer(
    database: Database, packaged: Terms, task: tuple[Any, ...], failed: TherapathError | None
) -> Written | TherapathError:
    if failed is not None:
        return failed
    source, batch, entry, before = task
    try:
        return await write_batch(database, source, batch, packaged, entry=entry, before=before)
    except TherapathError as error:
        # The other process raises it again; what the driver hung on to it stays here.
        error.__cause__ = error.__context__ = None
        return error
