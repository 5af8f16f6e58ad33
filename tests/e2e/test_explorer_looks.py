"""How the explorer page looks and reads: narrow, dark, to a screen reader, in pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser_page import NEEDS_CHROMIUM, PATIENCE, asked, chromium, needs_library, opened, watched
from playwright.sync_api import Browser, Page, expect
from real_processes import Served

from hatch_build import NotFetched, fetch

ROOT = Path(__file__).parents[2]
HEADLINE = "which therapies report EDSS improvement in progressive MS"

pytestmark = [pytest.mark.neo4j, NEEDS_CHROMIUM]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser(explored: Served) -> Iterator[Browser]:
    # After the graph was loaded: Playwright keeps an event loop of its own in this thread.
    with chromium() as found:
        yield found


PAGES = (
    "",
    f"?q={quote(HEADLINE)}",
    "?entity=MESH:D045164",
    "?entity=NCIT:C112520",
    "?q=compare+natalizumab+and+ocrelizumab",
    "?q=where+do+studies+disagree+about+MSC+therapy",
    "?q=which+mechanisms+are+claimed+only+in+animals",
    "?q=side+effects+of+natalizumab",
    "?from=any+cell+type&to=any+condition&max_hops=3",
    "?view=graph",
    "?q=asdf",
)


@pytest.mark.parametrize("query", PAGES)
def test_it_fits_a_narrow_screen(query: str, browser: Browser, explored: Served) -> None:
    size = {"width": 360, "height": 740}
    with watched(browser, explored.url, viewport=size, has_touch=True) as found:
        page = opened(found.page, explored, query)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert found.errors == []


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker, fetched as the page's library is."""
    file = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        try:
            fetch(ROOT, tests=True)
        except NotFetched as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"axe-core cannot be fetched here: {error}")
    return file.read_text(encoding="utf-8")


def found_by_axe(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    rules: list[dict[str, Any]] = page.evaluate(
        "axe.run(document).then((found) => found.violations)"
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:150]}"
        for rule in rules
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    scheme: str, axe: str, browser: Browser, explored: Served
) -> None:
    size = {"width": 1280, "height": 900}
    with watched(browser, explored.url, viewport=size, color_scheme=scheme) as found:
        complaints = {}
        for query in PAGES:
            page = opened(found.page, explored, query)
            page.wait_for_load_state("networkidle")
            for button in page.locator("button.toggle").all():
                button.click()
            complaints[query] = found_by_axe(page, axe)
        page = asked(found.page, explored, HEADLINE)
        page.get_by_role("button", name="Evidence").first.click()
        page.get_by_role("button", name="MSC-derived neural progenitors reports").click()
        expect(page.locator(".report").first).to_be_visible()
        complaints["sheet"] = found_by_axe(page, axe)
        assert {query: lines for query, lines in complaints.items() if lines} == {}


def test_it_is_dark_where_the_system_is(browser: Browser, explored: Served) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        with watched(browser, explored.url, color_scheme=scheme) as found:
            page = asked(found.page, explored, HEADLINE)
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            grounds[scheme] = sum(int(part) for part in colour[4:-1].split(","))
    assert grounds["light"] > 700
    assert grounds["dark"] < 100


def test_pictures_of_it_can_be_taken(browser: Browser, explored: Served, tmp_path: Path) -> None:
    """Those of docs/ are put there where EXPLORER_PICTURES names that folder."""
    needs_library()
    folder = Path(os.environ.get("EXPLORER_PICTURES", tmp_path))
    size = {"width": 1280, "height": 820}
    with watched(browser, explored.url, viewport=size) as found:
        page = asked(found.page, explored, "therapies for multiple sclerosis")
        page.get_by_role("button", name="Score").first.hover()
        expect(page.get_by_role("tooltip")).to_contain_text("read with confidence")
        page.screenshot(path=folder / "explorer.png")
    with watched(browser, explored.url, viewport=size, color_scheme="dark") as found:
        page = opened(found.page, explored, "?entity=MESH:D033581")
        page.get_by_role("button", name="Draw the mechanism graph").click()
        expect(page.locator(".stage canvas").first).to_be_visible()
        page.locator(".canvas").evaluate("(node) => window.scrollTo(0, node.offsetTop - 130)")
        page.wait_for_timeout(500)  # the drawing settles
        page.screenshot(path=folder / "explorer-dark.png")
    for name in ("explorer.png", "explorer-dark.png"):
        assert 20_000 < (folder / name).stat().st_size < 300_000
