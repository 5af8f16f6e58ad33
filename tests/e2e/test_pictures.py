"""Pictures over HTTP and on the command line, over the fixed graph."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from real_neo4j import RealNeo4j
from real_processes import Served, run

pytestmark = pytest.mark.neo4j

PICTURES = (
    "/v1/therapies/MSC-NP/adverse-events",
    "/v1/therapies/compare",
    "/v1/entities/AHSCT/neighbors",
)
ASKED = {"/v1/therapies/compare": {"ids": "AHSCT,natalizumab"}}


@pytest.mark.parametrize("path", PICTURES)
def test_each_is_an_svg_and_a_png_that_run_nothing(served: Served, path: str) -> None:
    found = served.client.get(f"{path}.svg", params=ASKED.get(path))
    assert (found.status_code, found.headers["content-type"]) == (200, "image/svg+xml")
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert etree.QName(etree.fromstring(found.content)).localname == "svg"
    tag = {"If-None-Match": found.headers["etag"]}
    again = served.client.get(f"{path}.svg", params=ASKED.get(path), headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    png = served.client.get(f"{path}.png", params=ASKED.get(path))
    assert png.headers["content-type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/v1/therapies/MSC-NP/adverse-events.pdf", 422, "kind"),
        ("/v1/therapies/nothing like it/adverse-events.svg", 404, "therapy"),
        ("/v1/therapies/MSC-NP/adverse-events.svg?sort=colour", 422, "sort"),
        ("/v1/therapies/compare.svg?ids=AHSCT", 422, "ids"),
        ("/v1/entities/nothing like it/neighbors.png", 404, "entity"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem(
    served: Served, path: str, status: int, field: str
) -> None:
    found = served.client.get(path)
    assert (found.status_code, found.json()["field"]) == (status, field)
    assert found.headers["content-type"] == "application/problem+json"


def test_the_command_line_draws_beside_its_table(
    served: Served, latest: RealNeo4j, tmp_path: Path
) -> None:
    path = tmp_path / "harms.svg"
    environment = latest.process_environment()
    done = run(environment, "adverse-events", "MSC-NP", "--plot", str(path))
    assert (done.status, done.err) == (0, "")
    assert "Headache" in done.out or "headache" in done.out
    assert etree.QName(etree.fromstring(path.read_bytes())).localname == "svg"
    refused = run(environment, "adverse-events", "MSC-NP", "--plot", str(tmp_path / "harms.gif"))
    assert refused.status != 0
    assert ".svg or .png" in refused.err
    assert [file.name for file in tmp_path.iterdir()] == ["harms.svg"]
