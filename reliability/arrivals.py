"""Many readers arrive within seconds. Some are real: Chromium, until the map is there.

The others ask for every file that Chromium was heard to ask for, over as many connections: what it
asked for before it opened the socket, then the run of the page, then the rest. They are there when
all of it is.
"""

import asyncio
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from meter import quantile
from playwright.async_api import Browser, Error, Page, WebSocket, async_playwright
from reader import Reader, ReaderError
from report import Result

from browser import launch_options
from geodata.model import DataSet
from serving import Server

MAP = "iframe[title*=st_folium]"
CONNECTIONS = 6  # of a browser to one host
PATIENCE_MS = 60_000
NOTES = [
    (
        "One in ten arrives in Chromium, with an empty cache, until the map can be used. "
        "These browsers run on the server's own cores and take CPU from it: a server alone "
        "would answer sooner."
    ),
    (
        "The others ask, without a browser, for every file that Chromium asks for, over six "
        "connections, and run the page. They are there when all has arrived."
    ),
    (
        "The server had one visitor before. There is no network delay and no limit of "
        "bandwidth: the files, most of them Streamlit's own, take their "
        "time on a slow line."
    ),
]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many arrive, within how many seconds, and every which of them is a real browser."""

    readers: int = 50
    seconds: float = 5.0
    real: int = 10


QUICK = Extent(readers=10, seconds=1.0, real=5)


@dataclass(frozen=True, slots=True)
class Files:
    """What a browser that has never been here asks for, before it opens the socket and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Seconds until the first map, and the bytes of files and of the socket."""

    seconds: float
    files: int
    socket: int


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a browser inside the block."""
    async with async_playwright() as playwright:
        options: dict[str, Any] = launch_options()
        browser = await playwright.chromium.launch(**options)
        yield browser
        await browser.close()


async def open_map(page: Page, url: str) -> None:
    """Open the replay and wait until its map can be used."""
    await page.goto(url)
    await page.frame_locator(MAP).locator("[data-ready]").wait_for(timeout=PATIENCE_MS)


async def files_of(browser: Browser, url: str) -> Files:
    """Return what a browser was heard to ask for."""
    before: dict[str, None] = {}
    after: dict[str, None] = {}
    asked = before

    def connected(_socket: WebSocket) -> None:
        nonlocal asked
        asked = after

    page = await browser.new_page()
    page.on("websocket", connected)
    page.on("request", lambda request: asked.setdefault(request.url.removeprefix(url)))
    await open_map(page, url)
    await page.close()
    ours = [path for path in after if path.startswith("/") and path not in before]
    return Files(tuple(path for path in before if path.startswith("/")), tuple(ours))


async def scripted(url: str, files: Files, pool: ThreadPoolExecutor) -> Arrival:
    """Arrive without a browser."""
    start = time.perf_counter()
    size = await _fetched(url, files.before, pool)
    reader = await Reader.arrive(url)
    size += await _fetched(url, files.after, pool)
    seconds = time.perf_counter() - start
    await reader.leave()
    return Arrival(seconds, size, reader.received)


async def _fetched(url: str, paths: Iterable[str], pool: ThreadPoolExecutor) -> int:
    loop, waiting = asyncio.get_running_loop(), deque(paths)
    parts = [loop.run_in_executor(pool, _fetch, url, waiting) for _part in range(CONNECTIONS)]
    return sum(await asyncio.gather(*parts))


def _fetch(url: str, waiting: deque[str]) -> int:
    """Fetch what waits over one connection; return the bytes, as sent."""
    connection, size = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_MS / 1000), 0
    try:
        while waiting:
            path = waiting.popleft()
            connection.request("GET", path or "/", headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            size += len(answer.read())
            if answer.status >= 400:  # noqa: PLR2004
                raise ReaderError(f"{path}: {answer.status}")
    except (OSError, HTTPException) as error:
        raise ReaderError(repr(error)) from error
    except IndexError:  # another connection took the last one
        pass
    finally:
        connection.close()
    return size


async def real(browser: Browser, url: str) -> float:
    """Arrive with a browser that has never been here; return the seconds until the first map."""
    context = await browser.new_context()
    page = await context.new_page()
    start = time.perf_counter()
    try:
        await open_map(page, url)
    except Error as error:
        raise ReaderError(str(error).splitlines()[0]) from error
    seconds = time.perf_counter() - start
    await context.close()
    return seconds


async def measure_arrivals(server: Server, _pid: int, _data: DataSet, *, quick: bool) -> Result:
    """Return how long the first map takes when many come at once, to a server used once before."""
    extent = QUICK if quick else Extent()
    async with chromium() as browser:
        files = await files_of(browser, server.url)
        with ThreadPoolExecutor(extent.readers * CONNECTIONS) as pool:

            async def arrive(number: int) -> Arrival | float | ReaderError:
                await asyncio.sleep(extent.seconds * number / extent.readers)
                try:
                    if number % extent.real == extent.real // 2:
                        return await real(browser, server.url)
                    return await scripted(server.url, files, pool)
                except ReaderError as error:
                    return error

            found = await asyncio.gather(*map(arrive, range(extent.readers)))
    return _result(extent, files, found)


def _result(extent: Extent, files: Files, found: Sequence[Arrival | float | ReaderError]) -> Result:
    scripts = [each for each in found if isinstance(each, Arrival)]
    browsers = [each for each in found if isinstance(each, float)]
    waits = [each.seconds for each in scripts] + browsers
    title = f"{extent.readers} arrivals in {extent.seconds:g} s"
    result = Result(title, "make load", notes=NOTES)
    result.add("first map, 95th percentile of all", quantile(waits, 0.95), "s", most=6)
    result.add("first map, median of all", statistics.median(waits), "s")
    without = quantile((each.seconds for each in scripts), 0.95)
    result.add("first map without a browser, 95th percentile", without, "s", most=6)
    result.add(f"first map in Chromium, the slowest of {len(browsers)}", max(browsers), "s", most=6)
    result.add("arrivals that failed", len(found) - len(waits), most=0)
    result.add("files of a first map", len(files.before) + len(files.after))
    result.add("their bytes", statistics.median(each.files for each in scripts) / 1000, "kB")
    result.add(
        "bytes over the socket", statistics.median(each.socket for each in scripts) / 1000, "kB"
    )
    return result
