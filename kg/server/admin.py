"""``neo4j-admin database import full``, beside the graph that is there until it is done.

The importer writes a database of its own name while the old graph is still served. Only when it
has ended well are the folders exchanged, by renaming; a process that ends in the middle of that
leaves a mark, by which the next start finishes it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import BulkImportFailed, DiskFull
from kg.server.class_archive import ClassArchive
from kg.server.configuration import configuration_text
from kg.server.disk import disk_errors, make_folder, write_atomically
from kg.server.home import ServerHome
from kg.server.jars import install
from kg.server.java import java_command
from kg.server.lock import read_lock
from kg.server.progress import Progress
from kg.server.versions import server_version

if TYPE_CHECKING:
    from kg.settings import Settings

__all__ = ["drop_old", "exchange", "import_beside", "resume_exchange", "take_back"]

# What Neo4jAdminCommand starts in a second Java process; called directly that start is saved.
_ADMIN_CLASS = "org.neo4j.cli.AdminTool"
_VARIABLE = "THERAPATH_HOME"
#: Name of the database while it is imported, and of the one that is served.
_INCOMING, _SERVED = "incoming", "neo4j"
_TAIL_LINES = 12


def import_beside(
    settings: Settings, version: str, arguments: Sequence[str], progress: Progress
) -> None:
    """Import a database beside the one that is there, which may go on serving.

    Args:
        settings: of the local server.
        version: of Neo4j.
        arguments: those behind the database's name.
        progress: is told what happens.

    Raises:
        BulkImportFailed: the importer refused its input; has its last lines.
        DiskFull: no room is left.
    """
    release = server_version(version)
    jars = install(settings, read_lock(version), progress)
    home = ServerHome.of(settings.home, version)
    with disk_errors(settings.home, _VARIABLE):
        make_folder(home.run)
        resume_exchange(home)  # what it would have put in place must not be taken for a leftover
        _remove((*_folders(home, _INCOMING), _old(home)))
        if not home.configuration.exists():
            write_atomically(home.configuration, configuration_text(release, settings))
        half = settings.import_memory_mib // 2
        archive = ClassArchive(settings.cache, release, jars)
        command = java_command(
            release,
            jars,
            _ADMIN_CLASS,
            (
                "database",
                "import",
                "full",
                _INCOMING,
                f"--max-off-heap-memory={half}m",
                f"--report-file={home.run / 'import.report'}",
                *arguments,
            ),
            options=(f"-Xmx{half}m", *archive.options_if_recorded()),
            argument_file=home.run / "import.args",
        )
        try:
            _run(command, home)
        except BaseException:  # Ctrl-C too
            _remove(_folders(home, _INCOMING))
            raise


def _run(command: Sequence[str], home: ServerHome) -> None:
    make_folder(home.console.parent)
    log = home.console.with_name("import.log")
    variables = {"NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(home.configuration.parent)}
    with log.open("wb") as output:
        done = subprocess.run(  # noqa: S603 (the command is our own)
            command,
            cwd=home.folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode == 0:
        return
    lines = [line for line in log.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines):
        raise DiskFull(
            f"no room is left in {home.folder} for the import; the graph is as it was",
            advice="make room, or set THERAPATH_HOME to a folder on another disk",
        )
    advice = f"the graph is as it was; read {log}"
    if any("OutOfMemory" in line or "not enough memory" in line.lower() for line in lines):
        advice = f"raise THERAPATH_IMPORT_MEMORY_MIB; {advice}"
    raise BulkImportFailed("Neo4j's importer failed", advice=advice, log_tail=lines[-_TAIL_LINES:])


def exchange(settings: Settings, version: str) -> None:
    """Put what was imported in the place of the graph; the server must not run.

    The old graph is kept until :func:`drop_old`, or comes back with :func:`take_back`.
    """
    home = ServerHome.of(settings.home, version)
    with disk_errors(settings.home, _VARIABLE):
        make_folder(_mark(home))
        _exchange(home)


def resume_exchange(home: ServerHome) -> None:
    """Finish an exchange that was interrupted, if there was one."""
    if _mark(home).exists():
        _exchange(home)
        drop_old(home)


def drop_old(home: ServerHome) -> None:
    """Delete the old graph, now that the new one serves."""
    _remove((_old(home),))


def take_back(settings: Settings, version: str) -> None:
    """Put the old graph back in its place; the server must not run."""
    home = ServerHome.of(settings.home, version)
    with disk_errors(settings.home, _VARIABLE):
        _remove(_folders(home, _SERVED))
        for served in _folders(home, _SERVED):
            old = _old(home) / served.parent.name
            if old.exists():
                old.rename(served)
        drop_old(home)


def _exchange(home: ServerHome) -> None:
    mark = _mark(home)
    for served, incoming in zip(_folders(home, _SERVED), _folders(home, _INCOMING), strict=True):
        if incoming.exists():
            if served.exists():
                served.rename(mark / served.parent.name)
            incoming.rename(served)
    drop_old(home)
    mark.rename(_old(home))


def _mark(home: ServerHome) -> Path:
    """Holds the old graph during an exchange; that the folder exists says there is one."""
    return home.folder / "data" / "exchanging"


def _old(home: ServerHome) -> Path:
    """Holds the old graph after an exchange."""
    return home.folder / "data" / "replaced"


def _folders(home: ServerHome, database: str) -> tuple[Path, ...]:
    return tuple(home.folder / "data" / kind / database for kind in ("databases", "transactions"))


def _remove(folders: Sequence[Path]) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
