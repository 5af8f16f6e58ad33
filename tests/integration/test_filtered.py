"""Lists in which only the evidence let in counts, on the fixed graph and both versions."""

from __future__ import annotations

import pytest
from real_neo4j import Graph

from kg.model.question import ClaimsQuestion, TherapiesQuestion
from kg.queries.claims import claims
from kg.queries.therapies import therapies

pytestmark = pytest.mark.neo4j


def test_therapies_filtered__counts_the_evidence_let_in(fixed_graph_each: Graph) -> None:
    question = TherapiesQuestion(outcome="EDSS", condition="progressive MS", min_design="rct")
    work = therapies(fixed_graph_each.database, fixed_graph_each.resolver, question)
    # The review F16 (0.8), and the trials F14, F12 and F10 (0.75 each), most patients first.
    assert [
        (item.therapy.id, item.study_count, item.patient_count, item.score)
        for item in fixed_graph_each.run(work).body.items
    ] == [
        ("TEST:T10", 0, 3082, 0.8),
        ("TEST:T8", 1, 889, 0.75),
        ("TEST:T9", 1, 732, 0.75),
        ("TEST:T3", 1, 48, 0.75),
    ]


def test_therapies_using__follows_own_mechanisms_and_those_of_cells(
    fixed_graph_each: Graph,
) -> None:
    def found(**filters: str) -> set[str]:
        question = TherapiesQuestion(**filters)
        work = therapies(fixed_graph_each.database, fixed_graph_each.resolver, question)
        body = fixed_graph_each.run(work).body
        assert all(item.matched for item in body.items)
        return {item.therapy.id for item in body.items}

    assert found(cell_type="mesenchymal stem cell") == {"TEST:T3"}  # F51
    # Every stem cell: F50, F51 and F52.
    assert found(cell_type="stem cell") == {"TEST:T3", "TEST:T5", "TEST:T6"}
    # F42 and F44 say it of therapies, F43 of the cell that MSC therapy uses.
    assert found(mechanism="immunomodulation") == {"TEST:T3", "TEST:T5"}
    assert found(mechanism="immunomodulation", cell_type="HSC") == {"TEST:T5"}


def test_claims_filtered__counts_the_evidence_let_in(fixed_graph_each: Graph) -> None:
    question = ClaimsQuestion(subject="AHSCT", design=["cohort"])
    work = claims(fixed_graph_each.database, fixed_graph_each.resolver, question)
    body = fixed_graph_each.run(work).body
    # F23 for relapsing disease; F05 for and F06 against the secondary progressive one.
    assert [
        (
            claim.condition and claim.condition.id,
            claim.study_count,
            claim.patient_count,
            claim.supporting_count,
            claim.refuting_count,
            claim.score,
        )
        for claim in body.items
    ] == [("TEST:C5", 1, 103, 1, 0, 0.45), ("TEST:C4", 2, 80, 1, 1, 0.2475)]
