"""The queries that people get in Neo4j Browser, on the fixed graph: each runs and has rows."""

from __future__ import annotations

import pytest
from real_neo4j import Graph, by_hand

from kg.browser_guide import FAVOURITES
from kg.cypher import query

pytestmark = pytest.mark.neo4j

#: Of each query, what its first row must have on the fixed graph; None for a drawing.
FIRST = {
    "browser/contents": "REPORTS_OUTCOME",
    "browser/improvement": "mesenchymal stem cell-derived neural progenitor therapy",
    "browser/sentences": "supports",
}


@pytest.mark.parametrize("name", FAVOURITES)
def test_each_query_has_rows(fixed_graph_each: Graph, name: str) -> None:
    asked = query(name)
    assert not asked.parameters, "Neo4j Browser would ask for parameters"
    columns = ", ".join(asked.columns)
    whole = by_hand(
        f"CALL () {{ {asked.text} }} RETURN collect([{columns}]) AS rows", columns=["rows"]
    )
    rows = fixed_graph_each.run(fixed_graph_each.database.read(whole))["rows"]
    assert rows
    if name in FIRST:
        assert FIRST[name] in rows[0]


def test_a_mechanism_leads_on(fixed_graph: Graph) -> None:
    whole = by_hand(
        f"CALL () {{ {query('browser/mechanisms').text} }}"
        " RETURN collect(DISTINCT [r IN relationships(path) | type(r)]) AS rows",
        columns=["rows"],
    )
    found = fixed_graph.run(fixed_graph.database.read(whole))["rows"]
    assert any(kinds[-2:] == ["ACTS_THROUGH", "CONTRIBUTES_TO"] for kinds in found)


def test_the_claim_drawn_is_the_one_whose_sentences_are_shown(fixed_graph: Graph) -> None:
    drawn = by_hand(
        f"CALL () {{ {query('browser/model').text} }} WITH nodes(path) AS nodes UNWIND nodes AS n"
        " WITH n WHERE n:Evidence RETURN collect(DISTINCT n.subject_said) AS rows",
        columns=["rows"],
    )
    shown = by_hand(
        f"CALL () {{ {query('browser/sentences').text} }} RETURN collect(DISTINCT said_of) AS rows",
        columns=["rows"],
    )
    database = fixed_graph.database
    first, second = (set(fixed_graph.run(database.read(q))["rows"]) for q in (drawn, shown))
    assert first == second != set()
