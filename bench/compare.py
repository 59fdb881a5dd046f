"""The measured comparison: the app beside what people would pick instead, and how it grows.

    python bench/compare.py [--quick] [--rivals PYTHON] [--only PART ...] [--out FILE]

Every variant shows the same shapes and days in the same browser and run. What is timed stands in
probe.js and growth.js. Writes bench/results.json, for table.py; --quick prints its tables instead.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tools"), str(ROOT / "reliability"), str(ROOT)]

from growth import measure_growth  # noqa: E402
from places import Place, Places  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from record import change_days  # noqa: E402
from settled import measure_settled  # noqa: E402
from state import measure_state  # noqa: E402
from subjects import SHIFTED  # noqa: E402
from synthetic import data_set, grid  # noqa: E402
from table import tables  # noqa: E402
from variants import QUICK, Comparison, Extent  # noqa: E402

from browser import launch_options  # noqa: E402
from geodata.load import load  # noqa: E402
from geodata.model import DataSet  # noqa: E402
from ui import assets  # noqa: E402

RESULTS = ROOT / "bench" / "results.json"
PARTS = ("variants", "settle", "growth")
SIZES = (7, 1_000, 10_000, 50_000)
MAP_FILES = ("payload.en.json", "background.en.json")


def _measure(options: argparse.Namespace, browser: Browser, data: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {"machine": _machine(browser)}
    if {"variants", "settle"} & set(options.only):
        found.update(_in_places(options, browser, data))
    if "growth" in options.only:
        sizes = SIZES[:2] if options.quick else SIZES
        found["growth"] = [_growth(browser, data, size) for size in sizes]
    return found


def _in_places(options: argparse.Namespace, browser: Browser, data: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places, missing = Places(data, _rivals_python(options.rivals), folder, stack).open()
        replay = places.get("replay")
        if replay and replay.pid:
            found["map_payload_bytes"] = _map_payload(replay)
        if replay and replay.pid and "settle" in options.only:
            print("settle", file=sys.stderr, flush=True)
            found["settle"] = measure_settled(
                browser, replay.url, replay.pid, _keys(data, quick=options.quick)
            )
        if "variants" in options.only:
            comparison = Comparison(browser, data, places, QUICK if options.quick else Extent())
            comparison.run()
            variants = dict(comparison.rows(missing))
            found["bare_page"] = variants.pop("bare_page")
            found["variants"] = variants
    return found


def _map_payload(replay: Place) -> int:
    addresses = (urljoin(replay.url, assets.path(name)) for name in MAP_FILES)
    return sum(len(urllib.request.urlopen(each).read()) for each in addresses)  # noqa: S310 -- ours


def _keys(data: DataSet, *, quick: bool) -> list[str]:
    """Return the keys that lead from the first day over every change, and back to the first."""
    there, back = SHIFTED
    changes = len(change_days(data)) - 1
    return [there] * 4 if quick else [there] * changes + [back] * (changes - 1)


def _growth(browser: Browser, data: DataSet, size: int) -> dict[str, Any]:
    print(f"{size:,} areas", file=sys.stderr, flush=True)
    made = grid(size)
    return {**measure_state(data_set(made, data)), **measure_growth(browser, data, made)}


def _machine(browser: Browser) -> dict[str, Any]:
    packages = ("streamlit", "folium", "streamlit-folium", "pandas", "playwright")
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "browser": browser.version,
        "load_average": round(os.getloadavg()[0], 1),
        **{package: version(package) for package in packages},
    }


def _rivals_python(given: Path | None) -> Path | None:
    if given:
        return given.absolute()
    found = ROOT / ".venv-bench" / "bin" / "python"
    return found if found.exists() else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="does it work? few changes, few areas, no file"
    )
    parser.add_argument("--rivals", type=Path, help="Python with requirements-bench.lock")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--out", type=Path, help="where the results are written")
    options = parser.parse_args()
    options.out = options.out or (None if options.quick else RESULTS)
    return options


def main() -> None:
    """Measure, print, write; parts that were not asked for keep their last results."""
    options = _options()
    start = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        results = _measure(options, browser, load())
        browser.close()
    results["machine"]["took_s"] = round(time.monotonic() - start)
    if options.out:
        if options.out.exists():
            results = {**json.loads(options.out.read_text(encoding="utf-8")), **results}
        options.out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if options.out != RESULTS:  # `make bench` goes on with table.py, which prints them
        print(tables(results))


if __name__ == "__main__":
    main()
