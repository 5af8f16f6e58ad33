"""`therapath build` and `import` against the bare importer on ready CSV files, in one run.

The floor is what nobody can leave out: Neo4j's importer on files that are there already, and
the indexes. Memory is that of all processes together, the Neo4j that serves meanwhile left out.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psutil

from kg.build import build_id
from kg.connect import open_database
from kg.database import Database
from kg.release.csv_files import write_csv
from kg.release.manifest import read_manifest
from kg.server import down, up
from kg.server.admin import drop_old, exchange, import_beside
from kg.server.home import ServerHome
from kg.server.progress import Silent
from kg.settings import Settings
from kg.setup import schema_statements
from tests.bench import headline
from tests.bench.generate import write


class Peak:
    """The most memory that this process's children had together, in MiB, and disk likewise."""

    def __init__(self, folder: Path) -> None:
        self.memory = self.disk = 0.0
        self._folder = folder
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        free = shutil.disk_usage(self._folder).free
        # To look takes 10 ms for each gigabyte, in which its process waits: four times a second
        # made `build` a tenth slower.
        while not self._over.wait(1.0):
            self.memory = max(self.memory, sum(_resident()) / 2**20)
            self.disk = max(self.disk, (free - shutil.disk_usage(self._folder).free) / 2**20)


def _resident() -> Iterator[int]:
    for child in psutil.Process().children(recursive=True):
        try:
            if any(
                word.endswith(("Neo4jCommunity", "CommunityEntryPoint")) for word in child.cmdline()
            ):
                continue
            full = child.memory_full_info()
            yield getattr(full, "pss", full.rss)
        except psutil.Error:
            continue


@contextmanager
def _timed(into: dict[str, Any], name: str, folder: Path) -> Iterator[None]:
    started = time.perf_counter()
    with Peak(folder) as peak:
        yield
    into[name] = {
        "seconds": round(time.perf_counter() - started, 1),
        "peak_memory_mib": round(peak.memory),
        "peak_disk_mib": round(peak.disk),
    }


def _therapath(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "therapath", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _with_database(settings: Settings, work: Callable[..., Any]) -> Any:
    async def inside() -> Any:
        async with open_database(settings) as database:
            return await work(database)

    return asyncio.run(inside())


async def _indexes(database: Database) -> None:
    for name in schema_statements():
        await database.run_schema(name)


def measure(settings: Settings, folder: Path, count: int, version: str) -> dict[str, Any]:
    """Build and import ``count`` facts, then the floor; ends with that graph being served."""
    facts, release = folder / f"bulk-{count}.jsonl", folder / "release"
    write(facts, count)
    found: dict[str, Any] = {"facts": count, "input_mib": facts.stat().st_size >> 20}
    with _timed(found, "build", folder):
        _therapath("build", facts, "-o", release)
    with _timed(found, "import", folder):
        _therapath("import", release, "--replace")
    manifest = read_manifest(release, verify=False)
    found["counts"] = manifest.counts
    with _timed(found, "build id of the live graph", folder):
        found["same_build_id"] = _with_database(settings, build_id) == manifest.build_id
    found["release_mib"] = sum(file.stat().st_size for file in release.iterdir()) >> 20
    found["headline"] = headline.measure(settings, rounds=3)
    csv = folder / "csv"
    csv.mkdir()
    with duckdb.connect() as connection:
        arguments = write_csv(connection, release, csv).arguments()
    found["csv_mib"] = sum(file.stat().st_size for file in csv.iterdir()) >> 20
    with _timed(found, "bare import", folder):
        import_beside(settings, version, arguments, Silent())
    shutil.rmtree(csv)
    down(settings)
    exchange(settings, version)
    up(settings, version)
    with _timed(found, "bare indexes", folder):
        _with_database(settings, _indexes)
    drop_old(ServerHome.of(settings.home, version))
    ours = found["build"]["seconds"] + found["import"]["seconds"]
    bare = found["bare import"]["seconds"] + found["bare indexes"]["seconds"]
    found["ratio_to_floor"] = round(ours / bare, 2)
    return found


def show(found: dict[str, Any]) -> None:
    """The figures as a Markdown table."""
    counts = found["counts"]
    print(
        f"{found['facts']:,} facts ({found['input_mib']:,} MiB): {counts['evidence']:,} evidence,"
        f" {counts['claims']:,} claims, {counts['entities']:,} entities;"
        f" release {found['release_mib']:,} MiB, CSV {found['csv_mib']:,} MiB\n"
    )
    print("| what | seconds | peak memory, MiB | peak disk, MiB |\n|---|---|---|---|")
    for name, row in found.items():
        if isinstance(row, dict) and "peak_memory_mib" in row:
            print(
                f"| {name} | {row['seconds']} | {row['peak_memory_mib']:,}"
                f" | {row['peak_disk_mib']:,} |"
            )
    print(f"\nbuild and import: {found['ratio_to_floor']} × the bare importer and the indexes")
    alone = found["headline"]["1 clients"]["therapath"]
    print(f"headline question, one client: {alone['p50_ms']} ms p50, {alone['p95_ms']} ms p95")
    print(f"the live graph has the release's build id: {found['same_build_id']}")
