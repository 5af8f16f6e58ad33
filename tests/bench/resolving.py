"""Mapping names at the size of whole ontologies: therapath beside plain dictionary look-ups.

    python -m tests.bench.resolving [FOLDER]

takes the tables of terms in a folder (MONDO, CL, GO, HP, drugs …), or makes up as many names.
Measured in a process of its own, whose memory at the peak is told.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import InvalidValue
from kg.model.fact import EntityRef
from kg.terms import Term, Terms, packaged_terms
from kg.vocabulary import EntityType
from loaders.inputs import find

MENTIONS, FUZZY = 100_000, 1_000
THRESHOLD = 0.9
_MADE_UP = 200_000
_KINDS = (EntityType.CONDITION, EntityType.THERAPY, EntityType.MECHANISM, EntityType.ADVERSE_EVENT)
_PARTS = ("neuro", "myel", "sclero", "immun", "cyto", "gen", "meth", "hydr", "itis", "oma", "mab")


def made_up(random_: random.Random) -> Iterator[Term]:
    """200,000 terms with 600,000 names that look like an ontology's."""

    def word() -> str:
        return "".join(random_.choices(_PARTS, k=random_.randint(1, 4)))

    for number in range(_MADE_UP):
        name = " ".join(word() for _ in range(random_.randint(1, 5)))
        others = (f"{name} type {number % 97}", " ".join(reversed(name.split())) + f" {word()}")
        kind = _KINDS[number % len(_KINDS)]
        yield Term(f"BENCH:{number}", kind, name, others, (f"X:{number}",), (), f"A {name}. " * 3)


def of_tables(folder: Path) -> Iterator[Term]:
    """Terms of the tables in a folder."""
    from loaders.pipeline import read

    for file in find([folder]):
        for row in read(file).rows:
            if row.problem is None and row.kind == "term" and "name" in row.data:
                told = row.data
                yield Term(
                    told["id"],
                    EntityType(told["type"]),
                    told["name"],
                    tuple(told["synonyms"]),
                    tuple(told["xrefs"]),
                    tuple(told["parents"]),
                    told.get("description"),
                )


def mentions(
    names: list[tuple[EntityType, str]], count: int, random_: random.Random
) -> list[EntityRef]:
    """Names as sources write them: as they are, in capitals, with dashes, and some unknown."""
    changes = (str, str, str, str.upper, lambda name: name.replace(" ", "-"), lambda n: f"{n} zz")
    chosen = random_.choices(names, k=count)
    return [
        EntityRef(type=kind, name=random_.choice(changes)(name)[:500].strip())
        for kind, name in chosen
    ]


def mistyped(
    names: list[tuple[EntityType, str]], count: int, random_: random.Random
) -> list[EntityRef]:
    """Names with a letter too few."""
    found = []
    for kind, name in random_.choices([one for one in names if 8 <= len(one[1]) <= 80], k=count):
        place = random_.randrange(len(name))
        found.append(EntityRef(type=kind, name=(name[:place] + name[place + 1 :]).strip()))
    return found


def plain(terms: Iterable[Term], asked: list[EntityRef]) -> tuple[float, int]:
    """The floor: one dictionary of names in lower case; seconds, and how many were found."""
    started = time.perf_counter()
    ids: dict[tuple[EntityType, str], str] = {}
    for term in terms:
        for name in (term.name, *term.synonyms):
            ids.setdefault((term.type, name.lower()), term.id)
    found = sum((ref.type, ref.name.lower()) in ids for ref in asked)
    return time.perf_counter() - started, found


def _mapped(terms: Terms, asked: list[EntityRef], fuzzy: float | None = None) -> Counter[str]:
    found: Counter[str] = Counter()
    for ref in asked:
        try:
            found[terms.map(ref, fuzzy).match] += 1
        except InvalidValue:
            found["ambiguous"] += 1
    return found


def run(folder: Path | None) -> dict[str, Any]:
    """Measure in this process."""
    random_ = random.Random(1)
    given = list(of_tables(folder) if folder else made_up(random_))
    names = [(term.type, name) for term in given for name in (term.name, *term.synonyms)]
    asked, wrong = mentions(names, MENTIONS, random_), mistyped(names, FUZZY, random_)
    bare, _ = plain(given, asked)
    packaged = packaged_terms()
    started = time.perf_counter()
    terms = packaged.with_loaded(given, "bench")
    terms.map(asked[0])
    indexed = time.perf_counter()
    exact = _mapped(terms, asked)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _mapped(terms, wrong[:50], THRESHOLD)  # makes the index of similar names
    before = time.perf_counter()
    similar = _mapped(terms, wrong, THRESHOLD)
    after = time.perf_counter()
    return {
        "terms": len(given),
        "names": len(names),
        "mentions": len(asked),
        "index_seconds": round(indexed - started, 2),
        "look_up_seconds": round(done - indexed, 2),
        "bare_seconds": round(bare, 2),
        "ratio_to_floor": round(bare / (done - started), 2),
        "peak_memory_mib": peak,
        "matches": dict(sorted(exact.items())),
        "fuzzy_milliseconds_each": round((after - before) * 1000 / len(wrong), 2),
        "fuzzy_matches": dict(sorted(similar.items())),
        "fuzzy_peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.resolving", *([str(folder)] if folder else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]) if len(sys.argv) > 1 else None), indent=2))
