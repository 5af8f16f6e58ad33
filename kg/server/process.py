"""The Java process: started apart from this one, watched until it is ready, stopped in order."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import DiskFull, LocalServerError, ServerCrashed
from kg.server.disk import make_folder
from kg.server.extra import need
from kg.server.home import ServerHome
from kg.server.ready import answers
from kg.server.state import LocalServer, has_ended, live_process

if TYPE_CHECKING:
    from psutil import Process

__all__ = ["start", "stop", "wait_until_ready"]

#: Seconds a start may take: recovery after a crash of a large store is slow.
START_TIMEOUT = 180.0
#: Seconds an orderly stop may take before the process is killed.
STOP_TIMEOUT = 60.0

_POLL = 0.1
_TAIL_LINES = 15
_COMPLAINT = re.compile(r"\b(error|exception|insufficient|could not)\b", re.IGNORECASE)

# Python warns when it drops a child that still runs, and these are meant to outlive us.
_children: list[subprocess.Popen[bytes]] = []


def start(command: Sequence[str], home: ServerHome) -> Process:
    """Start the server in a session of its own, so that it survives this one's end."""
    make_folder(home.console.parent)
    # Neo4j appends to its log; a crash's last lines must not be an older crash's.
    if home.log.exists():
        home.log.replace(home.log.with_suffix(".previous.log"))
    with home.console.open("wb") as console:
        child = subprocess.Popen(  # noqa: S603 (the command is our own)
            command,
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _children.append(child)
    process: Process = need("psutil").Process(child.pid)
    return process


def wait_until_ready(server: LocalServer, password: str, timeout: float = START_TIMEOUT) -> None:
    """Wait until the server answers a query and Bolt greets.

    Args:
        server: whose process was started, now or earlier.
        password: of its user.
        timeout: seconds.

    Raises:
        ServerCrashed: the process ended, or the time is up; has the last lines of its log.
        DiskFull: it ended because no room is left.
        LocalServerError: it refuses the password.
    """
    deadline = time.monotonic() + timeout
    while not answers(server, password):
        if live_process(server) is None:
            raise _crashed("Neo4j stopped while starting", ServerHome(server.home))
        if time.monotonic() > deadline:
            raise _crashed(f"Neo4j did not answer within {timeout:.0f} s", ServerHome(server.home))
        time.sleep(_POLL)


def _crashed(message: str, home: ServerHome) -> LocalServerError:
    for child in _children:
        child.poll()  # takes its exit code, so that no zombie stays until we end
    lines = _last_lines(home)
    if any("No space left on device" in line for line in lines):
        return DiskFull(
            f"{message}: no room is left in {home.folder}",
            advice="make room, or set THERAPATH_HOME to a folder on another disk",
        )
    reason = _reason(lines)
    advice = f"read {home.console} and {home.log}"
    if "memory" in reason.lower():
        advice = f"lower THERAPATH_HEAP_MIB or THERAPATH_PAGE_CACHE_MIB; {advice}"
    return ServerCrashed(f"{message}: {reason}", advice=advice, log_tail=lines)


def _reason(lines: Sequence[str]) -> str:
    """Pick the line that says most: Neo4j's last error, else Java's first complaint, else the last.

    What follows an error is the stop it caused, or where the report about it was put.
    """
    errors = [line.partition(" ERROR ")[2] for line in lines if " ERROR " in line]
    complaints = [line for line in lines if _COMPLAINT.search(line)]
    chosen = errors[-1:] or complaints[:1] or lines[-1:] or ["its logs are empty"]
    return chosen[0].lstrip("# ").strip()


def _last_lines(home: ServerHome) -> list[str]:
    """Read the ends of what Java said and of what Neo4j logged, in this order."""
    lines = []
    for file in (home.console, home.log):
        with contextlib.suppress(FileNotFoundError):
            text = file.read_text("utf-8", errors="replace")
            lines += [line for line in text.splitlines() if line.strip()][-_TAIL_LINES:]
    return lines


def stop(server: LocalServer, timeout: float = STOP_TIMEOUT) -> bool:
    """End the server's process; kill it when it does not end in order.

    Args:
        server: the process is looked up by pid and time of creation, so no other can be hit.
        timeout: seconds for the orderly end.

    Returns:
        True if it ended in order.
    """
    psutil = need("psutil")
    process = live_process(server)
    if process is None:
        return False
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
        if not _ended(server, process, timeout):
            process.kill()
            _ended(server, process, timeout)
            return False
    return True


def _ended(server: LocalServer, process: Process, timeout: float) -> bool:
    """Wait for the server's end.

    Its process may be the child of another one that lives on and has not taken notice of its
    end yet, so that waiting for it to be gone would take for ever.
    """
    deadline = time.monotonic() + timeout
    while not has_ended(server):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL)
    psutil = need("psutil")
    with contextlib.suppress(psutil.TimeoutExpired):
        process.wait(0)  # takes its exit code if it is ours, so that no zombie stays
    return True
