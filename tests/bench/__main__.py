"""``make bench``: loading, answering and the command line, beside bare programs.

Uses a local Neo4j of its own, which is stopped at the end; prints a table and, with ``--json
FILE``, keeps the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.server import StandardError, down, up
from kg.settings import Settings, load_settings
from tests.bench import (
    bulk,
    generate,
    graph_online,
    headline,
    loading,
    one_hop,
    questions,
    resolving,
)

EVIDENCE = Path(__file__).parents[2] / "loaders" / "evidence"


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _timed(command: list[str], runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - started)
    return found


def _command_line(settings: Settings) -> dict[str, Any]:
    """`therapath ask` as a process, and `therapath demo` where everything is there already."""
    therapath = [sys.executable, "-m", "therapath"]
    asyncio.run(loading.wipe(settings))
    subprocess.run([*therapath, "load", str(EVIDENCE)], check=True, capture_output=True)
    question = "which therapies report EDSS improvement in progressive MS"
    ask = _timed([*therapath, "ask", question], 7)
    demo = _timed([*therapath, "demo"], 3)
    return {
        "ask_seconds": round(statistics.median(ask), 2),
        "demo_again_seconds": round(statistics.median(demo), 2),
    }


def _bulk(settings: Settings, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    return bulk.measure(settings, folder, options.facts, options.version)


def _questions(settings: Settings, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    facts, release = folder / "facts.jsonl", folder / "release"
    generate.write(facts, options.facts)
    therapath = [sys.executable, "-m", "therapath"]
    for words in (["build", facts, "-o", release], ["import", release, "--replace"]):
        subprocess.run([*therapath, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    return {"questions": questions.measure(settings, rounds=options.rounds)}


def _one_hop(settings: Settings, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    return one_hop.measure(settings, folder, rounds=options.rounds)


#: Parts that are measured alone: how, and how the figures are shown.
_PARTS: dict[str, tuple[Callable[..., dict[str, Any]], Callable[[dict[str, Any]], None]]] = {
    "bulk": (_bulk, bulk.show),
    "questions": (_questions, lambda found: None),  # shown as they are measured
    "one-hop": (_one_hop, one_hop.show),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("all", *_PARTS), default="all")
    parser.add_argument("--facts", type=int, default=200_000, help="facts to load (200,000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the HTTP bench (5)")
    parser.add_argument("--json", type=Path, help="keep the figures here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="therapath-bench-") as folder:
        bolt, browser = _free_ports(2)
        os.environ["THERAPATH_HOME"] = folder
        os.environ["THERAPATH_BOLT_PORT"], os.environ["THERAPATH_BROWSER_PORT"] = (
            str(bolt),
            str(browser),
        )
        settings = load_settings()
        server = up(settings, progress=StandardError())
        options.version = server.version
        try:
            measured = _PARTS[options.what][0] if options.what in _PARTS else _measure
            found = measured(settings, Path(folder), options)
        finally:
            down(settings)
    found["machine"] = {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "neo4j": server.version,
    }
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (_PARTS[options.what][1] if options.what in _PARTS else _print)(found)


def _print(found: dict[str, Any]) -> None:
    """The figures as a Markdown table, ready for the README."""
    machine, command, loaded = found["machine"], found["command line"], found["loading"]
    print(f"\n{machine['cpus']} CPUs, Python {machine['python']}, Neo4j {machine['neo4j']}\n")
    print("| what | therapath | bare | ratio |\n|---|---|---|---|")
    print(f"| `therapath ask`, as a process | {command['ask_seconds']} s | | |")
    print(f"| `therapath demo`, everything there | {command['demo_again_seconds']} s | | |")
    print(
        f"| loading {loaded['facts']:,} facts, {loaded['peak_memory_mib']:.0f} MiB at most"
        f" | {loaded['therapath_facts_per_second']:,} facts/s"
        f" | {loaded['bare_facts_per_second']:,} facts/s | {loaded['ratio_to_floor']} |"
    )
    names = found["resolving"]
    seconds = names["index_seconds"] + names["look_up_seconds"]
    print(
        f"| mapping {names['mentions']:,} mentions with {names['names']:,} names,"
        f" {names['peak_memory_mib']} MiB at most"
        f" | {seconds:.1f} s | {names['bare_seconds']} s | {names['ratio_to_floor']} |"
    )
    print(f"| mapping a mistyped name (fuzzy) | {names['fuzzy_milliseconds_each']} ms | | |")
    graph = found["graph"]
    for how in ("merge", "create"):
        print(
            f"| KGX online: {graph['nodes']:,} nodes, {graph['edges']:,} edges,"
            f" {graph['evidence']:,} reports kept; bare by {how.upper()}"
            f" | {graph['seconds']} s | {graph[f'bare_{how}_seconds']} s"
            f" | {graph[f'ratio_to_{how}']} |"
        )
    for name in ("headline, packaged evidence", "headline, generated facts"):
        size = found[name]["nodes"]
        for clients in ("1 clients", "8 clients", "32 clients", "8 clients, kept"):
            row = found[name][clients]
            ours, bare = row["therapath"], row["bare"]
            many = clients.replace("1 clients", "1 client").replace(", kept", ", answer kept")
            label = f"headline over {size['Claim']:,} claims, {many}"
            for key, unit, ratio in (
                ("p50_ms", "ms p50", "p50_ratio"),
                ("p95_ms", "ms p95", None),
                ("per_second", "requests/s", "throughput_ratio"),
            ):
                shown = row[ratio] if ratio else ""
                print(f"| {label} | {ours[key]} {unit} | {bare[key]} {unit} | {shown} |")


def _measure(settings: Settings, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {"command line": _command_line(settings)}
    found["resolving"] = resolving.measure()
    found["headline, packaged evidence"] = headline.measure(settings, rounds=options.rounds)
    # The Java compiler has to have seen both programs before either is timed.
    loading.measure(settings, folder, min(20_000, options.facts))
    found["loading"] = loading.measure(settings, folder, options.facts)
    found["headline, generated facts"] = headline.measure(settings, rounds=options.rounds)
    found["graph"] = graph_online.measure(settings, folder)
    return found


if __name__ == "__main__":
    main()
