"""Measures one subject in one browser: cold load, changes, pan and zoom, play. See probe.js."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from meter import cpu_ms
from places import Place
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize
from record import Step
from subjects import Subject

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
GIVE_UP_MS = 10_000
DRIVEN_EVERY_MS = 400  # where there is no play: about the pace of ours at its fastest
SETTLED_MS = 800
SAME_PX = 3
MOVED_PX = 20
ZOOMED = 1.03
VIEWPORT: ViewportSize = {"width": 1280, "height": 860}
FRAME_MS = 1000 / 60
GOLDEN = 0.618  # its multiples fill a frame evenly
RUNNING = "[data-testid=stApp][data-test-script-state=running]"


@dataclass
class Traffic:
    """What the browser got, in bytes as sent (packed), whom it asked, what it told the server.

    Streamlit's browser tells the server nothing but what it is to run again.
    """

    http: int = 0
    socket: int = 0
    told: int = 0
    urls: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Bytes of all answers and all frames of sockets."""
        return self.http + self.socket

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.webSocketFrameSent", self._tells)
        session.on("Network.requestWillBeSent", self._asked)
        session.send("Network.enable")

    def _finished(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        text = response["payloadData"]
        binary = response["opcode"] == 2  # noqa: PLR2004 -- RFC 6455
        self.socket += len(base64.b64decode(text)) if binary else len(text.encode())

    def _tells(self, _event: dict[str, Any]) -> None:
        self.told += 1

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
    crossed: int = 0

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
        """Cross one change, to a stop; return ``ms`` (None if never seen), ``blank``, ``anew``.

        The input comes at another point between two frames each time, the same for each variant.
        """
        if self.color(step) != step.before:
            return {"ms": None, "blank": 0, "anew": False}
        arguments = [step.area, step.after, GIVE_UP_MS]
        self.page.evaluate("([area, color, limit]) => bench.arm(area, color, limit)", arguments)
        self.crossed += 1
        self.page.wait_for_timeout(FRAME_MS * (self.crossed * GOLDEN % 1))
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
        inset = 15  # plotly's first and last stop, more or less: it takes the nearest
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
    took = run.page.evaluate("bench.loaded")
    run.quiet(SETTLED_MS)
    weight = run.place.file.stat().st_size if run.place.file else run.traffic.total
    return {
        "ms": took,
        "bytes": weight,
        "elsewhere": run.traffic.elsewhere(run.place.hosts),
    }


def changes_crossed(run: Run, steps: list[Step]) -> list[dict[str, Any]]:
    """Cross every change forth and back; return of each how long it took and what it cost."""
    run.rewind()
    there = [(step, i + 1, True) for i, step in enumerate(steps)]
    back = [(step.reversed(), i, False) for i, step in reversed(list(enumerate(steps)))]
    found = []
    for step, stop, forward in (*there, *back):
        if run.subject.slider:
            run.subject.slider(run.page).focus()
        size, told, cpu = run.traffic.total, run.traffic.told, cpu_ms(run.place.pid)
        crossed = run.cross(step, stop, forward=forward)
        run.quiet()
        cost = {
            "bytes": run.traffic.total - size,
            "told": run.traffic.told - told,
            "cpu_ms": cpu_ms(run.place.pid) - cpu,
        }
        found.append({**crossed, **cost})
    if all(each["ms"] is None for each in found):
        raise RuntimeError("no change was seen")
    return found


def view_kept(run: Run, steps: list[Step]) -> bool:
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
    moved = zoomed[2] > first[2] * ZOOMED and abs(panned[0] - zoomed[0]) > MOVED_PX
    stayed = all(abs(a - b) <= SAME_PX for a, b in zip(panned, after, strict=True))
    return moved and crossed["ms"] is not None and stayed


def _box(run: Run, step: Step) -> list[float]:
    found: list[float] = run.page.evaluate("area => bench.box(area)", step.area)
    return found


def play(run: Run, ms: int) -> list[float]:
    """Return the animation frames of a play; what has none is driven by keys at that pace."""
    run.rewind()
    run.page.evaluate(f"bench.playing = bench.frames({ms}); 0")
    if run.subject.play:
        run.subject.play(run.page)
    else:
        _drive(run, ms)
    frames: list[float] = run.page.evaluate("bench.playing")
    return frames


def _drive(run: Run, ms: int) -> None:
    for _step in range(ms // DRIVEN_EVERY_MS):
        run.page.keyboard.press(run.subject.step_keys[0])
        run.page.wait_for_timeout(DRIVEN_EVERY_MS)
