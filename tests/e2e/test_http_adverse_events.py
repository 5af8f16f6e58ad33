"""Adverse events and results over HTTP and from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from real_neo4j import RealNeo4j
from real_processes import Served, problem, run, validated

pytestmark = pytest.mark.neo4j

EVENTS = "/v1/therapies/natalizumab/adverse-events"
#: What others rely on.
ROW = {
    *("adverse_event", "affected", "at_risk", "rate", "ci_low", "ci_high", "serious", "studies"),
    *("arms", "method", "heterogeneity"),
}


def test_the_shape_of_a_row(served: Served, openapi: dict[str, Any]) -> None:
    answer = served.client.get(EVENTS)
    assert answer.status_code == 200
    body = answer.json()
    validated(openapi, "/v1/therapies/{id}/adverse-events", body, status=200)
    assert body["total"] == len(body["items"]) == 2
    for row in body["items"]:
        assert set(row) >= ROW
        assert set(row["adverse_event"]) == {"id", "name", "type"}
    # F34: 10 of 889; F33 and F35: 4 of 1000 and 2 of 942.
    assert [(row["affected"], row["at_risk"]) for row in body["items"]] == [(10, 889), (6, 1942)]
    assert body["items"][0]["heterogeneity"] is None
    assert body["items"][1]["heterogeneity"]["studies"] == 2
    known = {"if-none-match": answer.headers["etag"]}
    assert served.client.get(EVENTS, headers=known).status_code == 304
    # The profile is still what its own path gives.
    assert "mechanisms" in served.client.get("/v1/therapies/natalizumab").json()


def test_pages_and_order(served: Served) -> None:
    whole = served.client.get(EVENTS, params={"sort": "serious"}).json()["items"]
    assert [row["serious"] for row in whole] == [True, None]
    first = served.client.get(EVENTS, params={"sort": "serious", "limit": 1}).json()
    params = {"sort": "serious", "limit": 1, "cursor": first["next"]}
    second = served.client.get(EVENTS, params=params).json()
    assert [*first["items"], *second["items"]] == whole
    assert second["next"] is None


def test_results(served: Served, openapi: dict[str, Any]) -> None:
    body = served.client.get("/v1/results", params={"outcome": "EDSS"}).json()
    validated(openapi, "/v1/results", body, status=200)
    assert body["total"] == len(body["items"]) > 5
    assert {"improved", "unchanged"} <= {item["effect_direction"] for item in body["items"]}
    assert sum(one["count"] for one in body["left_out_counts"]) == body["left_out_total"]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/v1/therapies/nobody%20knows%20this/adverse-events", 404, "therapy"),
        ("/v1/therapies/EDSS/adverse-events", 404, "therapy"),
        (f"{EVENTS}?adverse_event=nobody+knows+this", 404, "adverse_event"),
        (f"{EVENTS}?limit=0", 422, "limit"),
        (f"{EVENTS}?limit=501", 422, "limit"),
        (f"{EVENTS}?cursor=abc", 422, "cursor"),
        (f"{EVENTS}?sort=worst", 422, "sort"),
        (f"{EVENTS}?serious=maybe", 422, "serious"),
        (f"{EVENTS}?year_from=2010&year_to=2000", 422, "year_from"),
        (f"{EVENTS}?nothing=1", 422, "nothing"),
        ("/v1/therapies/" + "x" * 10_000 + "/adverse-events", 422, "therapy"),
        ("/v1/results", 422, "outcome"),
        ("/v1/results?outcome=", 422, "outcome"),
        ("/v1/results?outcome=nobody+knows+this", 404, "outcome"),
        ("/v1/results?outcome=EDSS&therapy=EDSS", 404, "therapy"),
        ("/v1/results?outcome=EDSS&cursor=abc", 422, "cursor"),
        ("/v1/results?outcome=EDSS&design=rct&studied_in=animal", 422, "studied_in"),
    ],
)
def test_problems_name_the_field(served: Served, path: str, status: int, field: str) -> None:
    problem(served.client.get(path), status, field)


def test_the_command_line(served: Served, latest: RealNeo4j) -> None:
    environment = latest.process_environment()
    done = run(environment, "adverse-events", "natalizumab", "--json")
    assert json.loads(done.out) == served.client.get(EVENTS).json()
    table = run(environment, "adverse-events", "natalizumab").out
    assert "6/1942" in table
    assert "0.3 %" in table
    assert "DerSimonian-Laird" in table
    done = run(environment, "results", "--outcome", "EDSS", "--json")
    assert json.loads(done.out) == served.client.get("/v1/results?outcome=EDSS").json()
    assert "in no summary" in run(environment, "results", "--outcome", "EDSS").out
    done = run(environment, "adverse-events", "nobody knows this")
    assert done.status == 1
    assert "nobody knows this" in done.err
    assert run(environment, "adverse-events", "natalizumab", "--limit", "0").status == 2
