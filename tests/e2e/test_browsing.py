"""Looking around: neighbours, search and claims over HTTP and on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from real_neo4j import RealNeo4j
from real_processes import Served, problem, run, validated

pytestmark = pytest.mark.neo4j


def test_neighbors_over_http(served: Served, openapi: dict[str, Any]) -> None:
    first = served.client.get("/v1/entities/natalizumab/neighbors", params={"limit": 2}).json()
    validated(openapi, "/v1/entities/{id}/neighbors", first, status=200)
    assert len(first["items"]) == 2
    assert first["total"] > 2
    identity = first["entity"]["id"]
    again = served.client.get(
        f"/v1/entities/{identity}/neighbors", params={"limit": 2, "cursor": first["next"]}
    )
    # The cursor belongs to the question as it was asked, by name.
    problem(again, 422, "cursor")
    only = served.client.get(
        f"/v1/entities/{identity}/neighbors", params={"predicate": "TREATS", "way": "out"}
    ).json()
    assert {item["predicate"] for item in only["items"]} == {"TREATS"}


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/v1/entities/nobody/neighbors", 404, "entity"),
        ("/v1/entities/MSC-NP/neighbors?predicate=CURES", 422, "predicate"),
        ("/v1/entities/MSC-NP/neighbors?way=up", 422, "way"),
        ("/v1/entities/MSC-NP/neighbors?min_score=2", 422, "min_score"),
        ("/v1/entities/MSC-NP/neighbors?limit=0", 422, "limit"),
        ("/v1/entities/MSC-NP/neighbors?cursor=MA", 422, "cursor"),
        ("/v1/therapies?min_phase=NA", 422, "min_phase"),
        ("/v1/therapies?year_from=2020&year_to=2010", 422, "year_from"),
        ("/v1/therapies?studied_in=human&design=animal", 422, "studied_in"),
        ("/v1/therapies?phase=PHASE1&min_phase=PHASE3", 422, "min_phase"),
        ("/v1/therapies?agent_type=text_mining_agent&hide_machine_made=true", 422, None),
        ("/v1/therapies?source=nothing", 404, "source"),
        ("/v1/therapies?min_score=1.5", 422, "min_score"),
        ("/v1/therapies?sort=loudest", 422, "sort"),
        ("/v1/claims?cell_type=MSC", 422, "cell_type"),
        ("/v1/therapies?mechanism=EDSS", 404, "mechanism"),
    ],
)
def test_bad_filters_are_named(served: Served, path: str, status: int, field: str | None) -> None:
    problem(served.client.get(path), status, field)


def test_a_search_without_hits_brings_near_misses(served: Served, openapi: dict[str, Any]) -> None:
    body = served.client.get("/v1/entities", params={"q": "natalizumap"}).json()
    validated(openapi, "/v1/entities", body, status=200)
    assert body["items"] == []
    assert body["near_misses"][0]["name"] == "natalizumab"


def test_the_command_line_looks_around(served: Served, latest: RealNeo4j) -> None:
    environment = latest.process_environment()
    found = json.loads(run(environment, "search", "natalizumab", "--json").out)
    assert found["items"][0]["name"] == "natalizumab"
    assert "natalizumab" in run(environment, "search", "natalizu").out
    assert "much like it: natalizumab" in run(environment, "search", "natalizumap").out
    page = run(environment, "entity", "EDSS")
    assert "Expanded Disability Status Scale" in page.out
    assert "also called" in page.out
    around = run(environment, "neighbors", "natalizumab", "--predicate", "HAS_ADVERSE_EVENT")
    assert "progressive multifocal" in around.out
    claims = json.loads(
        run(
            environment, "claims", "--subject", "natalizumab", "--predicate", "TREATS", "--json"
        ).out
    )
    shown = run(environment, "claim", claims["items"][0]["id"])
    assert "supports  weight" in shown.out
    assert run(environment, "claim", "nothing").status == 1
    some = run(environment, "therapies", "--outcome", "EDSS", "--min-design", "rct", "--json")
    assert {item["score"] >= 0.75 for item in json.loads(some.out)["items"]} == {True}
    wrong = run(environment, "therapies", "--min-score", "2")
    assert wrong.status == 1
    assert "min_score" in wrong.err
