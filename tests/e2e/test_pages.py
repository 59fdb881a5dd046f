"""Every page by its own address, in a browser that reaches no other host."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.picture import CHANGE_DAYS, DATA, END, START
from e2e.server import Server
from e2e.stage import FRAME
from ui.page import pages
from ui.view import COLOURINGS, View, address, event_kinds, parse, query

pytestmark = pytest.mark.e2e

NewContext = Callable[..., BrowserContext]
Read = Callable[..., Page]

TITLES = {name: title for name, title in pages().items() if name}
DAY = dt.date(1993, 7, 23)


@pytest.fixture
def read(new_context: NewContext, server: Server) -> Iterator[Read]:
    """Return a function that opens a page and waits until it is drawn; no page may fail."""
    errors: list[str] = []
    strangers: list[str] = []

    def note(url: str) -> None:
        known = (server.address, server.address.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(known):
            strangers.append(url)

    def open_page(place: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: note(request.url))
        page.goto(server.address + place)
        drawn(page)
        return page

    yield open_page
    assert errors == []
    assert strangers == []


def drawn(page: Page) -> None:
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("footer.colophon, footer.embedded")).to_have_count(1)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def sideways(page: Page) -> int:
    found: int = page.evaluate(
        "() => Math.max(...['html', '[data-testid=stMain]'].map((selector) => {"
        "  const node = document.querySelector(selector);"
        "  return node.scrollWidth - node.clientWidth; }))"
    )
    return found


@pytest.mark.parametrize("name", TITLES)
def test_a_page_opens_alone_and_says_which_it_is(read: Read, name: str) -> None:
    page = read(f"{name}?date={DAY}&district=AZ-AGM")
    expect(page.locator("h1")).to_have_text(TITLES[name])
    expect(page.locator("nav a[aria-current=page]")).to_have_text(TITLES[name])
    assert page.title().startswith(TITLES[name])
    params = dict(parse_qsl(urlsplit(page.url).query))
    assert {"date": "1993-07-23", "district": "AZ-AGM"}.items() <= params.items()
    cited = page.locator(".cite")
    if name not in {"search", "tour"}:  # the first step of the tour has sources, its cover none
        expect(cited.first).to_be_attached()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_window(read: Read, width: int) -> None:
    page = read("districts", viewport={"width": width, "height": 844})
    found = {}
    for name, title in TITLES.items():
        page.locator(f"nav a[data-page={name}]").click()
        expect(page.locator("h1")).to_have_text(title)
        drawn(page)
        expect(page.locator("nav a[aria-current=page]")).to_be_in_viewport(ratio=0.99)
        found[name] = sideways(page)
    assert {name: by for name, by in found.items() if by > 0} == {}


def test_the_navigation_keeps_the_view_and_loads_no_page_anew(read: Read) -> None:
    page = read(f"?date={DAY}&district=AZ-AGM&colour=share")
    page.evaluate("() => { window.mark = true; }")
    expect(page.frame_locator(FRAME).locator("[data-ready]")).to_be_visible()
    page.frame_locator(FRAME).locator(".replay-button-next").click()
    after = min(day for day in CHANGE_DAYS if day > DAY)
    expect(page).to_have_url(re.compile(f"date={after}"))
    for name in [*TITLES, ""]:
        page.locator(f"nav a[data-page='{name}']").click()
        expect(page.locator("nav a[aria-current=page]")).to_have_attribute("data-page", name)
        drawn(page)
        params = dict(parse_qsl(urlsplit(page.url).query))
        assert {"date": str(after), "district": "AZ-AGM", "colour": "share"}.items() <= (
            params.items()
        )
    assert page.evaluate("() => window.mark")
    for name in [list(TITLES)[-1], list(TITLES)[-2]]:
        page.go_back()
        expect(page.locator("h1")).to_have_text(TITLES[name])


def test_a_date_in_a_list_opens_the_replay_there(read: Read) -> None:
    page = read(f"timeline?date={DAY}")
    event = next(event for event in DATA.events if event.date == DAY)
    page.locator(f"#event-{event.event_id} a[data-page='']").first.click()
    expect(page.frame_locator(FRAME).locator(".replay-date")).to_have_text("23 July 1993")
    expect(page).to_have_url(re.compile(r"/\?date=1993-07-23"))


def in_sight(page: Page, selector: str) -> None:
    """Wait until an element stands in the upper half of the window, as the page's target."""
    expect(page.locator(f"{selector}:target")).to_be_visible()
    page.wait_for_function(
        "(selector) => { const { top } = document.querySelector(selector).getBoundingClientRect();"
        " return top >= 0 && top < innerHeight / 2; }",
        arg=selector,
    )


def test_an_address_that_names_a_source_shows_it(read: Read) -> None:
    page = read("method#source-S61")
    in_sight(page, "#source-S61")
    assert page.url.endswith("method#source-S61")


def test_an_address_that_names_an_event_unfolds_its_chapter(read: Read) -> None:
    later = DATA.settings.chapters[-1].start
    event = next(event for event in DATA.events if event.date >= later)
    page = read(f"timeline?date={START}#event-{event.event_id}")
    in_sight(page, f"#event-{event.event_id}")


def test_a_chapter_is_unfolded_by_its_link_and_by_the_keyboard(read: Read) -> None:
    page = read(f"timeline?date={START}")
    chapters = page.locator("details.chapter")
    expect(chapters).to_have_count(len(DATA.settings.chapters))
    expect(page.locator("details.chapter[open]")).to_have_count(1)
    page.locator(".chip").last.click()
    expect(chapters.last.locator("ol")).to_be_in_viewport()
    chapters.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chapters.nth(1).locator("li").first).to_be_visible()


def test_a_hundred_addresses_come_back_as_they_were() -> None:
    chance = random.Random(1992)

    def day() -> dt.date:
        return START + dt.timedelta(days=chance.randrange((END - START).days + 1))

    measures = ["", *sorted({figure.measure for figure in DATA.population})]
    for _ in range(100):
        view = View(
            day(),
            chance.choice(["", *DATA.districts, "NKAO"]),
            chance.choice(COLOURINGS),
            other=chance.choice([None, day()]),
            since=chance.choice([None, day()]),
            until=chance.choice([None, day()]),
            kinds=tuple(kind for kind in event_kinds(DATA) if chance.random() < 1 / 3),
            text=chance.choice(["", "Քարվաճառ", "a & b=c", "Kəlbəcər 100 %"]),
            measure=chance.choice(measures),
            step=chance.randrange(11),
            quiz=chance.random() < 1 / 2,
        )
        told = urlsplit(address(view, chance.choice(list(TITLES)))).query
        assert parse(dict(parse_qsl(told)), DATA) == view
        assert dict(parse_qsl(told)) == query(view)


def test_the_embedded_map_has_no_chrome_and_a_way_to_all_the_rest(read: Read) -> None:
    page = read(f"?embed=true&date={DAY}", viewport={"width": 800, "height": 560})
    frame = page.frame_locator(FRAME)
    expect(frame.locator(".replay-date")).to_have_text("23 July 1993")
    expect(page.locator(".masthead")).to_have_count(0)
    expect(page.locator(".panel")).to_have_count(0)
    link = page.locator("footer.embedded a")
    assert "embed" not in (link.get_attribute("href") or "embed")
    heading, legend = (
        frame.locator(part).bounding_box() for part in (".replay-heading", ".replay-legend")
    )
    assert heading
    assert legend
    assert heading["y"] + heading["height"] <= legend["y"]
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_what_is_offered_for_copying_is_copied(new_context: NewContext, server: Server) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.address}method?date={DAY}&district=AZ-AGM")
    drawn(page)
    buttons = page.locator("button[data-copy]:visible")
    assert buttons.count() >= 3
    for button in buttons.all():
        name = button.get_attribute("data-copy")
        text = (page.locator(f"[id='{name}']").text_content() or "").strip()
        assert text
        button.click()
        page.wait_for_function(
            "(text) => navigator.clipboard.readText().then((t) => t === text)", arg=text
        )
    copied = page.locator("[data-address]").all_text_contents()
    assert all(text.startswith("http://127.0.0.1") for text in copied)
