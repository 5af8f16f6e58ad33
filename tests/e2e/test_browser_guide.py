"""The guide in Neo4j Browser: played in a real browser, each of its queries run."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from real_neo4j import RealNeo4j
from real_processes import Served
from test_neo4j_browser import CHROMIUM, evidence, page

from kg.browser_guide import FAVOURITES, favourites_archive
from kg.colours import TYPE_COLOUR
from kg.cypher import query
from kg.server import connection

__all__ = ["evidence", "page"]  # fixtures

pytestmark = [
    pytest.mark.neo4j,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="there is no Chromium here"
    ),
]

#: Those that draw, and a label that their drawing must have.
DRAWN = {
    "browser/model": "Evidence",
    "browser/therapies_and_outcomes": "CellType",
    "browser/mechanisms": "Mechanism",
    "browser/two_sides": "Publication",
}


@pytest.fixture
def served(
    latest: RealNeo4j, evidence: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The API beside the Neo4j whose Browser asks it for the guide."""
    found = Served(latest.process_environment(), tmp_path_factory.mktemp("served") / "log")
    yield found
    found.stop()


def log_in(page: Page, latest: RealNeo4j, address: str) -> None:
    _, user, password = connection(latest.settings)
    page.goto(address)
    page.get_by_test_id("username").fill(user)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("connect").click()
    expect(page.get_by_role("heading", name="Connected to Neo4j")).to_be_visible(timeout=90_000)


def run(page: Page, guide: Locator, text: str) -> Locator:
    """Click a box of the guide, run what it puts into the editor, give the frame of the answer."""
    # Other pages of the guide are there and hidden; turning them is the carousel's business.
    box = guide.locator("pre.runnable").filter(has_text=text.splitlines()[0]).first
    box.evaluate("box => box.click()")
    page.wait_for_timeout(500)
    page.get_by_test_id("editor-Run").click()
    frame = page.get_by_test_id("frame").first
    expect(frame.get_by_test_id("frameCommand")).to_contain_text(
        " ".join(text.split())[:40], timeout=90_000
    )
    return frame


def test_it_plays_and_each_of_its_queries_shows_something(
    page: Page, latest: RealNeo4j, served: Served
) -> None:
    guide_address = f"http://localhost:{served.port}/browser-guide/therapath.html"
    log_in(page, latest, latest.up().playing(guide_address))
    guide = page.get_by_test_id("frame").filter(has=page.locator("article.guide, .guide"))
    expect(guide.get_by_role("heading", name="therapath").first).to_be_visible(timeout=90_000)
    assert guide.locator("pre.runnable").count() == len(FAVOURITES) + 1
    run(page, guide, ":style ")
    for name in FAVOURITES:
        frame = run(page, guide, query(name).text)
        if name in DRAWN:
            expect(frame.locator("g.node").first).to_be_visible(timeout=90_000)
            labels = frame.locator("[data-testid^=property-details-overview-node-label-]")
            shown = {text.split(" (")[0] for text in labels.all_inner_texts()}
            assert DRAWN[name] in shown, name
            filled = frame.locator("g.node circle").evaluate_all(
                "all => all.map(one => one.getAttribute('fill'))"
            )
            assert TYPE_COLOUR[DRAWN[name]] in filled, name
        else:
            expect(frame.locator("[role=row], tbody tr").first).to_be_visible(timeout=90_000)


def test_the_favourites_are_imported_one_by_one(page: Page, latest: RealNeo4j) -> None:
    log_in(page, latest, latest.up().browser)
    page.evaluate(
        """bytes => {
            const file = new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], 'f.zip');
            const given = new DataTransfer();
            given.items.add(file);
            const drop = new DragEvent('drop', {bubbles: true, dataTransfer: given});
            document.querySelector('[data-testid=main]').dispatchEvent(drop);
        }""",
        base64.b64encode(favourites_archive()).decode(),
    )
    page.get_by_test_id("navigationFavorites").click()
    page.get_by_text("therapath", exact=True).click()
    for name in FAVOURITES:
        title = query(name).summary.rstrip(".")
        expect(page.get_by_text(title[:1].upper() + title[1:20])).to_be_visible()
