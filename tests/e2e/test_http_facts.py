"""Facts over HTTP, and what they do to answers that somebody keeps."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from real_neo4j import fixed_rows
from real_processes import Served, problem, validated

pytestmark = pytest.mark.neo4j

HEADLINE = {"outcome": "EDSS", "effect": "improved", "condition": "progressive MS"}


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
)
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


def test_a_source_is_taken_out_by_id_or_name(served: Served, openapi: dict[str, Any]) -> None:
    def evidence() -> int:
        labels = served.client.get("/v1/schema").json()["labels"]
        return int(next(row["count"] for row in labels if row["label"] == "Evidence"))

    before, path = evidence(), "/v1/sources/{source}"
    for name in ("to go", "to/go ÷ 2"):
        answer = served.client.post("/v1/facts", params={"source": name}, json=fact(name))
        assert answer.json()["loaded"] == 1
    body = problem(served.client.delete("/v1/sources/to ge"), 404, "source")
    assert [one["name"] for one in body["near_misses"]] == ["to go"]
    [item] = [
        item
        for item in served.client.get("/v1/sources").json()["items"]
        if item["name"] == "to/go ÷ 2"
    ]
    assert (item["complete"], item["term_count"], item["vocabulary"]) == (True, 0, False)
    for known, name in (("to go", "to go"), (item["id"], "to/go ÷ 2")):
        answer = served.client.delete(f"/v1/sources/{known}")
        assert answer.status_code == 200, answer.text
        validated(openapi, path, answer.json(), status=200, method="delete")
        assert (answer.json()["name"], answer.json()["evidence_removed"]) == (name, 1)
        problem(served.client.delete(f"/v1/sources/{known}"), 404, "source")
    assert evidence() == before
