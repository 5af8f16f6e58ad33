"""Every route over a real socket: status, shape, headers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from real_processes import Served, validated

pytestmark = pytest.mark.neo4j

HEADLINE = {"outcome": "EDSS", "effect": "improved", "condition": "progressive MS"}


ENTITY = {"id", "name", "type"}
CLAIM = {
    *("id", "subject", "predicate", "object", "condition", "effect_direction"),
    *("evidence_count", "supporting_count", "refuting_count", "study_count", "patient_count"),
    "score",
}
ITEM = {
    *("therapy", "claims", "study_count", "patient_count", "supporting_count", "refuting_count"),
    *("score", "matched"),
}


def therapy_id(served: Served, name: str) -> str:
    found = served.client.get("/v1/entities", params={"q": name, "type": "Therapy"}).json()
    return str(found["items"][0]["id"])


def test_the_headline(served: Served, openapi: dict[str, Any]) -> None:
    answer = served.client.get("/v1/therapies", params=HEADLINE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    validated(openapi, "/v1/therapies", body, status=200)
    assert set(body) == {"query", "items", "total", "next"}
    # The three of tests/integration/test_headline.py, under the packaged vocabulary's ids.
    three = {
        therapy_id(served, name): score
        for name, score in (("ocrelizumab", 0.75), ("MSC-NP", 0.5325), ("AHSCT", 0.2475))
    }
    assert {item["therapy"]["id"]: item["score"] for item in body["items"]} == three
    assert [item["score"] for item in body["items"]] == [0.75, 0.5325, 0.2475]
    assert body["total"] == 3
    assert body["next"] is None
    for item in body["items"]:
        assert set(item) == ITEM | {"newest_year"}
        assert set(item["therapy"]) == ENTITY
        for claim in item["claims"]:
            assert set(claim) == CLAIM
            for name in ("subject", "object", "condition"):
                assert set(claim[name]) == ENTITY
        for match in item["matched"]:
            assert set(match) == {"asked", "matched", "via"}
            assert set(match["matched"]) == ENTITY
    assert body["query"]["condition"]["asked"] == "progressive MS"
    assert body["query"]["condition"]["narrower_count"] >= 2
    assert body["query"]["effect"] == "improved"
    progenitors = body["items"][1]
    ways = {match["matched"]["name"]: match["via"] for match in progenitors["matched"]}
    [step] = ways["secondary progressive multiple sclerosis"]
    assert step == body["query"]["condition"]["entity"]


def test_names_and_ids_are_the_same(served: Served) -> None:
    by_name = served.client.get("/v1/therapies", params=HEADLINE).json()
    ids = {
        "outcome": by_name["query"]["outcome"]["entity"]["id"],
        "condition": by_name["query"]["condition"]["entity"]["id"],
        "effect": "improved",
    }
    by_id = served.client.get("/v1/therapies", params=ids).json()
    assert [item["therapy"] for item in by_id["items"]] == [
        item["therapy"] for item in by_name["items"]
    ]


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"phase": "PHASE1"}, 1),
        ({"phase": "PHASE3"}, 1),
        ({"route": "intrathecal"}, 1),
        ({"route": "INTRAVENOUS"}, 2),
        ({"min_patients": "80"}, 2),
        ({"therapy": "stem cell therapy"}, 2),
        ({"effect": "mixed"}, 1),
    ],
)
def test_filters(served: Served, more: dict[str, str], count: int) -> None:
    assert served.client.get("/v1/therapies", params={**HEADLINE, **more}).json()["total"] == count


def test_pages(served: Served) -> None:
    for path, total in (("/v1/therapies", 9), ("/v1/claims", 52)):
        found, cursor = [], None
        while True:
            asked = {"limit": 4} | ({"cursor": cursor} if cursor else {})
            body = served.client.get(path, params=asked).json()
            assert body["total"] == total
            found += [json.dumps(item, sort_keys=True) for item in body["items"]]
            cursor = body["next"]
            if cursor is None:
                break
        assert len(found) == len(set(found)) == total


def test_claims_and_their_pages(served: Served, openapi: dict[str, Any]) -> None:
    asked = {"subject": "natalizumab", "predicate": "HAS_ADVERSE_EVENT"}
    body = served.client.get("/v1/claims", params=asked).json()
    validated(openapi, "/v1/claims", body, status=200)
    assert set(body) == {"query", "items", "total", "next"}
    assert body["query"]["predicate"] == "HAS_ADVERSE_EVENT"
    assert body["query"]["subject"]["entity"]["name"] == "natalizumab"
    [leading, _headache] = body["items"]
    assert set(leading) == CLAIM
    assert leading["effect_direction"] is None
    assert leading["condition"] is None

    answer = served.client.get(f"/v1/claims/{leading['id']}")
    page = answer.json()
    validated(openapi, "/v1/claims/{id}", page, status=200)
    assert set(page) == {*CLAIM, "evidence"}
    assert len(page["evidence"]) == leading["evidence_count"] == 2
    assert {each["result"]["affected"] for each in page["evidence"]} == {2, 4}
    for each in page["evidence"]:
        assert each["as_said"]["object"] == "PML"
        assert each["provenance"]["knowledge_level"] == "knowledge_assertion"
        assert each["sources"][0]["name"] == "fixed_graph"
    worse = served.client.get("/v1/claims", params={"effect": "worsened"}).json()
    assert worse["total"] == 2


def test_entities_and_their_pages(served: Served, openapi: dict[str, Any]) -> None:
    body = served.client.get("/v1/entities", params={"q": "EDSS", "type": "Outcome"}).json()
    validated(openapi, "/v1/entities", body, status=200)
    assert set(body) == {"items", "total", "next", "near_misses"}
    edss = body["items"][0]
    assert edss["type"] == "Outcome"
    assert edss["match"] in ("name", "synonym")

    page = served.client.get(f"/v1/entities/{edss['id']}").json()
    validated(openapi, "/v1/entities/{id}", page, status=200)
    assert {*ENTITY, "synonyms", "xrefs", "description", "parents"} <= set(page)
    assert page["claim_count"] > 0
    assert served.client.get("/v1/entities/EDSS").status_code == 200
    study = served.client.get("/v1/entities/NCT00000001").json()
    assert (study["name"], study["type"]) == ("Study 1", "Study")
    several = [("q", "multiple sclerosis"), ("type", "Condition"), ("type", "Outcome")]
    found = served.client.get("/v1/entities", params=several).json()
    assert {item["type"] for item in found["items"]} <= {"Condition", "Outcome"}
    name = "علاج بالخلايا 🧬"
    assert served.client.get(f"/v1/entities/{quote(name)}").json()["name"] == name


def test_schema_and_sources(served: Served, openapi: dict[str, Any]) -> None:
    schema = served.client.get("/v1/schema").json()
    validated(openapi, "/v1/schema", schema, status=200)
    labels = {row["label"]: row["count"] for row in schema["labels"]}
    assert (labels["Claim"], labels["Evidence"]) == (52, 56)
    assert {row["predicate"]: row["count"] for row in schema["predicates"]}["TREATS"] == 4
    assert schema["neo4j"] == "2026.08.1"
    found = served.client.get("/v1/sources").json()
    validated(openapi, "/v1/sources", found, status=200)
    assert set(found) == {"items", "total", "next"}
    [source] = found["items"]
    assert source["evidence_count"] == 56


def test_health(served: Served, openapi: dict[str, Any]) -> None:
    assert served.client.get("/healthz").json() == {"status": "alive"}
    ready = served.client.get("/readyz").json()
    validated(openapi, "/readyz", ready, status=200)
    assert ready["status"] == "ready"
    assert ready["neo4j"] == "2026.08.1"


def test_documentation(served: Served, openapi: dict[str, Any]) -> None:
    assert openapi["openapi"].startswith("3.1")
    assert set(openapi["paths"]) >= {
        *("/v1/therapies", "/v1/claims", "/v1/claims/{id}", "/v1/entities", "/v1/entities/{id}"),
        *("/v1/ask", "/v1/schema", "/v1/sources", "/v1/facts", "/healthz", "/readyz"),
    }
    assert served.client.get("/docs").status_code == 200
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary"), f"{method} {path}"
            # A style asks no database.
            if path.startswith("/v1") and path != "/v1/export/style":
                assert "503" in operation["responses"]


def test_ask(served: Served, openapi: dict[str, Any]) -> None:
    question = "Which therapies report EDSS improvement in progressive MS?"
    body = served.client.get("/v1/ask", params={"q": question}).json()
    validated(openapi, "/v1/ask", body, status=200)
    assert body["question"] == question
    assert body["understood"].startswith("outcome = ")
    assert "condition = " in body["understood"]
    assert body["kind"] == "therapies"
    assert body["parameters"]["effects"] == ["improved"]
    # The call by hand gives the same answer.
    assert served.client.get(body["call"]).json() == body["answer"]
    assert body["answer"]["total"] == 3
    harms = served.client.get("/v1/ask", params={"q": "side effects of natalizumab"}).json()
    assert harms["kind"] == "adverse_events"
    assert served.client.get(harms["call"]).json() == harms["answer"]
