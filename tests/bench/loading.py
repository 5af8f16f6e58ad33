"""Loading: therapath against the bare driver, the same graph in the same run."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from kg.batch import Batch, Prepared
from kg.build import build_id
from kg.connect import connection_of, open_database
from kg.cypher import parse
from kg.intake import accept
from kg.settings import Settings
from kg.setup import ensure_ready
from kg.terms import packaged_terms
from loaders.pipeline import BATCH_SIZE
from tests.bench import bare_loader
from tests.bench.generate import facts, write

#: The many small things first: a hub deleted with all its relationships at once needs more
#: memory than a transaction gets.
_WIPE = tuple(
    parse("wipe", f"// wipe: empties the database.\n// returns nothing\n{text}")
    for text in (
        "MATCH (n:Evidence) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
        "MATCH (n:Claim) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
        "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS",
        "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
    )
)


async def empty(settings: Settings) -> None:
    """Take everything out of the database; constraints and indexes stay."""
    async with open_database(settings) as database:
        with database._our_errors():
            async with database._session("WRITE") as session:
                for statement in _WIPE:
                    await (await session.run(statement.text)).consume()


async def wipe(settings: Settings) -> None:
    """Empty the database and put schema and vocabulary in place again."""
    await empty(settings)
    async with open_database(settings) as database:
        await ensure_ready(database)


async def current_build(settings: Settings) -> str:
    """The build id of what is loaded."""
    async with open_database(settings) as database:
        return await build_id(database)


def bare_batches(count: int) -> list[dict[str, list[Any]]]:
    """Rows for the bare loader: ids, weights and final totals all worked out beforehand."""
    terms = packaged_terms()
    whole, parts = Batch(), [Batch()]
    for number, fact in enumerate(facts(count), 1):
        found = accept(fact, terms, record=str(number), strict=False)
        assert isinstance(found, Prepared), found
        whole.add(found)
        if len(parts[-1]) == BATCH_SIZE:
            parts.append(Batch())
        parts[-1].add(found)
    final = whole.claim_rows
    return [
        {
            "entities": [
                {"id": key, "type": row["type"], "properties": row["properties"]}
                for key, row in part.entities.items()
            ],
            "publications": [
                {"id": row["id"], "properties": {"id": row["id"], **row["details"]}}
                for row in part.publications.values()
            ],
            "claims": [final[key] for key in part.claims],
            "conditions": [
                final[key] for key, claim in part.claims.items() if claim.get("condition_id")
            ],
            "evidence": list(part.evidence.values()),
            "reported": [row for row in part.evidence.values() if row["publication_id"]],
            "studies": [row for row in part.evidence.values() if row["study_id"]],
        }
        for part in parts
    ]


def therapath_load(path: Path) -> tuple[float, float]:
    """Seconds, and peak memory in MiB, of `therapath load` with the process that writes for it."""
    started = time.perf_counter()
    code = (
        "import resource, sys, therapath\n"
        "sys.argv = ['therapath', 'load', sys.argv[1], '--json']\n"
        "try: therapath.app()\n"
        "except SystemExit as stop:\n"
        "    own, others = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "    both = [resource.getrusage(who).ru_maxrss for who in (own, others)]\n"
        "    print(sum(both) // 1024, file=sys.stderr)\n"
        "    raise\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    report = json.loads(done.stdout)
    assert report["rejected"] == 0, report
    return seconds, float(done.stderr.strip().splitlines()[-1])


def measure(settings: Settings, folder: Path, count: int) -> dict[str, Any]:
    """Both loads of ``count`` facts on an emptied graph, the floor in the same run."""
    path = folder / f"bench-{count}.jsonl"
    write(path, count)
    asyncio.run(wipe(settings))
    ours, memory = therapath_load(path)
    build = asyncio.run(current_build(settings))
    batches = bare_batches(count)
    where = connection_of(settings)
    asyncio.run(wipe(settings))
    started = time.perf_counter()
    bare_loader.run(
        where.uri, (where.user, where.password), batches, f"therapath:source-{path.stem}"
    )
    bare = time.perf_counter() - started
    same = asyncio.run(current_build(settings)) == build
    return {
        "facts": count,
        "therapath_seconds": round(ours, 1),
        "bare_seconds": round(bare, 1),
        "therapath_facts_per_second": round(count / ours),
        "bare_facts_per_second": round(count / bare),
        "ratio_to_floor": round(bare / ours, 2),
        "peak_memory_mib": memory,
        "same_build_id": same,
    }
