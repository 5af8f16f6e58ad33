"""The explorer page in a real browser, as a person uses it, over the packaged evidence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser_page import (
    NEEDS_CHROMIUM,
    PATIENCE,
    Watched,
    asked,
    chromium,
    needs_library,
    opened,
    watched,
)
from playwright.sync_api import Browser, Page, Route, expect
from real_processes import Served

ROOT = Path(__file__).parents[2]
HEADLINE = "which therapies report EDSS improvement in progressive MS"
PROGENITORS = "MSC-derived neural progenitors"

pytestmark = [pytest.mark.neo4j, NEEDS_CHROMIUM]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser(explored: Served) -> Iterator[Browser]:
    # After the graph was loaded: Playwright keeps an event loop of its own in this thread.
    with chromium() as found:
        yield found


@pytest.fixture
def seen(browser: Browser, explored: Served) -> Iterator[Watched]:
    """A page on a desk; nothing may go wrong in it, and it asks nobody else."""
    size = {"width": 1400, "height": 900}
    granted = ["clipboard-read", "clipboard-write"]
    with watched(browser, explored.url, viewport=size, permissions=granted) as found:
        yield found
        assert found.errors == []
        assert found.elsewhere == []


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def copied(page: Page, what: str) -> str:
    """What a button copies; a screen reader hears of it."""
    page.get_by_role("button", name=f"Copy {what}", exact=True).click()
    expect(page.locator("#announce")).to_have_text(f"{what} copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_person_asks_reads_filters_and_shares(seen: Watched, explored: Served) -> None:
    page = opened(seen.page, explored)
    page.get_by_role("combobox", name="A question, or a name").fill(HEADLINE)
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=PROGENITORS))
    expect(row).to_be_visible()
    expect(page.locator(".understood")).to_contain_text("Expanded Disability Status Scale")
    assert address(page) == {"q": [HEADLINE]}
    # The same numbers as the answer's.
    item = explored.client.get("/v1/ask", params={"q": HEADLINE}).json()["answer"]["items"][0]
    cells = row.get_by_role("cell").all_inner_texts()
    assert cells[1:3] == [str(item["study_count"]), str(item["patient_count"])]
    assert "1 improved" in row.locator(".direction").text_content()  # type: ignore[operator]
    # The score says what it is made of.
    row.get_by_role("button", name="Score").focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("2 reports for it, 0 against, in 1 named study, 20 patients")
    expect(tip).to_contain_text("one arm, read with confidence 0.60")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    # A claim opens its evidence, and the address holds it.
    row.get_by_role("button", name="Evidence").click()
    page.get_by_role("button", name="MSC-derived neural progenitors reports").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator(".report")).to_have_count(2)
    for text in ("One arm, phase 1", "intrathecal", "up to 10,000,000 cells", "EDSS 3.5 to 8.5"):
        expect(sheet.locator(".report").first).to_contain_text(text)
    shared = page.url
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    # The sheet says that it was closed a moment after it is gone.
    expect(page).not_to_have_url(re.compile("claim="))
    # What is shared opens as it was: the answer, and the sheet over it.
    other = page.context.new_page()
    other.goto(shared)
    expect(other.get_by_role("dialog").locator(".report")).to_have_count(2)
    other.keyboard.press("Escape")
    expect(other.get_by_role("link", name=PROGENITORS).first).to_be_visible()
    other.close()


def test_filters_at_the_side_choose_the_evidence(seen: Watched, explored: Served) -> None:
    page = asked(seen.page, explored, HEADLINE)
    phase = page.get_by_label("Phase at least", exact=True)
    phase.select_option("PHASE3")
    expect(page.get_by_text("No therapy is reported to do this.")).to_be_visible()
    # The nearest questions are offered, and the filter can be taken out.
    expect(page.get_by_role("link", name="which therapies worsen Expanded")).to_be_visible()
    assert address(page)["min_phase"] == ["PHASE3"]
    expect(page.get_by_label("Phase at least", exact=True)).to_have_value("PHASE3")
    page.get_by_role("link", name="Without Phase at least").click()
    expect(page.get_by_role("link", name=PROGENITORS)).to_be_visible()
    page.get_by_label("Phase at least", exact=True).select_option("PHASE1")
    expect(page.get_by_role("list", name="Filters set")).to_contain_text(
        "phase 1", ignore_case=True
    )
    expect(page.get_by_role("link", name=PROGENITORS)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("list", name="Filters set")).to_have_count(0)
    # What the words of a question say is shown in the form.
    asked(page, explored, "which therapies improve fatigue in humans")
    expect(page.get_by_label("Studied in")).to_have_value("human")


def test_an_answer_is_taken_along(seen: Watched, explored: Served) -> None:
    page = asked(seen.page, explored, HEADLINE)
    [row] = list(csv.DictReader(io.StringIO(copied(page, "CSV"))))
    assert row["Therapy"] == PROGENITORS
    assert (row["Studies"], row["Patients"], row["improved"], row["worsened"]) == (
        *("1", "20", "1", "0"),
    )
    call = copied(page, "HTTP call").removeprefix("curl '").removesuffix("'")
    items = explored.client.get(call).json()["items"]
    assert [item["therapy"]["name"] for item in items] == [PROGENITORS]
    statement = copied(page, "Cypher")
    assert ":param outcomes => [" in statement
    assert "MATCH (c:Claim)" in statement
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CSV").click()
    assert PROGENITORS in Path(saved.value.path()).read_text(encoding="utf-8-sig")
    link = page.get_by_role("link", name="Open in Neo4j Browser")
    found = parse_qs(urlsplit(str(link.get_attribute("href"))).query)
    assert found["cmd"] == ["edit"]
    [claim] = item_claims(explored)
    assert f'WITH ["{claim}"] AS ids' in found["arg"][0]


def item_claims(explored: Served) -> list[str]:
    items = explored.client.get("/v1/ask", params={"q": HEADLINE}).json()["answer"]["items"]
    return [claim["id"] for item in items for claim in item["claims"]]


def test_an_answer_is_drawn(seen: Watched, explored: Served) -> None:
    needs_library()
    page = asked(seen.page, explored, "which therapies treat multiple sclerosis")
    page.get_by_role("button", name="Draw").click()
    stage = page.locator(".stage")
    expect(stage.locator("canvas").first).to_be_visible()
    expect(stage).to_have_attribute("aria-label", re.compile(r"\d+ names and \d+ claims"))
    page.get_by_text("The drawing in words").click()
    expect(page.get_by_text("natalizumab treats multiple sclerosis").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_completion_by_keyboard(seen: Watched, explored: Served) -> None:
    page = opened(seen.page, explored)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="A question, or a name")
    expect(box).to_be_focused()
    page.keyboard.type("natali", delay=30)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("natalizumab")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="natalizumab")).to_be_visible()
    # Inside a question the last words are completed, and the question stays.
    box.fill("")
    box.press_sequentially("which therapies improve fati", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("fatigue")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("which therapies improve fatigue ")
    page.keyboard.press("Escape")
    # A name alone leads to its page.
    box.fill("EDSS")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Expanded Disability Status Scale")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("side effects of natalizumab", "Reported, and not how often"),
        ("results for EDSS with MSC therapy", "said to be the majority"),
        ("which cells does NurOwn use", "Nothing is reported of it."),
        ("tell me about MSC therapy", "How it works"),
        ("compare natalizumab and ocrelizumab", "Compared directly"),
        ("where do studies disagree about MSC therapy", "What differs, most telling first"),
        ("how does MSC therapy improve EDSS", "says that the patient gains"),
        ("which mechanisms are claimed only in animals", "axon regeneration"),
        ("what is EDSS", "EDSS-Plus"),
        ("asdf qwer", "Nearest questions"),
        ("which therapies improve edxx", "Nearest names"),
    ],
)
def test_each_kind_of_answer_is_drawn(
    question: str, shown: str, seen: Watched, explored: Served
) -> None:
    page = asked(seen.page, explored, question)
    expect(page.get_by_text(shown).first).to_be_visible()


def test_a_therapy_has_a_page(seen: Watched, explored: Served) -> None:
    page = opened(seen.page, explored, "?entity=MESH:D045164")
    for heading in ("Reservations", "Outcomes", "How it works", "Adverse events", "Studies"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    # The rows of the profile, whatever the machine read first.
    outcomes = explored.client.get("/v1/therapies/MESH:D045164").json()["outcomes"]
    matrix = page.get_by_role("table", name="Outcomes by direction")
    expect(matrix.get_by_role("rowheader")).to_have_count(len(outcomes))
    needs_library()
    page.get_by_role("button", name="Draw the mechanism graph").click()
    expect(page.locator(".stage canvas").first).to_be_visible()


def test_paths_are_asked_by_form(seen: Watched, explored: Served) -> None:
    page = opened(seen.page, explored, "?view=paths")
    page.get_by_role("combobox", name="From").fill("stem cell therapy")
    page.get_by_role("combobox", name="To").fill("any outcome")
    page.get_by_role("button", name="Find chains").click()
    chain = page.locator(".chain").first
    expect(chain).to_be_visible()
    assert address(page)["from"] == ["stem cell therapy"]
    boxes = [node.bounding_box() for node in chain.locator(".node").all()]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) > 1
    # Somewhere the weakest step of several is marked, in words.
    opened(page, explored, "?from=stem+cell+therapy&to=any+mechanism&max_hops=2")
    expect(page.get_by_text("weakest step").first).to_be_visible()


def test_a_long_answer_says_that_it_goes_on(seen: Watched, explored: Served) -> None:
    page = asked(seen.page, explored, "which therapies treat multiple sclerosis", "&limit=5")
    expect(page.get_by_text("The first 5 of")).to_be_visible()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text("The first 5 of")).to_have_count(0)
    assert page.get_by_role("row").count() > 10


def pooled_event(
    name: str, affected: int, at_risk: int, arms: list[dict[str, Any]]
) -> dict[str, Any]:
    rate = affected / at_risk
    return {
        "adverse_event": {"id": f"HP:{affected:07}", "name": name, "type": "AdverseEvent"},
        "affected": affected,
        "at_risk": at_risk,
        "rate": rate,
        "ci_low": rate / 2,
        "ci_high": rate * 1.5,
        "serious": None,
        "studies": len(arms),
        "arms": arms,
        "method": "random effects",
        "heterogeneity": {"i2": 12.0},
    }


def test_harms_are_a_forest_plot(seen: Watched, explored: Served) -> None:
    """Over rows of the interface's shape: what the packaged evidence says has no numbers."""
    arms = [
        {
            "study": "first <b>study</b>",
            "arm": "treated",
            "affected": 3,
            "at_risk": 40,
            "rate": 0.075,
        },
        {"study": "second study", "affected": 9, "at_risk": 60, "rate": 0.15, "ci_low": 0.08},
    ]
    rows = [pooled_event("Fever", 12, 100, arms), pooled_event("Headache", 4, 80, arms[:1])]
    seen.page.route("**/adverse-events*", lambda route: route.fulfill(json={"items": rows}))
    page = opened(seen.page, explored, "?entity=MESH:D045164")
    plot = page.get_by_role("img", name="Forest plot of adverse events: Fever 12%; Headache 5.0%")
    expect(plot).to_be_visible()
    assert plot.locator("polygon.pooled").count() == 1
    # Two arms of the pooled one; the other has one arm, which is all there is.
    assert plot.locator("rect.square").count() == 3
    expect(plot.get_by_text("first <b>study</b>, treated").first).to_be_attached()
    expect(page.get_by_text("Rates pooled by random effects")).to_be_visible()


def test_what_differs_stays_short_where_hundreds_of_values_do(
    seen: Watched, explored: Served
) -> None:
    def many(route: Route) -> None:
        body = route.fetch().json()
        differs = [one for item in body["answer"]["items"] for one in item["differs"]]
        for side in (side for difference in differs for side in difference["sides"]):
            side["values"] = [{"value": f"kind {at}", "units": 1} for at in range(300)]
        route.fulfill(json=body)

    seen.page.route(re.compile(r"/v1/ask\?"), many)
    page = asked(seen.page, explored, "where do studies disagree about MSC therapy")
    told = page.locator(".differs dd").first
    expect(told).to_contain_text("kind 0 (1), kind 1 (1)")
    expect(told.get_by_text("kind 299")).to_be_hidden()
    told.get_by_text("294 more").click()
    expect(told.get_by_text("kind 299")).to_be_visible()
