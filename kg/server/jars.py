"""The jars of a version: downloaded once per user, verified against the lock, shared by projects.

Layout of ``Settings.cache``: ``maven/`` like a Maven repository; ``installed/NAME`` holds the
digest of the lock whose jars have all been verified; ``maven.lock`` is held while downloading.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DownloadFailed
from kg.server.disk import disk_errors, make_folder, need_room, write_atomically
from kg.server.extra import need
from kg.server.guard import held
from kg.server.lock import Jar, Lock, lock_name
from kg.server.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jgo.maven import MavenContext

    from kg.settings import Settings

__all__ = ["install"]

_VARIABLE = "THERAPATH_CACHE"


def install(settings: Settings, lock: Lock, progress: Progress) -> list[Path]:
    """Make sure that every jar of the lock is on this machine, and verified.

    Safe when interrupted (what arrived whole is kept, the rest is downloaded again) and with
    several processes at once (one downloads, the others wait).

    Returns:
        The jars in the order of the class path.

    Raises:
        DownloadFailed: no network, or a file is not what the lock says.
        DiskFull: no room in the cache.
        LocalExtraMissing: jgo or filelock is not installed.
    """
    repository = settings.cache / "maven"
    paths = [repository / jar.path for jar in lock.jars]
    if _installed(settings.cache, lock, paths):
        return paths
    with disk_errors(settings.cache, _VARIABLE):
        make_folder(settings.cache)
        with held(settings.cache / "maven.lock", "another therapath downloads Neo4j", progress):
            if not _installed(settings.cache, lock, paths):
                _download_missing(settings, lock, progress)
                write_atomically(_marker(settings.cache, lock), lock.digest)
    return paths


def _marker(cache: Path, lock: Lock) -> Path:
    return cache / "installed" / lock_name(lock.version)


def _installed(cache: Path, lock: Lock, paths: Iterable[Path]) -> bool:
    """Say whether these jars were verified before and still have their sizes (a few ms)."""
    try:
        if _marker(cache, lock).read_text("utf-8") != lock.digest:
            return False
        return all(
            path.stat().st_size == jar.size for path, jar in zip(paths, lock.jars, strict=True)
        )
    except FileNotFoundError:
        return False


def _verified(file: Path, jar: Jar) -> bool:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256
    except FileNotFoundError:
        return False


def _download_missing(settings: Settings, lock: Lock, progress: Progress) -> None:
    repository = settings.cache / "maven"
    missing = [jar for jar in lock.jars if not _verified(repository / jar.path, jar)]
    if not missing:
        return
    size = sum(jar.size for jar in missing)
    need_room(settings.cache, size, _VARIABLE)
    need("jgo.maven")
    from kg.server.repository import PARALLEL_DOWNLOADS, repository_context

    stop = threading.Event()
    text = f"downloading Neo4j {lock.version}"
    with _explained(settings, lock), progress.download(text, size) as advance:
        context = repository_context(
            repository, settings.maven_repository, advance=advance, stop=stop
        )
        _in_parallel(lambda jar: _fetch(context, jar), missing, PARALLEL_DOWNLOADS, stop)


def _in_parallel(
    work: Callable[[Jar], None], jars: list[Jar], parallel: int, stop: threading.Event
) -> None:
    """Work on all jars; the first failure, or Ctrl-C, ends the others and is raised."""
    pool = ThreadPoolExecutor(parallel, thread_name_prefix="download")
    try:
        futures = [pool.submit(work, jar) for jar in jars]
        done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _fetch(context: MavenContext, jar: Jar) -> None:
    """Download one jar through jgo and compare it with the lock."""
    group, artifact_id, *middle, version = jar.coordinate.split(":")
    component = context.project(group, artifact_id).at_version(version)
    artifact = component.artifact(classifier=middle[1] if middle else "")
    file = context.repo_cache / jar.path
    # A file that is here was found not to be the lock's: a leftover, replaced now.
    file.unlink(missing_ok=True)
    artifact.resolve()
    if not _verified(file, jar):
        size = file.stat().st_size
        file.unlink()
        raise DownloadFailed(
            f"wrong checksum: {jar.coordinate} as downloaded ({size} bytes) is not the file that"
            f" therapath was released with ({jar.size} bytes, SHA-256 {jar.sha256[:12]}…)",
            advice="it was not kept; try again, and if it stays so check what stands between"
            " this machine and the Maven repository (proxy, mirror, THERAPATH_MAVEN_REPOSITORY)",
        )


@contextmanager
def _explained(settings: Settings, lock: Lock) -> Iterator[None]:
    """Say in one line what could not be downloaded and what the ways out are."""
    from kg.server.repository import RepositoryError

    try:
        yield
    except RepositoryError as error:
        what = "no network" if error.offline else "the Maven repository did not give it"
        raise DownloadFailed(
            f"Neo4j {lock.version} is not in the cache {settings.cache} and cannot be"
            f" downloaded: {what} ({error})",
            advice="connect once and run `therapath up`, or copy the cache folder from a machine"
            " that has it, or set NEO4J_URI to any running Neo4j",
        ) from error
