"""What the build id is made of, on both versions."""

from __future__ import annotations

from typing import Any

import pytest
from real_neo4j import Graph

from kg.cypher import query, query_names
from kg.identifiers import claim_id

pytestmark = pytest.mark.neo4j


def test_every_part_has_a_test_here() -> None:
    parts = {name for name in query_names() if name.startswith("build/")}
    tested = {
        name.removeprefix("test_").split("__")[0].replace("_", "/", 1)
        for name in globals()
        if name.startswith("test_build_")
    }
    assert tested == parts


def rows(graph: Graph, name: str) -> list[tuple[Any, ...]]:
    async def taken() -> list[tuple[Any, ...]]:
        return [row async for row in graph.database.stream(query(name))]

    return graph.run(taken())


def test_build_entities__has_them_all(fixed_graph_each: Graph) -> None:
    found = rows(fixed_graph_each, "build/entities")
    assert len(found) == 49
    assert [properties["id"] for _, properties, _ in found] == sorted(
        properties["id"] for _, properties, _ in found
    )
    by_id = {properties["id"]: (labels, parents) for labels, properties, parents in found}
    assert by_id["TEST:C2"] == (["Condition", "Entity"], ["TEST:C1"])


def test_build_publications__has_them_all(fixed_graph_each: Graph) -> None:
    found = {row[0]["id"]: row[0] for row in rows(fixed_graph_each, "build/publications")}
    assert len(found) == 14
    assert found["PMID:1"] == {
        "id": "PMID:1",
        "title": "Neural progenitors in progressive disease",
        "year": 2018,
        "journal": "Journal of Tests",
    }


def test_build_claims__has_them_all_with_their_relationships(fixed_graph_each: Graph) -> None:
    found = {row[0]["id"]: row for row in rows(fixed_graph_each, "build/claims")}
    assert len(found) == 52
    identity = claim_id("TEST:T5", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "improved")
    properties, joined, direct = found[identity]
    assert properties["score"] == 0.2475
    assert joined == [["IN_CONDITION", "TEST:C4"], ["OBJECT", "TEST:O2"], ["SUBJECT", "TEST:T5"]]
    assert direct == [
        [
            "REPORTS_OUTCOME",
            {
                "claim_id": identity,
                "condition_id": "TEST:C4",
                "effect_direction": "improved",
                "studies": 2,
                "patients": 80,
                "score": 0.2475,
            },
        ]
    ]


def test_build_evidence__has_it_all_with_its_relationships(fixed_graph_each: Graph) -> None:
    found = rows(fixed_graph_each, "build/evidence")
    assert len(found) == 56
    [(properties, joined)] = [row for row in found if row[0]["provenance_record"] == "F01"]
    claim = claim_id("TEST:T6", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "improved")
    assert joined == [
        ["FROM_STUDY", "NCT00000001"],
        ["REPORTED_IN", "PMID:1"],
        ["SUPPORTS", claim],
    ]
    assert (properties["result_change"], properties["treatment_route"]) == (-0.5, "intrathecal")
