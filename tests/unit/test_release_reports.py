"""The short way from a line to a row of evidence ends where the usual one does, or gives up."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from bench.generate import facts

from kg.batch import Prepared
from kg.intake import accept
from kg.json_text import decode
from kg.release.reports import Report, Reports, report_of
from kg.terms import packaged_terms

TERMS = packaged_terms()


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    return list(facts(3_000))


def usual(line: bytes) -> Prepared | None:
    row = decode(line)
    found = accept(row, TERMS, record="1", strict=False)
    return found if isinstance(found, Prepared) else None


def held(short: Report, line: bytes) -> None:
    """The row says what the usual way says, and names what it names."""
    found = usual(line)
    assert found is not None, line
    expected = report_of(found)
    assert short.head == expected.head
    filled = [part and (part if any(v is not None for v in part) else None) for part in short.parts]
    assert filled == list(expected.parts)
    named = [(each.mapped.id, each.name, each.details) for each in short.entities]
    assert named == [(mapped.id, name, details) for mapped, name, details in found.entities]
    publication = short.publication and {
        "id": short.publication.id,
        "details": short.publication.details,
    }
    assert publication == found.publication


def test_good_facts_take_the_short_way(made: list[dict[str, Any]]) -> None:
    reports = Reports(TERMS)
    for fact in made:
        line = orjson.dumps(fact)
        short = reports.report(line, "1")
        assert short is not None
        held(short, line)


def spoilt(fact: dict[str, Any]) -> Iterator[bytes]:
    """The fact with one value after the other changed into something else."""
    others: tuple[Any, ...] = (
        None,
        "",
        " x ",
        "\u202ex",
        1,
        1.0,
        True,
        -0.0,
        1e30,
        11,
        [],
        {},
        "MS",
    )
    for name, value in fact.items():
        for other in others:
            yield orjson.dumps({**fact, name: other})
        if isinstance(value, dict):
            for field in value:
                for other in others:
                    changed = copy.deepcopy(fact)
                    changed[name][field] = other
                    yield orjson.dumps(changed)
            yield orjson.dumps({**fact, name: {**value, "unheard_of": 1}})
        yield orjson.dumps({key: kept for key, kept in fact.items() if key != name})
    text = orjson.dumps(fact)
    yield text.replace(b'"predicate":', b'"predicate":"TREATS","predicate":')
    yield text.replace(b'"section":', b'"section":"x","section":')
    yield text.replace(b'"confidence":0.', b'"confidence":-0.')
    yield text.replace(b'"start":', b'"start":100000000000000000000000000')
    yield text.replace(b'"estimate":', b'"estimate":100000000000000000000000000')
    yield text[:-1]
    yield b"[" + text + b"]"


def test_what_the_usual_way_refuses_is_left_to_it(made: list[dict[str, Any]]) -> None:
    """With what was kept of good facts, which must not vouch for others."""
    first = {(fact["predicate"], fact["evidence_direction"]): fact for fact in made}
    reports = Reports(TERMS)
    for fact in made[:200]:
        reports.report(orjson.dumps(fact), "1")
    short_ones = 0
    for fact in first.values():
        for line in spoilt(fact):
            short = reports.report(line, "1")
            if short is not None:
                short_ones += 1
                held(short, line)
    assert short_ones > 100
