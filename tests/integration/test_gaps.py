"""Gaps on the fixed graph, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from real_neo4j import Graph

from kg.errors import InvalidValue
from kg.model.gaps import AnimalOnly, GapsAnswer, NeverChanged, NoHumanOutcome, NoResults
from kg.model.question import GapsQuestion
from kg.queries.gaps import gaps, gaps_statement
from kg.vocabulary import Gap

pytestmark = pytest.mark.neo4j


def asked(
    graph: Graph, kind: Gap, limit: int = 25, cursor: str | None = None, **filters: Any
) -> GapsAnswer:
    question = GapsQuestion(kind=kind, **filters)
    work = gaps(graph.database, graph.resolver, question, limit=limit, cursor=cursor)
    return graph.run(work).body


def pairs(answer: GapsAnswer) -> list[tuple[str, str]]:
    found = [item for item in answer.items if isinstance(item, AnimalOnly)]
    return [(item.subject.id, item.mechanism.id) for item in found]


def test_mechanisms_from_animals_alone(fixed_graph_each: Graph) -> None:
    # F40 in vitro, F38 in vitro, F37 animals. F39 and F41 are remarks, F42 an opinion.
    found = asked(fixed_graph_each, Gap.ANIMAL_ONLY)
    expected = [("TEST:L2", "TEST:M1"), ("TEST:T6", "TEST:M2"), ("TEST:T6", "TEST:M3")]
    assert pairs(found) == expected
    assert found.items[0].why == (
        "1 supporting report looked at: 0 from animals, 1 in vitro, none of another design"
    )
    # MSC therapy uses the cell of F40.
    assert pairs(asked(fixed_graph_each, Gap.ANIMAL_ONLY, therapy="MSC therapy")) == expected[:1]


def test_pages_of_gaps(fixed_graph: Graph) -> None:
    first = asked(fixed_graph, Gap.ANIMAL_ONLY, limit=2)
    rest = asked(fixed_graph, Gap.ANIMAL_ONLY, limit=2, cursor=first.next)
    assert len(pairs(first) + pairs(rest)) == first.total == 3
    assert rest.next is None
    with pytest.raises(InvalidValue):
        asked(fixed_graph, Gap.NEVER_CHANGED, cursor=first.next)


def test_therapies_without_an_outcome_in_humans(fixed_graph_each: Graph) -> None:
    # Each therapy with a mechanism has one somewhere; in NMO only MSC therapy has (F22).
    assert asked(fixed_graph_each, Gap.NO_HUMAN_OUTCOME).items == []
    found = asked(fixed_graph_each, Gap.NO_HUMAN_OUTCOME, condition="NMO")
    assert [
        (item.therapy.id, item.mechanism_count)
        for item in found.items
        if isinstance(item, NoHumanOutcome)
    ] == [("TEST:T6", 2), ("TEST:T5", 1), ("TEST:T8", 1)]


def test_outcomes_that_never_changed(fixed_graph_each: Graph) -> None:
    # Of natalizumab in progressive MS: EDSS unchanged in study 9 (F14).
    found = asked(
        fixed_graph_each, Gap.NEVER_CHANGED, therapy="natalizumab", condition="progressive MS"
    )
    [item] = found.items
    assert isinstance(item, NeverChanged)
    assert (item.outcome.id, item.unchanged_count, item.patient_count) == ("TEST:O2", 1, 889)
    # All that is measured changed for someone.
    assert asked(fixed_graph_each, Gap.NEVER_CHANGED).total == 0


def test_studies_that_ended_without_results(graph_each: Graph, tmp_path: Path) -> None:
    def fact(number: int, status: str, **more: Any) -> dict[str, Any]:
        return {
            "subject": {"type": "Therapy", "id": "TEST:T5", "name": "AHSCT"},
            "predicate": "TREATS",
            "object": {"type": "Condition", "id": "TEST:C5", "name": "RRMS"},
            "evidence_direction": "supports",
            "study": {"id": f"NCT0000010{number}", "name": f"Trial {number}", "status": status},
            "provenance": {"knowledge_level": "not_provided", "agent_type": "not_provided"},
            **more,
        }

    outcome = {"type": "Outcome", "id": "TEST:O2", "name": "EDSS"}
    result = {"predicate": "REPORTS_OUTCOME", "object": outcome, "effect_direction": "unchanged"}
    rows = [
        fact(1, "COMPLETED"),
        fact(2, "TERMINATED"),
        fact(3, "RECRUITING"),
        fact(4, "COMPLETED"),
        fact(4, "COMPLETED", **result),
    ]
    graph_each.load_rows(tmp_path, rows, "trials")
    found = asked(graph_each, Gap.NO_RESULTS)
    # Trial 3 goes on, trial 4 has a result.
    items = [item for item in found.items if isinstance(item, NoResults)]
    assert [(item.study.id, item.status) for item in items] == [
        ("NCT00000101", "COMPLETED"),
        ("NCT00000102", "TERMINATED"),
    ]
    assert [one.id for one in (*items[0].therapies, *items[0].conditions)] == ["TEST:T5", "TEST:C5"]
    assert asked(graph_each, Gap.NO_RESULTS, condition="progressive MS").total == 0


def test_the_statement_to_run_by_hand(fixed_graph: Graph) -> None:
    for kind in Gap:
        question = GapsQuestion(kind=kind)
        work = gaps_statement(fixed_graph.database, fixed_graph.resolver, question)
        statement, parameters = fixed_graph.run(work)
        read = fixed_graph.run(fixed_graph.database.read(statement, **parameters))
        assert read["total"] == asked(fixed_graph, kind).total
