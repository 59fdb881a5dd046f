"""The charts in a browser that reaches no other host: a click moves the day, patterns are there."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from e2e.picture import DATA
from e2e.server import Server
from geodata.series import doubts, runs, steps
from geodata.words import date_words

pytestmark = pytest.mark.e2e

NewContext = Callable[..., BrowserContext]
Read = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
# What a chart paints with but the page does not define.
MISSING = """(charts) => charts.flatMap((chart) => [...chart.querySelectorAll("[fill^='url(']")])
  .map((node) => node.getAttribute("fill").replace(/.*#|["')]/g, ""))
  .filter((id) => !document.getElementById(id))"""
SMALLEST = """(charts) => Math.min(...charts.flatMap((chart) => [...chart.querySelectorAll("text")])
  .filter((node) => node.textContent)
  .map((node) => parseFloat(getComputedStyle(node).fontSize)))"""


@pytest.fixture
def read(new_context: NewContext, server: Server) -> Iterator[Read]:
    """Return a function that opens a page and waits for its charts; no page may fail."""
    errors: list[str] = []
    strangers: list[str] = []

    def open_page(place: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        known = (server.address, server.address.replace("http", "ws"), "data:", "blob:")
        page.on(
            "request",
            lambda request: request.url.startswith(known) or strangers.append(request.url),
        )
        page.goto(server.address + place)
        expect(page.locator("footer.colophon")).to_have_count(1)
        expect(charts(page).first.locator("svg")).to_be_visible()
        return page

    yield open_page
    assert errors == []
    assert strangers == []


def charts(page: Page) -> Locator:
    return page.get_by_test_id("stVegaLiteChart")


def click(mark: Locator) -> None:
    """Click in the middle of a mark, whatever lies over it."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    mark.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def expect_day(page: Page, day: str) -> None:
    expect(page).to_have_url(re.compile(f"date={day}"))
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()


def test_a_click_on_a_point_moves_the_day_and_offers_the_replay(read: Read) -> None:
    page = read("timeline?date=1994-05-12")
    changes = [step for step in steps(DATA) if step.is_change]
    for number in (3, len(changes) - 1):
        day = changes[number].day
        click(page.locator("[class*=st-key-step_chart] .mark-symbol path").nth(number))
        expect_day(page, day.isoformat())
        link = page.get_by_role("link", name=f"Open the replay on {date_words(day)}")
        expect(link).to_have_attribute("href", f"./?date={day.isoformat()}")


def test_a_click_on_a_strip_moves_the_day_and_the_page_stays_where_it_is(read: Read) -> None:
    page = read("timeline?date=1994-05-12")
    strips = page.locator("[class*=st-key-strip_chart] .mark-rect")
    wanted = next(number for number, run in enumerate(runs(DATA)) if run.area_id == "AZ-LAC") + 1
    pieces = strips.filter(has=page.locator(f"path:nth-child({len(runs(DATA))})")).last
    click(pieces.locator("path").nth(wanted))
    expect_day(page, runs(DATA)[wanted].start.isoformat())
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(node) => node.scrollTop") > 0


def test_a_click_where_sources_differ_shows_the_day_that_the_map_uses(read: Read) -> None:
    page = read("timeline?date=1994-05-12")
    number = next(n for n, one in enumerate(doubts(DATA)) if one.day.year == 2020)
    marks = page.locator("[class*=st-key-strip_chart] path[fill='url(#chart-doubt)']")
    click(marks.nth(number))
    expect_day(page, doubts(DATA)[number].day.isoformat())


@pytest.mark.parametrize("place", ["timeline", "population"])
def test_every_pattern_of_a_chart_is_defined_and_every_text_can_be_read(
    read: Read, place: str
) -> None:
    page = read(place, viewport=PHONE)
    assert charts(page).evaluate_all(MISSING) == []
    assert charts(page).evaluate_all(SMALLEST) >= 12.5
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_strips_have_the_colours_of_the_theme(read: Read, scheme: str) -> None:
    page = read("timeline", color_scheme=scheme)
    subject = DATA.settings.controller(DATA.settings.subject)
    color = subject.dark if scheme == "dark" else subject.color
    painted = page.locator(f"[class*=st-key-strip_chart] path[fill='{color}']")
    expect(painted).to_have_count(sum(run.controller == subject.id for run in runs(DATA)))
