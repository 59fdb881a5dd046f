"""All variants in turn, and of each a row of figures.

Every round opens each one in a context of its own, from an empty cache, beginning with another one
than the round before. A cold load is done in each; changes and play in the first of them.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from measure import changes_crossed, cold_load, opened, play, view_kept
from meter import quantile
from places import Place
from playwright.sync_api import Browser, Error
from record import state_colors, steps
from subjects import BARE_PAGE, VARIANTS, Subject

from geodata.model import DataSet

SLOW_FRAME_MS = 25


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: rounds, of which some warm up and some play, and changes in one."""

    warm_ups: int = 1
    rounds: int = 5
    plays: int = 2
    play_ms: int = 5_000
    steps: int | None = None


QUICK = Extent(warm_ups=0, rounds=1, plays=1, play_ms=1_000, steps=2)


class Comparison:
    """One run: a browser, the places of all variants, and what each round found."""

    def __init__(
        self, browser: Browser, data: DataSet, places: dict[str, Place], extent: Extent
    ) -> None:
        self.browser = browser
        self.places = places
        self.extent = extent
        self.subjects = [each for each in (BARE_PAGE, *VARIANTS) if each.name in places]
        self.steps = steps(data)
        self.colors = state_colors(data)
        self.found: dict[str, list[dict[str, Any]]] = {each.name: [] for each in self.subjects}
        self.failed: dict[str, str] = {}

    def run(self) -> None:
        """Warm each one up by a load, then measure all in turn."""
        for turn in range(-self.extent.warm_ups, self.extent.rounds):
            first = turn % len(self.subjects)
            for subject in (*self.subjects[first:], *self.subjects[:first]):
                if subject.name not in self.failed:
                    self._try(subject, turn)

    def _try(self, subject: Subject, turn: int) -> None:
        start = time.monotonic()
        try:
            found = self._measure(subject, turn)
        except (Error, RuntimeError) as error:
            self.failed[subject.name] = str(error).splitlines()[0]
            return
        if turn >= 0:
            self.found[subject.name].append(found)
        took = time.monotonic() - start
        print(f"{subject.name}, round {turn + 1}: {took:.0f} s", file=sys.stderr, flush=True)

    def _measure(self, subject: Subject, turn: int) -> dict[str, Any]:
        extent, watched = self.extent, None if subject is BARE_PAGE else self.steps[0].area
        place = self.places[subject.name]
        with opened(self.browser, subject, place, len(self.steps) + 1) as run:
            found: dict[str, Any] = {"load": cold_load(run, watched, self.colors)}
            if watched and 0 <= turn < subject.rounds:
                found["changes"] = changes_crossed(run, self.steps[: extent.steps])
            if watched and 0 <= turn < extent.plays:
                found["frames"] = play(run, extent.play_ms)
            # Last, as a larger map is more to paint; yes or no, so once is enough.
            if watched and turn == 0:
                found["keeps_view"] = view_kept(run, self.steps)
            return found

    def rows(self, missing: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield name and row of each one, or why there is none."""
        for subject in (BARE_PAGE, *VARIANTS):
            reason = missing.get(subject.name) or self.failed.get(subject.name)
            row = {"not_measured": reason} if reason else _row(self.found[subject.name])
            yield subject.name, {"title": subject.title, **row}


def _row(found: list[dict[str, Any]]) -> dict[str, Any]:
    loads = [each["load"] for each in found]
    row = {
        "cold_load_ms_median": round(statistics.median(load["ms"] for load in loads)),
        "cold_load_ms_range": [round(pick(load["ms"] for load in loads)) for pick in (min, max)],
        "page_bytes": round(statistics.median(load["bytes"] for load in loads)),
        "requests_elsewhere": max(load["elsewhere"] for load in loads),
        "loads": len(loads),
    }
    return {**_changes(found), **_play(found), **row} if "changes" in found[0] else row


def _changes(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return medians over every change of every round."""
    changes = list(chain.from_iterable(each.get("changes", ()) for each in found))
    latencies = [change["ms"] for change in changes if change["ms"] is not None]

    def median(name: str) -> float:
        return float(statistics.median(change[name] for change in changes))

    return {
        "latency_ms_median": round(statistics.median(latencies), 1),
        "latency_ms_p95": round(quantile(latencies, 0.95), 1),
        "latency_ms_max": round(max(latencies), 1),
        "changes": len(changes),
        "changes_seen": len(latencies),
        "bytes_per_change": round(median("bytes")),
        "bytes_in_all": sum(change["bytes"] for change in changes),
        "reruns_in_all": sum(change["told"] for change in changes),
        "server_cpu_ms_per_change": round(median("cpu_ms"), 1),
        "maps_made_anew": sum(change["anew"] for change in changes),
        "blank_ms_median": round(median("blank")),
        "keeps_view": found[0]["keeps_view"],
    }


def _play(found: list[dict[str, Any]]) -> dict[str, Any]:
    plays = [each["frames"] for each in found if "frames" in each]
    frames = list(chain.from_iterable(plays))
    slow = sum(frame > SLOW_FRAME_MS for frame in frames)
    return {
        "fps": round(statistics.median(len(play) / sum(play) * 1000 for play in plays), 1),
        "slow_frames_share": round(slow / len(frames), 4),
        "frames": len(frames),
    }
