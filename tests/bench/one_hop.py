"""One hop over a KGX graph: therapath, database and all, beside a graph in Python's memory.

Two workers each and 8 clients, over 200 nodes as they are met on edges, so hubs more often than
others; 25 neighbours a page. Answers are kept, as they are by default; once more without.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.settings import Settings
from tests.bench import graph_online, headline

CLIENTS = 8


def measure(
    settings: Settings, folder: Path, *, rounds: int = 3, seconds: float = 2.0
) -> dict[str, Any]:
    """Build and import the graph into the local Neo4j, and ask both."""
    nodes, edges = graph_online.write(folder)
    release = folder / "one-hop"
    for words in (["build", nodes, edges, "-o", release], ["import", release, "--replace"]):
        command = [sys.executable, "-m", "therapath", *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    chance = random.Random(1)
    rows = [line.split("\t") for line in edges.read_text().splitlines()[1:]]
    asked = [chance.choice(rows)[chance.choice((1, 3))] for _ in range(200)]
    ours, bare = folder / "ours.txt", folder / "bare.txt"
    ours.write_text("\n".join(f"/v1/entities/{one}/neighbors" for one in asked))
    bare.write_text("\n".join(f"/edges/{one}" for one in asked))
    where = {"BENCH_NODES": str(nodes), "BENCH_EDGES": str(edges)}
    serve = [sys.executable, "-m", "therapath", "serve", "--workers", "2"]
    app = [sys.executable, "-m", "uvicorn", "tests.bench.memory_app:app", "--no-access-log"]
    found = {}
    for label, kept in (("kept", "64"), ("not kept", "0")):
        ready = f"/v1/entities/{asked[0]}/neighbors"
        with (
            headline.served(serve, ready, {"THERAPATH_ANSWER_CACHE_MIB": kept}) as a,
            headline.served([*app, "--workers", "2"], f"/edges/{asked[0]}", where) as b,
        ):
            paths = f"@{ours}", f"@{bare}"
            # Until the Java compiler has seen it, and each worker has met each node.
            headline.client(a, paths[0], CLIENTS, 4 * seconds)
            found[label] = headline.paired((a, b), paths, CLIENTS, rounds=rounds, seconds=seconds)
    return found


def show(found: dict[str, Any]) -> None:
    """The figures as a Markdown table."""
    print("| answers | requests/s | p50 ms | in memory, requests/s | p50 ms | rate |")
    print("|---|---|---|---|---|---|")
    for label in ("kept", "not kept"):
        ours, bare = found[label]["therapath"], found[label]["bare"]
        print(
            f"| {label} | {ours['per_second']} | {ours['p50_ms']} | {bare['per_second']}"
            f" | {bare['p50_ms']} | {found[label]['throughput_ratio']} |"
        )
