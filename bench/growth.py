"""How the element grows in the browser: 7 to 50,000 areas with ten periods each.

A step over a movers' day crosses seven changes at any size: its work must not follow the areas. A
step over a month crosses what changes on its first, about a fortieth of all areas.
"""

import json
import random
from typing import Any

from hosts import STATIC, serve
from measure import VIEWPORT, quantiles
from playwright.sync_api import Browser, CDPSession, Error, Page
from record import ROOT
from synthetic import MONTHS, SEED, START, Grid, browser_payload, grid, mover_days

from geodata.model import DataSet
from geodata.replay import script, style

TIMEOUT_MS = 120_000
MONTH_STEPS = 24
REPEATS = 3
PAGE = """<!doctype html><meta charset="utf-8"><title>growth</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="leaflet.css">
<link rel="stylesheet" href="replay.css"><style>#map { height: 640px }</style><div id="map"></div>
<script src="leaflet.js"></script><script src="replay.js"></script><script src="growth.js"></script>
"""


def measure_growth(browser: Browser, data: DataSet, sizes: list[int]) -> list[dict[str, Any]]:
    """Return a row for each size."""
    return [_measure_size(browser, data, size) for size in sizes]


def _measure_size(browser: Browser, data: DataSet, size: int) -> dict[str, Any]:
    made = grid(size)
    text = json.dumps(browser_payload(made, data), separators=(",", ":"))
    files = {
        "/growth.html": PAGE.encode(),
        "/leaflet.js": (STATIC / "leaflet.js").read_bytes(),
        "/leaflet.css": (STATIC / "leaflet.css").read_bytes(),
        "/replay.js": script().encode(),
        "/replay.css": style().encode(),
        "/growth.js": (ROOT / "bench" / "growth.js").read_bytes(),
        "/payload.json": text.encode(),
    }
    with serve(files) as served:
        page = browser.new_page(viewport=VIEWPORT)
        page.set_default_timeout(TIMEOUT_MS)
        try:
            found = _measure_page(page, f"{served.url}/growth.html", made)
        except Error as error:
            found = {"not_measured": str(error).splitlines()[0]}
        page.close()
        packed = len(served.packed["/payload.json"])
    return {"areas": size, "payload_bytes": len(text), "payload_packed_bytes": packed, **found}


def _measure_page(page: Page, url: str, made: Grid) -> dict[str, Any]:
    page.goto(url)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    empty = _memory(session)
    attached = page.evaluate("bench.attach()")
    full = _memory(session)
    movers = _stepped(page, [(day - 1, day) for day in mover_days()] * REPEATS, made.movers)
    others = [area for area in range(made.count) if area not in set(made.movers)][:1]
    months = _stepped(page, _month_steps(), others) if others else None
    return {
        "drawn_with": "canvas" if page.locator("canvas").count() else "svg",
        "draw_ms": round(attached["painted"]),
        "heap_mb": round((full["JSHeapUsedSize"] - empty["JSHeapUsedSize"]) / 2**20, 1),
        "dom_nodes": round(full["Nodes"] - empty["Nodes"]),
        "changes_a_step": len(made.movers),
        "seen_a_step": movers["seen"],
        "step_script_ms": movers["script"],
        "step_frame_ms": movers["frame"],
        "changes_a_month": _changes_a_month(made),
        "month_script_ms": months and months["script"],
        "month_frame_ms": months and months["frame"],
    }


def _memory(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}


def _stepped(page: Page, days: list[tuple[int, int]], watched: Any) -> dict[str, Any]:  # noqa: ANN401
    """Step forth and back over the days; ``seen`` is the fewest areas that changed in a step."""
    pairs = [pair for first, last in days for pair in ((first, last), (last, first))]
    found = page.evaluate("([days, areas]) => bench.steps(days, areas)", [pairs, list(watched)])
    return {
        "script": quantiles((step["script"] for step in found), digits=2),
        "frame": quantiles(step["frame"] for step in found),
        "seen": min(step["seen"] for step in found),
    }


def _month_days() -> list[int]:
    firsts = (START.replace(START.year + month // 12, month % 12 + 1) for month in range(1, MONTHS))
    return [(first - START).days for first in firsts]


def _month_steps() -> list[tuple[int, int]]:
    draw = random.Random(SEED)  # noqa: S311 -- reproducible, not secret
    return [(day - 1, day) for day in draw.sample(_month_days(), MONTH_STEPS)]


def _changes_a_month(made: Grid) -> float:
    movers = set(made.movers)
    changes = sum(len(days) for area, days in enumerate(made.days) if area not in movers)
    return round(changes / len(_month_days()), 1)
