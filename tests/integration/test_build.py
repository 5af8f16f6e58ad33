"""What the build id is made of, on both versions; and that it tells every change."""

from __future__ import annotations

from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, Graph

from kg import build
from kg.cypher import query, query_names
from kg.identifiers import claim_id

pytestmark = pytest.mark.neo4j


def test_every_part_has_a_test_here() -> None:
    parts = {name for name in query_names() if name.startswith(("build/", "diff/"))}
    tested = {
        name.removeprefix("test_").split("__")[0].replace("_", "/", 1)
        for name in globals()
        if name.startswith(("test_build_", "test_diff_"))
    }
    assert tested == parts


def items(graph: Graph, name: str) -> list[Any]:
    """All items, in pages of a few."""

    async def taken() -> list[Any]:
        return [one async for page in build.pages(graph.database, query(name)) for one in page]

    return graph.run(taken())


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.build._PAGE", 10)


def test_build_entities__has_them_all(fixed_graph_each: Graph) -> None:
    found = items(fixed_graph_each, "build/entities")
    assert len(found) == 49
    ids = [properties["id"] for properties, _, _ in found]
    assert ids == sorted(set(ids))
    by_id = {properties["id"]: (labels, parents) for properties, labels, parents in found}
    assert by_id["TEST:C2"] == (["Condition"], ["TEST:C1"])


def test_build_publications__has_them_all(fixed_graph_each: Graph) -> None:
    found = {row["id"]: row for row in items(fixed_graph_each, "build/publications")}
    assert len(found) == 14
    assert found["PMID:1"] == {
        "id": "PMID:1",
        "title": "Neural progenitors in progressive disease",
        "year": 2018,
        "journal": "Journal of Tests",
    }


A_CLAIM = claim_id("TEST:T5", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "improved")


def test_build_claims__has_them_all_with_their_totals(fixed_graph_each: Graph) -> None:
    found = {row[0]: row[1:] for row in items(fixed_graph_each, "build/claims")}
    assert len(found) == 52
    evidence, supporting, refuting, studies, patients, score = found[A_CLAIM]
    assert evidence == supporting + refuting
    assert (studies, patients, score) == (2, 80, 0.2475)


def test_build_evidence__has_all_ids(fixed_graph_each: Graph) -> None:
    found = items(fixed_graph_each, "build/evidence")
    assert len(found) == 56
    assert found == sorted(set(found))


def test_build_relationships__counts_each_type(fixed_graph_each: Graph) -> None:
    counts = fixed_graph_each.run(fixed_graph_each.database.read(query("build/relationships")))
    told = {kind: count for kind, count in counts["counts"].items() if count}
    found = fixed_graph_each.counts()
    assert {kind: found[kind] for kind in told} == told
    joins = {kind for kind in found if kind.isupper()} - {"FROM_SOURCE", "OF"}
    assert set(told) == joins


def test_diff_claims__has_what_releases_have(fixed_graph_each: Graph) -> None:
    found = {row[0]: row[1:] for row in items(fixed_graph_each, "diff/claims")}
    assert len(found) == 52
    assert found[A_CLAIM][:5] == ["TEST:T5", "REPORTS_OUTCOME", "TEST:O2", "TEST:C4", "improved"]
    assert found[A_CLAIM][-1] == 0.2475


def test_diff_evidence__has_it_all_with_its_claim(fixed_graph_each: Graph) -> None:
    found = items(fixed_graph_each, "diff/evidence")
    assert len({row[0] for row in found}) == 56
    claims = {row[0] for row in items(fixed_graph_each, "diff/claims")}
    assert {row[1] for row in found} == claims
    assert {row[2] for row in found} == {"supports", "refutes"}


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (n:Entity {id: 'TEST:C2'}) SET n.description = 'another'",
        "MATCH (n:Entity {id: 'TEST:C2'}) SET n:Outcome",
        "MATCH (n:Entity {id: 'TEST:C2'}) SET n.unheard = true",
        "MATCH (:Entity {id: 'TEST:C2'})-[r:IS_A]->() DELETE r",
        "MATCH (p:Publication {id: 'PMID:1'}) SET p.year = 2017",
        "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.score = 0.5555",
        "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.patient_count = c.patient_count + 1",
        "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 DETACH DELETE c",
        "MATCH (e:Evidence) WITH e ORDER BY e.id LIMIT 1 DETACH DELETE e",
        "MATCH (e:Evidence)-[r:REPORTED_IN]->() WITH r LIMIT 1 DELETE r",
        "MATCH ()-[r:REPORTS_OUTCOME]->() WITH r LIMIT 1 DELETE r",
    ],
)
def test_every_change_gives_another_build_id(
    graph: Graph, fixed_build_id: str, change: str
) -> None:
    graph.load(FIXED_GRAPH)
    assert graph.build_id() == fixed_build_id
    graph.execute(change)
    assert graph.build_id() != fixed_build_id
