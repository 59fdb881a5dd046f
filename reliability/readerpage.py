"""A reader's browser that is open on the map: what it shows, and whether the server answers it."""

from onlookers import COOKIE
from playwright.sync_api import Browser, Page

from geodata.translate import languages

VIEW = f"date=1993-07-24&district=AZ-AGM&lang={languages()[-1]}"
MAP = "iframe[title*=st_folium]"
APP = "document.querySelector('[data-testid=stApp]').dataset"
AWAY = f"() => {APP}.testConnectionState !== 'CONNECTED'"
BACK = f"() => {APP}.testConnectionState === 'CONNECTED' && {APP}.testScriptState === 'notRunning'"
SETTLED = """old => { const now = new URLSearchParams(location.search).get("date");
  return now && now !== old; }"""
SHOWN = """() => ({ view: location.search,
  heading: document.querySelector(".panel h2")?.textContent,
  language: document.querySelector(".masthead nav")?.textContent })"""


class ReaderPage:
    """A reader's browser, open on the map through the proxy."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.page = browser.new_context().new_page()
        self.sockets = 0
        self.page.on("websocket", self._count)
        self.page.goto(f"{url}/?{VIEW}")
        wait_for_map(self.page)
        self.before = self.shown()

    def _count(self, _socket: object) -> None:
        self.sockets += 1

    @property
    def replica(self) -> str:
        """Which replica the reader's cookie names."""
        return next(c["value"] for c in self.page.context.cookies() if c["name"] == COOKIE)

    def shown(self) -> dict[str, str]:
        """Return what the reader sees of the view."""
        on_map = self.page.frame_locator(MAP).locator(".replay-date").text_content()
        return {**self.page.evaluate(SHOWN), "on the map": on_map or ""}

    def lost(self) -> int:
        """Return how many parts of the view are not what they were."""
        now = self.shown()
        return sum(now[part] != self.before[part] for part in self.before)

    def settle(self) -> None:
        """Press a key on the slider, and wait until the server has answered."""
        old = self.page.evaluate("new URLSearchParams(location.search).get('date')")
        self.page.frame_locator(MAP).locator(".replay-input").press("ArrowRight")
        self.page.wait_for_function(SETTLED, arg=old, timeout=20_000)


def wait_for_map(page: Page) -> None:
    """Wait for the map, the page's run and the panel."""
    page.frame_locator(MAP).locator("[data-ready]").wait_for(timeout=60_000)
    page.wait_for_function(BACK)
    page.locator(".panel h2").first.wait_for()
