"""What a settled date and a scrubbed one cost, measured in Chromium against the running app.

Settled: server CPU, bytes on the socket, and the time from a key until the panel shows the day,
with the 300 ms that keys are given to rest and st_folium's own 250 ms of debounce. Scrubbed: the
time from the input to the first frame in the new colour, and what the network carried meanwhile.
"""

import time
from typing import Any

from measure import VIEWPORT, cpu_ms, quantiles
from playwright.sync_api import Browser, Frame, Page

from geodata.control import changes
from geodata.model import DataSet

# A key, then frames until the area has another colour: performed inside the frame, so that nothing
# but the browser is measured.
LATENCY = """async (steps) => {
  const input = document.querySelector(".replay-input");
  const times = [];
  for (const [day, area] of steps) {
    const path = document.querySelector(`path[data-area="${area}"]`);
    input.value = day - 1;
    input.dispatchEvent(new Event("input"));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const before = path.getAttribute("fill");
    const start = performance.now();
    input.value = day;
    input.dispatchEvent(new Event("input"));
    const changed = path.getAttribute("fill") !== before;
    await new Promise(requestAnimationFrame);
    times.push({ changed, handler: performance.now() - start });
  }
  return times;
}"""


def open_app(page: Page, url: str) -> Frame:
    """Open the app and return the map's frame once it is drawn."""
    page.goto(url)
    page.frame_locator("iframe[title*=st_folium]").locator("[data-ready]").wait_for(timeout=60_000)
    page.locator(".panel h2").first.wait_for()
    page.wait_for_timeout(1500)
    return next(frame for frame in page.frames if "st_folium" in frame.url)


def measure_settled(page: Page, data: DataSet, pid: int, traffic: list[int]) -> dict[str, Any]:
    """Step from change to change and wait for the panel each time."""
    seconds, sent = [], []
    days = sorted({change.date for change in changes(data)})
    before = cpu_ms(pid)
    for day in days:
        traffic.clear()
        words = f"{day.day} {day:%B %Y}"
        start = time.perf_counter()
        page.keyboard.press("Shift+ArrowRight")
        page.locator(".panel h2", has_text=words).first.wait_for(timeout=20_000)
        seconds.append((time.perf_counter() - start) * 1000)
        page.wait_for_timeout(300)
        sent.append(sum(traffic))
    used = cpu_ms(pid) - before
    return {
        "settled_dates": len(days),
        "panel_after_key_ms": quantiles(seconds),
        "server_cpu_ms_each": round(used / len(days), 1),
        "bytes_to_browser_each": quantiles([float(size) for size in sent]),
    }


def measure_scrubbed(
    frame: Frame, data: DataSet, traffic: list[int], requests: list[str]
) -> dict[str, Any]:
    """Cross every change of a district back and forth; nothing may reach the network."""
    start = data.settings.start
    steps = [[(change.date - start).days, change.area_id] for change in changes(data)]
    traffic.clear()
    requests.clear()
    times = frame.evaluate(LATENCY, steps)
    return {
        "changes_crossed": len(times),
        "recoloured_in_the_same_frame": sum(step["changed"] for step in times),
        "input_to_frame_ms": quantiles([step["handler"] for step in times]),
        "socket_bytes": sum(traffic),
        "requests": len(requests),
    }


def measure_settled_and_scrubbed(
    browser: Browser, data: DataSet, url: str, pid: int
) -> dict[str, Any]:
    """Return both for the app at an address."""
    traffic: list[int] = []
    requests: list[str] = []
    page = browser.new_page(viewport=VIEWPORT)
    page.on("websocket", lambda ws: ws.on("framereceived", lambda d: traffic.append(len(d))))
    page.on("request", lambda request: requests.append(request.url))
    frame = open_app(page, url)
    found = {
        "settled": measure_settled(page, data, pid, traffic),
        "scrubbed": measure_scrubbed(frame, data, traffic, requests),
    }
    page.close()
    return found
