"""What a reader who only scrubs and plays costs the server: a real browser, dragged by its slider.

The page at rest, then dragged to and fro without letting go, then in play. After the dragging the
slider is let go: that has to cost something, or else nothing of all this was measured.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from arrivals import MAP, chromium, open_map
from meter import cpu_ms
from playwright.async_api import Page, WebSocket
from report import Result

from geodata.model import DataSet
from serving import Server

MOVE_MS = 20
STEPS = 40  # from one end of the track to the other
HOLD_MS = 500  # longer than st_folium waits for a map to come to rest
REST_MS = 2_000  # after this the server has answered what there was
NOTES = [
    "In Chromium; the CPU is that of the server's process alone, which is never quite idle.",
]
DAYS = """() => {
  window.days = new Set();
  document.addEventListener("replay:day", (event) => window.days.add(event.detail.day));
}"""


@dataclass
class Scrubbing:
    """One page: what it exchanged with the server, and what that cost."""

    page: Page
    pid: int
    ms: int
    size: int = 0
    asked: int = 0

    def listen(self) -> None:
        """Hear the page from now on."""
        self.page.on("websocket", self._listen_to)
        self.page.on("request", self._count)

    def _listen_to(self, socket: WebSocket) -> None:
        socket.on("framesent", self._add)
        socket.on("framereceived", self._add)

    def _add(self, frame: bytes | str) -> None:
        self.size += len(frame)

    def _count(self, _request: object) -> None:
        self.asked += 1

    async def share(self, work: Callable[[], Awaitable[None]]) -> float:
        """Return how many hundredths of a core the server needed during some work."""
        self.size = self.asked = 0
        start, before = time.perf_counter(), cpu_ms(self.pid)
        await work()
        return (cpu_ms(self.pid) - before) / (time.perf_counter() - start) / 10

    async def rest(self) -> None:
        """Do nothing."""
        await self.page.wait_for_timeout(self.ms)

    async def drag(self) -> None:
        """Drag the slider to and fro, hold still at each end, and do not let it go."""
        box = await self.page.frame_locator(MAP).locator(".replay-surface").bounding_box()
        if box is None:
            raise RuntimeError("the slider is not on the screen")
        y, end = box["y"] + box["height"] / 2, time.perf_counter() + self.ms / 1000
        await self.page.mouse.move(box["x"] + 1, y)
        await self.page.mouse.down()
        step = 0
        while time.perf_counter() < end:
            step = (step + 1) % (2 * STEPS)
            along = 1 - abs(step - STEPS) / STEPS
            await self.page.mouse.move(box["x"] + along * box["width"], y)
            await self.page.wait_for_timeout(MOVE_MS if step % STEPS else HOLD_MS)

    async def let_go(self) -> None:
        """Let the slider go, so that the day settles."""
        await self.page.mouse.up()
        await self.page.wait_for_timeout(REST_MS)

    async def play(self) -> None:
        """Play."""
        await self.page.frame_locator(MAP).locator(".replay-button-play").click()
        await self.rest()

    async def days(self) -> int:
        """Return how many days the map has shown since it was last asked."""
        shown: int = await self.page.evaluate(
            "() => { const { size } = window.days; window.days.clear(); return size; }"
        )
        return shown


async def measure_scrubbing(server: Server, pid: int, _data: DataSet, *, quick: bool) -> Result:
    """Return what scrubbing and play cost the server, beside a page at rest."""
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        reader = Scrubbing(page, pid, 2_000 if quick else 10_000)
        reader.listen()
        await open_map(page, server.url)
        await page.evaluate(DAYS)
        await page.wait_for_timeout(REST_MS)
        return await _result(reader)


async def _result(reader: Scrubbing) -> Result:
    result = Result("A reader who only scrubs", "make load", notes=NOTES)
    idle = await reader.share(reader.rest)
    result.add("server's CPU, page at rest", idle, "% of a core")
    for name, work in (("dragging", reader.drag), ("in play", reader.play)):
        await reader.days()
        share = await reader.share(work)
        result.add(f"days shown, {name}", await reader.days(), least=20)
        result.add(f"bytes over the socket, {name}", reader.size, most=0)
        result.add(f"requests, {name}", reader.asked, most=0)
        more = max(0, share - idle)
        result.add(f"server's CPU, {name}, beyond that at rest", more, "% of a core", most=0.5)
        await reader.share(reader.let_go)
        if name == "dragging":
            result.add("bytes over the socket once let go", reader.size, least=1)
    return result
