"""Debian's Chromium for browser tests; pages that watch what they ask for and say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from real_processes import Served

from hatch_build import present

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# In CI a missing browser is a failure, so that this is never passed over there.
NEEDS_CHROMIUM = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="there is no Chromium here"
)
#: What a busy machine may need for one step, in milliseconds.
PATIENCE = 60_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, what it asked for, and what went wrong in it."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[str]:
        """Addresses it asked for that are not the server's own."""
        own = urlsplit(self.origin).netloc
        return [address for address in self.asked if urlsplit(address).netloc != own]


@contextmanager
def watched(browser: Browser, origin: str, **options: object) -> Iterator[Watched]:
    """A new page in a context of its own; a script's error or a refusal of the policy is kept."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    found = Watched(page, origin)

    def say(kind: str, text: str) -> None:
        # An answer of 404 or 422 is shown as what it is, and Chromium logs it besides.
        if kind == "error" and not text.startswith("Failed to load resource"):
            found.errors.append(text)

    context.on("request", lambda request: found.asked.append(request.url))
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("console", lambda message: say(message.type, message.text))
    page.on("dialog", lambda dialog: found.errors.append(f"a dialog: {dialog.message}"))
    try:
        yield found
    finally:
        context.close()


def opened(page: Page, served: Served, query: str = "") -> Page:
    """The page at an address, once its answer is there."""
    page.goto(f"{served.url}/{query}")
    expect(page.locator("main h1, main .notice h2").first).to_be_visible()
    return page


def asked(page: Page, served: Served, question: str, more: str = "") -> Page:
    return opened(page, served, f"?q={quote(question)}{more}")


def needs_library() -> None:
    if not present() and not os.environ.get("CI"):
        pytest.skip("the package was installed without Cytoscape.js")
