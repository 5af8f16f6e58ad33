"""Contradictions on the fixed graph, and against plain Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_graphs import crowded_rows, evidence_filters, name_of
from real_neo4j import Graph, fixed_terms
from reference import contradictions as contradictions_reference
from reference.world import World, read_world

from kg.ask.recording import Recording
from kg.errors import InvalidValue, UnknownName
from kg.model.contradictions import ContradictionItem, ContradictionsAnswer
from kg.model.question import ContradictionsQuestion
from kg.queries.contradictions import contradictions
from kg.terms import packaged_terms
from kg.vocabulary import EntityType

pytestmark = pytest.mark.neo4j

MS_STEM_CELL = Path(__file__).parents[2] / "loaders" / "evidence" / "ms-stem-cell"


def asked(
    graph: Graph, limit: int = 25, cursor: str | None = None, **filters: Any
) -> ContradictionsAnswer:
    question = ContradictionsQuestion(**filters)
    work = contradictions(graph.database, graph.resolver, question, limit=limit, cursor=cursor)
    return graph.run(work).body


def sides(item: ContradictionItem) -> list[tuple[Any, ...]]:
    return [
        (
            side.effect_direction,
            side.evidence_direction,
            side.unit_count,
            side.study_count,
            side.patient_count,
            side.score,
        )
        for side in item.sides
    ]


def differs(item: ContradictionItem) -> list[tuple[str, float]]:
    return [(one.context, one.separation) for one in item.differs]


def test_two_therapies_are_contradicted_on_edss(fixed_graph: Graph) -> None:
    found = asked(fixed_graph)
    assert found.total == 2
    mesenchymal, ahsct = found.items
    # MSC therapy: improved in a review (F07, 0.8, 200 patients) and in NMO (F22, 0.25, 5):
    # 1 - 0.2 · 0.75; unchanged in study 6 (F10, 0.75); worsened in three people (F11, 0.25).
    assert (mesenchymal.subject.id, mesenchymal.object.id) == ("TEST:T3", "TEST:O2")
    assert sides(mesenchymal) == [
        ("improved", "supports", 2, 0, 205, 0.85),
        ("unchanged", "supports", 1, 1, 48, 0.75),
        ("worsened", "supports", 1, 0, 3, 0.25),
    ]
    assert (mesenchymal.score, mesenchymal.opposed) == (0.75, (0, 1))
    # MS and NMO against SPMS, a review and a series against a trial: nothing in common. Phase and
    # route are stated on one side alone.
    assert differs(mesenchymal) == [("condition", 1.0), ("design", 1.0)]
    # AHSCT: F04 and F23 (study 2, 0.75), F24 (study 11, 0.45) and F05 (registry A, 0.45) against
    # F06 (registry B, 0.45): 1 - 0.25 · 0.55². F09, F25, F35 and F50 refute what nothing supports.
    assert (ahsct.subject.id, ahsct.object.id) == ("TEST:T5", "TEST:O2")
    assert sides(ahsct) == [
        ("improved", "supports", 3, 3, 160, 0.9244),
        ("improved", "refutes", 1, 1, 50, 0.45),
    ]
    # Two of three units in RRMS, one in SPMS, as registry B: 1 - 1/3. Study 2 is a trial and a
    # cohort, half and half, so that a half of the units are cohorts, as registry B: 1 - 1/2.
    assert differs(ahsct) == [("condition", 0.6667), ("design", 0.5)]
    assert [[one.value for one in side.values] for side in ahsct.differs[0].sides] == [
        ["relapsing-remitting multiple sclerosis", "secondary progressive multiple sclerosis"],
        ["secondary progressive multiple sclerosis"],
    ]
    assert ahsct.sides[1].sources[0].study_name == "Registry B"


def test_filters_narrow_the_reports(fixed_graph: Graph) -> None:
    # In SPMS alone MSC therapy is unchanged (0.75) against worsened (0.25), AHSCT 0.45 each.
    found = asked(fixed_graph, condition="SPMS")
    assert [(item.subject.id, item.score) for item in found.items] == [
        ("TEST:T5", 0.45),
        ("TEST:T3", 0.25),
    ]
    assert found.items[0].shared[0].context == "condition"
    assert [item.subject.id for item in asked(fixed_graph, therapy="MSC therapy").items] == [
        "TEST:T3"
    ]
    by_class = asked(fixed_graph, therapy="cell therapy", outcome="disability")
    assert [item.subject.id for item in by_class.items] == ["TEST:T3", "TEST:T5"]
    assert [match.matched.id for match in by_class.items[0].matched] == ["TEST:T3", "TEST:O2"]
    assert asked(fixed_graph, therapy="cell therapy", direct=True).items == []
    # Without the review remarks and series nothing contradicts the trial of MSC therapy.
    assert [
        item.subject.id for item in asked(fixed_graph, min_design="cohort", year_to=2200).items
    ] == []


def test_pages_and_bad_questions(fixed_graph: Graph) -> None:
    first = asked(fixed_graph, limit=1)
    second = asked(fixed_graph, limit=1, cursor=first.next)
    assert [item.subject.id for item in (*first.items, *second.items)] == ["TEST:T3", "TEST:T5"]
    assert second.next is None
    with pytest.raises(InvalidValue):
        asked(fixed_graph, condition="SPMS", cursor=first.next)
    with pytest.raises(UnknownName) as unknown:
        asked(fixed_graph, therapy="EDSS")
    assert unknown.value.field == "therapy"


def test_the_packaged_evidence(latest: Any) -> None:
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(MS_STEM_CELL)
    found = asked(graph)
    # One systematic review (0.8) tells mixed responses to mesenchymal cells (confidence 0.5) and
    # improved ones (0.35), both in progressive disease; the clinic's page (0.45) says that its
    # trial was not built to show a response (0.4), and that mice (0.12) improved (0.4). Three units
    # say that stem cells treat MS, one of them an opinion as the one against: 1 - 1/3.
    brief = [(item.predicate, item.object.name, item.score, differs(item)) for item in found.items]
    assert brief == [
        ("REPORTS_OUTCOME", "treatment response", 0.28, []),
        ("ACTS_THROUGH", "neuroregeneration", 0.16, []),
        ("REPORTS_OUTCOME", "treatment response", 0.048, [("design", 1.0)]),
        ("TREATS", "multiple sclerosis", 0.0125, [("design", 0.6667)]),
    ]
    graph.close()


@pytest.fixture(scope="module")
def crowded(latest: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    graph = Graph(latest, fixed_terms())
    graph.clear()
    graph.load_rows(tmp_path_factory.mktemp("crowded"), crowded_rows(300), "crowded")
    yield graph, read_world(graph)
    graph.close()


@settings(max_examples=30)
@given(
    filters=evidence_filters,
    names=st.fixed_dictionaries(
        {},
        optional={
            "therapy": name_of(EntityType.THERAPY),
            "outcome": name_of(EntityType.OUTCOME),
            "condition": name_of(EntityType.CONDITION),
        },
    ),
)
def test_contradictions_equal_the_reports_counted_out(
    crowded: tuple[Graph, World], filters: Any, names: Any
) -> None:
    graph, world = crowded
    found = asked(graph, limit=100, **filters, **names)
    assert found.next is None
    expected = contradictions_reference.contradictions(
        world, ContradictionsQuestion(**filters, **names)
    )
    assert [
        {
            "key": (item.subject.id, str(item.predicate), item.object.id),
            "score": item.score,
            "sides": [
                (
                    side.effect_direction,
                    str(side.evidence_direction),
                    side.evidence_count,
                    side.score,
                )
                for side in item.sides
            ],
            "opposed": item.opposed,
            "differs": differs(item),
        }
        for item in found.items
    ] == [{name: one[name] for name in one if name != "place"} for one in expected]


@settings(max_examples=15)
@given(
    size=st.integers(1, 3),
    names=st.fixed_dictionaries(
        {},
        optional={"therapy": name_of(EntityType.THERAPY), "outcome": name_of(EntityType.OUTCOME)},
    ),
)
def test_pages_are_right_where_not_all_contradictions_are_read(
    crowded: tuple[Graph, World], size: int, names: Any
) -> None:
    graph, world = crowded
    expected = contradictions_reference.contradictions(world, ContradictionsQuestion(**names))
    found: list[ContradictionItem] = []
    cursor = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.queries.contradictions.LEAST_READ", 0)
        while cursor is not None or len(found) < min(1, len(expected)):
            page = asked(graph, limit=size, cursor=cursor, **names)
            assert page.total == len(expected)
            found += page.items
            cursor = page.next
    keys = [(item.subject.id, str(item.predicate), item.object.id) for item in found]
    assert keys == [one["key"] for one in expected]
    with pytest.MonkeyPatch.context() as patch:
        # Late pages are ranked by all their reports, and say the same.
        patch.setattr("kg.queries.contradictions.MOST_RANKED", 0)
        assert asked(graph, limit=100, **names).items == found


def test_the_first_are_told_by_totals(crowded: tuple[Graph, World]) -> None:
    graph, _ = crowded
    database = Recording(graph.database)
    question = ContradictionsQuestion()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.queries.contradictions.LEAST_READ", 30)
        found = graph.run(contradictions(database, graph.resolver, question, limit=1)).body
    statements = [statement.name for statement, _ in database.statements]
    assert statements[-2:] == ["contradictions/list", "contradictions/sources"]
    assert found.total > database.statements[-2][1]["read"]
