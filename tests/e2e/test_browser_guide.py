"""The guide in Neo4j Browser: played in a real browser, each of its queries run."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_page import NEEDS_CHROMIUM
from playwright.sync_api import Locator, Page, expect
from real_neo4j import RealNeo4j
from real_processes import Served
from test_neo4j_browser import evidence, page

from kg.browser_guide import FAVOURITES, favourites_archive
from kg.colours import TYPE_COLOUR
from kg.cypher import query
from kg.server import connection

__all__ = ["evidence", "page"]  # fixtures

pytestmark = [pytest.mark.neo4j, NEEDS_CHROMIUM]

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


def turn(guide: Locator) -> Iterator[Locator]:
    """The boxes of the guide, page by page; only one page is there at a time."""
    while True:
        boxes = guide.locator("pre.runnable")
        for at in range(boxes.count()):
            yield boxes.nth(at)
        if not guide.get_by_test_id("nextSlide").count():
            return
        guide.get_by_test_id("nextSlide").click()


def shows(frame: Locator, label: str | None) -> None:
    """A frame has rows, or draws nodes with the label in the style's colour."""
    if label is None:
        row = frame.locator("[role=row] >> nth=1")
        expect(row.or_(frame.locator("tbody tr")).first).to_be_visible(timeout=90_000)
        return
    expect(frame.locator("g.node").first).to_be_visible(timeout=90_000)
    labels = frame.locator("[data-testid^=property-details-overview-node-label-]")
    assert label in {text.split(" (")[0] for text in labels.all_inner_texts()}
    circles = frame.locator("g.node circle")
    filled = circles.evaluate_all("all => all.map(one => one.getAttribute('fill'))")
    assert TYPE_COLOUR[label] in filled


def test_it_plays_and_each_of_its_queries_shows_something(
    latest: RealNeo4j, served: Served, page: Page, tmp_path: Path
) -> None:
    # As `serve` prints it, for the port it was given.
    printed = re.search(r"guide +(http://\S+)", served.log.read_text())
    assert printed is not None
    assert f"localhost:{served.port}/browser-guide/therapath.html" in printed[1]
    log_in(page, latest, printed[1])
    frames = page.get_by_test_id("frame")
    guide = frames.filter(has=page.get_by_text("a tour of ten minutes"))
    expect(guide).to_have_count(1, timeout=90_000)
    # Its text is another one on each page; its address stays.
    command = page.get_by_test_id("frameCommand").filter(has_text="therapath.html")
    guide = frames.filter(has=command)
    by_text = {" ".join(query(name).text.split()): name for name in FAVOURITES}
    seen = []
    for box in turn(guide):
        text = " ".join(box.inner_text().split())
        before = frames.count()
        box.locator("i").click()
        expect(frames).to_have_count(before + 1, timeout=90_000)
        if not text.startswith(":style"):
            seen.append(by_text[text])
            shows(frames.first, DRAWN.get(seen[-1]))
        if seen[-1:] == ["browser/two_sides"]:
            page.wait_for_timeout(2_000)  # the drawing settles
            page.screenshot(path=tmp_path / "neo4j-browser-guide.png")
        frames.first.locator("[title=Close]").click()
        expect(frames).to_have_count(before)
    assert seen == sorted(FAVOURITES, key=seen.index)


def test_it_is_offered_on_connecting(page: Page, latest: RealNeo4j) -> None:
    log_in(page, latest, latest.up().browser)
    command = page.get_by_test_id("frameCommand").filter(has_text=latest.settings.guide)
    expect(command).to_have_count(1, timeout=90_000)
    expect(command).to_contain_text("needs=therapath-serve")


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
        shown = page.get_by_text(title[:1].upper() + title[1:], exact=True).first
        expect(shown).to_be_visible(timeout=30_000)
