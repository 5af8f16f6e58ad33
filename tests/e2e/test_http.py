"""Every route over a real socket: status, shape, headers, problems."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from conftest import Served
from real_neo4j import fixed_rows

pytestmark = pytest.mark.neo4j

HEADLINE = {"outcome": "EDSS", "effect": "improved", "condition": "progressive MS"}


@pytest.fixture(scope="module")
def openapi(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = served.client.get("/openapi.json").json()
    return found


def validated(openapi: dict[str, Any], path: str, body: Any, *, status: int, method: str = "get"):
    """Check a body against the schema that OpenAPI promises for it."""
    answer = openapi["paths"][path][method]["responses"][str(status)]
    [schema] = [content["schema"] for content in answer["content"].values()]
    resolving = {**schema, "components": openapi["components"]}
    jsonschema.Draft202012Validator(resolving).validate(body)


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


def problem(answer: Any, status: int, field: str | None = None) -> dict[str, Any]:
    """The body of an error, RFC 9457."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert all(isinstance(body[name], str) for name in ("type", "title", "detail"))
    if field is not None:
        assert body["field"] == field
    return body


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
        assert set(item) == ITEM
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
    assert set(body) == {"items", "total", "next"}
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
            if path.startswith("/v1"):
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
    claims = served.client.get("/v1/ask", params={"q": "side effects of natalizumab"}).json()
    assert claims["kind"] == "claims"
    assert served.client.get(claims["call"]).json() == claims["answer"]


# Problems


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/v1/therapies?effect=better", 422, "effect"),
        ("/v1/therapies?phase=3", 422, "phase"),
        ("/v1/therapies?min_patients=-1", 422, "min_patients"),
        ("/v1/therapies?min_patients=many", 422, "min_patients"),
        ("/v1/therapies?limit=0", 422, "limit"),
        ("/v1/therapies?limit=501", 422, "limit"),
        ("/v1/therapies?outcome=", 422, "outcome"),
        ("/v1/therapies?outcome=" + "x" * 501, 422, "outcome"),
        ("/v1/therapies?outcome=nobody+knows+this", 404, "outcome"),
        ("/v1/therapies?condition=nobody+knows+this", 404, "condition"),
        ("/v1/therapies?cursor=abc", 422, "cursor"),
        ("/v1/therapies?cursor=" + "x" * 201, 422, "cursor"),
        ("/v1/claims?predicate=CURES", 422, "predicate"),
        ("/v1/claims?subject=nobody+knows+this", 404, "subject"),
        ("/v1/claims/nothing", 404, "id"),
        ("/v1/claims/" + "x" * 201, 422, "id"),
        ("/v1/entities", 422, "q"),
        ("/v1/entities?q=", 422, "q"),
        ("/v1/entities?q=x&type=Drug", 422, "type"),
        ("/v1/entities/EXT:0", 404, "id"),
        ("/v1/entities/nobody%20knows%20this", 404, "id"),
        ("/v1/ask", 422, "q"),
        ("/v1/ask?q=", 422, "q"),
        ("/v1/ask?q=what+is+the+weather", 422, "q"),
        ("/v1/ask?q=" + "x" * 1001, 422, "q"),
        ("/v1/ask?q=side+effects+of+nobody+knows+this", 404, "subject"),
        ("/nothing/here", 404, None),
    ],
)
def test_problems_name_the_field(served: Served, path: str, status: int, field: str | None) -> None:
    problem(served.client.get(path), status, field)


@pytest.mark.parametrize(
    "text",
    [
        "%00",
        "%FF",
        "%ED%A0%80",
        "%22%7D)%20DETACH%20DELETE%20n%20//%20x",
        "-",
        "%F0%9F%A7%AA",
        "*",
        "%5C",
    ],
)
@pytest.mark.parametrize(
    "path", ["/v1/therapies?outcome=", "/v1/entities?q=", "/v1/ask?q=side+effects+of+", "/v1/entities/", "/v1/claims/"]
)  # fmt: skip
def test_odd_text_breaks_nothing(served: Served, path: str, text: str) -> None:
    answer = served.client.get(path + text)
    if path == "/v1/entities?q=" and answer.status_code == 200:
        assert answer.json()["items"] == [] or text == "-"
    else:
        problem(answer, answer.status_code)
        assert answer.status_code in (404, 422)


def test_a_parameter_that_no_route_has_is_a_problem(served: Served) -> None:
    """A mistyped filter must not give an answer to another question."""
    problem(served.client.get("/v1/therapies", params={"outcom": "EDSS"}), 422, "outcom")


def test_near_misses(served: Served, openapi: dict[str, Any]) -> None:
    asked = {**HEADLINE, "condition": "progresive multiple sclerosis"}
    body = problem(served.client.get("/v1/therapies", params=asked), 404, "condition")
    validated(openapi, "/v1/therapies", body, status=404)
    assert set(body["near_misses"][0]) == ENTITY
    assert any("progressive" in miss["name"] for miss in body["near_misses"])


def test_a_cursor_of_another_question(served: Served) -> None:
    cursor = served.client.get("/v1/therapies", params={"limit": 1}).json()["next"]
    assert cursor
    for path, asked in (
        ("/v1/therapies", {"outcome": "EDSS"}),
        ("/v1/claims", {}),
        ("/v1/entities", {"q": "EDSS"}),
    ):
        problem(served.client.get(path, params={**asked, "cursor": cursor}), 422, "cursor")


def test_a_cursor_that_was_changed(served: Served) -> None:
    cursor = served.client.get("/v1/claims", params={"limit": 20}).json()["next"]
    for place, letter in enumerate(cursor):
        changed = cursor[:place] + ("A" if letter != "A" else "B") + cursor[place + 1 :]
        answer = served.client.get("/v1/claims", params={"cursor": changed})
        # The last letter's spare bits may change nothing.
        if place < len(cursor) - 1:
            problem(answer, 422, "cursor")


def test_a_refusal_suggests_questions_that_work(served: Served) -> None:
    asked = {"q": "which therapies report no improvement of anything at all"}
    body = problem(served.client.get("/v1/ask", params=asked), 422, "q")
    assert body["suggestions"]
    for suggestion in body["suggestions"]:
        answer = served.client.get("/v1/ask", params={"q": suggestion})
        assert answer.status_code == 200, (suggestion, answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_methods_that_are_not_there(served: Served, method: str) -> None:
    answer = served.client.request(method, "/v1/therapies")
    problem(answer, 405)
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("host", ["example.org", "localhost.example.org", "127.0.0.1.nip.io"])
def test_another_host_name_is_refused(served: Served, host: str) -> None:
    """A page of another site may not make its name point here and read the answers."""
    answer = served.client.get("/v1/therapies", headers={"Host": f"{host}:{served.port}"})
    problem(answer, 400)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_our_own_host_names_are_taken(served: Served, host: str) -> None:
    answer = served.client.get("/healthz", headers={"Host": f"{host}:{served.port}"})
    assert answer.status_code == 200


# Facts, and what they do to answers that somebody keeps


def fact(record: str, **changes: Any) -> dict[str, Any]:
    found = copy.deepcopy(fixed_rows()[0])
    found["provenance"]["record"] = record
    return {**found, **changes}


def test_an_etag_answers_304_until_something_is_loaded(served: Served) -> None:
    paths = ("/v1/therapies", "/v1/schema", "/v1/ask?q=side%20effects%20of%20natalizumab")
    first = {path: served.client.get(path) for path in paths}
    tags = {answer.headers["etag"] for answer in first.values()}
    assert len(tags) == 1
    tag = tags.pop()
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        for path in paths:
            answer = served.client.get(path, headers={"If-None-Match": known})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
    assert served.client.get(paths[0], headers={"If-None-Match": '"other"'}).status_code == 200

    posted = served.client.post("/v1/facts", params={"source": "etag"}, json=fact("etag"))
    assert posted.json()["loaded"] == 1
    again = served.client.get(paths[0], headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.headers["etag"] != tag
    # The same fact once more changes nothing.
    tag = again.headers["etag"]
    served.client.post("/v1/facts", params={"source": "etag"}, json=fact("etag"))
    assert served.client.get(paths[0], headers={"If-None-Match": tag}).status_code == 304


def test_facts_get_a_result_each(served: Served, openapi: dict[str, Any]) -> None:
    good, new = fact("one"), fact("two", subject={"type": "Therapy", "name": "Posted therapy"})
    bad = fact("three", predicate="CURES")
    rows = [good, new, good, bad, 12, {**good, "colour": "red"}]
    answer = served.client.post("/v1/facts", params={"source": "mixed"}, json=rows)
    assert answer.status_code == 200
    body = answer.json()
    validated(openapi, "/v1/facts", body, status=200, method="post")
    assert (body["read"], body["loaded"], body["already_there"], body["rejected"]) == (6, 2, 1, 3)
    assert [each["index"] for each in body["results"]] == list(range(6))
    assert [each["status"] for each in body["results"]] == [
        *("loaded", "loaded", "already_there", "rejected", "rejected", "rejected")
    ]
    assert [(each.get("reason"), each.get("field")) for each in body["results"][3:]] == [
        ("unknown_predicate", "predicate"),
        ("not_a_record", ""),
        ("unknown_field", "colour"),
    ]
    assert [entity["name"] for entity in body["unresolved"]] == ["Posted therapy"]
    for each in body["results"][:2]:
        page = served.client.get(f"/v1/claims/{each['claim_id']}").json()
        assert each["evidence_id"] in {evidence["id"] for evidence in page["evidence"]}
    again = served.client.post("/v1/facts", params={"source": "mixed"}, json=rows[:3]).json()
    assert (again["loaded"], again["already_there"]) == (0, 3)
    names = {item["name"] for item in served.client.get("/v1/sources").json()["items"]}
    assert "mixed" in names


def test_one_fact_needs_no_list(served: Served) -> None:
    body = served.client.post("/v1/facts", json=fact("alone")).json()
    assert (body["read"], body["loaded"]) == (1, 1)


def test_a_new_name_can_be_asked_for_at_once(served: Served) -> None:
    name = "Newly posted therapy"
    problem(served.client.get("/v1/therapies", params={"therapy": name}), 404, "therapy")
    served.client.post("/v1/facts", json=fact("new", subject={"type": "Therapy", "name": name}))
    body = served.client.get("/v1/therapies", params={"therapy": name}).json()
    assert [item["therapy"]["name"] for item in body["items"]] == [name]


def test_an_ambiguous_name_lists_its_candidates(served: Served, openapi: dict[str, Any]) -> None:
    twins = [
        fact("twin", subject={"type": "Therapy", "id": f"EXT:{n}", "name": "Twin therapy"})
        for n in (1, 2)
    ]
    assert served.client.post("/v1/facts", json=twins).json()["loaded"] == 2
    answer = served.client.get("/v1/therapies", params={"therapy": "Twin therapy"})
    body = problem(answer, 409, "therapy")
    validated(openapi, "/v1/therapies", body, status=409)
    assert [entity["id"] for entity in body["candidates"]] == ["EXT:1", "EXT:2"]
    assert served.client.get("/v1/therapies", params={"therapy": "EXT:1"}).json()["total"] == 1
    problem(served.client.get("/v1/entities/Twin therapy"), 409, "id")


@pytest.mark.parametrize(
    ("content", "kind", "status", "field"),
    [
        (b"{}", "text/plain", 415, "content-type"),
        (b"{}", "application/x-www-form-urlencoded", 415, "content-type"),
        (b"{}", "multipart/form-data; boundary=x", 415, "content-type"),
        (b"{}", None, 415, "content-type"),
        (b"", "application/json", 422, "body"),
        (b"{", "application/json", 422, "body"),
        (b"[]", "application/json", 422, "body"),
        (b'{"a": NaN}', "application/json", 422, "body"),
        (b'{"a": "\xff"}', "application/json", 422, "body"),
        (b'{"subject": 1, "subject": 2}', "application/json", 422, "subject"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "application/json", 422, None),
        (b"[" * 100_000, "application/json", 422, "body"),
        (b"[" + b"1," * 10_000 + b"1]", "application/json", 422, "body"),
    ],
)  # fmt: skip
def test_bodies_that_are_no_facts(
    served: Served, content: bytes, kind: str | None, status: int, field: str | None
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    problem(served.client.post("/v1/facts", content=content, headers=headers), status, field)


@pytest.mark.parametrize(
    "text",
    [
        b'{"\\ud800": 1}',
        b'{"subject": {"\\udfff": 1}}',
        b'{"subject": {"type": "Therapy", "name": "\\ud800"}}',
        b"null",
        b"12",
        b'"text"',
    ],
)
def test_what_is_no_fact_is_rejected_with_a_result(served: Served, text: bytes) -> None:
    answer = served.client.post(
        "/v1/facts", content=text, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"][0]["status"] == "rejected"


def test_a_body_over_the_limit_is_refused(served: Served) -> None:
    large = b'"' + b"x" * (16 * 1024 * 1024) + b'"'
    answer = served.client.post(
        "/v1/facts", content=large, headers={"Content-Type": "application/json"}
    )
    problem(answer, 413, "body")
    assert served.client.get("/healthz").status_code == 200


def test_a_source_name_of_any_kind(served: Served) -> None:
    for name in ("", "x" * 201, "a\x00b", "two\nlines", "turned\u202eround"):
        answer = served.client.post("/v1/facts", params={"source": name}, json=fact("source"))
        problem(answer, 422, "source")
    for name in ("المصدر", "'}) DETACH DELETE n //"):
        answer = served.client.post("/v1/facts", params={"source": name}, json=fact("source"))
        assert answer.status_code == 200
        names = {item["name"] for item in served.client.get("/v1/sources").json()["items"]}
        assert name in names


def test_many_clients_at_once(served: Served) -> None:
    """Readers and writers together: every answer is whole, none is an error."""
    from concurrent.futures import ThreadPoolExecutor

    def one(number: int) -> int:
        if number % 5 == 0:
            row = fact(f"many {number}", subject={"type": "Therapy", "name": f"Many {number % 3}"})
            return served.client.post("/v1/facts", json=row).status_code
        return served.client.get("/v1/therapies", params=HEADLINE).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(80))) == {200}
