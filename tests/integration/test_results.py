"""The results of an outcome on the fixed graph, and what cannot be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from real_neo4j import Graph

from kg.errors import InvalidValue, UnknownName
from kg.model.question import ResultsQuestion
from kg.model.results import ResultsAnswer
from kg.queries.results import results

pytestmark = pytest.mark.neo4j


def asked(
    graph: Graph, *, limit: int = 25, cursor: str | None = None, **filters: Any
) -> ResultsAnswer:
    question = ResultsQuestion(**filters)
    work = results(graph.database, graph.resolver, question, limit=limit, cursor=cursor)
    return graph.run(work).body


def fact(study: int, effect: str, **result: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "Therapy", "name": "AHSCT"},
        "predicate": "REPORTS_OUTCOME",
        "object": {"type": "Outcome", "name": "walking distance"},
        "effect_direction": effect,
        "evidence_direction": "supports",
        "result": {"comparator": "placebo", "timepoint_months": 12.0, **result},
        "design": {"type": "rct"},
        "study": {"id": f"NCT0000090{study}", "name": f"Walking {study}"},
        "provenance": {"knowledge_level": "observation", "agent_type": "manual_agent"},
    }


def effect(value: float, low: float, high: float) -> dict[str, Any]:
    return {
        "estimate": value,
        "estimate_type": "mean_difference",
        "unit": "m",
        "ci_low": low,
        "ci_high": high,
    }


def test_every_result_has_equal_rank(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, outcome="EDSS")
    # By study and time, not by what they say: improved, unchanged and refuted stand in between.
    assert {item.effect_direction for item in found.items} >= {"improved", "unchanged", "worsened"}
    assert not all(item.supports for item in found.items)
    assert found.total == len(found.items) == found.looked_at
    pages, cursor = [], None
    while True:
        page = asked(fixed_graph_each, outcome="EDSS", limit=7, cursor=cursor)
        assert (page.summaries, page.left_out_total) == (found.summaries, found.left_out_total)
        pages += page.items
        cursor = page.next
        if cursor is None:
            break
    assert pages == found.items


def test_two_trials_are_summed_up_and_the_rest_is_said(graph: Graph, tmp_path: Path) -> None:
    rows = [
        fact(1, "improved", **effect(30, 10, 50)),
        fact(2, "unchanged", **effect(10, -10, 30)),
        fact(3, "unchanged", **{**effect(5, -5, 15), "unit": "feet"}),
        fact(4, "unchanged", p_value=0.6),
    ]
    graph.load_rows(tmp_path, rows)
    found = asked(graph, outcome="walking distance", therapy="AHSCT")
    assert [item.study for item in found.items] == [f"Walking {n}" for n in (1, 2, 3, 4)]
    # Errors of both 40 / 3.92 = 10.2041: weights alike, mean 20. Q = 2 · 10² / 104.12 = 1.9208, one
    # degree of freedom: τ² = (Q - 1) · 104.12 = 95.877, I² = 0.9208 / 1.9208. The error of the mean
    # is √((104.12 + 95.877) / 2) = 10, the interval 20 ± 19.6.
    [one] = found.summaries
    assert (one.studies, one.estimate, one.ci_low, one.ci_high) == (2, 20, 0.4004, 39.5996)
    assert one.heterogeneity is not None
    assert (one.heterogeneity.q, one.heterogeneity.i2) == (1.9207, 0.4794)
    assert one.evidence_ids == [item.evidence_id for item in found.items[:2]]
    assert (one.comparator, one.months_from, one.months_to) == ("placebo or sham", 9, 18)
    assert "the unit (m)" in one.comparable
    assert [item.summary for item in found.items] == [0, 0, None, None]
    assert [item.left_out for item in found.items] == [None, None, "alone", "not_a_form"]


@pytest.mark.parametrize(
    ("filters", "error", "field"),
    [
        ({"outcome": "nothing of this name"}, UnknownName, "outcome"),
        ({"outcome": "AHSCT"}, UnknownName, "outcome"),
        ({"outcome": ""}, InvalidValue, "outcome"),
        ({"outcome": "EDSS", "therapy": "EDSS"}, UnknownName, "therapy"),
        ({"outcome": "EDSS", "design": ["rct"], "studied_in": "animal"}, InvalidValue, None),
        ({"outcome": "EDSS", "limit": 501}, InvalidValue, "limit"),
        ({"outcome": "EDSS", "cursor": "abc"}, InvalidValue, "cursor"),
    ],
)
def test_what_cannot_be_asked(
    fixed_graph: Graph, filters: dict[str, Any], error: Any, field: str | None
) -> None:
    with pytest.raises(error) as raised:
        asked(fixed_graph, **filters)
    assert field is None or raised.value.field == field
