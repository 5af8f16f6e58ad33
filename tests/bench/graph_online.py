"""Loading a KGX graph online: 52,800 nodes and 50,000 edges, every report kept.

A KGX upload folds edges that differ by their publication alone into one; here 14,000 of the
edges do.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import neo4j

from kg.connect import connection_of, open_database
from kg.cypher import parse
from kg.settings import Settings
from tests.bench import loading
from tests.bench.bare_copy import Copy

NODES = {"Drug": 21_000, "Disease": 18_000, "PhenotypicFeature": 9_000, "BiologicalProcess": 4_800}
PREFIXES = {
    "Drug": "CHEBI",
    "Disease": "MONDO",
    "PhenotypicFeature": "HP",
    "BiologicalProcess": "GO",
}
DISTINCT, EDGES = 36_000, 50_000

_COUNT = parse(
    "count",
    "// count: evidence and entities.\n// returns one record\n//   evidence (integer): all\n"
    "//   entities (integer): all\n"
    "RETURN COUNT { (:Evidence) } AS evidence, COUNT { (:Entity) } AS entities",
)


def write(folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """The nodes and the edges file, always the same for a seed."""
    chance = random.Random(seed)
    nodes, edges = folder / "bench_nodes.tsv", folder / "bench_edges.tsv"
    with nodes.open("w", encoding="utf-8") as stream:
        stream.write("id\tcategory\tname\txref\tsynonym\n")
        for kind, count in NODES.items():
            for number in range(count):
                name = f"{kind.lower()} {number} of the bench"
                identity = f"{PREFIXES[kind]}:9{number:06d}"
                stream.write(f"{identity}\tbiolink:{kind}\t{name}\t\t{name} again\n")

    def draw(kind: str) -> str:
        return f"{PREFIXES[kind]}:9{int(NODES[kind] * chance.random() ** 3):06d}"

    pairs = [
        (draw("Drug"), "biolink:treats", draw("Disease"))
        if chance.random() < 0.5
        else (draw("Drug"), "biolink:has_side_effect", draw("PhenotypicFeature"))
        for _ in range(DISTINCT)
    ]
    with edges.open("w", encoding="utf-8") as stream:
        stream.write("id\tsubject\tpredicate\tobject\tpublications\tknowledge_level\tagent_type\n")
        for number in range(EDGES):
            subject, predicate, object_ = pairs[number % DISTINCT]
            stream.write(
                f"e{number}\t{subject}\t{predicate}\t{object_}\tPMID:{number + 1}"
                "\tknowledge_assertion\tmanual_agent\n"
            )
    return nodes, edges


def measure(settings: Settings, folder: Path) -> dict[str, Any]:
    """Seconds of `therapath load` as a process, what the graph holds then, and the floors.

    They write the graph that was loaded, read back beforehand, by MERGE and by CREATE.
    """
    nodes, edges = write(folder)
    asyncio.run(loading.wipe(settings))
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "therapath", "load", str(nodes), str(edges), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    report = json.loads(done.stdout)
    held, build = asyncio.run(_held(settings)), asyncio.run(loading.current_build(settings))
    bare = {}
    for name, again in (("merge", True), ("create", False)):
        bare[name] = _floor(settings, again=again)
        if asyncio.run(loading.current_build(settings)) != build:
            raise RuntimeError(f"the bare driver wrote another graph by {name}")
    return {
        "nodes": sum(NODES.values()),
        "edges": EDGES,
        "seconds": round(seconds, 1),
        "loaded": report["loaded"],
        "evidence": held["evidence"],
        "entities": held["entities"],
        "bare_merge_seconds": round(bare["merge"], 1),
        "ratio_to_merge": round(bare["merge"] / seconds, 2),
        "bare_create_seconds": round(bare["create"], 1),
        "ratio_to_create": round(bare["create"] / seconds, 2),
    }


def _floor(settings: Settings, *, again: bool) -> float:
    """Seconds of the bare driver."""
    where = connection_of(settings)
    with neo4j.GraphDatabase.driver(where.uri, auth=(where.user, where.password)) as driver:
        copy = Copy(driver)
        asyncio.run(loading.empty(settings))
        started = time.perf_counter()
        copy.write(driver, again=again)
        return time.perf_counter() - started


async def _held(settings: Settings) -> dict[str, Any]:
    async with open_database(settings) as database:
        return await database.read(_COUNT)
