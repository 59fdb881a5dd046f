"""What a settled date costs the server, and how many of them one process answers in a second.

The cost is measured in Chromium: from a key on the slider until the address has another date, the
script rests and the socket is silent. The rate without one, so that nothing but the server is busy:
readers who only send what a browser sends settle on the next date as soon as the last is answered.
"""

import asyncio
import statistics
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from measure import VIEWPORT
from meter import cpu_ms
from playwright.sync_api import Browser, Page, WebSocket
from reader import Reader
from subjects import in_frame

SESSIONS = 8
LAPS = 3  # of each over all dates
SILENCE_MS = 300
ANOTHER_DATE = """old => new URLSearchParams(location.search).get("date") !== old
  && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")"""


@dataclass
class Heard:
    """The frames of the page's socket."""

    got: list[int] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Hear a socket from now on."""
        socket.on("framereceived", lambda frame: self.got.append(len(frame)))


def measure_settled(browser: Browser, url: str, pid: int, keys: list[str]) -> dict[str, Any]:
    """Press the keys, each of which leads to another date; then let the sessions loose."""
    page = browser.new_page(viewport=VIEWPORT)
    heard = Heard()
    page.on("websocket", heard.listen)
    _open(page, url, heard)
    costs = [_settle(page, key, heard, pid) for key in keys]
    days = list(dict.fromkeys(day for _cpu, _bytes, day in costs))
    page.close()
    return {
        "server_cpu_ms": round(statistics.median(cpu for cpu, _bytes, _day in costs), 1),
        "bytes": round(statistics.median(size for _cpu, size, _day in costs)),
        "dates": len(costs),
        "dates_per_second": round(_alone(_rate(url.partition("/?")[0], days)), 1),
        "sessions": SESSIONS,
    }


def _open(page: Page, url: str, heard: Heard) -> None:
    page.goto(url)
    page.frame_locator("iframe[title*=st_folium]").locator("[data-ready]").wait_for(timeout=60_000)
    in_frame(page).focus()
    _wait_for_silence(page, heard)


def _settle(page: Page, key: str, heard: Heard, pid: int) -> tuple[float, int, str]:
    """Return the CPU time, the bytes that came, and the date that is settled on."""
    old = _date(page.url)
    heard.got.clear()
    before = cpu_ms(pid)
    page.keyboard.press(key)
    page.wait_for_function(ANOTHER_DATE, arg=old, timeout=20_000)
    _wait_for_silence(page, heard)
    return cpu_ms(pid) - before, sum(heard.got), _date(page.url)


def _wait_for_silence(page: Page, heard: Heard) -> None:
    frames = -1
    while frames < len(heard.got):
        frames = len(heard.got)
        page.wait_for_timeout(SILENCE_MS)


def _date(url: str) -> str:
    return parse_qs(urlsplit(url).query)["date"][0]


def _alone(work: Coroutine[Any, Any, float]) -> float:
    """Run a coroutine in a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _rate(url: str, days: list[str]) -> float:
    """Return the settled dates in a second, of all sessions together."""
    readers = await asyncio.gather(*(Reader.arrive(url) for _reader in range(SESSIONS)))
    start = time.perf_counter()
    await asyncio.gather(*(_settle_all(reader, days * LAPS) for reader in readers))
    seconds = time.perf_counter() - start
    await asyncio.gather(*(reader.leave() for reader in readers))
    return SESSIONS * LAPS * len(days) / seconds


async def _settle_all(reader: Reader, days: list[str]) -> None:
    for day in days:
        await reader.report(date=day)
