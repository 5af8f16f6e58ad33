"""A command that is ended from outside tidies up, and one whose reader goes has not failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

_WAITS = """
import asyncio
import typer
from kg.cli import run

app = typer.Typer()


@app.command()
def wait() -> None:
    async def work(database):
        try:
            print("begun", flush=True)
            await asyncio.sleep(60)
        finally:
            print("tidied up", flush=True)

    run(work)


app()
"""


def test_terminated_command_tidies_up_and_says_so_by_its_status() -> None:
    # Nothing is asked of this server: a connection is opened by the first question.
    server = {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_USER": "neo4j", "NEO4J_PASSWORD": "none"}
    with subprocess.Popen(
        [sys.executable, "-c", _WAITS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | server,
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "begun\n"
        waiting.send_signal(signal.SIGTERM)
        said, complained = waiting.communicate(timeout=30)
    assert (said, complained, waiting.returncode) == ("tidied up\n", "", 143)


_TELLS = """
from kg.tables.terminal import console
from therapath import app


@app.command()
def tell() -> None:
    console().print("told")


app()
"""


@pytest.mark.parametrize(
    "command",
    [["-m", "therapath", "schema", "facts"], ["-c", _TELLS, "tell"]],
    ids=["text", "table"],
)
def test_command_whose_reader_has_gone_has_not_failed(command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(
        [sys.executable, *command],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    ) as telling:
        os.close(write)
        _, complained = telling.communicate(timeout=60)
    assert (complained, telling.returncode) == ("", 0)
