"""The committed lists of jars."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kg.errors import InvalidValue, LocalServerError
from kg.server.lock import Jar, Lock, read_lock
from kg.server.versions import server_version
from kg.settings import SUPPORTED_NEO4J_VERSIONS

DIGEST = "0123456789abcdef" * 4


def test_reads_coordinate_checksum_and_size() -> None:
    lock = Lock.parse("1", f"# a comment\n\norg.a:b:1.0 sha256={DIGEST} size=12\n")
    assert lock.jars == (Jar("org.a:b:1.0", DIGEST, 12),)
    assert lock.size == 12
    assert lock.jars[0].path == PurePosixPath("org/a/b/1.0/b-1.0.jar")


def test_classifier_is_part_of_the_file_name() -> None:
    jar = Jar("io.netty:epoll:jar:linux-x86_64:4.2", DIGEST, 1)
    assert jar.path == PurePosixPath("io/netty/epoll/4.2/epoll-4.2-linux-x86_64.jar")


@pytest.mark.parametrize(
    "line",
    [
        "org.a:b:1.0",
        f"org.a:b sha256={DIGEST} size=1",
        f"org.a:b:war:x:1.0 sha256={DIGEST} size=1",
        f"org.a:b:1.0 sha256={DIGEST[:-1]} size=1",
        f"org.a:b:1.0 sha256={DIGEST} size=-1",
        f"org.a:../../b:1.0 sha256={DIGEST} size=1",
        f"org.a:..:1.0 sha256={DIGEST} size=1",
        "<<<<<<< HEAD",
    ],
)
def test_a_line_that_is_not_a_jar_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(LocalServerError, match="line 2 of the lock of Neo4j 1"):
        Lock.parse("1", f"# comment\n{line}\n")


def test_an_empty_lock_is_refused() -> None:
    with pytest.raises(LocalServerError, match="names no jars"):
        Lock.parse("1", "# nothing\n")


def test_digest_changes_with_any_jar() -> None:
    one = Lock("1", (Jar("a:b:1", DIGEST, 1),))
    assert one.digest == Lock("1", (Jar("a:b:1", DIGEST, 1),)).digest
    assert one.digest != Lock("1", (Jar("a:b:1", DIGEST[::-1], 1),)).digest


@pytest.mark.parametrize("version", SUPPORTED_NEO4J_VERSIONS)
def test_every_supported_version_has_a_lock_without_addresses(version: str) -> None:
    lock = read_lock(version)
    coordinates = [jar.coordinate for jar in lock.jars]
    # The asked-for coordinates come first, so that the server's own classes win.
    assert tuple(coordinates[:3]) == server_version(version).coordinates
    assert len(set(coordinates)) == len(coordinates) > 200
    assert not any("/" in line for line in lock.lines())


def test_an_unsupported_version_is_invalid_and_names_the_supported() -> None:
    with pytest.raises(InvalidValue, match=r"4\.4\.0 .*2026\.08\.1, 5\.26\.30") as caught:
        server_version("4.4.0")
    assert caught.value.field == "neo4j_version"
