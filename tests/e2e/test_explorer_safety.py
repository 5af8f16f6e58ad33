"""What the explorer page must never do: run what is planted, leave its server, or pretend."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from browser_page import NEEDS_CHROMIUM, PATIENCE, chromium, watched
from playwright.sync_api import Browser, Page, expect
from real_neo4j import Graph, RealNeo4j
from real_processes import Served

from kg.identifiers import page_addresses
from kg.terms import packaged_terms

pytestmark = [pytest.mark.neo4j, NEEDS_CHROMIUM]
expect.set_options(timeout=PATIENCE)

SCRIPT = "<script>window.planted = 1</script>"
IMAGE = "<img src=x onerror='window.planted = 1'>"
LINK = "javascript:window.planted=1"
QUOTE = f'"><svg onload="window.planted = 1">{SCRIPT} said so'
THERAPY = f"therapy {SCRIPT}{IMAGE}"
MECHANISM = f"mechanism {IMAGE}"


def planted_facts() -> list[dict[str, Any]]:
    """Facts with scripts wherever text goes, and script addresses wherever ids go."""
    provenance = {
        "quote": QUOTE,
        "section": SCRIPT,
        "knowledge_level": "observation",
        "agent_type": "manual_agent",
        "extractor": IMAGE,
    }
    therapy = {"type": "Therapy", "id": LINK, "name": THERAPY}
    common = {
        "subject": therapy,
        "evidence_direction": "supports",
        "condition": {"type": "Condition", "name": "multiple sclerosis"},
        "study": {"name": SCRIPT, "why_stopped": IMAGE},
        "publication": {
            "id": f"{LINK}//{SCRIPT.replace(' ', '')}",
            "title": IMAGE,
            "journal": SCRIPT,
            "url": "https://elsewhere.example/<script>",
        },
        "treatment": {"route": IMAGE, "schedule": SCRIPT},
        "design": {"type": "rct", "limitations": IMAGE},
        "provenance": provenance,
    }
    outcome = {"type": "Outcome", "name": "EDSS"}
    mechanism = {"type": "Mechanism", "id": "data:text/html,x", "name": MECHANISM}
    return [
        {
            **common,
            "predicate": "REPORTS_OUTCOME",
            "object": outcome,
            "effect_direction": direction,
            "result": {"arm": SCRIPT, "measure": IMAGE, "unit": SCRIPT, "value": 1.0},
        }
        for direction in ("improved", "worsened")
    ] + [
        {**common, "predicate": "ACTS_THROUGH", "object": mechanism},
        {
            **common,
            "predicate": "HAS_ADVERSE_EVENT",
            "object": {"type": "AdverseEvent", "name": SCRIPT},
            "result": {"arm": IMAGE, "affected": 3, "at_risk": 20},
        },
    ]


@pytest.fixture(scope="module")
def served(latest: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The API over a graph into which scripts were planted."""
    latest.up()
    graph = Graph(latest, packaged_terms())
    graph.clear()
    result = graph.post(planted_facts(), source=SCRIPT)
    assert result.rejected == 0, result
    graph.close()
    found = Served(latest.process_environment(), tmp_path_factory.mktemp("planted") / "log")
    yield found
    found.stop()


@pytest.fixture(scope="module")
def browser(served: Served) -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("main h1, main .notice h2").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def links(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
    return found


def claim_of(served: Served, name: str) -> str:
    items = served.client.get("/v1/claims", params={"subject": THERAPY}).json()["items"]
    return next(str(item["id"]) for item in items if item["predicate"] == name)


def test_planted_scripts_are_text(browser: Browser, served: Served) -> None:
    claim = claim_of(served, "REPORTS_OUTCOME")
    places = (
        "?q=which+therapies+improve+EDSS",
        "?q=contradictions+about+EDSS",
        f"?q=which+therapies+improve+EDSS&claim={claim}",
        f"?entity={quote(LINK, safe='')}",
        "?entity=NCIT:C112520",
        f"?from={quote(LINK, safe='')}&to=any+mechanism",
        "?view=graph",
        f"?q={quote(SCRIPT)}",
        f"?q={quote(IMAGE)}&min_phase={quote(SCRIPT)}",
        f"?claim={quote(SCRIPT)}",
        f"?entity={quote('../../x' + SCRIPT, safe='')}",
    )
    known = {urlsplit(start).netloc for start in page_addresses().values()}
    known |= {urlsplit(served.url).netloc}
    with watched(browser, served.url) as found:
        for place in places:
            page = opened(found.page, f"{served.url}/{place}")
            for button in page.get_by_role("button", name=re.compile("^(Draw|Evidence)")).all():
                if button.is_enabled() and button.is_visible() and "claim=" not in place:
                    button.click()
                    page.wait_for_load_state("networkidle")
                    page.keyboard.press("Escape")
            assert page.evaluate("window.planted") is None, place
            assert page.locator("main script, dialog script, main img, dialog img").count() == 0
            for link in links(page):
                parts = urlsplit(link)
                assert parts.scheme in ("http", "https"), (place, link)
                own_browser = parts.path.startswith("/browser/") and parts.hostname == "localhost"
                assert parts.netloc in known or own_browser, (place, link)
        assert found.elsewhere == []
        assert found.errors == []


def test_what_is_planted_is_shown_as_it_is(browser: Browser, served: Served) -> None:
    claim = claim_of(served, "REPORTS_OUTCOME")
    with watched(browser, served.url) as found:
        page = opened(found.page, f"{served.url}/?q=which+therapies+improve+EDSS&claim={claim}")
        sheet = page.get_by_role("dialog")
        expect(sheet.locator("blockquote").first).to_have_text(QUOTE)
        expect(sheet.get_by_text(LINK).first).to_be_visible()
        assert sheet.locator("a", has_text="javascript").count() == 0
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name=THERAPY)).to_be_visible()


def test_the_policy_refuses_scripts_of_a_page(browser: Browser, served: Served) -> None:
    """Should a way in be found after all, the browser still runs nothing but the page's files."""
    with watched(browser, served.url) as found:
        page = opened(found.page, served.url)
        # By parsing, as a hole would do it; the trusted types refuse even the assignment.
        refused = page.evaluate(
            "(html) => { try { document.body.innerHTML = html; } catch (e) { return e.name; } }",
            IMAGE,
        )
        assert refused == "TypeError"
        assert page.evaluate("window.planted") is None
    headers = served.client.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_files_are_kept_until_they_change(served: Served) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/assets/js/app.js", "text/javascript"),
        ("/assets/explorer.css", "text/css"),
    ):
        answer = served.client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["cache-control"] == "no-cache"
        again = served.client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for path in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/none.js", "/assets/"):
        assert served.client.get(path).status_code == 404


PREFIX = "/some/where"


@pytest.fixture(scope="module")
def behind(served: Served) -> Iterator[str]:
    """A reverse proxy that puts a path in front of the server; the server is not told."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{PREFIX}/"):
                self.send_error(404)
                return
            with httpx.Client(trust_env=False, timeout=60) as client:
                answer = client.get(served.url + self.path.removeprefix(PREFIX))
            self.send_response(answer.status_code)
            for name in ("content-type", "content-security-policy", "etag"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
        server.shutdown()
        thread.join()


def test_it_works_behind_a_path(browser: Browser, behind: str) -> None:
    with watched(browser, behind) as found:
        page = opened(found.page, f"{behind}/")
        page.get_by_role("link", name="which therapies report EDSS improvement").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("EDSS improvement")
        assert page.url.startswith(f"{behind}/?q=")
        page.get_by_role("combobox", name="A question, or a name").fill(
            "which therapies improve EDSS"
        )
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Draw").click()
        expect(page.locator(".canvas-place > *").first).to_be_visible()
        assert all(address.startswith(f"{behind}/") for address in found.asked), found.asked
        assert found.errors == []


def test_it_says_when_the_server_is_gone(
    browser: Browser, latest: RealNeo4j, tmp_path: Path
) -> None:
    own = Served(latest.process_environment(), tmp_path / "log")
    try:
        with watched(browser, own.url) as found:
            page = opened(found.page, own.url)
            own.process.send_signal(signal.SIGTERM)
            own.process.wait(60)
            page.get_by_role("link", name="side effects of natalizumab").click()
            alert = page.get_by_role("alert")
            expect(alert).to_contain_text("The server does not answer")
            expect(alert.get_by_role("button", name="Try again")).to_be_visible()
            box = page.get_by_role("combobox", name="A question, or a name")
            box.press_sequentially("edss")
            page.wait_for_timeout(500)
            assert found.errors == []
    finally:
        own.stop()


def test_it_says_when_the_database_is_gone(
    browser: Browser, nowhere: dict[str, str], tmp_path: Path
) -> None:
    own = Served(nowhere, tmp_path / "log")
    try:
        with watched(browser, own.url) as found:
            page = opened(found.page, f"{own.url}/?q=side+effects+of+natalizumab")
            alert = page.get_by_role("alert")
            expect(alert).to_contain_text("Database not available")
            expect(alert).to_contain_text("therapath up")
            expect(alert.get_by_role("button", name="Try again")).to_be_visible()
            # The first page still opens, and says what it does not know.
            opened(page, own.url)
            expect(page.get_by_text("cannot be counted now")).to_be_visible()
            assert found.errors == []
    finally:
        own.stop()
