"""Answers that the server keeps: what they say while somebody loads, and that they are used."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest
from real_neo4j import RealNeo4j, fixed_rows
from real_processes import Served

pytestmark = pytest.mark.neo4j

PATHS = (
    "/v1/claims?subject=MSC-NP&predicate=REPORTS_OUTCOME",
    "/v1/claims?subject=MSC-NP&predicate=REPORTS_OUTCOME&min_patients=0",
)


def fact(number: int) -> dict[str, Any]:
    found: dict[str, Any] = fixed_rows()[0]
    found["provenance"]["record"] = f"kept {number}"
    found["study"] = {"name": f"study {number} of the kept"}
    return found


def number_of(answer: httpx.Response) -> int:
    return int(answer.headers["etag"].strip('"').rpartition("-")[2])


def studies(answer: httpx.Response) -> int:
    return sum(claim["study_count"] for claim in answer.json()["items"])


def test_the_same_question_is_answered_the_same_and_304_while_nothing_changes(
    served: Served,
) -> None:
    first, second = (served.client.get(PATHS[0]) for _ in range(2))
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert second.headers["content-type"] == "application/json"
    tag = {"If-None-Match": second.headers["etag"]}
    third = served.client.get(PATHS[0], headers=tag)
    assert (third.status_code, third.content) == (304, b"")
    # The name of another host is refused, whatever was kept.
    assert served.client.get(PATHS[0], headers={"Host": "evil.example"}).status_code == 400


def test_answers_follow_the_graph_while_facts_come_in(served: Served) -> None:
    """Whoever asks after a commit sees it, and one version always says the same."""
    ended, seen, failures = threading.Event(), {path: {} for path in PATHS}, []
    committed = [number_of(served.client.get(PATHS[0]))]

    def ask() -> None:
        with httpx.Client(base_url=served.url, timeout=150, trust_env=False) as client:
            while not ended.is_set():
                for path in PATHS:
                    least = committed[-1]
                    answer = client.get(path)
                    version = number_of(answer)
                    if version < least:
                        failures.append(f"{path}: {version} after {least} was committed")
                    if seen[path].setdefault(version, answer.content) != answer.content:
                        failures.append(f"{path}: two answers of version {version}")

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    try:
        before = studies(served.client.get(PATHS[0]))
        for number in range(25):
            posted = served.client.post("/v1/facts", params={"source": "kept"}, json=fact(number))
            assert posted.json()["loaded"] == 1
            answer = served.client.get(PATHS[0])
            assert studies(answer) == before + number + 1
            committed.append(number_of(answer))
    finally:
        ended.set()
        for asker in askers:
            asker.join()
    assert not failures, failures[:5]
    assert all(len(versions) > 3 for versions in seen.values())


def test_a_kept_answer_of_a_stopped_database_is_not_given(
    served: Served, latest: RealNeo4j
) -> None:
    assert served.client.get(PATHS[0]).status_code == 200
    latest.down()
    try:
        assert served.client.get(PATHS[0]).status_code == 503
    finally:
        latest.up()
    assert served.client.get(PATHS[0]).status_code == 200
