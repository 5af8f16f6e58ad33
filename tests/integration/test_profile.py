"""The profile of a therapy on the fixed graph, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from real_neo4j import Graph

from kg.errors import InvalidValue, UnknownName
from kg.model.profile import ProfileAnswer
from kg.model.question import ProfileQuestion
from kg.queries.profile import profile

pytestmark = pytest.mark.neo4j


def asked(graph: Graph, **filters: Any) -> ProfileAnswer:
    work = profile(graph.database, graph.resolver, ProfileQuestion(**filters))
    return graph.run(work).body


def test_a_therapy_with_what_is_narrower(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, therapy="MSC therapy")
    assert found.query.therapy.narrower_count == 1
    assert [one.id for one in found.therapy.broader] == ["TEST:T1", "TEST:T2"]
    assert [one.id for one in found.therapy.narrower] == ["TEST:T4"]
    assert [claim.object.id for claim in found.cell_types.claims] == ["TEST:L2"]
    # F39 says it of the therapy (a remark, 0.15), F40 of the cell (in vitro, 0.08).
    assert [
        (claim.object.id, claim.said_of and claim.said_of.id, claim.score)
        for claim in found.mechanisms.claims
    ] == [("TEST:M1", None, 0.15), ("TEST:M1", "TEST:L2", 0.08)]
    edss = next(row for row in found.outcomes if row.outcome.id == "TEST:O2")
    # Improved: a review of 200 (F07) and 5 cases (F22), against it a trial of 24 of the narrower
    # therapy (F09); unchanged: a trial of 48 (F10); worsened: 3 cases (F11).
    assert {
        one.effect_direction: (one.unit_count, one.refuting_unit_count, one.patient_count)
        for one in edss.effects
    } == {"improved": (2, 1, 229), "unchanged": (1, 0, 48), "worsened": (1, 0, 3)}
    # (1 - 0.2 · 0.25 · 0.75 · 0.75) · 0.55
    assert (edss.study_count, edss.patient_count, edss.score) == (2, 280, 0.5345)
    assert {one.id for one in edss.said_of} == {"TEST:T3", "TEST:T4"}
    # F35 speaks against infections and gives no number.
    [infection] = found.adverse_events
    assert (infection.score, infection.arms, infection.unnumbered_count) == (0, [], 1)
    assert [claim.object.id for claim in found.comparisons.claims] == ["TEST:T10"]
    # F09, F25 and F35.
    [refuted] = [one for one in found.reservations if one.kind == "refuted"]
    assert refuted.reports == 3
    assert len(found.refuted) == 3


def test_a_name_taken_as_it_is(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, therapy="MSC therapy", direct=True)
    # T25FW and disability are reported of the autologous one alone.
    assert {row.outcome.id for row in found.outcomes} == {"TEST:O2", "TEST:O4"}


def test_reservations_say_what_the_evidence_lacks(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, therapy="MSC-NP")
    # Outcomes in humans: study 1 alone, one arm (F01, F02). Mechanisms: F37 animals, F38 in vitro.
    kinds = {one.kind: one for one in found.reservations}
    assert {"single_arm_only", "animal_only", "limitations"} <= set(kinds)
    assert kinds["limitations"].text == "Not designed to show efficacy."
    headache = next(row for row in found.adverse_events if row.adverse_event.id == "TEST:A2")
    [arm] = headache.arms
    assert (arm.affected, arm.at_risk, arm.rate) == (12, 20, 0.6)
    [group] = found.studies
    assert (group.phase, [study.name for study in group.studies]) == ("PHASE1", ["Study 1"])
    assert found.evidence.by_studied_in["animal"] == 2  # F19, F37
    assert found.sources[0].publication_id


def test_nothing_under_a_filter_is_an_answer(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, therapy="MSC-NP", year_from=2199)
    assert (found.outcomes, found.adverse_events, found.evidence.report_count) == ([], [], 0)
    assert found.reservations == []


@pytest.mark.parametrize(
    ("filters", "error", "field"),
    [
        ({"therapy": "nothing of this name"}, UnknownName, "therapy"),
        ({"therapy": "EDSS"}, UnknownName, "therapy"),
        ({"therapy": "x" * 10_000}, InvalidValue, "therapy"),
        ({"therapy": "AHSCT", "condition": "AHSCT"}, UnknownName, "condition"),
        ({"therapy": "AHSCT", "year_from": 2010, "year_to": 2000}, InvalidValue, "year_from"),
    ],
)
def test_what_cannot_be_asked(
    fixed_graph: Graph, filters: dict[str, Any], error: Any, field: str
) -> None:
    with pytest.raises(error) as raised:
        asked(fixed_graph, **filters)
    assert raised.value.field == field
