"""The committed list of jars that make up one Neo4j: what may be downloaded, and nothing else.

A lock is a text file, one jar a line: Maven coordinate, SHA-256, size in bytes. It has no
addresses, so any Maven repository may serve the jars. ``python -m kg.server.make_lock VERSION``
writes a new one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import PurePosixPath

from kg.errors import LocalServerError

__all__ = ["Jar", "Lock", "lock_name", "read_lock"]

_LINE = re.compile(r"(?P<coordinate>\S+) sha256=(?P<sha256>[0-9a-f]{64}) size=(?P<size>[0-9]+)")
# A part of a coordinate becomes a part of a path, so it must not be able to climb out.
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of the server."""

    #: ``group:artifact:version`` or ``group:artifact:jar:classifier:version``.
    coordinate: str
    sha256: str
    #: Bytes.
    size: int

    @property
    def path(self) -> PurePosixPath:
        """Where a Maven repository keeps it, relative to the repository."""
        group, artifact, *middle, version = self.coordinate.split(":")
        classifier = f"-{middle[1]}" if middle else ""
        folder = PurePosixPath(*group.split("."), artifact, version)
        return folder / f"{artifact}-{version}{classifier}.jar"


@dataclass(frozen=True)
class Lock:
    """The jars of one version, in the order of the class path."""

    version: str
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """Bytes of all jars together."""
        return sum(jar.size for jar in self.jars)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the whole content; changes when any jar does."""
        return hashlib.sha256("\n".join(self.lines()).encode()).hexdigest()

    def lines(self) -> list[str]:
        """Write the lock, one jar a line."""
        return [f"{jar.coordinate} sha256={jar.sha256} size={jar.size}" for jar in self.jars]

    @classmethod
    def parse(cls, version: str, text: str) -> Lock:
        """Read a lock's text; empty lines and lines that start with ``#`` are skipped.

        Raises:
            LocalServerError: a line is not of the form described above.
        """
        jars = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                jars.append(_parse_line(version, number, line.strip()))
        if not jars:
            raise LocalServerError(f"the lock of Neo4j {version} names no jars")
        return cls(version, tuple(jars))


def _parse_line(version: str, number: int, line: str) -> Jar:
    match = _LINE.fullmatch(line)
    parts = match["coordinate"].split(":") if match else []
    usable = len(parts) == 3 or (len(parts) == 5 and parts[2] == "jar")
    if match is None or not usable or not all(_PART.fullmatch(part) for part in parts):
        raise LocalServerError(
            f"line {number} of the lock of Neo4j {version} is not a jar: {line[:120]}",
            advice="reinstall therapath; this file should not be edited by hand",
        )
    return Jar(match["coordinate"], match["sha256"], int(match["size"]))


def lock_name(version: str) -> str:
    """File name of a version's lock in ``kg/server/locks``."""
    return f"neo4j-{version}.lock"


def read_lock(version: str) -> Lock:
    """Read the lock that therapath was released with.

    Raises:
        LocalServerError: there is none, or it is damaged.
    """
    file = resources.files("kg.server").joinpath("locks", lock_name(version))
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError as error:
        raise LocalServerError(
            f"therapath was installed without the lock of Neo4j {version}",
            advice="reinstall therapath",
        ) from error
    return Lock.parse(version, text)
