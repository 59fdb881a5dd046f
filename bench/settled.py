"""What a settled date and a scrubbed one cost, measured in Chromium against the running app.

Settled: server CPU, bytes on the socket, and the time from a key until the panel shows the day,
with the 300 ms that keys are given to rest and st_folium's own 250 ms of debounce. Scrubbed: the
time from the input to the first frame in the new colour, and what the network carried meanwhile.
Prints the results and writes bench/results.json.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT)]

from playwright.sync_api import Frame, Page, sync_playwright  # noqa: E402

from browser import launch_options  # noqa: E402
from geodata.control import changes  # noqa: E402
from geodata.load import load  # noqa: E402
from serving import Server, app_server  # noqa: E402

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


def cpu_ms(pid: int) -> float:
    """Return the CPU time of a process so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def quantiles(values: list[float]) -> dict[str, float]:
    """Return median and 95th percentile."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(statistics.median(values), 1), "p95": round(p95, 1)}


def open_app(page: Page, url: str) -> Frame:
    """Open the app and return the map's frame once it is drawn."""
    page.goto(f"{url}/?date=1992-01-01")
    page.frame_locator("iframe[title*=st_folium]").locator("[data-ready]").wait_for(timeout=60_000)
    page.locator(".panel h2").first.wait_for()
    page.wait_for_timeout(1500)
    return next(frame for frame in page.frames if "st_folium" in frame.url)


def measure_settled(page: Page, server: Server, traffic: list[int]) -> dict[str, Any]:
    """Step from change to change and wait for the panel each time."""
    seconds, sent = [], []
    days = sorted({change.date for change in changes(load())})
    before = cpu_ms(server.process.pid)
    for day in days:
        traffic.clear()
        words = f"{day.day} {day:%B %Y}"
        start = time.perf_counter()
        page.keyboard.press("Shift+ArrowRight")
        page.locator(".panel h2", has_text=words).first.wait_for(timeout=20_000)
        seconds.append((time.perf_counter() - start) * 1000)
        page.wait_for_timeout(300)
        sent.append(sum(traffic))
    used = cpu_ms(server.process.pid) - before
    return {
        "settled_dates": len(days),
        "panel_after_key_ms": quantiles(seconds),
        "server_cpu_ms_each": round(used / len(days), 1),
        "bytes_to_browser_each": quantiles([float(size) for size in sent]),
    }


def measure_scrubbed(frame: Frame, traffic: list[int], requests: list[str]) -> dict[str, Any]:
    """Cross every change of a district back and forth; nothing may reach the network."""
    data = load()
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


def main() -> None:
    """Measure, print, write."""
    traffic: list[int] = []
    requests: list[str] = []
    log = Path(tempfile.mkdtemp()) / "server.log"
    with app_server(log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("websocket", lambda ws: ws.on("framereceived", lambda d: traffic.append(len(d))))
        page.on("request", lambda request: requests.append(request.url))
        frame = open_app(page, server.url)
        results = {
            "browser": browser.version,
            "settled": measure_settled(page, server, traffic),
            "scrubbed": measure_scrubbed(frame, traffic, requests),
        }
        browser.close()
    text = json.dumps(results, indent=2)
    (ROOT / "bench" / "results.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
