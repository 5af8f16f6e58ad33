"""What runs: the record that ``up`` leaves for the processes after it.

A record is believed only while its process lives: same pid, same time of creation, same home
folder. Anything else is a leftover of a crash or a reboot and is ignored.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.server.configuration import configured_ports
from kg.server.disk import write_atomically
from kg.server.extra import need
from kg.server.home import ServerHome
from kg.server.password import USER, read_password
from kg.server.versions import server_version
from kg.settings import SUPPORTED_NEO4J_VERSIONS

if TYPE_CHECKING:
    from psutil import Process

__all__ = [
    "LocalServer",
    "find_running",
    "find_unrecorded",
    "forget",
    "has_ended",
    "home_argument",
    "live_process",
    "playing",
    "remember",
]

#: Seconds by which two readings of one process's time of creation may differ.
_CLOCK_TOLERANCE = 2.0


def playing(browser: str, guide: str) -> str:
    """Address of a Neo4j Browser that plays a guide once it is connected."""
    return f"{browser}&cmd=play&arg={guide}"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A local Neo4j that runs."""

    version: str
    pid: int
    #: When the process was created, in seconds since 1970: a pid alone may be somebody else's.
    created: float
    bolt_port: int
    browser_port: int
    #: Folder of this version: data, logs, configuration, password.
    home: Path

    @property
    def uri(self) -> str:
        """Bolt address."""
        return f"bolt://localhost:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """Address of Neo4j Browser, already pointed at this server."""
        return f"http://localhost:{self.browser_port}/browser/?dbms={self.uri}"

    def playing(self, guide: str) -> str:
        """Address of Neo4j Browser that plays a guide once it is connected."""
        return playing(self.browser, guide)

    @property
    def user(self) -> str:
        """Neo4j's built-in user."""
        return USER

    @property
    def password_file(self) -> Path:
        """File with the password; mode 0600."""
        return ServerHome(self.home).password_file

    @property
    def password(self) -> str:
        """The password itself; never print it.

        Raises:
            LocalServerError: its file is lost.
        """
        return read_password(ServerHome(self.home))


def _file(home: Path) -> Path:
    return home / "server.json"


def remember(home: Path, server: LocalServer) -> None:
    """Write the record."""
    record = asdict(server) | {"home": str(server.home)}
    write_atomically(_file(home), json.dumps(record, indent=2) + "\n")


def forget(home: Path) -> None:
    """Remove the record."""
    _file(home).unlink(missing_ok=True)


def find_running(home: Path) -> LocalServer | None:
    """Read the record; ``None`` when there is none or its process is gone."""
    try:
        record: dict[str, Any] = json.loads(_file(home).read_text("utf-8"))
        server = LocalServer(**record | {"home": Path(record["home"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None  # none, or not written by this therapath
    return server if live_process(server) is not None else None


def live_process(server: LocalServer) -> Process | None:
    """Find the server's process, if it is that very process and alive."""
    psutil = need("psutil")
    try:
        process: Process = psutil.Process(server.pid)
        same = abs(process.create_time() - server.created) < _CLOCK_TOLERANCE
        alive = process.status() != psutil.STATUS_ZOMBIE
        arguments = process.cmdline()
        # In the moment of its start a process shows no arguments yet.
        ours = not arguments or home_argument(server.home) in arguments
    except psutil.Error:
        return None
    return process if same and alive and ours else None


def has_ended(server: LocalServer) -> bool:
    """Say whether nothing of the server's process is left.

    A process whose first thread has ended is a zombie already, while the others still hold its
    files open for a moment.
    """
    if live_process(server) is not None:
        return False
    psutil = need("psutil")
    try:
        process = psutil.Process(server.pid)
        if abs(process.create_time() - server.created) >= _CLOCK_TOLERANCE:
            return True  # another's, with the same number
        threads: int = process.num_threads()
    except psutil.Error:
        return True
    return threads <= 1


def home_argument(folder: Path) -> str:
    """Build the argument that tells a server its home, and by which it is recognised."""
    return f"--home-dir={folder}"


def find_unrecorded(home: Path) -> LocalServer | None:
    """Look for a server of this home that no record speaks of.

    That is what is left when ``up`` was killed in the moment between start and record, or when
    somebody deleted the record.
    """
    psutil = need("psutil")
    homes = {home_argument(ServerHome.of(home, v).folder): v for v in SUPPORTED_NEO4J_VERSIONS}
    for process in psutil.process_iter():
        try:
            arguments = process.cmdline()
            found = [homes[argument] for argument in arguments if argument in homes]
            if found and server_version(found[0]).main_class in arguments:
                return _from_process(process, ServerHome.of(home, found[0]), found[0])
        except (psutil.Error, OSError, ValueError):
            continue  # ended meanwhile, not ours to see, or without a configuration of ours
    return None


def _from_process(process: Process, home: ServerHome, version: str) -> LocalServer:
    bolt, browser = configured_ports(home.configuration.read_text("utf-8"))
    return LocalServer(version, process.pid, process.create_time(), bolt, browser, home.folder)
