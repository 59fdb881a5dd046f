"""How the element grows in the browser: 7 to 50,000 areas with ten periods each.

A step over a movers' day crosses seven changes at any size: its work must not follow the areas. A
step over a month crosses what changes on its first, about a fortieth of all areas.
"""

import json
import random
import statistics
from collections.abc import Sequence
from typing import Any

from hosts import STATIC, serve
from measure import VIEWPORT
from meter import quantile
from playwright.sync_api import Browser, CDPSession, Error, Page
from record import ROOT
from synthetic import MONTHS, SEED, START, Grid, browser_payload, mover_days

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


def measure_growth(browser: Browser, data: DataSet, made: Grid) -> dict[str, Any]:
    """Return what a grid costs in the browser."""
    payload = json.dumps(browser_payload(made, data), separators=(",", ":")).encode()
    files = {
        "/growth.html": PAGE.encode(),
        "/leaflet.js": (STATIC / "leaflet.js").read_bytes(),
        "/leaflet.css": (STATIC / "leaflet.css").read_bytes(),
        "/replay.js": script().encode(),
        "/replay.css": style().encode(),
        "/growth.js": (ROOT / "bench" / "growth.js").read_bytes(),
        "/payload.json": payload,
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
    return {"payload_bytes": len(payload), "payload_packed_bytes": packed, **found}


def _measure_page(page: Page, url: str, made: Grid) -> dict[str, Any]:
    page.goto(url)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    empty = _heap_mb(session)
    first_drawing = page.evaluate("bench.attach()")
    full = _heap_mb(session)
    movers = _stepped(page, [(day - 1, day) for day in mover_days()] * REPEATS, made.movers)
    others = [area for area in range(made.count) if area not in set(made.movers)][:1]
    months = _stepped(page, _month_steps(), others) if others else []
    return {
        "drawn_with": "canvas" if page.locator("canvas").count() else "svg",
        "canvas_from": page.evaluate("districtReplay.CanvasShapes.from"),
        "first_drawing_ms": round(first_drawing),
        "heap_mb": round(full - empty, 1),
        "changes_a_step": min(step["seen"] for step in movers),
        "recolour_ms": _median(movers, "script"),
        "recolour_ms_p95": round(quantile((step["script"] for step in movers), 0.95), 2),
        "frame_ms": _median(movers, "frame"),
        "changes_a_month": _changes_a_month(made),
        "month_recolour_ms": _median(months, "script") if months else None,
    }


def _median(steps: list[dict[str, float]], name: str) -> float:
    return round(statistics.median(step[name] for step in steps), 2)


def _heap_mb(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    used = next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
    return float(used) / 2**20


def _stepped(
    page: Page, days: list[tuple[int, int]], watched: Sequence[int]
) -> list[dict[str, float]]:
    """Step forth and back; return of each step what growth.js says of it."""
    pairs = [pair for first, last in days for pair in ((first, last), (last, first))]
    arguments = [pairs, list(watched)]
    found: list[dict[str, float]] = page.evaluate(
        "([days, areas]) => bench.steps(days, areas)", arguments
    )
    return found


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
