"""Evidence gives back the fact it was made of, with whatever terms it was mapped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from made_facts import facts
from real_neo4j import fixed_rows, fixed_terms

from kg.batch import Prepared
from kg.intake import accept
from kg.restore import fact_of
from kg.terms import Term, Terms
from kg.vocabulary import EntityType


def other_terms() -> Terms:
    """The same vocabulary with an ontology behind it that knows a few odd names."""
    return fixed_terms().with_loaded(
        [
            Term("ONTO:1", EntityType.THERAPY, "NaN", synonyms=("{}", "Herbal tea")),
            Term("EXT:3", EntityType.OUTCOME, "-", xrefs=("EXT:4",)),
        ],
        "other",
    )


def kept(properties: dict[str, Any]) -> dict[str, Any]:
    """As Neo4j keeps properties: none that is null, numbers and texts as they are."""
    return {name: value for name, value in properties.items() if value is not None}


def assert_restored(row: Any) -> None:
    before = accept(row, fixed_terms(), record="7", strict=False)
    if not isinstance(before, Prepared):
        return
    fact = fact_of(kept(before.evidence), kept(before.claim))
    again = accept(fact.model_dump(exclude_none=True), fixed_terms(), record="7", strict=False)
    assert again == before
    # Mapped with others and back again, it is the same.
    away = accept(fact.model_dump(exclude_none=True), other_terms(), record="7", strict=False)
    assert isinstance(away, Prepared)
    home = fact_of(kept(away.evidence), kept(away.claim))
    assert accept(home.model_dump(exclude_none=True), fixed_terms(), record="7", strict=False) == (
        before
    )


@settings(max_examples=200)
@given(facts())
def test_a_fact_comes_back_from_its_evidence(row: dict[str, Any]) -> None:
    assert_restored(json.loads(json.dumps(row, default=str)))


def test_all_of_the_fixed_graph_comes_back() -> None:
    for row in fixed_rows():
        assert_restored(row)


@pytest.mark.parametrize("empty", [{}, None])
def test_an_empty_part_is_no_part(empty: dict[str, Any] | None) -> None:
    row, plain = fixed_rows()[0], fixed_rows()[0]
    plain.pop("population", None)
    row["population"] = empty
    found = accept(row, fixed_terms(), record=None, strict=False)
    assert isinstance(found, Prepared)
    assert found == accept(plain, fixed_terms(), record=None, strict=False)


def test_minus_zero_is_zero() -> None:
    rows = [fixed_rows()[0], fixed_rows()[0]]
    rows[0]["result"]["change"], rows[1]["result"]["change"] = -0.0, 0.0
    minus, plain = (accept(row, fixed_terms(), record=None, strict=False) for row in rows)
    assert isinstance(minus, Prepared)
    assert isinstance(plain, Prepared)
    assert minus.evidence_id == plain.evidence_id
    assert str(minus.evidence["result_change"]) == "0.0"
