"""Measures one subject in one browser: cold load, changes, pan and zoom, play. See probe.js."""

import base64
import json
import os
import statistics
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from places import Place
from playwright.sync_api import Browser, CDPSession, Page
from record import Step
from subjects import Subject

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
GIVE_UP_MS = 10_000
LONG_FRAME_MS = 25
PLAY_MS = 5_000
DRIVEN_EVERY_MS = 400  # where there is no play: about the pace of ours at its fastest
SETTLED_MS = 800
SAME_PX = 3
MOVED_PX = 20
ZOOMED = 1.03
VIEWPORT = {"width": 1280, "height": 860}
RUNNING = "[data-testid=stApp][data-test-script-state=running]"


def quantiles(values: Iterable[float], digits: int = 1) -> dict[str, float] | None:
    """Return median and 95th percentile; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"median": round(statistics.median(ordered), digits), "p95": round(p95, digits)}


def cpu_ms(pid: int | None) -> float:
    """Return the CPU time of a process so far, user and system; 0 where there is no server."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


@dataclass
class Traffic:
    """What the browser got, in bytes as sent (packed), and whom it asked."""

    http: int = 0
    socket: int = 0
    urls: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Bytes of all answers and all frames of sockets."""
        return self.http + self.socket

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.requestWillBeSent", self._asked)
        session.send("Network.enable")

    def _finished(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        text = response["payloadData"]
        binary = response["opcode"] == 2  # noqa: PLR2004 -- RFC 6455
        self.socket += len(base64.b64decode(text)) if binary else len(text.encode())

    def _asked(self, event: dict[str, Any]) -> None:
        self.urls.append(event["request"]["url"])

    def elsewhere(self, stand_in: str) -> int:
        """Return how many requests went, or would go, to another host."""
        here = {None, "", "127.0.0.1"}
        return sum(
            urlsplit(url).hostname not in here or (bool(stand_in) and url.startswith(stand_in))
            for url in self.urls
        )


@dataclass
class Run:
    """One subject, open in a page of its own."""

    subject: Subject
    place: Place
    page: Page
    traffic: Traffic
    stops: int

    def quiet(self, rest_ms: int | None = None) -> None:
        """Wait until the page has come to rest."""
        self.page.wait_for_timeout(self.subject.rest_ms if rest_ms is None else rest_ms)
        self.page.wait_for_function(f"!document.querySelector('{RUNNING}')", polling=50)

    def color(self, step: Step) -> str | None:
        """Return the colour that the step's area has now."""
        found: str | None = self.page.evaluate("area => bench.color(area)", step.area)
        return found

    def rewind(self) -> None:
        """Go to the first day."""
        if self.subject.slider:
            self.subject.slider(self.page).focus()
            self.page.keyboard.press("Home")
        else:
            self._click_rail(0)
        self.quiet(SETTLED_MS)

    def cross(self, step: Step, stop: int, *, forward: bool) -> dict[str, Any]:
        """Cross one change, to a stop; return ``ms`` (None if never seen), ``blank``, ``anew``."""
        if self.color(step) != step.before:
            return {"ms": None, "blank": 0, "anew": False}
        arguments = [step.area, step.after, GIVE_UP_MS]
        self.page.evaluate("([area, color, limit]) => bench.arm(area, color, limit)", arguments)
        if self.subject.slider:
            self.page.keyboard.press(self.subject.step_keys[0 if forward else 1])
        else:
            self._click_rail(stop)
        found: dict[str, Any] = self.page.evaluate("bench.result")
        return found

    def _click_rail(self, stop: int) -> None:
        box = self.page.locator(self.subject.rail).bounding_box()
        if box is None:
            raise RuntimeError(f"{self.subject.name}: its slider is not on the screen")
        inset = (
            15  # where plotly puts the first and the last stop, more or less; it takes the nearest
        )
        x = box["x"] + inset + (box["width"] - 2 * inset) * stop / (self.stops - 1)
        self.page.mouse.click(x, box["y"] + box["height"] / 2)


@contextmanager
def opened(browser: Browser, subject: Subject, place: Place, stops: int) -> Iterator[Run]:
    """Open the subject in a context of its own, with an empty cache."""
    context = browser.new_context(viewport=VIEWPORT, color_scheme="light")
    page = context.new_page()
    page.add_init_script(f"{PROBE}\nif (window.bench) bench.find = {subject.find};")
    traffic = Traffic()
    traffic.watch(context.new_cdp_session(page))
    try:
        yield Run(subject, place, page, traffic, stops)
    finally:
        context.close()


def cold_load(run: Run, area: dict[str, Any] | None, colors: list[str]) -> dict[str, Any]:
    """Load the page; return the time to the first coloured shape, and the weight."""
    watch = f"if (window.bench) bench.load({json.dumps(area)}, {json.dumps(colors)});"
    run.page.add_init_script(watch)
    run.page.goto(run.place.url, wait_until="commit")
    run.page.wait_for_function("bench.loaded", polling=100, timeout=60_000)
    seconds = run.page.evaluate("bench.loaded") / 1000
    run.quiet(SETTLED_MS)
    weight = run.place.file.stat().st_size if run.place.file else run.traffic.total
    return {
        "seconds": round(seconds, 2),
        "bytes": weight,
        "requests": len(run.traffic.urls),
        "elsewhere": run.traffic.elsewhere(run.place.hosts),
    }


def changes_crossed(run: Run, steps: list[Step]) -> dict[str, Any]:
    """Cross every change forth and back; return each time, and what bytes and CPU it took."""
    run.rewind()
    there = [(step, i + 1, True) for i, step in enumerate(steps)]
    back = [(step.reversed(), i, False) for i, step in reversed(list(enumerate(steps)))]
    before = run.traffic.total, cpu_ms(run.place.pid)
    found = []
    for step, stop, forward in (*there, *back):
        if run.subject.slider:
            run.subject.slider(run.page).focus()
        found.append(run.cross(step, stop, forward=forward))
        run.quiet()
    seen = [each for each in found if each["ms"] is not None]
    return {
        "crossed": len(found),
        "ms": [each["ms"] for each in seen],
        "blank_ms": [each["blank"] for each in found],
        "anew": sum(each["anew"] for each in found),
        "bytes_each": (run.traffic.total - before[0]) / len(found),
        "cpu_ms_each": (cpu_ms(run.place.pid) - before[1]) / len(found) if run.place.pid else None,
    }


def view_kept(run: Run, steps: list[Step]) -> dict[str, Any]:
    """Zoom and pan by mouse, cross a change, and look whether the shape stayed where it was."""
    run.rewind()
    step = steps[0]
    first = _box(run, step)
    x, y = first[0] + first[2] / 2, first[1] + first[3] / 2
    run.page.mouse.move(x, y)
    run.page.mouse.wheel(0, -60)
    run.quiet(SETTLED_MS)
    zoomed = _box(run, step)
    run.page.mouse.down()
    run.page.mouse.move(x + 60, y + 30, steps=6)
    run.page.mouse.up()
    run.quiet(SETTLED_MS)
    panned = _box(run, step)
    if run.subject.slider:
        run.subject.slider(run.page).focus()
    crossed = run.cross(step, 1, forward=True)
    run.quiet(SETTLED_MS)
    after = _box(run, step)
    return {
        "zooms": zoomed[2] > first[2] * ZOOMED,
        "pans": abs(panned[0] - zoomed[0]) > MOVED_PX,
        "kept": crossed["ms"] is not None
        and all(abs(a - b) <= SAME_PX for a, b in zip(panned, after, strict=True)),
    }


def _box(run: Run, step: Step) -> list[float]:
    found: list[float] = run.page.evaluate("area => bench.box(area)", step.area)
    return found


def play(run: Run) -> dict[str, Any]:
    """Count animation frames in play; what has none of its own is driven by keys at that pace."""
    run.rewind()
    own = run.subject.play is not None
    run.page.evaluate(f"bench.playing = bench.frames({PLAY_MS}); 0")
    if run.subject.play:
        run.subject.play(run.page)
    else:
        _drive(run)
    frames: list[float] = run.page.evaluate("bench.playing")
    return {
        "own": own,
        "fps": round(len(frames) / sum(frames) * 1000, 1),
        "long_share": round(sum(frame > LONG_FRAME_MS for frame in frames) / len(frames), 4),
        "longest_ms": round(max(frames), 1),
    }


def _drive(run: Run) -> None:
    for _step in range(PLAY_MS // DRIVEN_EVERY_MS):
        run.page.keyboard.press(run.subject.step_keys[0])
        run.page.wait_for_timeout(DRIVEN_EVERY_MS)
