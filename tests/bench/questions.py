"""Every question over HTTP, on a typical and on the largest entities, beside a bare app.

The bare app is FastAPI and the async driver, and runs the statements that the question ran, with
their parameters, one after the other. Kept answers are switched off, so that each request asks
the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from kg.ask.recording import Recording
from kg.connect import open_database
from kg.cypher import parse
from kg.database import Database
from kg.model.neighbors import NeighborsQuestion
from kg.model.question import (
    AdverseEventsQuestion,
    ClaimsQuestion,
    CompareQuestion,
    ContradictionsQuestion,
    GapsQuestion,
    PathsQuestion,
    ProfileQuestion,
    Question,
    ResultsQuestion,
    TherapiesQuestion,
)
from kg.queries.adverse_events import adverse_events
from kg.queries.claims import claims
from kg.queries.compare import compare
from kg.queries.contradictions import contradictions
from kg.queries.entities import search
from kg.queries.gaps import gaps
from kg.queries.neighbors import neighbors
from kg.queries.paths import paths
from kg.queries.profile import profile
from kg.queries.results import results
from kg.queries.therapies import therapies
from kg.resolver import Resolver
from kg.settings import Settings
from tests.bench import headline

Ask = Callable[[Database, Resolver], Awaitable[Any]]

#: Of the entities of a type that claims speak of, by how many: the first, and the one in the
#: middle of the claims (half of all claims speak of larger ones).
_PLACES = parse(
    "places",
    """// places: the entities of a type, those that most claims speak of first.
// parameters
//   type (string): the label
// returns one record
//   ids (list of string): the entities
//   claims (list of integer): how many claims speak of each
MATCH (n:Entity) WHERE $type IN labels(n)
WITH n.id AS id, COUNT { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() } AS claims
WHERE claims > 0
WITH id, claims ORDER BY claims DESC, id
RETURN collect(id) AS ids, collect(claims) AS claims
""",
)


@dataclass(frozen=True)
class Timed:
    """One question, its address and the limits it is held to, in milliseconds."""

    label: str
    path: str
    ask: Ask
    p50: float
    p95: float | None = None


async def _places(database: Database, kind: str) -> tuple[str, str, str, str]:
    """The largest of a type, a typical one, the one after it, and the one in the middle of all."""
    found = await database.read(_PLACES, type=kind)
    ids, half, seen = found["ids"], sum(found["claims"]) / 2, 0
    for place, count in enumerate(found["claims"]):
        seen += count
        if seen >= half:
            after = min(place + 1, len(ids) - 1)
            return ids[0], ids[min(place, len(ids) - 2)], ids[after], ids[len(ids) // 2]
    raise SystemExit(f"nothing is said of any {kind}")


def _of(path: str, function: Callable[..., Awaitable[Any]], question: Question) -> tuple[str, Ask]:
    text = urlencode(question.as_map(), doseq=True)
    return f"{path}?{text}", lambda database, resolver: function(database, resolver, question)


def _of_therapy(
    path: str, function: Callable[..., Awaitable[Any]], question: Question
) -> tuple[str, Ask]:
    asked = question.as_map()
    therapy = quote(str(asked.pop("therapy")), safe="")
    address = f"/v1/therapies/{therapy}{path}"
    return address, lambda database, resolver: function(database, resolver, question)


async def _questions(database: Database) -> Iterator[Timed]:
    """The questions of the table, with what they are held to at a million facts."""
    big, usual, other, small = await _places(database, "Therapy")
    big_outcome, outcome, *_ = await _places(database, "Outcome")
    condition = (await _places(database, "Condition"))[1]
    mechanism = (await _places(database, "Mechanism"))[1]
    narrow = {"min_phase": "PHASE2", "studied_in": "human", "min_patients": 20}
    rows: list[tuple[str, tuple[str, Ask], float, float | None]] = [
        (
            "therapies by filters",
            _of(
                "/v1/therapies",
                therapies,
                TherapiesQuestion(outcome=outcome, effect="improved", **narrow),
            ),
            15,
            60,
        ),
        (
            "therapies of an outcome in a condition",
            _of(
                "/v1/therapies",
                therapies,
                TherapiesQuestion(outcome=outcome, effect="improved", condition=condition),
            ),
            15,
            60,
        ),
        (
            "therapies of the largest outcome",
            _of("/v1/therapies", therapies, TherapiesQuestion(outcome=big_outcome)),
            250,
            None,
        ),
        (
            "therapies of the largest outcome, by filters",
            _of("/v1/therapies", therapies, TherapiesQuestion(outcome=big_outcome, **narrow)),
            250,
            None,
        ),
        (
            "claims of a therapy",
            _of("/v1/claims", claims, ClaimsQuestion(subject=usual)),
            15,
            60,
        ),
        ("profile", _of_therapy("", profile, ProfileQuestion(therapy=usual)), 15, 60),
        (
            "profile of the therapy in the middle",
            _of_therapy("", profile, ProfileQuestion(therapy=small)),
            15,
            60,
        ),
        (
            "profile of the largest therapy",
            _of_therapy("", profile, ProfileQuestion(therapy=big)),
            250,
            None,
        ),
        (
            "adverse events",
            _of_therapy("/adverse-events", adverse_events, AdverseEventsQuestion(therapy=usual)),
            15,
            60,
        ),
        (
            "adverse events of the largest therapy",
            _of_therapy("/adverse-events", adverse_events, AdverseEventsQuestion(therapy=big)),
            250,
            None,
        ),
        (
            "results of an outcome",
            _of("/v1/results", results, ResultsQuestion(outcome=outcome)),
            15,
            60,
        ),
        (
            "comparison of two",
            (
                f"/v1/therapies/compare?{urlencode({'ids': [usual, other]}, doseq=True)}",
                lambda database, resolver: compare(
                    database, resolver, CompareQuestion(therapies=[usual, other])
                ),
            ),
            15,
            60,
        ),
        (
            "contradictions of a therapy",
            _of("/v1/contradictions", contradictions, ContradictionsQuestion(therapy=usual)),
            15,
            60,
        ),
        (
            "gaps of a therapy",
            _of("/v1/gaps", gaps, GapsQuestion(kind="animal_only", therapy=usual)),
            15,
            60,
        ),
        (
            "paths of 3 hops",
            _of("/v1/paths", paths, PathsQuestion(start=usual, end=outcome, max_hops=3)),
            150,
            None,
        ),
        (
            "paths of 4 hops",
            _of("/v1/paths", paths, PathsQuestion(start=usual, end=outcome, max_hops=4)),
            500,
            None,
        ),
        (
            "paths of 4 hops between the largest",
            _of("/v1/paths", paths, PathsQuestion(start=big, end=big_outcome, max_hops=4)),
            500,
            None,
        ),
        (
            "neighbours",
            _neighbors(mechanism),
            15,
            60,
        ),
        ("neighbours of the largest outcome", _neighbors(big_outcome), 250, None),
        ("search as one types", _search("multiple scl"), 15, 60),
        ("search by an abbreviation", _search("RRMS"), 15, 60),
    ]
    return (Timed(label, path, ask, p50, p95) for label, (path, ask), p50, p95 in rows)


def _neighbors(identity: str) -> tuple[str, Ask]:
    question = NeighborsQuestion(entity=identity)
    path = f"/v1/entities/{quote(identity, safe='')}/neighbors"
    return path, lambda database, resolver: neighbors(database, resolver, question)


def _search(text: str) -> tuple[str, Ask]:
    path = f"/v1/entities?{urlencode({'q': text})}"
    return path, lambda database, resolver: search(database, resolver, text)


async def _recorded(settings: Settings) -> tuple[list[Timed], list[list[Any]]]:
    """The questions, and the statements of each once its names are resolved."""
    async with open_database(settings) as database:
        found = list(await _questions(database))
        resolver, statements = Resolver(database), []
        for timed in found:
            await timed.ask(database, resolver)
            recording = Recording(database)
            await timed.ask(recording, resolver)
            statements.append([[query.text, values] for query, values in recording.statements])
        return found, statements


def measure(
    settings: Settings, *, rounds: int = 3, seconds: float = 2.0, first: int = 0
) -> list[dict[str, Any]]:
    """Each question in turn, from the ``first`` on, beside the bare app."""
    questions, statements = asyncio.run(_recorded(settings))
    rows = []
    with headline.apps(settings, statements, questions[0].path) as ports:
        for number, timed in list(enumerate(questions))[first:]:
            paths = timed.path, f"/answer/{number}"
            row = headline.paired(ports, paths, 1, rounds=rounds, seconds=seconds)
            row |= {"question": timed.label, "path": timed.path}
            row["statements"] = len(statements[number])
            row["limits"] = {"p50_ms": timed.p50, "p95_ms": timed.p95}
            rows.append(row)
            show([row], head=number == first)
    return rows


def show(rows: list[dict[str, Any]], *, head: bool = True) -> None:
    """The figures as a Markdown table."""
    if head:
        print("| question | p50 ms | p95 ms | held to | bare p50 ms | ratio | statements |")
        print("|---|---|---|---|---|---|---|")
    for row in rows:
        limits = [str(value) for value in row["limits"].values() if value is not None]
        print(
            f"| {row['question']} | {row['therapath']['p50_ms']} | {row['therapath']['p95_ms']}"
            f" | {' / '.join(limits)} | {row['bare']['p50_ms']} | {row['p50_ratio']}"
            f" | {row['statements']} |",
            flush=True,
        )


if __name__ == "__main__":
    # On a graph that is there already: NEO4J_URI and its like say where.
    from kg.settings import load_settings

    measure(load_settings())
