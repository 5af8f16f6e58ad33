"""Start, stop and find the local Neo4j."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import AlreadyRunning, LocalServerError
from kg.server.admin import resume_exchange
from kg.server.class_archive import ClassArchive
from kg.server.configuration import configuration_text
from kg.server.disk import disk_errors, make_folder, need_room, write_atomically
from kg.server.guard import held
from kg.server.home import ServerHome
from kg.server.jars import install
from kg.server.java import java_command
from kg.server.lock import read_lock
from kg.server.password import prepare_password
from kg.server.ports import check_ports
from kg.server.process import start, stop, wait_until_ready
from kg.server.progress import Progress, Silent
from kg.server.state import (
    LocalServer,
    find_running,
    find_unrecorded,
    forget,
    home_argument,
    remember,
)
from kg.server.versions import ServerVersion, server_version
from kg.settings import DEFAULT_NEO4J_VERSION

if TYPE_CHECKING:
    from kg.settings import Settings

__all__ = ["LocalServerStatus", "connection", "down", "status", "up"]

_VARIABLE = "THERAPATH_HOME"
#: Bytes that an empty store and its logs take, with room to load something.
_ROOM = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalServerStatus:
    """What ``therapath status`` tells; everything but the home is None when nothing runs."""

    running: bool
    version: str | None
    uri: str | None
    browser: str | None
    user: str | None
    #: Path of the file with the password, never the password.
    password_file: str | None
    pid: int | None
    #: Folder of the local Neo4j, of all versions.
    home: str


def up(
    settings: Settings,
    version: str = DEFAULT_NEO4J_VERSION,
    progress: Progress | None = None,
) -> LocalServer:
    """Install and start the local Neo4j, and wait until it answers.

    Returns at once when this version already runs on this home. Recovers by itself from a
    server that was killed, a stale record, an interrupted download or an interrupted ``up``.

    Raises:
        InvalidValue: therapath cannot start this version.
        AlreadyRunning: another version runs on this home.
        LocalExtraMissing, DownloadFailed, DiskFull, PortTaken, ServerCrashed: as named.
        LocalServerError: the password is lost or refused, a folder may not be written, and such.
    """
    release = server_version(version)
    progress = progress or Silent()
    with _exclusive(settings, progress):
        running = find_running(settings.home) or _adopt(settings.home)
        if running is None:
            return _start(settings, release, progress)
        if running.version != version:
            raise AlreadyRunning(
                f"Neo4j {running.version} runs on {settings.home} (pid {running.pid}),"
                f" so {version} cannot be started",
                advice="run `therapath down` first, or set THERAPATH_HOME to another folder",
            )
        # Usually one query; an `up` that was killed while waiting left a server still starting.
        wait_until_ready(running, running.password)
        return running


def down(settings: Settings, progress: Progress | None = None) -> bool:
    """Stop the local Neo4j in order.

    Returns:
        True if one ran; False if there was nothing to stop.

    Raises:
        LocalServerError: another therapath starts or stops it and does not finish.
    """
    if not settings.home.exists():
        return False
    with _exclusive(settings, progress or Silent()):
        running = find_running(settings.home) or _adopt(settings.home)
        if running is not None:
            in_order = stop(running)
            ClassArchive.collect(ServerHome(running.home), settings.cache, keep=in_order)
        forget(settings.home)
        return running is not None


def status(settings: Settings) -> LocalServerStatus:
    """Tell what runs; never starts, stops or changes anything."""
    running = find_running(settings.home)
    home = str(settings.home)
    if running is None:
        return LocalServerStatus(False, None, None, None, None, None, None, home)
    return LocalServerStatus(
        running=True,
        version=running.version,
        uri=running.uri,
        browser=running.browser,
        user=running.user,
        password_file=str(running.password_file),
        pid=running.pid,
        home=home,
    )


def connection(settings: Settings) -> tuple[str, str, str]:
    """Address, user and password of the local Neo4j that runs.

    Raises:
        LocalServerError: none runs, or its password file is lost.
    """
    running = find_running(settings.home)
    if running is None:
        raise LocalServerError(
            "no local Neo4j is running", advice="run `therapath up`, or set NEO4J_URI"
        )
    return running.uri, running.user, running.password


@contextlib.contextmanager
def _exclusive(settings: Settings, progress: Progress) -> Iterator[None]:
    """Hold the home's lock, with the disk's errors named."""
    with disk_errors(settings.home, _VARIABLE):
        make_folder(settings.home)
        reason = "another therapath starts or stops the local Neo4j"
        with held(settings.home / "server.lock", reason, progress):
            yield


def _adopt(home: Path) -> LocalServer | None:
    """Find a server of ours that the record does not know, and record it."""
    found = find_unrecorded(home)
    if found is not None:
        remember(home, found)
    return found


def _start(settings: Settings, version: ServerVersion, progress: Progress) -> LocalServer:
    jars = install(settings, read_lock(version.number), progress)
    check_ports(settings)
    need_room(settings.home, _ROOM, _VARIABLE)
    home = ServerHome.of(settings.home, version.number)
    make_folder(home.folder)
    resume_exchange(home)
    password = prepare_password(home)
    write_atomically(home.configuration, configuration_text(version, settings))
    progress.line(f"starting Neo4j {version.number}")
    process = start(_command(settings, version, home, jars), home)
    server = LocalServer(
        version=version.number,
        pid=process.pid,
        created=process.create_time(),
        bolt_port=settings.bolt_port,
        browser_port=settings.browser_port,
        home=home.folder,
    )
    try:
        remember(settings.home, server)
        wait_until_ready(server, password)
    except BaseException:  # Ctrl-C too: what did not become ready is not left behind
        stop(server, timeout=10)
        forget(settings.home)
        raise
    return server


def _command(
    settings: Settings, version: ServerVersion, home: ServerHome, jars: list[Path]
) -> list[str]:
    """Write what the server needs to start and build its command line."""
    make_folder(home.run)
    memory = (f"-Xms{settings.heap_mib}m", f"-Xmx{settings.heap_mib}m")
    errors = f"-XX:ErrorFile={home.console.parent}/hs_err_pid%p.log"
    archive = ClassArchive(settings.cache, version, jars).options(home)
    return java_command(
        version,
        jars,
        version.main_class,
        (home_argument(home.folder), f"--config-dir={home.configuration.parent}"),
        options=(*memory, errors, *archive),
        argument_file=home.run / "java.args",
    )
