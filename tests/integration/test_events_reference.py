"""Adverse events and results by Cypher and in plain Python, over graphs full of overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_counts import CONDITIONS, EVENTS, OUTCOMES, THERAPIES, made_counts
from made_graphs import evidence_filters
from real_neo4j import Graph, RealNeo4j, fixed_terms
from reference import adverse_events as harms_reference
from reference import results as results_reference
from reference.world import World, read_world

from kg.model.adverse_events import AdverseEventsItem, Heterogeneity
from kg.model.question import AdverseEventsQuestion, ResultsQuestion
from kg.model.results import Summary
from kg.queries.adverse_events import adverse_events
from kg.queries.results import results

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def overlapping(
    latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Graph, World]]:
    """A graph of many numbers about few things, and the same as a world."""
    graph = Graph(latest, fixed_terms())
    graph.clear()
    folder = tmp_path_factory.mktemp("overlapping")
    graph.load_rows(folder, made_counts(1, 500), "first")
    graph.load_rows(folder, made_counts(2, 500), "second")
    yield graph, read_world(graph)
    graph.close()


def _ids(entities: list[dict[str, Any]]) -> st.SearchStrategy[str]:
    return st.sampled_from([one["id"] for one in entities])


def _spread(found: Heterogeneity | None) -> dict[str, Any] | None:
    return found and found.model_dump(exclude={"studies", "q_df"})


def _row(item: AdverseEventsItem) -> dict[str, Any]:
    assert item.arm_count == len(item.arms) <= 100
    assert item.against_count == len(item.against)
    assert item.left_out_count == sum(arm.left_out is not None for arm in item.arms)
    return {
        "id": item.adverse_event.id,
        "serious": item.serious,
        "affected": item.affected,
        "at_risk": item.at_risk,
        "rate": item.rate,
        "ci": (item.ci_low, item.ci_high),
        "studies": item.studies,
        "chosen": {arm.evidence_id for arm in item.arms if arm.left_out is None},
        "arms": {
            arm.evidence_id: ((arm.affected, arm.at_risk), (arm.ci_low, arm.ci_high))
            for arm in item.arms
        },
        "heterogeneity": _spread(item.heterogeneity),
        "against": [
            (
                one.study_id,
                one.comparator and one.comparator.id,
                (one.affected, one.at_risk),
                (one.comparator_affected, one.comparator_at_risk),
                (one.risk_difference, one.risk_difference_low, one.risk_difference_high),
                one.risk_ratio,
            )
            for one in item.against
        ],
        "ratios": {one.comparator.id: one.risk_ratio for one in item.against_pooled},
    }


@settings(max_examples=35)
@given(
    filters=evidence_filters,
    therapy=_ids(THERAPIES),
    names=st.fixed_dictionaries(
        {},
        optional={
            "adverse_event": _ids(EVENTS),
            "condition": _ids(CONDITIONS),
            "serious": st.booleans(),
            "sort": st.sampled_from(["rate", "serious", "studies"]),
        },
    ),
)
def test_adverse_events(
    overlapping: tuple[Graph, World], filters: Any, therapy: str, names: Any
) -> None:
    graph, world = overlapping
    question = AdverseEventsQuestion(therapy=therapy, **names, **filters)
    found = graph.run(adverse_events(graph.database, graph.resolver, question, limit=500)).body
    expected = harms_reference.adverse_events(world, question)
    assert [_row(item) for item in found.items] == expected["rows"]
    assert [
        (one.adverse_event.id, one.serious, one.report_count) for one in found.without_denominator
    ] == expected["without"]
    assert found.total == len(expected["rows"])


def test_the_overlaps_are_there(overlapping: tuple[Graph, World]) -> None:
    """Else the test above would hold nothing."""
    graph, _ = overlapping
    question = AdverseEventsQuestion(therapy=THERAPIES[0]["id"])
    found = graph.run(adverse_events(graph.database, graph.resolver, question)).body
    reasons = {arm.left_out for item in found.items for arm in item.arms}
    assert {
        *("pooled_arm", "same_arm", "other_timepoint", "other_account", "unnamed_arm"),
        *("comparator_arm", "more_than_enrolled", "review", "not_human"),
    } <= reasons
    assert any(item.heterogeneity and item.heterogeneity.tau2 > 0 for item in found.items)
    items = [
        item
        for therapy in THERAPIES
        for direct in (True, False)
        for item in graph.run(
            adverse_events(
                graph.database,
                graph.resolver,
                AdverseEventsQuestion(therapy=therapy["id"], direct=direct),
            )
        ).body.items
    ]
    against = [one for item in items for one in item.against]
    assert {one.comparator is None for one in against} == {True, False}
    assert any(item.against_pooled for item in items)


def _summary(one: Summary) -> dict[str, Any]:
    found = {"value": one.estimate, "low": one.ci_low, "high": one.ci_high}
    return {
        "ids": one.evidence_ids,
        "form": one.form,
        **found,
        **(_spread(one.heterogeneity) or {}),
    }


@settings(max_examples=35)
@given(
    filters=evidence_filters,
    outcome=_ids(OUTCOMES),
    names=st.fixed_dictionaries(
        {}, optional={"therapy": _ids(THERAPIES), "condition": _ids(CONDITIONS)}
    ),
)
def test_results(overlapping: tuple[Graph, World], filters: Any, outcome: str, names: Any) -> None:
    graph, world = overlapping
    question = ResultsQuestion(outcome=outcome, **names, **filters)
    found = graph.run(results(graph.database, graph.resolver, question, limit=500)).body
    expected = results_reference.results(world, question)
    assert [item.evidence_id for item in found.items] == expected["ids"]
    assert [_summary(one) for one in found.summaries] == expected["summaries"]
    left_out = {item.evidence_id: item.left_out for item in found.items if item.left_out}
    assert left_out == expected["left_out"]
    assert found.left_out_total == len(left_out)
    assert sum(one.count for one in found.left_out_counts) == len(left_out)
    places = {item.evidence_id: item.summary for item in found.items if item.summary is not None}
    assert places == {
        identity: place
        for place, one in enumerate(expected["summaries"])
        for identity in one["ids"]
    }


def test_the_differences_are_there(overlapping: tuple[Graph, World]) -> None:
    graph, _ = overlapping
    answers = [
        graph.run(
            results(
                graph.database,
                graph.resolver,
                ResultsQuestion(outcome=outcome["id"], therapy=THERAPIES[0]["id"]),
            )
        ).body
        for outcome in OUTCOMES
    ]
    reasons = {one.left_out for found in answers for one in found.left_out_counts}
    assert {
        *("no_comparator", "no_interval", "not_within", "no_timepoint", "not_a_form", "alone"),
        *("other_timepoint", "other_arm", "pooled_arm", "review", "not_human"),
    } <= reasons
    assert {"hazard_ratio", "mean_change", "responders", "mean"} <= {
        one.form for found in answers for one in found.summaries
    }
