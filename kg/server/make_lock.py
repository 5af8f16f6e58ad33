"""Make a new lock of jars, for the maintainer: ``python -m kg.server.make_lock VERSION``.

Resolves the coordinates of :class:`kg.server.versions.ServerVersion` with jgo, downloads every
jar and writes ``kg/server/locks/neo4j-VERSION.lock``. A new version is added to
``kg/server/versions.py`` and ``kg.settings.SUPPORTED_NEO4J_VERSIONS`` first; the diff of the lock
is then reviewed like any other change.
"""

from __future__ import annotations

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from kg.server.extra import need
from kg.server.lock import Jar, Lock, lock_name
from kg.server.versions import ServerVersion, server_version
from kg.settings import load_settings

if TYPE_CHECKING:
    from jgo.maven import Artifact, MavenContext

__all__ = ["make_lock", "resolve"]

_HEADER = """\
# The jars of Neo4j {version} with Neo4j Browser: Maven coordinate, SHA-256, bytes.
# Written by `python -m kg.server.make_lock {version}`; the order is that of the class path.
"""


def resolve(version: ServerVersion, context: MavenContext) -> list[Artifact]:
    """Find every jar the server needs at run time, the server's own first."""
    asked = [context.create_dependency(coordinate) for coordinate in version.coordinates]
    inputs, transitive = context.resolver.resolve(asked)
    needed = [item for item in transitive if item.scope in ("compile", "runtime")]
    return [dependency.artifact for dependency in (*inputs, *needed)]


def make_lock(version: ServerVersion, context: MavenContext, parallel: int) -> Lock:
    """Resolve, download and measure every jar."""

    def measure(artifact: Artifact) -> Jar:
        with artifact.resolve().open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            return Jar(_coordinate(artifact), sha256, file.tell())

    with ThreadPoolExecutor(parallel) as pool:
        jars = tuple(pool.map(measure, resolve(version, context)))
    return Lock(version.number, jars)


def _coordinate(artifact: Artifact) -> str:
    middle = f"jar:{artifact.classifier}:" if artifact.classifier else ""
    return f"{artifact.groupId}:{artifact.artifactId}:{middle}{artifact.version}"


def main(arguments: list[str]) -> int:
    """Write the lock of the one version named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m kg.server.make_lock VERSION\n")
        return 2
    need("jgo.maven")
    from kg.server.repository import PARALLEL_DOWNLOADS, repository_context

    settings = load_settings()
    version = server_version(arguments[0])
    context = repository_context(settings.cache / "maven", settings.maven_repository)
    lock = make_lock(version, context, PARALLEL_DOWNLOADS)
    file = Path(__file__).parent / "locks" / lock_name(version.number)
    file.write_text(_HEADER.format(version=version.number) + "\n".join(lock.lines()) + "\n")
    sys.stderr.write(f"{file.name}: {len(lock.jars)} jars, {lock.size / 1e6:.0f} MB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
