"""Adverse events on the fixed graph and the packaged evidence, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import Graph, RealNeo4j

from kg.errors import InvalidValue, UnknownName
from kg.model.adverse_events import AdverseEventsAnswer
from kg.model.question import AdverseEventsQuestion
from kg.queries.adverse_events import adverse_events
from kg.terms import packaged_terms

pytestmark = pytest.mark.neo4j

EVIDENCE = Path(__file__).parents[2] / "loaders" / "evidence" / "ms-stem-cell"


def asked(
    graph: Graph, *, limit: int = 25, cursor: str | None = None, **filters: Any
) -> AdverseEventsAnswer:
    question = AdverseEventsQuestion(**filters)
    work = adverse_events(graph.database, graph.resolver, question, limit=limit, cursor=cursor)
    return graph.run(work).body


def test_two_studies_are_pooled(fixed_graph_each: Graph) -> None:
    found = asked(fixed_graph_each, therapy="natalizumab")
    # F34: 10 of 889 in one trial, not said whether serious. F33 and F35: PML, serious, 4 of 1000
    # in a cohort and 2 of 942 in a trial. The first has the greater rate.
    assert [(row.adverse_event.id, row.serious) for row in found.items] == [
        ("TEST:A1", None),
        ("TEST:A5", True),
    ]
    headache, pml = found.items
    assert (headache.affected, headache.at_risk, headache.rate) == (10, 889, 0.0112)
    assert headache.heterogeneity is None
    # Logits -5.5175 (variance 0.2510) and -6.1527 (0.5011): weighted mean -5.7295, Q 0.5366 on one
    # degree of freedom, so no variance between studies; standard error 0.4089.
    # 1 / (1 + e^5.7295) = 0.0032; the interval from -6.531 to -4.928.
    assert (pml.affected, pml.at_risk, pml.studies) == (6, 1942, 2)
    assert (pml.rate, pml.ci_low, pml.ci_high) == (0.0032, 0.0015, 0.0072)
    assert pml.heterogeneity is not None
    assert (pml.heterogeneity.q, pml.heterogeneity.q_df) == (0.5366, 1)
    assert (pml.heterogeneity.i2, pml.heterogeneity.tau2) == (0, 0)
    # Wilson's interval of 2 of 942 by hand: middle 0.0041, half-width 0.0036.
    [trial] = [arm for arm in pml.arms if arm.study]
    assert (trial.affected, trial.at_risk) == (2, 942)
    assert (trial.rate, trial.ci_low, trial.ci_high) == (0.0021, 0.0006, 0.0077)


def test_order_and_seriousness(fixed_graph: Graph) -> None:
    first = [row.serious for row in asked(fixed_graph, therapy="natalizumab").items]
    assert first == [None, True]
    for sort in ("serious", "studies"):
        rows = asked(fixed_graph, therapy="natalizumab", sort=sort).items
        assert [row.serious for row in rows] == [True, None]
    assert len(asked(fixed_graph, therapy="natalizumab", serious=True).items) == 1
    assert asked(fixed_graph, therapy="natalizumab", serious=False).items == []


def test_pages_of_one_row(fixed_graph: Graph) -> None:
    whole = asked(fixed_graph, therapy="natalizumab")
    one = asked(fixed_graph, therapy="natalizumab", limit=1)
    two = asked(fixed_graph, therapy="natalizumab", limit=1, cursor=one.next)
    assert [*one.items, *two.items] == whole.items
    assert (one.total, two.next) == (2, None)
    for cursor, question in (("abc", "natalizumab"), (one.next, "AHSCT")):
        with pytest.raises(InvalidValue) as raised:
            asked(fixed_graph, therapy=question, cursor=cursor)
        assert raised.value.field == "cursor"


def test_what_is_refuted_without_a_number_is_listed_apart(fixed_graph: Graph) -> None:
    found = asked(fixed_graph, therapy="MSC therapy")
    # F36 speaks against infections and counts nobody: no rate, and not a rate of zero.
    assert found.items == []
    [infection] = found.without_denominator
    assert (infection.report_count, infection.refuting_count) == (1, 1)
    assert infection.reports[0].affected is None


@pytest.mark.parametrize(
    ("filters", "error", "field"),
    [
        ({"therapy": "nothing of this name"}, UnknownName, "therapy"),
        ({"therapy": "EDSS"}, UnknownName, "therapy"),
        ({"therapy": "x" * 10_000}, InvalidValue, "therapy"),
        ({"therapy": "AHSCT", "adverse_event": "AHSCT"}, UnknownName, "adverse_event"),
        ({"therapy": "AHSCT", "condition": "fever"}, UnknownName, "condition"),
        ({"therapy": "AHSCT", "year_from": 2010, "year_to": 2000}, InvalidValue, "year_from"),
        ({"therapy": "AHSCT", "limit": 0}, InvalidValue, "limit"),
        ({"therapy": "AHSCT", "limit": 501}, InvalidValue, "limit"),
    ],
)
def test_what_cannot_be_asked(
    fixed_graph: Graph, filters: dict[str, Any], error: Any, field: str
) -> None:
    with pytest.raises(error) as raised:
        asked(fixed_graph, **filters)
    assert raised.value.field == field


@pytest.fixture
def packaged(latest: RealNeo4j) -> Iterator[Graph]:
    """The packaged evidence, as ``make demo`` loads it."""
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(*sorted(EVIDENCE.glob("*.yaml")))
    yield graph
    graph.close()


def test_the_packaged_evidence_gives_no_rate(packaged: Graph) -> None:
    # immunotherapy-and-hesc-review.yaml names five harms of natalizumab and counts nobody; only
    # PML is called serious.
    found = asked(packaged, therapy="natalizumab")
    assert found.items == []
    assert {(one.adverse_event.name, one.serious) for one in found.without_denominator} == {
        ("Depression", None),
        ("Anxiety", None),
        ("Pneumonia", None),
        ("cardiotoxicity", None),
        ("progressive multifocal leukoencephalopathy", True),
    }
    # The same review says PML, heart disease and pneumonia of antibodies again, elsewhere; and
    # natalizumab is one of them.
    found = asked(packaged, therapy="monoclonal antibodies")
    counts = {one.adverse_event.name: one.report_count for one in found.without_denominator}
    assert counts["Pneumonia"] == counts["progressive multifocal leukoencephalopathy"] == 3
    # neural-progenitor-trial-report.yaml: 20 were treated, and how many had it is not said. The 20
    # are shown, and make no rate.
    found = asked(packaged, therapy="MSC-derived neural progenitors")
    assert found.items == []
    assert [
        (one.adverse_event.name, one.serious, [(each.affected, each.n) for each in one.reports])
        for one in found.without_denominator
    ] == [("Fever", False, [(None, 20)]), ("Headache", False, [(None, 20)])]
