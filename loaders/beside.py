"""Batches into the graph by a process beside this one, which meanwhile prepares the next.

Python runs one thread of a process at a time, so a thread that packs rows for Neo4j and one that
reads and checks rows hold each other up; two processes do not.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import signal
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
        self._asking = False
        theirs.close()  # so that its end is noticed here

    async def write(
        self,
        source: SourceInfo,
        batch: Batch,
        *,
        entry: LedgerEntry | None = None,
        before: tuple[str, ...] | None = None,
    ) -> Written:
        """What :func:`kg.writer.write_batch` does, and raises.

        Raises:
            LoadError: the process ended on the way; the batch may have been written.
        """
        return await asyncio.to_thread(self._ask, (source, batch, entry, before))

    def _ask(self, task: tuple[Any, ...]) -> Written:
        self._asking = True
        try:
            self._pipe.send(task)
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(_PATIENCE)
            raise LoadError(
                f"the process that writes to Neo4j ended (exit code {self._process.exitcode}); "
                "what was written stays, and loading again goes on from there"
            ) from error
        finally:
            self._asking = False
        if isinstance(answer, Written):
            return answer
        raise answer

    def close(self) -> None:
        """Let it end; a batch that it is writing is not kept."""
        if self._asking:
            # Closing this end would not reach the thread that waits at it.
            self._process.terminate()
        self._pipe.close()
        self._process.join(_PATIENCE)
        self._process.kill()


def _serve(pipe: Pipe, connection: Connection, packaged: Terms) -> None:
    """What the process does, until the other end of the pipe goes away."""
    # Ctrl-C reaches all processes of a terminal; the other one decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A batch's rows are many: while they are written, looking through them for cycles finds none.
    gc.disable()
    gc.freeze()
    asyncio.run(_write_all(pipe, connection, packaged))


async def _write_all(pipe: Pipe, connection: Connection, packaged: Terms) -> None:
    async with Database(connection) as database:
        while (task := await asyncio.to_thread(_received, pipe)) is not None:
            writing = asyncio.create_task(_answer(database, packaged, task))
            # The next one comes after the answer: before it, there is only the end to hear of.
            gone = asyncio.create_task(asyncio.to_thread(pipe.poll, None))
            await asyncio.wait([writing, gone], return_when=asyncio.FIRST_COMPLETED)
            if not writing.done():
                writing.cancel()
                return
            answer = writing.result()
            with contextlib.suppress(OSError):
                pipe.send(answer)
            del task, writing, answer
            gc.collect()  # what the driver leaves behind holds on to the rows
            await gone


def _received(pipe: Pipe) -> tuple[Any, ...] | None:
    try:
        task: tuple[Any, ...] = pipe.recv()
    except (EOFError, OSError):
        return None
    return task


async def _answer(
    database: Database, packaged: Terms, task: tuple[Any, ...]
) -> Written | TherapathError:
    source, batch, entry, before = task
    try:
        return await write_batch(database, source, batch, packaged, entry=entry, before=before)
    except TherapathError as error:
        # The other process raises it again; what the driver hung on to it stays here.
        error.__cause__ = error.__context__ = None
        return error
