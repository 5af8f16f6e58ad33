"""The made-up facts of the bench: always the same, valid, and with something of every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest
from bench.generate import facts, write

from kg.batch import Prepared
from kg.intake import accept
from kg.terms import packaged_terms
from kg.vocabulary import PREDICATES

COUNT = 21_000  # two blocks


@pytest.fixture(scope="module")
def made() -> list[dict[str, object]]:
    return list(facts(COUNT))


def test_the_same_seed_gives_the_same_file(made: list[dict[str, object]], tmp_path: Path) -> None:
    write(tmp_path / "facts.jsonl", COUNT)
    written = [orjson.loads(line) for line in (tmp_path / "facts.jsonl").read_bytes().splitlines()]
    assert written == made
    assert next(facts(COUNT, seed=2)) != made[0]


def test_all_are_taken_in_and_none_says_the_same(made: list[dict[str, object]]) -> None:
    terms = packaged_terms()
    found = [accept(fact, terms, record=None, strict=False) for fact in made]
    assert [one for one in found if not isinstance(one, Prepared)] == []
    assert len({one.evidence_id for one in found if isinstance(one, Prepared)}) == COUNT


def test_every_predicate_occurs_and_both_directions(made: list[dict[str, object]]) -> None:
    assert {fact["predicate"] for fact in made} == {str(one) for one in PREDICATES}
    sides = Counter(fact["evidence_direction"] for fact in made)
    assert 0.02 < sides["refutes"] / COUNT < 0.1
