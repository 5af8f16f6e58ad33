"""Questions answered by Cypher and in plain Python, over graphs made by hypothesis."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_graphs import crowded_rows, name_of, totals_filters
from real_neo4j import Graph
from reference import claims as claims_reference
from reference import neighbors as neighbors_reference
from reference import therapies as therapies_reference
from reference.world import Totals, World, read_world

from kg.model.neighbors import NeighborsQuestion
from kg.model.question import ClaimsQuestion, TherapiesQuestion
from kg.queries.claims import claims
from kg.queries.neighbors import neighbors
from kg.queries.therapies import therapies
from kg.vocabulary import EffectDirection, EntityType, Predicate, Sort

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def crowded(latest: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A graph of many reports about few things, and the same as a world."""
    from real_neo4j import fixed_terms

    graph = Graph(latest, fixed_terms())
    graph.clear()
    graph.load_rows(tmp_path_factory.mktemp("crowded"), crowded_rows(300), "crowded")
    yield graph, read_world(graph)
    graph.close()


def counted(item: Any) -> Totals:
    return Totals(
        item.study_count,
        item.patient_count,
        item.supporting_count,
        item.refuting_count,
        item.score,
    )


effects = st.sampled_from([None, *EffectDirection])


@settings(max_examples=25)
@given(
    filters=totals_filters,
    names=st.fixed_dictionaries(
        {},
        optional={
            "outcome": name_of(EntityType.OUTCOME),
            "condition": name_of(EntityType.CONDITION),
            "therapy": name_of(EntityType.THERAPY),
            "cell_type": name_of(EntityType.CELL_TYPE),
            "mechanism": name_of(EntityType.MECHANISM),
        },
    ),
    effect=effects,
)
def test_therapies(crowded: tuple[Graph, World], filters: Any, names: Any, effect: Any) -> None:
    graph, world = crowded
    question = TherapiesQuestion(**filters, **names, effect=effect)
    work = therapies(graph.database, graph.resolver, question, limit=500)
    found = graph.run(work).body
    assert [
        {
            "therapy": item.therapy.id,
            "totals": counted(item),
            "claims": {claim.id: counted(claim) for claim in item.claims},
        }
        for item in found.items
    ] == therapies_reference.therapies(world, question)


@settings(max_examples=10)
@given(
    sort=st.sampled_from([Sort.SCORE, Sort.STUDIES, Sort.PATIENTS]),
    size=st.integers(1, 2),
    effect=effects,
)
def test_pages_are_right_where_not_all_therapies_are_summed_up(
    crowded: tuple[Graph, World], sort: Sort, size: int, effect: Any
) -> None:
    graph, world = crowded
    question = TherapiesQuestion(sort=sort, effect=effect)
    expected = [row["therapy"] for row in therapies_reference.therapies(world, question)]
    found: list[str] = []
    cursor = None
    while cursor is not None or not found:
        work = therapies(graph.database, graph.resolver, question, limit=size, cursor=cursor)
        with pytest.MonkeyPatch.context() as patch:
            # One of these few therapies is summed up for the first page of one.
            patch.setattr("kg.queries.therapies.LEAST_READ", -2)
            page = graph.run(work).body
        assert page.total == len(expected) > 3
        found += [item.therapy.id for item in page.items]
        cursor = page.next
    assert found == expected


@settings(max_examples=25)
@given(
    filters=totals_filters,
    names=st.fixed_dictionaries(
        {},
        optional={
            "subject": name_of(EntityType.THERAPY),
            "condition": name_of(EntityType.CONDITION),
            "predicate": st.sampled_from(Predicate),
        },
    ),
    effect=effects,
)
def test_claims(crowded: tuple[Graph, World], filters: Any, names: Any, effect: Any) -> None:
    graph, world = crowded
    if "subject" in names and names.get("predicate") in ("CONTRIBUTES_TO", "DIFFERENTIATES_INTO"):
        del names["subject"]  # a therapy is no subject of these
    question = ClaimsQuestion(**filters, **names, effect=effect)
    found = graph.run(claims(graph.database, graph.resolver, question, limit=500)).body
    assert [(item.id, counted(item)) for item in found.items] == claims_reference.claims(
        world, question
    )


@settings(max_examples=25)
@given(
    entity=st.sampled_from(EntityType).filter(lambda kind: kind != "Study").flatmap(name_of),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "predicate": st.lists(st.sampled_from(Predicate), min_size=1, max_size=3),
            "way": st.sampled_from(["in", "out"]),
            "type": st.lists(st.sampled_from(EntityType), min_size=1, max_size=3),
            "min_score": st.floats(0, 1),
        },
    ),
)
def test_neighbors(crowded: tuple[Graph, World], entity: str, filters: Any) -> None:
    graph, world = crowded
    question = NeighborsQuestion(entity=entity, **filters)
    found = graph.run(neighbors(graph.database, graph.resolver, question, limit=500)).body
    assert [
        item.model_dump() | {"entity": item.entity.id, "effects": set(item.effects)}
        for item in found.items
    ] == neighbors_reference.neighbors(world, question)
