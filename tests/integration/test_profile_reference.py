"""Profiles, comparisons and gaps by Cypher and in plain Python, over a crowded graph."""

from __future__ import annotations

from typing import Any

import pytest
import test_questions_equal_reference as questions
from hypothesis import given, settings
from hypothesis import strategies as st
from made_graphs import evidence_filters, name_of
from real_neo4j import Graph
from reference import compare as compare_reference
from reference import gaps as gaps_reference
from reference import profile as profile_reference
from reference.world import World, let_in

from kg.model.gaps import AnimalOnly, NeverChanged, NoHumanOutcome, NoResults
from kg.model.profile import ReportedHarm, ReportedOutcome
from kg.model.question import CompareQuestion, GapsQuestion, ProfileQuestion
from kg.queries.compare import compare
from kg.queries.gaps import gaps
from kg.queries.profile import profile
from kg.vocabulary import EntityType, Gap

pytestmark = pytest.mark.neo4j

crowded = questions.crowded
counted = questions.counted

conditions = st.none() | name_of(EntityType.CONDITION)
therapies = name_of(EntityType.THERAPY)


def row(item: ReportedOutcome | ReportedHarm) -> dict[str, Any]:
    """A row of an answer as the reference has it."""
    found: dict[str, Any] = {
        "totals": counted(item),
        "said_of": {one.id for one in item.said_of},
        "claims": set(item.claims),
        "best_design": item.best_design,
    }
    if isinstance(item, ReportedOutcome):
        effects = {
            one.effect_direction: (one.unit_count, one.refuting_unit_count, counted(one))
            for one in item.effects
        }
        return {"id": item.outcome.id, **found, "effects": effects}
    arms = {(arm.evidence_id, arm.affected, arm.at_risk) for arm in item.arms}
    assert item.arm_count == len(item.arms) == len(arms)
    return {"id": item.adverse_event.id, **found, "arms": arms}


def without(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.items() if key != name} for one in rows]


@settings(max_examples=30)
@given(filters=evidence_filters, therapy=therapies, condition=conditions)
def test_profile(
    crowded: tuple[Graph, World], filters: Any, therapy: str, condition: str | None
) -> None:
    graph, world = crowded
    question = ProfileQuestion(therapy=therapy, condition=condition, **filters)
    found = graph.run(profile(graph.database, graph.resolver, question)).body
    expected = profile_reference.profile(world, question)
    for name in ("cell_types", "mechanisms", "treats", "comparisons"):
        section = getattr(found, name)
        assert [(claim.id, counted(claim)) for claim in section.claims] == expected[name], name
        assert section.total == len(expected[name])
    inherited = {claim.id for claim in found.mechanisms.claims if claim.said_of}
    assert inherited == expected["inherited"]
    assert [row(one) for one in found.outcomes] == without(expected["outcomes"], "arms")
    assert [row(one) for one in found.adverse_events] == without(expected["harms"], "effects")
    assert found.outcome_total == len(expected["outcomes"])
    whole, kinds = expected["evidence"], found.evidence
    assert (kinds.study_count, kinds.patient_count) == (whole.studies, whole.patients)
    assert kinds.report_count == whole.supporting + whole.refuting
    assert kinds.unit_count == expected["units"]
    assert kinds.by_design == expected["by_design"]
    assert kinds.by_predicate == expected["by_predicate"]
    listed = {study.id for group in found.studies for study in group.studies}
    assert listed == expected["studies"]
    assert {one.id: one.refuting_count for one in found.refuted} == expected["refuted"]


@pytest.mark.parametrize("filters", [{}, {"studied_in": "human"}], ids=["all", "human"])
def test_mechanisms_that_are_not_listed_are_counted(
    crowded: tuple[Graph, World], filters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.queries.profile.MOST", 2)
    graph, world = crowded
    hidden = 0
    for therapy in [one for one, row in world.entities.items() if "Therapy" in row["labels"]]:
        question = ProfileQuestion(therapy=therapy, **filters)
        found = graph.run(profile(graph.database, graph.resolver, question)).body.mechanisms
        expected = profile_reference.profile(world, question)["mechanisms"]
        assert [(claim.id, counted(claim)) for claim in found.claims] == expected[:2]
        assert found.total == len(expected)
        designs = {claim.id: {*map(str, claim.designs)} for claim in found.claims}
        assert designs == {claim: designs_of(world, claim, question) for claim, _ in expected[:2]}
        inherited = sum(claim.said_of is not None for claim in found.claims)
        hidden += bool(inherited) and found.total - len(found.claims)
    assert hidden > 5


def designs_of(world: World, claim: str, question: ProfileQuestion) -> set[str]:
    """Those of a claim's reports that are let in."""
    reports = [one for one in world.reports if one.claim_id == claim and let_in(one, question)]
    return {str(one.said["design_type"]) for one in reports if one.said.get("design_type")}


@settings(max_examples=30)
@given(
    filters=evidence_filters,
    names=st.lists(therapies, min_size=2, max_size=5, unique=True),
    outcome=st.none() | name_of(EntityType.OUTCOME),
    condition=conditions,
)
def test_compare(
    crowded: tuple[Graph, World],
    filters: Any,
    names: list[str],
    outcome: str | None,
    condition: str | None,
) -> None:
    graph, world = crowded
    question = CompareQuestion(therapies=names, outcome=outcome, condition=condition, **filters)
    found = graph.run(compare(graph.database, graph.resolver, question)).body
    expected = compare_reference.compare(world, question)
    head = {
        one.id: (counted(one), {report.id for report in one.reports}) for one in found.head_to_head
    }
    assert head == expected["head_to_head"]
    assert {one.id: set(one.places) for one in found.studies} == expected["studies"]
    assert [
        (one.outcome.id, [cell and counted(cell) for cell in one.cells]) for one in found.outcomes
    ] == expected["outcomes"]
    assert [
        (one.adverse_event.id, [cell and counted(cell) for cell in one.cells])
        for one in found.adverse_events
    ] == expected["harms"]


def flat(item: object) -> tuple[Any, ...]:
    """A gap as the reference has it."""
    match item:
        case AnimalOnly():
            numbers = (item.animal_count, item.in_vitro_count, item.supporting_count)
            pair = (item.subject.id, item.mechanism.id)
            return (*pair, *numbers, item.refuting_count, item.study_count)
        case NoHumanOutcome():
            pairs = tuple((one.id, one.said_of and one.said_of.id) for one in item.mechanisms)
            numbers = (item.reports, item.animal_count, item.in_vitro_count)
            return (item.therapy.id, item.mechanism_count, pairs, *numbers)
        case NeverChanged():
            numbers = (item.unchanged_count, item.undirected_count, item.refuted_count)
            names = tuple(one.id for one in item.therapies)
            return (item.outcome.id, *numbers, names, item.study_count, item.patient_count)
        case NoResults():
            return (item.study.id, item.status, item.reports)
    raise AssertionError(item)


@settings(max_examples=25)
@given(
    kind=st.sampled_from(Gap),
    filters=evidence_filters,
    therapy=st.none() | therapies,
    condition=conditions,
)
def test_gaps(
    crowded: tuple[Graph, World],
    kind: Gap,
    filters: Any,
    therapy: str | None,
    condition: str | None,
) -> None:
    graph, world = crowded
    question = GapsQuestion(kind=kind, therapy=therapy, condition=condition, **filters)
    found = graph.run(gaps(graph.database, graph.resolver, question, limit=500)).body
    assert [flat(item) for item in found.items] == gaps_reference.gaps(world, question)
