"""A server that is killed and started again, and a reader's page, which has to be as before."""

import datetime as dt
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error, Page, expect

from geodata.model import DataSet
from geodata.translate import languages
from serving import Server
from ui.view import COLOURINGS, View, address, event_kinds

PATIENCE_MS = 30_000
FRAME = "iframe[title*='st_folium']"
DAY = dt.date(2000, 5, 5)  # no day of change
CHOSEN = "AZ-LAC"  # what the reader selects afterwards
# Whether the page has lost the server, is connected again, and has run since.
WATCH = """() => {
  const app = document.querySelector("[data-test-connection-state]");
  const seen = { lost: false, ran: false };
  window.isBack = false;
  new MutationObserver(() => {
    const { testConnectionState, testScriptState } = app.dataset;
    const connected = testConnectionState === "CONNECTED";
    seen.lost ||= !connected;
    seen.ran ||= seen.lost && connected && testScriptState === "running";
    window.isBack = seen.ran && connected && testScriptState === "notRunning";
  }).observe(app, { attributes: true });
}"""
LOOK = """() => [
  document.body.innerText,
  ...[...document.querySelectorAll("path[data-area]")].map((path) => getComputedStyle(path).fill),
]"""


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: where, seconds from the server's health to the page's, and what went wrong."""

    place: str
    seconds: float
    fault: str


def _type(label: str, text: str) -> Callable[[Page], None]:
    def use(page: Page) -> None:
        field = page.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Enter")

    return use


def _click(selector: str, *, framed: bool = False) -> Callable[[Page], None]:
    def use(page: Page) -> None:
        (page.frame_locator(FRAME) if framed else page).locator(selector).first.click()

    return use


_LEAVE = (_click("nav a[data-page=search]"), r"/search\?")
_SEARCH = "Search for a district, a place, an event or a source"
# How a reader uses each page next, and what then stands in the address.
USES: dict[str, tuple[Callable[[Page], None], str]] = {
    "timeline": (_type("Search", "Lachin"), r"q=Lachin"),
    "compare": (_click(".chips a"), rf"date=(?!{DAY})"),
    "population": (_type("What is counted", "census of 1979"), r"measure=census_1979"),
    "districts": (_type("District", "Lachin"), rf"district={CHOSEN}"),
    "law": _LEAVE,
    "search": (_type(_SEARCH, "Lachin"), r"q=Lachin"),
    "tour": (_click(".panel a[data-page=tour]"), r"step="),
    "aftermath": _LEAVE,
    "method": _LEAVE,
    "": (_click(".replay-button-next", framed=True), rf"date=(?!{DAY})"),
}


def views(data: DataSet, rounds: int) -> Iterator[tuple[str, str]]:
    """Return a page and an address of it for each round: the replay and another, by turns."""
    chance = random.Random(20)  # noqa: S311 -- the same each time
    for number in range(rounds):
        name = [*USES][number // 2 % len(USES)] if number % 2 else ""
        view = View(
            DAY,
            chance.choice([key for key in data.districts if key != CHOSEN]),
            chance.choice(COLOURINGS),
            chance.choice(languages()),
            other=dt.date(2020, 10, 20) if name == "compare" else None,
            kinds=event_kinds(data)[:2] if name == "timeline" else (),
            text="Shusha" if name in {"timeline", "search"} else "",
        )
        anchor = "#law-court" if name == "law" else ""
        yield name, address(view, name)[2:] + anchor


def survive(page: Page, server: Server, name: str, place: str) -> Round:
    """Open a page, kill its server, start it again, use the page."""
    page.goto(server.address + place)
    drawn(page)
    page.evaluate(WATCH)
    server.kill()
    if not name:  # the map takes a key without a server, which hears of it later
        _to_page(page)
        page.keyboard.press("ArrowRight")
        place = place.replace(str(DAY), str(DAY + dt.timedelta(1)))
        page.wait_for_timeout(1000)  # until the day has settled
    before = look(page)
    server.start()
    healthy = seconds = time.monotonic()
    try:
        page.wait_for_function("() => window.isBack", timeout=PATIENCE_MS)
        expect(page).to_have_url(server.address + place, timeout=PATIENCE_MS)
        seconds = time.monotonic()
        expect_look(page, before)
        use, told = USES[name]
        use(page)
        expect(page).to_have_url(re.compile(told), timeout=PATIENCE_MS)
        drawn(page)
    except (AssertionError, Error) as error:
        return Round(place, round(time.monotonic() - healthy, 2), str(error).splitlines()[0])
    return Round(place, round(seconds - healthy, 2), "")


def _to_page(page: Page) -> None:
    """Put the focus on the page, where its keys are the map's."""
    page.locator(".masthead").click(position={"x": 1, "y": 1}, timeout=2000)


def drawn(page: Page) -> None:
    """Wait until the page has been drawn, and its map."""
    page.locator("footer.colophon").wait_for(state="attached", timeout=PATIENCE_MS)
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
    for frame in page.locator(FRAME).all():
        frame.content_frame.locator("[data-ready]").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(500)  # what is fetched after


def look(page: Page) -> list[Any]:
    """Return the text of the page and of its maps, and the maps' colours."""
    return [frame.evaluate(LOOK) for frame in page.frames if "about:" not in frame.url]


def expect_look(page: Page, wanted: list[Any]) -> None:
    """Wait until the page looks so; AssertionError with the first difference."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (found := look(page)) != wanted:
        if time.monotonic() > deadline:
            pairs = enumerate(zip(str(found), str(wanted), strict=False))
            at = next((place for place, (one, two) in pairs if one != two), 0)
            shown, was = str(found)[at - 20 : at + 60], str(wanted)[at - 20 : at + 60]
            raise AssertionError(f"shows {shown!r}, not {was!r}")
        page.wait_for_timeout(100)
