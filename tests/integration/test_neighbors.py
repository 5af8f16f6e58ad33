"""What an entity is joined to, on the fixed graph; its facts are in tests/data."""

from __future__ import annotations

import pytest
from real_neo4j import Graph

from kg.errors import AmbiguousName, InvalidValue, UnknownName
from kg.model.neighbors import NeighborsAnswer, NeighborsQuestion, Way
from kg.queries.graph import graph_schema
from kg.queries.neighbors import neighbors
from kg.vocabulary import EntityType, Predicate

pytestmark = pytest.mark.neo4j


def asked(
    graph: Graph, entity: str, limit: int = 25, cursor: str | None = None, **filters: object
) -> NeighborsAnswer:
    question = NeighborsQuestion(entity=entity, **filters)  # type: ignore[arg-type]
    work = neighbors(graph.database, graph.resolver, question, limit=limit, cursor=cursor)
    return graph.run(work).body


def test_neighbors__of_a_therapy(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, "MSC-NP")
    # EDSS: F01 (SPMS) and F02 (PPMS) of one study, a remark (F03) and an animal (F19): four claims,
    # 0.45 at best. Both of its cells, treats and harms are of the same single-arm study.
    by_id = {(item.entity.id, item.predicate): item for item in found.items}
    edss = by_id[("TEST:O2", "REPORTS_OUTCOME")]
    assert (edss.claim_count, edss.study_count, edss.score, edss.effects) == (
        4,
        1,
        0.45,
        ["improved"],
    )
    counts = {(row.predicate, row.way): row.count for row in found.counts}
    assert counts == {
        ("USES_CELL_TYPE", "out"): 1,
        ("ACTS_THROUGH", "out"): 2,
        ("REPORTS_OUTCOME", "out"): 5,
        ("HAS_ADVERSE_EVENT", "out"): 2,
        ("TREATS", "out"): 1,
    }
    assert found.total == 8  # EDSS, quality of life, one cell, two mechanisms, two harms, treats
    assert [item.score for item in found.items] == sorted(
        (item.score for item in found.items), reverse=True
    )


def test_neighbors__of_an_object_come_the_other_way(fixed_graph: Graph) -> None:
    found = asked(fixed_graph, "RRMS", way=Way.IN)
    # Natalizumab treats it (F55); immunomodulation contributes to it (F48). Its place as the
    # condition of claims is no neighbourhood.
    assert {(item.entity.name, item.predicate) for item in found.items} == {
        ("natalizumab", "TREATS"),
        ("immunomodulation", "CONTRIBUTES_TO"),
    }
    assert asked(fixed_graph, "RRMS", way=Way.OUT).items == []


def test_filters_narrow_the_items_and_leave_the_counts(fixed_graph: Graph) -> None:
    whole = asked(fixed_graph, "natalizumab")
    some = asked(fixed_graph, "natalizumab", predicate=[Predicate.HAS_ADVERSE_EVENT])
    assert {item.entity.name for item in some.items} == {
        "headache",
        "progressive multifocal leukoencephalopathy",
    }
    assert some.counts == whole.counts
    kinds = asked(fixed_graph, "natalizumab", type=[EntityType.MECHANISM])
    assert [item.entity.name for item in kinds.items] == ["blockade of alpha-4 integrin"]
    strong = asked(fixed_graph, "natalizumab", min_score=0.75)
    assert {item.score >= 0.75 for item in strong.items} == {True}


def test_pages_walk_all_neighbors_once(fixed_graph: Graph) -> None:
    whole, found, cursor = asked(fixed_graph, "MSC-NP"), [], None
    while True:
        page = asked(fixed_graph, "MSC-NP", 3, cursor)
        found += page.items
        if page.next is None:
            break
        cursor = page.next
    assert found == whole.items
    with pytest.raises(InvalidValue, match="does not belong"):
        asked(fixed_graph, "natalizumab", 3, asked(fixed_graph, "MSC-NP", 3).next)


def test_an_entity_without_claims_has_no_neighbors(fixed_graph: Graph) -> None:
    found = asked(fixed_graph, "drug therapy")
    assert (found.items, found.counts, found.total) == ([], [], 0)


def test_an_unknown_entity_is_refused(fixed_graph: Graph) -> None:
    with pytest.raises(UnknownName) as unknown:
        asked(fixed_graph, "natalizumap")
    assert unknown.value.field == "entity"
    assert unknown.value.near_misses[0].name == "natalizumab"
    with pytest.raises((UnknownName, AmbiguousName, InvalidValue)):
        asked(fixed_graph, "x" * 501)


def test_the_metagraph_counts_claims_by_the_types_they_join(fixed_graph_each: Graph) -> None:
    body = fixed_graph_each.run(graph_schema(fixed_graph_each.database)).body
    counts = {(row.subject, row.predicate, row.object): row.count for row in body.metagraph}
    # F40–F42, F44, F45 are of therapies, F43 of a cell; F46–F48 lead to an outcome, a mechanism and
    # a condition.
    assert counts[("Therapy", "ACTS_THROUGH", "Mechanism")] == 5
    assert counts[("CellType", "ACTS_THROUGH", "Mechanism")] == 1
    assert counts[("Mechanism", "CONTRIBUTES_TO", "Outcome")] == 1
    assert counts[("Mechanism", "CONTRIBUTES_TO", "Mechanism")] == 1
    assert counts[("Mechanism", "CONTRIBUTES_TO", "Condition")] == 1
    by_predicate = {row.predicate: row.count for row in body.predicates}
    for predicate, count in by_predicate.items():
        assert sum(n for (_, one, _), n in counts.items() if one == predicate) == count
