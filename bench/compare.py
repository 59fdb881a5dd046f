"""The measured comparison: the app against the rivals, then how it grows. Entry of `make bench`.

    python bench/compare.py [--quick] [--rivals PYTHON] [--only PART ...]

Every rival shows the same shapes and days in the same browser and run; the order turns from round
to round. What is timed stands in probe.js and growth.js. Prints tables, writes bench/results.json.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tools"), str(ROOT)]

from growth import measure_growth  # noqa: E402
from measure import (  # noqa: E402
    changes_crossed,
    cold_load,
    opened,
    play,
    quantiles,
    view_kept,
)
from places import Place, Places  # noqa: E402
from playwright.sync_api import Browser, Error, sync_playwright  # noqa: E402
from record import Step, state_colors, steps  # noqa: E402
from settled import measure_settled_and_scrubbed  # noqa: E402
from state import measure_states  # noqa: E402
from subjects import FLOOR, SUBJECTS, Subject  # noqa: E402
from table import tables  # noqa: E402

from browser import launch_options  # noqa: E402
from geodata.load import load  # noqa: E402
from geodata.model import DataSet  # noqa: E402

RESULTS = ROOT / "bench" / "results.json"
PARTS = ("rivals", "settled", "growth", "state_on")
SIZES = [7, 1_000, 10_000, 50_000]
ROUNDS = 3


class Comparison:
    """One run: a browser, the places of all subjects, and what each round found."""

    def __init__(self, browser: Browser, data: DataSet, places: dict[str, Place]) -> None:
        self.browser = browser
        self.data = data
        self.places = places
        self.subjects = [subject for subject in (FLOOR, *SUBJECTS) if subject.name in places]
        self.steps = steps(data)
        self.colors = state_colors(data)
        self.rounds: dict[str, list[dict[str, Any]]] = {each.name: [] for each in self.subjects}
        self.failed: dict[str, str] = {}

    def run(self, rounds: int) -> None:
        """Warm every subject up, then measure all in turn, each round from another one on."""
        for subject in self.subjects:
            self._try(subject, warm_up=True)
        for turn in range(rounds):
            first = turn * len(self.subjects) // rounds
            for subject in (*self.subjects[first:], *self.subjects[:first]):
                self._try(subject)

    def _try(self, subject: Subject, *, warm_up: bool = False) -> None:
        if subject.name in self.failed:
            return
        start = time.monotonic()
        try:
            found = self._measure(subject, self.steps[:1] if warm_up else self.steps, warm_up)
        except (Error, RuntimeError) as error:
            self.failed[subject.name] = str(error).splitlines()[0]
            return
        if not warm_up:
            self.rounds[subject.name].append(found)
        _say(f"{subject.title}: {time.monotonic() - start:.0f} s")

    def _measure(self, subject: Subject, crossed: list[Step], warm_up: bool) -> dict[str, Any]:
        place = self.places[subject.name]
        with opened(self.browser, subject, place, len(self.steps) + 1) as run:
            if subject is FLOOR:
                return {"load": cold_load(run, None, self.colors)}
            found = {"load": cold_load(run, crossed[0].area, self.colors)}
            found["changes"] = changes_crossed(run, crossed)
            if warm_up:
                return found
            found["play"] = play(run)
            # After play, as a larger map is more to paint; yes or no, so once is enough.
            if not self.rounds[subject.name]:
                found["view"] = view_kept(run, crossed)
            return found

    def results(self, missing: dict[str, str]) -> dict[str, Any]:
        """Return a row for each subject, or why there is none."""
        rows = {}
        for subject in (FLOOR, *SUBJECTS):
            reason = missing.get(subject.name) or self.failed.get(subject.name)
            row = {"not_measured": reason} if reason else _row(self.rounds[subject.name])
            rows[subject.name] = {"title": subject.title, **row}
        return rows


def _row(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    loads = [each["load"] for each in rounds]
    row: dict[str, Any] = {
        "cold_load_s": _median(load["seconds"] for load in loads),
        "page_bytes": round(_median(load["bytes"] for load in loads)),
        "requests": round(_median(load["requests"] for load in loads)),
        "requests_elsewhere": round(_median(load["elsewhere"] for load in loads)),
    }
    if "changes" not in rounds[0]:
        return row
    return {**row, **_changes(rounds), **_play(rounds), **rounds[0]["view"]}


def _changes(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the median of the rounds' medians; the 95th percentile is that of all steps."""
    changes = [each["changes"] for each in rounds]
    latency = quantiles(ms for found in changes for ms in found["ms"])
    if latency:
        latency["median"] = round(
            _median(statistics.median(found["ms"]) for found in changes if found["ms"]), 1
        )
    cpu = [found["cpu_ms_each"] for found in changes if found["cpu_ms_each"] is not None]
    return {
        "latency_ms": latency,
        "crossed": sum(found["crossed"] for found in changes),
        "seen": sum(len(found["ms"]) for found in changes),
        "made_anew": sum(found["anew"] for found in changes),
        "blank_ms": round(_median(ms for found in changes for ms in found["blank_ms"])),
        "bytes_each": round(_median(found["bytes_each"] for found in changes)),
        "server_cpu_ms_each": round(_median(cpu), 1) if cpu else None,
    }


def _play(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    plays = [each["play"] for each in rounds]
    return {
        "own_play": plays[0]["own"],
        "play_fps": round(_median(each["fps"] for each in plays), 1),
        "play_long_share": round(_median(each["long_share"] for each in plays), 4),
        "play_longest_ms": round(_median(each["longest_ms"] for each in plays), 1),
    }


def _median(values: Any) -> float:  # noqa: ANN401 -- any iterable of numbers
    return statistics.median(list(values))


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
    parser.add_argument("--quick", action="store_true", help="one round, no 50,000 areas")
    parser.add_argument("--rivals", type=Path, help="Python with requirements-bench.lock")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results are written")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(options: argparse.Namespace, browser: Browser, data: DataSet) -> dict[str, Any]:
    sizes = SIZES[:-1] if options.quick else SIZES
    found: dict[str, Any] = {"machine": _machine(browser)}
    if {"rivals", "settled"} & set(options.only):
        found.update(_in_places(options, browser, data))
    if "growth" in options.only:
        found["growth"] = measure_growth(browser, data, sizes)
    if "state_on" in options.only:
        found["state_on"] = measure_states(data, sizes)
    return found


def _in_places(options: argparse.Namespace, browser: Browser, data: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places, missing = Places(data, _rivals_python(options.rivals), folder, stack).open()
        if "rivals" in options.only:
            comparison = Comparison(browser, data, places)
            comparison.run(1 if options.quick else ROUNDS)
            found["rivals"] = comparison.results(missing)
        ours = places.get("ours")
        if "settled" in options.only and ours and ours.pid:
            found.update(measure_settled_and_scrubbed(browser, data, ours.url, ours.pid))
    return found


def main() -> None:
    """Measure, print, write; parts that were not asked for keep their last results."""
    options = _options()
    data = load()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        found = _measure(options, browser, data)
        browser.close()
    known = json.loads(options.out.read_text(encoding="utf-8")) if options.out.exists() else {}
    known.pop("browser", None)  # the first form had it beside the parts
    results = {**known, **found}
    options.out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(tables(results))


if __name__ == "__main__":
    main()
