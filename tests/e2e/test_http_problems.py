"""What goes wrong over HTTP: problem details that name the field."""

from __future__ import annotations

from typing import Any

import pytest
from real_processes import Served, problem, validated

pytestmark = pytest.mark.neo4j

ENTITY = {"id", "name", "type"}
HEADLINE = {"outcome": "EDSS", "effect": "improved", "condition": "progressive MS"}


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
        ("/v1/ask?q=side+effects+of+wobblymab", 404, "therapy"),
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
    "path",
    [
        "/v1/therapies?outcome=",
        "/v1/entities?q=",
        "/v1/ask?q=side+effects+of+",
        "/v1/entities/",
        "/v1/claims/",
    ],
)
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
