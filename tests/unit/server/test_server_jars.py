"""Download, verification and cache, against a Maven repository on loopback."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.errors import DiskFull, DownloadFailed
from kg.server import Silent, StandardError, up
from kg.server.jars import install
from kg.server.lock import Lock
from kg.settings import Settings

MakeSettings = Callable[..., Settings]


@pytest.fixture
def settings(make_settings: MakeSettings, repository: Any) -> Settings:
    return make_settings(THERAPATH_MAVEN_REPOSITORY=repository.address)


def contents(paths: list[Path]) -> list[bytes]:
    return [path.read_bytes() for path in paths]


def expected(lock: Lock, repository: Any) -> list[bytes]:
    return [repository.files[str(jar.path)] for jar in lock.jars]


def test_downloads_each_jar_once_and_then_never_again(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    paths = install(settings, lock, Silent())
    assert contents(paths) == expected(lock, repository)
    assert set(repository.requests.values()) == {1}
    assert install(settings, lock, Silent()) == paths
    assert set(repository.requests.values()) == {1}
    assert not list(settings.cache.rglob("*.part"))


def test_says_what_it_downloads_in_one_plain_line(
    settings: Settings, lock: Lock, capsys: pytest.CaptureFixture[str]
) -> None:
    install(settings, lock, StandardError())
    captured = capsys.readouterr()
    assert captured.err == "downloading Neo4j 9.9.9 (1 MB)\n"
    assert captured.out == ""


def test_wrong_checksum_names_the_jar_and_keeps_nothing(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    bad = lock.jars[2]
    repository.files[str(bad.path)] = b"x" * bad.size
    with pytest.raises(DownloadFailed, match=f"wrong checksum: {bad.coordinate}"):
        install(settings, lock, Silent())
    assert not (settings.cache / "maven" / bad.path).exists()
    assert not list((settings.cache / "installed").glob("*"))


def test_a_half_finished_download_is_recognised_and_the_rest_kept(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    paths = install(settings, lock, Silent())
    shutil.rmtree(settings.cache / "installed")  # as when killed before the end
    paths[0].write_bytes(paths[0].read_bytes()[:100])
    paths[1].rename(paths[1].with_name(paths[1].name + ".part"))
    repository.requests.clear()
    assert contents(install(settings, lock, Silent())) == expected(lock, repository)
    assert repository.requests == {str(jar.path): 1 for jar in lock.jars[:2]}


def test_a_jar_damaged_later_is_noticed_by_its_size(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    paths = install(settings, lock, Silent())
    paths[3].write_bytes(b"short")
    assert contents(install(settings, lock, Silent())) == expected(lock, repository)


def test_a_new_lock_of_the_same_version_is_verified_anew(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    install(settings, lock, Silent())
    fewer = Lock(lock.version, lock.jars[:2])
    repository.requests.clear()
    assert len(install(settings, fewer, Silent())) == 2
    assert not repository.requests  # both are there and right


def test_an_answer_that_breaks_off_is_asked_for_again(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    path = str(lock.jars[1].path)
    repository.broken[path] = 1
    assert contents(install(settings, lock, Silent())) == expected(lock, repository)
    assert repository.requests[path] == 2


def test_what_arrived_before_a_failure_is_not_downloaded_again(
    settings: Settings, lock: Lock, repository: Any
) -> None:
    *others, last = lock.jars
    body = repository.files.pop(str(last.path))

    def after_the_others(path: str) -> None:
        while path == str(last.path) and not all(
            (settings.cache / "maven" / jar.path).exists() for jar in others
        ):
            time.sleep(0.01)

    repository.hook = after_the_others
    with pytest.raises(DownloadFailed, match="the Maven repository did not give it"):
        install(settings, lock, Silent())
    repository.files[str(last.path)] = body
    repository.requests.clear()
    assert contents(install(settings, lock, Silent())) == expected(lock, repository)
    assert repository.requests == {str(last.path): 1}


def test_no_network_and_nothing_cached_says_so_in_one_line_with_the_ways_out(
    make_settings: MakeSettings,
) -> None:
    # Nothing listens on port 9 of loopback: the connection is refused at once.
    settings = make_settings(THERAPATH_MAVEN_REPOSITORY="http://127.0.0.1:9/maven")
    with pytest.raises(DownloadFailed) as caught:
        up(settings)
    message = f"{caught.value}; {caught.value.advice}"
    assert "\n" not in message
    assert "no network" in message
    assert "connect once" in message
    assert f"the cache {settings.cache}" in message
    assert "NEO4J_URI" in message


def test_no_network_is_no_trouble_once_cached(
    make_settings: MakeSettings, settings: Settings, lock: Lock
) -> None:
    paths = install(settings, lock, Silent())
    offline = make_settings(THERAPATH_MAVEN_REPOSITORY="http://127.0.0.1:9/maven")
    assert install(offline, lock, Silent()) == paths


def test_two_at_once_download_once(settings: Settings, lock: Lock, repository: Any) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: install(settings, lock, Silent()), range(3)))
    assert found[0] == found[1] == found[2]
    assert set(repository.requests.values()) == {1}


def test_too_little_room_is_said_before_the_download(
    settings: Settings, lock: Lock, repository: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DiskFull, match="0 MB are free") as caught:
        install(settings, lock, Silent())
    assert "THERAPATH_CACHE" in caught.value.advice
    assert not repository.requests


def test_a_disk_that_fills_up_is_named(
    settings: Settings, lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DiskFull, match="no room is left"):
        install(settings, lock, Silent())


def test_draws_a_bar_on_a_terminal_only_on_standard_error(
    settings: Settings,
    lock: Lock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    install(settings, lock, StandardError())
    captured = capsys.readouterr()
    assert "downloading Neo4j 9.9.9" in captured.err
    assert "\x1b[" in captured.err  # drawn anew in place
    assert captured.out == ""
