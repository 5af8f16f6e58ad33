"""The API while its Neo4j is not there, is stopped and comes back, or refuses the password."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from real_neo4j import FIXED_GRAPH, Graph, RealNeo4j, eventually, fixed_rows, free_port
from real_processes import Served, run

from kg.connect import connection_of
from kg.terms import packaged_terms

pytestmark = pytest.mark.neo4j

READS = ("/v1/therapies?outcome=EDSS", "/v1/claims", "/v1/entities?q=EDSS", "/v1/schema")


def unavailable(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    body: dict[str, Any] = answer.json()
    assert body["status"] == 503
    assert body["advice"]
    return body


def _good(served: Served, path: str) -> httpx.Response | None:
    answer = served.client.get(path)
    return answer if answer.status_code == 200 else None


def test_a_server_that_comes_late_is_killed_and_comes_back(
    latest: RealNeo4j, tmp_path: Path
) -> None:
    """The API runs through it all and is never started again."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(FIXED_GRAPH)
    graph.close()
    latest.down()
    served = Served(latest.process_environment(), tmp_path / "log")
    try:
        unavailable(served.client.get("/readyz"))
        latest.up()
        before = eventually(lambda: _good(served, READS[0]), seconds=90)
        assert before.json()["total"] > 0
        for path in READS:
            assert served.client.get(path).status_code == 200

        latest.kill()
        for path in READS:
            body = unavailable(served.client.get(path))
            assert "therapath up" in body["advice"]
        unavailable(served.client.get("/readyz"))
        unavailable(served.client.get(READS[0], headers={"If-None-Match": '"x"'}))
        unavailable(served.client.post("/v1/facts", json=fixed_rows()[0]))
        assert served.client.get("/healthz").status_code == 200

        latest.up()
        after = eventually(lambda: _good(served, READS[0]), seconds=90)
        assert after.json() == before.json()
        assert after.headers["etag"] == before.headers["etag"]
        for path in (*READS, "/readyz"):
            assert served.client.get(path).status_code == 200
        assert served.client.post("/v1/facts", json=fixed_rows()[0]).json()["already_there"] == 1
    finally:
        latest.up()
        served.stop()
    assert "Traceback" not in served.log.read_text()


def test_no_neo4j_at_all(nowhere: dict[str, str], tmp_path: Path) -> None:
    served = Served(nowhere, tmp_path / "log")
    try:
        assert served.client.get("/healthz").status_code == 200
        body = unavailable(served.client.get("/readyz"))
        assert "no local Neo4j is running" in body["detail"]
        assert "therapath up" in body["advice"]
        for path in READS:
            unavailable(served.client.get(path))
        unavailable(served.client.post("/v1/facts", json=fixed_rows()[0]))
        assert served.client.get("/openapi.json").status_code == 200
    finally:
        served.stop()
    assert "Traceback" not in served.log.read_text()


def _elsewhere(nowhere: dict[str, str], **changes: str) -> dict[str, str]:
    return nowhere | {"NEO4J_USER": "neo4j", "NEO4J_PASSWORD": "x"} | changes


def test_a_wrong_password(latest: RealNeo4j, nowhere: dict[str, str], tmp_path: Path) -> None:
    environment = _elsewhere(nowhere, NEO4J_URI=connection_of(latest.settings).uri)
    environment["NEO4J_PASSWORD"] = "wrong horse battery"
    served = Served(environment, tmp_path / "log")
    try:
        for path in (READS[0], "/readyz"):
            body = unavailable(served.client.get(path))
            assert "refused user" in body["detail"]
            assert "NEO4J_PASSWORD" in body["advice"]
            assert "wrong horse" not in str(body)
    finally:
        served.stop()
    assert "wrong horse" not in served.log.read_text()


def test_nothing_listens_at_the_address(nowhere: dict[str, str], tmp_path: Path) -> None:
    environment = _elsewhere(nowhere, NEO4J_URI=f"bolt://localhost:{free_port()}")
    served = Served(environment, tmp_path / "log")
    try:
        body = unavailable(served.client.get(READS[0]))
        assert "does not answer" in body["detail"]
    finally:
        served.stop()


def test_an_address_without_password(nowhere: dict[str, str], tmp_path: Path) -> None:
    environment = nowhere | {"NEO4J_URI": "bolt://localhost:1"}
    served = Served(environment, tmp_path / "log")
    try:
        answer = served.client.get(READS[0])
        assert answer.status_code == 503
        assert "NEO4J_PASSWORD" in answer.json()["detail"]
    finally:
        served.stop()


def test_a_server_without_a_graph(latest: RealNeo4j, tmp_path: Path) -> None:
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.wipe()
    served = Served(latest.process_environment(), tmp_path / "log")
    try:
        body = unavailable(served.client.get("/readyz"))
        assert "therapath load" in body["advice"]
        unavailable(served.client.get(READS[0]))
        # The first fact makes it ready.
        assert served.client.post("/v1/facts", json=fixed_rows()[0]).json()["loaded"] == 1
        assert served.client.get("/readyz").status_code == 200
        assert served.client.get(READS[0]).json()["total"] == 1
    finally:
        served.stop()
        graph.close()


def test_serve_ends_in_order(nowhere: dict[str, str], tmp_path: Path) -> None:
    served = Served(nowhere, tmp_path / "log")
    assert served.stop() in (0, -signal.SIGTERM)
    assert "Traceback" not in served.log.read_text()


def test_a_port_that_is_taken(nowhere: dict[str, str], tmp_path: Path) -> None:
    served = Served(nowhere, tmp_path / "log")
    try:
        done = run(nowhere, "serve", "--port", str(served.port))
        assert done.status == 1
        assert "address already in use" in done.err.lower()
    finally:
        served.stop()


@pytest.mark.parametrize(
    ("name", "value"),
    [("THERAPATH_BOLT_PORT", "many"), ("THERAPATH_QUERY_TIMEOUT", "-1")],
)
def test_unusable_settings_are_said_at_the_start(
    nowhere: dict[str, str], name: str, value: str
) -> None:
    done = run(nowhere | {name: value}, "serve", "--port", str(free_port()))
    assert done.status == 1
    assert name in done.err
    assert os.linesep * 3 not in done.err
