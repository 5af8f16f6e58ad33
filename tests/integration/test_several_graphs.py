"""Every question by Cypher and in plain Python, on one made-up graph after another.

Each graph takes the place of the one before, as a newer version of its source does, so answers
that outlive their graph would be seen too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import test_contradictions as disagreeing
import test_profile_reference as profiles
import test_questions_equal_reference as questions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_graphs import evidence_filters, graphs, name_of, totals_filters
from real_neo4j import Graph, RealNeo4j, fixed_terms
from reference.world import read_world

from kg.vocabulary import EntityType, Gap

pytestmark = pytest.mark.neo4j

of_therapy = name_of(EntityType.THERAPY)
of_condition = st.none() | name_of(EntityType.CONDITION)


@pytest.fixture(scope="module")
def changing(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A graph whose one source is replaced again and again, and the folder of its file."""
    graph = Graph(latest, fixed_terms())
    graph.clear()
    yield graph, tmp_path_factory.mktemp("changing")
    graph.close()


def held(test: Any, **given_values: Any) -> None:
    """Run what another file holds for any question, for one."""
    test.hypothesis.inner_test(**given_values)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=graphs(least=1, most=40),
    filters=evidence_filters,
    totals=totals_filters,
    effect=questions.effects,
    therapies=st.lists(of_therapy, min_size=2, max_size=3, unique=True),
    outcome=name_of(EntityType.OUTCOME),
    condition=of_condition,
)
def test_each_question_on_each_graph(
    changing: tuple[Graph, Path],
    rows: list[dict[str, Any]],
    filters: Any,
    totals: Any,
    effect: Any,
    therapies: list[str],
    outcome: str,
    condition: str | None,
) -> None:
    graph, folder = changing
    graph.load_rows(folder, rows, "made")
    both = graph, read_world(graph)
    names = {"outcome": outcome} | ({"condition": condition} if condition else {})
    held(questions.test_therapies, crowded=both, filters=totals, names=names, effect=effect)
    held(questions.test_claims, crowded=both, filters=totals, names={}, effect=effect)
    held(questions.test_neighbors, crowded=both, entity=therapies[0], filters={})
    asked = {"crowded": both, "filters": filters, "condition": condition}
    held(profiles.test_profile, therapy=therapies[0], **asked)
    held(profiles.test_compare, names=therapies, outcome=None, **asked)
    held(
        disagreeing.test_contradictions_equal_the_reports_counted_out,
        crowded=both,
        filters=filters,
        names={},
    )
    for kind in Gap:
        held(profiles.test_gaps, kind=kind, therapy=None, **asked)
