"""The guide, the style and the favourites of Neo4j Browser, and who may read them."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

from api.app import create_app
from kg.browser_guide import FAVOURITES, favourites, favourites_archive, guide, style
from kg.colours import TYPE_COLOUR
from kg.cypher import query
from kg.settings import Settings
from kg.vocabulary import EntityType

FOLDER = Path(__file__).parents[2] / "cypher" / "browser"
ADDRESS = "http://localhost:8000/browser-guide"
BROWSER = "http://localhost:7999"
FILES = ("therapath.html", "therapath.grass", "favourites.cypher", "favourites.zip")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    home = str(tmp_path_factory.mktemp("home"))
    settings = Settings(THERAPATH_HOME=home, THERAPATH_BROWSER_PORT="7999")
    return TestClient(create_app(settings), base_url="http://localhost:8000")


def runnable(text: str) -> list[str]:
    """What Neo4j Browser puts into its editor when a box of the guide is clicked."""
    return [box.text_content() for box in html.fromstring(text).find_class("runnable")]


def test_every_query_without_parameters_is_a_favourite() -> None:
    files = {
        f"browser/{file.stem}" for file in FOLDER.glob("*.cypher") if "$" not in file.read_text()
    }
    assert files == set(FAVOURITES)
    assert len(set(FAVOURITES)) == len(FAVOURITES)


def test_the_guide_has_every_query_and_the_style() -> None:
    boxes = runnable(guide(ADDRESS))
    assert sorted(boxes[1:]) == sorted(query(name).text for name in FAVOURITES)
    assert boxes[0] == f":style {ADDRESS}/therapath.grass"
    assert "{{" not in guide(ADDRESS)


def test_neo4j_browser_leaves_the_guide_as_it_is() -> None:
    """It takes away what looks like a handler of events: `on… = …`, in queries as well."""
    handler = re.compile(r"""\s+on[^\s=]+\s*=\s*("[^"]*"|'[^']*'|[\w\-.:]+\s*)""", re.IGNORECASE)
    assert not handler.search(guide(ADDRESS))
    assert "<script" not in guide(ADDRESS)


def test_an_address_cannot_bring_markup_along() -> None:
    text = guide('http://x"><i id="planted">')
    assert html.fromstring(text).xpath("//*[@id='planted']") == []
    assert unescape(text).count("planted") == guide(ADDRESS).count(ADDRESS)


def test_the_style_has_every_label_with_its_colour() -> None:
    rules = dict(re.findall(r"^([\w.]+) \{\n(.*?)^\}", style(), re.MULTILINE | re.DOTALL))
    assert {f"node.{kind}" for kind in EntityType} <= set(rules)
    for label, colour in TYPE_COLOUR.items():
        assert f"  color: {colour};\n" in rules[f"node.{label}"]
        assert "caption: " in rules[f"node.{label}"]
        ink = re.search(r"text-color-internal: (#\w{6})", rules[f"node.{label}"])
        assert ink is not None
        assert contrast(colour, ink[1]) >= 4.5
    # Neo4j Browser reads `name: value;` and takes a value with a colon in it for none.
    lines = [line for body in rules.values() for line in body.splitlines()]
    assert all(re.fullmatch(r"  [\w-]+: [^:;]+;", line) for line in lines)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, as WCAG 2.2 has it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_favourites_are_named_and_whole() -> None:
    text = favourites()
    for name in FAVOURITES:
        assert f"{query(name).text};\n" in text
    with zipfile.ZipFile(io.BytesIO(favourites_archive())) as archive:
        held = [archive.read(name).decode() for name in archive.namelist()]
        assert {name.partition("/")[0] for name in archive.namelist()} == {"therapath"}
    assert "\n".join(held) == text
    assert all(re.match(r"// [A-Z].*[^.]\n", one) for one in held)


@pytest.mark.parametrize("file", FILES)
def test_the_local_neo4j_browser_may_read(client: TestClient, file: str) -> None:
    before = client.options(
        f"/browser-guide/{file}",
        headers={
            "Origin": BROWSER,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "cache-control,pragma,sentry-trace",
        },
    )
    assert before.status_code == 204
    allowed = before.headers["access-control-allow-headers"].split(", ")
    assert {"cache-control", "pragma", "sentry-trace"} <= set(allowed)
    answer = client.get(f"/browser-guide/{file}", headers={"Origin": BROWSER})
    assert answer.status_code == 200
    for one in (before, answer):
        assert one.headers["access-control-allow-origin"] == BROWSER
        assert "Origin" in one.headers["vary"]


@pytest.mark.parametrize("origin", ["http://localhost:7998", "https://example.org", "null"])
def test_no_other_page_may(client: TestClient, origin: str) -> None:
    for method in ("OPTIONS", "GET"):
        answer = client.request(method, "/browser-guide/therapath.html", headers={"Origin": origin})
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_the_guide_points_to_where_it_came_from(client: TestClient) -> None:
    text = client.get("/browser-guide/therapath.html?needs=therapath-serve").text
    assert runnable(text)[0] == f":style {ADDRESS}/therapath.grass"


def test_an_unknown_file_is_a_problem(client: TestClient) -> None:
    answer = client.get("/browser-guide/other.html")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
