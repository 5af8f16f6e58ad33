"""Therapies side by side on the fixed graph, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from real_neo4j import Graph

from kg.errors import InvalidValue, UnknownName
from kg.model.compare import CompareAnswer
from kg.model.question import CompareQuestion
from kg.queries.compare import INDIRECT, compare

pytestmark = pytest.mark.neo4j


def asked(graph: Graph, *therapies: str, **filters: Any) -> CompareAnswer:
    question = CompareQuestion.model_construct(therapies=list(therapies), **filters)
    return graph.run(compare(graph.database, graph.resolver, question)).body


def test_direct_evidence_comes_first_and_the_rest_is_called_indirect(
    fixed_graph_each: Graph,
) -> None:
    found = asked(fixed_graph_each, "AHSCT", "natalizumab")
    # F55: AHSCT better than natalizumab in study 2, randomised, 110 patients.
    [head] = found.head_to_head
    assert (head.first, head.second, head.effect_direction, head.score) == (0, 1, "improved", 0.75)
    assert [(report.study, report.n) for report in head.reports] == [("Study 2", 110)]
    assert not found.comparability.indirect
    # EDSS of both: AHSCT in F04, F05, F06, F23, F24 (studies 2 and 11, two registries), natalizumab
    # in F14; no study reports it of both. The relapse rate is natalizumab's alone (F15).
    assert [(row.outcome.id, row.comparable, row.direct) for row in found.outcomes] == [
        ("TEST:O2", True, False),
        ("TEST:O5", False, False),
    ]
    assert [cell and cell.study_count for cell in found.outcomes[0].cells] == [4, 1]
    assert [cell and cell.study_count for cell in found.outcomes[1].cells] == [None, 1]
    assert INDIRECT in found.comparability.notes
    rates = {
        row.adverse_event.id: [cell and [arm.rate for arm in cell.arms] for cell in row.cells]
        for row in found.adverse_events
    }
    # F31: 30 of 110. F33: 10 of 889. F32 and F34: 4 of 1,000 and 2 of 942, side by side.
    assert rates["TEST:A4"] == [[0.2727], None]
    assert rates["TEST:A1"] == [None, [0.0112]]
    assert {*rates["TEST:A5"][1]} == {0.004, 0.0021}


def test_a_condition_leaves_what_is_reported_in_it(fixed_graph: Graph) -> None:
    found = asked(fixed_graph, "AHSCT", "natalizumab", condition="RRMS")
    assert found.comparability.outcomes_in_common == 0
    assert "no outcome is reported of two of the therapies" in found.comparability.notes
    assert len(found.head_to_head) == 1
    assert asked(fixed_graph, "AHSCT", "natalizumab", condition="SPMS").head_to_head == []


def test_a_class_beside_its_member_is_noted(fixed_graph: Graph) -> None:
    notes = asked(fixed_graph, "stem cell therapy", "AHSCT").comparability.notes
    assert any("stem cell therapy is a class" in note for note in notes)
    direct = asked(fixed_graph, "stem cell therapy", "AHSCT", direct=True).comparability.notes
    assert not any("is a class" in note for note in direct)


@pytest.mark.parametrize(
    ("therapies", "error"),
    [
        (["AHSCT"], InvalidValue),
        (["AHSCT", "TEST:T5"], InvalidValue),
        ([f"TEST:T{number}" for number in range(1, 7)], InvalidValue),
        (["AHSCT", ""], InvalidValue),
        (["AHSCT", "EDSS"], UnknownName),
    ],
)
def test_what_cannot_be_compared(fixed_graph: Graph, therapies: list[str], error: Any) -> None:
    with pytest.raises(error) as raised:
        asked(fixed_graph, *therapies)
    assert raised.value.field == "ids"
