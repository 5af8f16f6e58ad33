"""Neo4j Browser in a real browser: log in, run a saved query, see the graph drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_page import NEEDS_CHROMIUM, chromium
from playwright.sync_api import Page, expect
from real_neo4j import Graph, RealNeo4j

from kg.server import connection
from kg.terms import packaged_terms

ROOT = Path(__file__).parents[2]
SAVED_QUERY = ROOT / "cypher" / "browser" / "therapies_and_outcomes.cypher"

pytestmark = [pytest.mark.neo4j, NEEDS_CHROMIUM]


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 1400, "height": 900})


@pytest.fixture
def evidence(latest: RealNeo4j) -> None:
    """The packaged evidence under the packaged vocabulary."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    try:
        graph.clear()
        graph.load(ROOT / "loaders" / "evidence")
    finally:
        graph.close()


@pytest.mark.usefixtures("evidence")
def test_it_logs_in_and_draws_a_saved_query(page: Page, latest: RealNeo4j, tmp_path: Path) -> None:
    _, user, password = connection(latest.settings)
    page.goto(latest.up().browser)
    page.get_by_test_id("username").fill(user)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("connect").click()
    expect(page.get_by_role("heading", name="Connected to Neo4j")).to_be_visible(timeout=90_000)
    editor = page.get_by_test_id("activeEditor")
    # Connecting takes the focus; text typed before that is done would be lost.
    for _ in range(10):
        editor.locator(".monaco-editor").first.click()
        page.keyboard.insert_text(SAVED_QUERY.read_text(encoding="utf-8"))
        page.wait_for_timeout(500)
        if "RETURN" in editor.inner_text():
            break
    page.get_by_test_id("editor-Run").click()
    nodes = page.locator("g.node")
    expect(nodes.first).to_be_visible(timeout=90_000)
    labels = page.locator("[data-testid^=property-details-overview-node-label-]")
    shown = {text.split(" (")[0] for text in labels.all_inner_texts()}
    assert {"Therapy", "Outcome", "Mechanism", "CellType"} <= shown
    assert nodes.count() > 20
    page.locator("[title=Fullscreen]").first.click()
    page.wait_for_timeout(3_000)  # the drawing settles
    picture = tmp_path / "neo4j-browser.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
