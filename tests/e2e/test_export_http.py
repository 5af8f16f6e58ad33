"""``/v1/export`` and ``therapath export`` as processes."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import psutil
import pytest
from real_neo4j import RealNeo4j, eventually
from real_processes import Served, problem, run

from kg.model.export import ExportFormat

pytestmark = pytest.mark.neo4j

PAIRS = {"csv", "kgx-tsv"}


def asked(served: Served, **parameters: Any) -> httpx.Response:
    return served.client.get("/v1/export", params=parameters)


@pytest.mark.parametrize("name", [str(one) for one in ExportFormat])
def test_every_format_is_served(served: Served, openapi: dict[str, Any], name: str) -> None:
    answer = asked(served, format=name)
    assert answer.status_code == 200
    promised = openapi["paths"]["/v1/export"]["get"]["responses"]["200"]["content"]
    assert answer.headers["content-type"].partition(";")[0] in promised
    assert answer.headers["etag"]
    assert 'filename="therapath.' in answer.headers["content-disposition"]
    if name in PAIRS:
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert archive.testzip() is None
        assert [one.partition(".")[0] for one in archive.namelist()] == ["nodes", "edges"]
    else:
        assert answer.headers["content-encoding"] == "gzip"


def test_the_command_line_writes_what_http_sends(
    served: Served, latest: RealNeo4j, tmp_path: Path
) -> None:
    environment, parameters = latest.process_environment(), ("--therapy", "natalizumab")
    path, style = tmp_path / "a.graphml.gz", tmp_path / "style.xml"
    done = run(
        environment, "export", "--format", "graphml", *parameters,
        "-o", str(path), "--style", str(style),
    )  # fmt: skip
    assert done.status == 0, done.err
    sent = asked(served, format="graphml", therapy="natalizumab")
    assert gzip.decompress(path.read_bytes()) == sent.content
    kinds = served.client.get("/v1/export/style", params={"for": "cytoscape"})
    assert style.read_bytes() == kinds.content
    assert json.loads(served.client.get("/v1/export/style").content)
    graph = nx.parse_graphml(sent.text, force_multigraph=True)
    names = {data["name"] for _, data in graph.nodes(data=True)}
    assert "Progressive multifocal leukoencephalopathy" in names or "natalizumab" in names
    piped = run(environment, "export", "--format", "graphml", *parameters)
    assert piped.out == sent.text


def test_wrong_calls_of_the_command_line(latest: RealNeo4j, tmp_path: Path) -> None:
    environment = latest.process_environment()
    for arguments, says in (
        (["--format", "graphmll"], "graphml"),
        (["--format", "graphml", "--level", "all"], "claims, full"),
        (["--format", "csv"], "two files"),
        (["--format", "cytoscape", "--style", "a.css"], ".xml or .json"),
        ([], "--format"),
        (["--format", "sif", "--steps", "9"], "steps"),
    ):
        done = run(environment, "export", *arguments)
        assert done.status in (1, 2) if "9" in arguments else done.status == 2, done.err
        assert says in done.err
    done = run(environment, "export", "--format", "sif", "-o", str(tmp_path / "no" / "a.sif"))
    assert done.status == 1
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    ("parameters", "status", "field"),
    [
        ({"format": "graphmll"}, 422, "format"),
        ({}, 422, "format"),
        ({"format": "gexf", "level": "fulll"}, 422, "level"),
        ({"format": "gexf", "therapy": "natalizumap"}, 404, "therapy"),
        ({"format": "gexf", "steps": "99"}, 422, "steps"),
        ({"format": "gexf", "from": "natalizumab"}, 422, "to"),
        ({"format": "gexf", "colour": "red"}, 422, "colour"),
        ({"format": "gexf", "archive": "rar"}, 422, "archive"),
        ({"format": "gexf", "archive": "zip"}, 422, "archive"),
        ({"format": "gexf", "question": "tell me a joke"}, 422, None),
    ],
)
def test_wrong_calls_over_http(
    served: Served, parameters: dict[str, str], status: int, field: str | None
) -> None:
    body = problem(asked(served, **parameters), status, field)
    if parameters.get("format") == "graphmll":
        assert body["near_misses"] == [{"name": "graphml"}]
        assert "did you mean graphml" in body["detail"]


def test_conditional_and_plain_requests(served: Served) -> None:
    first = asked(served, format="kgx-jsonl")
    tag = {"If-None-Match": first.headers["etag"]}
    again = served.client.get("/v1/export", params={"format": "kgx-jsonl"}, headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    plain = served.client.get(
        "/v1/export", params={"format": "kgx-jsonl"}, headers={"Accept-Encoding": "identity"}
    )
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    packed = asked(served, format="kgx-jsonl", archive="zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.read("nodes.jsonl") + archive.read("edges.jsonl") == plain.content


def test_a_client_that_goes_away_leaves_nothing_running(served: Served) -> None:
    process = psutil.Process(served.process.pid)
    for _ in range(5):
        with served.client.stream(
            "GET", "/v1/export", params={"format": "turtle", "level": "full"}
        ) as answer:
            next(answer.iter_raw(64))
    eventually(lambda: process.cpu_percent(0.5) < 20, seconds=60)
    assert asked(served, format="sif").status_code == 200
    assert "Traceback" not in served.log.read_text()
