"""The examples of a page, run again: each command in it with what it prints.

An example is a ``console`` block whose first line is ``$ therapath …`` or ``GET /v1/…``. Run as
``python -m tests.examples PAGE`` on a local Neo4j with the packaged evidence, it writes the page
anew with what is true now.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_BLOCK = re.compile(
    r"^```console\n(?P<command>(?:\$ therapath|GET) .+)\n(?P<shown>(?:.*\n)*?)```$", re.M
)


def commands(page: str) -> Iterator[str]:
    """The commands of a page, in their order."""
    return (found["command"] for found in _BLOCK.finditer(page))


def renewed(page: str, run: Callable[[str], str]) -> str:
    """The page with what ``run`` says of each command."""

    def block(found: re.Match[str]) -> str:
        shown = run(found["command"])
        return f"```console\n{found['command']}\n{shown}```"

    return _BLOCK.sub(block, page)


def tidy(text: str) -> str:
    """Without the spaces at the ends of lines, which tables have, and empty lines at the ends."""
    lines = [line.rstrip() for line in text.splitlines()]
    body = "\n".join(lines).strip("\n")
    return f"{body}\n" if body else ""


def run_here(command: str) -> str:
    """What a command prints, as a process; the call of a route is left as it is."""
    if command.startswith("GET"):
        return ""
    words = shlex.split(command.removeprefix("$ therapath "))
    done = subprocess.run(
        [sys.executable, "-m", "therapath", *words],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "120"},
    )
    return tidy(done.stdout)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    page = path.read_text(encoding="utf-8")
    path.write_text(renewed(page, run_here), encoding="utf-8")
