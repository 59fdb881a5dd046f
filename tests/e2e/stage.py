"""The page as a reader drives it: the map in its frame, the panel beside it, the address bar."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.picture import Picture, number_of, words
from ui.view import View, address

FRAME = "iframe[title*='st_folium']"
QUIET_MS = 500  # twice the 250 ms that st_folium waits before it reports

PICTURE = """
function picture() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const text = (selector) => all(selector).map((node) => node.textContent);
  const areas = all("path[data-area]");
  return {
    day: Number(all(".replay-input")[0].value),
    date: text(".replay-date")[0],
    fills: Object.fromEntries(areas.map((p) => [p.dataset.area, getComputedStyle(p).fill])),
    hatched: areas.filter((path) => path.dataset.hatched === "true").map((p) => p.dataset.area),
    line: all(".replay-line").some((path) => getComputedStyle(path).display !== "none"),
    figures: text(".replay-figure"),
  };
}
"""
PICTURES = f"""(input, days) => {{
  {PICTURE}
  return days.map((day) => {{
    input.value = String(day);
    input.dispatchEvent(new Event("input", {{ bubbles: true }}));
    return picture();
  }});
}}"""
# A point of the shape that nothing covers, as deep inside it as a coarse grid finds.
POINT_INSIDE = """(path) => {
  const box = path.getBoundingClientRect();
  const hit = (x, y) => document.elementFromPoint(x, y) === path;
  const depth = (x, y) => {
    for (let r = 2; r < 40; r += 2) {
      if (![[r, 0], [-r, 0], [0, r], [0, -r]].every(([dx, dy]) => hit(x + dx, y + dy))) return r;
    }
    return 40;
  };
  let best = null;
  for (let i = 1; i < 20; i += 1) {
    for (let j = 1; j < 20; j += 1) {
      const [x, y] = [box.left + (box.width * i) / 20, box.top + (box.height * j) / 20];
      if (hit(x, y) && (!best || depth(x, y) > best.depth)) best = { x, y, depth: depth(x, y) };
    }
  }
  return best;
}"""
# The marked outline carries no id: it is that of the group whose shapes fill the same box. It may
# be hidden (the corridor while it is part of its district), so the box is read from its path.
SELECTED = """() => {
  const marked = [...document.querySelectorAll("path.is-selected")];
  if (!marked.length) return "";
  const around = (paths) => {
    const numbers = paths.flatMap((path) => path.getAttribute("d").match(/-?[\\d.]+/g).map(Number));
    const [xs, ys] = [0, 1].map((odd) => numbers.filter((_, i) => i % 2 === odd));
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  };
  const shared = (a, b) => {
    const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    const both = Math.max(0, width) * Math.max(0, height);
    return both / (a.width * a.height + b.width * b.height - both);
  };
  const areas = [...document.querySelectorAll("path[data-group]")];
  const groups = [...new Set(areas.map((path) => path.dataset.group))];
  const box = around(marked);
  const likeness = (group) => shared(box, around(areas.filter((path) => path.dataset.group === group)));
  return groups.sort((a, b) => likeness(b) - likeness(a))[0];
}"""  # noqa: E501


class Stage:
    """One page with the replay."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.frame = page.frame_locator(FRAME)
        self.root = self.frame.locator("[data-ready]")
        self.input = self.frame.locator(".replay-input")
        self.date = self.frame.locator(".replay-date")
        self.caption = self.frame.locator(".replay-caption")
        self.surface = self.frame.locator(".replay-surface")
        self.panel = page.locator(".panel")
        self.list = page.locator("select[data-choose]")
        self.traffic: list[str] = []
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self._listen()

    def _listen(self) -> None:
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", self._listen_to_socket)

    def _listen_to_socket(self, socket: Any) -> None:
        self._note(socket.url)
        socket.on("framesent", lambda _data: self.traffic.append("frame sent"))
        socket.on("framereceived", lambda _data: self.traffic.append("frame received"))

    def _note(self, url: str) -> None:
        self.traffic.append(url)
        if not url.startswith((self.base, self.base.replace("http", "ws"), "data:", "blob:")):
            self.strangers.append(url)

    # ---- coming and going ----

    def go(self, query: str = "") -> "Stage":
        """Open an address and wait for the map."""
        self.page.goto(self.base + query)
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        """Wait for the map and for the run of the page that drew it."""
        expect(self.root).to_be_visible()
        expect(self.page.locator("[data-test-script-state=notRunning]")).to_be_visible()
        expect(self.list).to_have_count(1)

    def rest(self) -> None:
        """Wait until nothing passes between the page and the server."""
        for _ in range(60):
            before = len(self.traffic)
            self.page.wait_for_timeout(QUIET_MS)
            if len(self.traffic) == before:
                return
        raise AssertionError("the page and the server do not come to rest")

    # ---- what is shown ----

    def picture(self) -> Picture:
        """Return what the map shows now."""
        return _picture(self.root.evaluate(f"() => {{ {PICTURE} return picture(); }}"))

    def pictures(self, days: Iterable[dt.date]) -> list[Picture]:
        """Return what the map shows while the slider passes over these days."""
        told = self.input.evaluate(PICTURES, [number_of(day) for day in days])
        return [_picture(one) for one in told]

    def day(self) -> int:
        """Return the slider's value: days since the record's first."""
        return int(self.input.input_value())

    def expect_day(self, day: dt.date) -> None:
        """Wait for the date on the map."""
        expect(self.date).to_have_text(words(day))
        assert self.day() == number_of(day)

    def expect_address(self, view: View) -> None:
        """Wait until the address bar holds exactly this view."""
        expect(self.page).to_have_url(self.base + address(view)[2:])

    def follow(self, label: str) -> None:
        """Follow a link of the panel whose text begins so."""
        self.panel.locator("a.jump:visible").filter(has_text=label).first.click()

    def expect_panel(self, text: str) -> None:
        """Wait for a text in the panel."""
        expect(self.panel.filter(has_text=text).first).to_be_visible()

    def expect_selected(self, group: str) -> None:
        """Wait until this district, and no other, is marked on the map; "" for none."""
        marked = self.frame.locator("path.is-selected")
        if group:
            expect(marked.first).to_be_attached()
        else:
            expect(marked).to_have_count(0)
        for _ in range(100):
            if (found := self.selected()) == group:
                return
            self.page.wait_for_timeout(50)
        assert found == group

    def selected(self) -> str:
        """Return the district marked on the map."""
        return str(self.root.evaluate(SELECTED))

    def colouring(self) -> str:
        """Return which colouring the legend's choice shows."""
        return self.frame.locator(".replay-legend input[type=radio]:checked").input_value()

    def place(self, area: str = "AZ-KAL") -> list[float]:
        """Return where an area lies in the frame, once it has come to rest: pan and zoom."""
        box = "(path) => { const b = path.getBoundingClientRect(); return [b.x, b.y, b.width]; }"
        last: list[float] = []
        for _ in range(100):
            now = [round(value, 1) for value in self.area(area).evaluate(box)]
            if now == last:
                return now
            last = now
            self.page.wait_for_timeout(150)
        raise AssertionError("the map does not come to rest")

    # ---- what the reader touches ----

    def area(self, area: str) -> Locator:
        """Return the shape of an area."""
        return self.frame.locator(f"path[data-area={area}]")

    def button(self, name: str) -> Locator:
        """Return a button of the bar by its name in the markup."""
        return self.frame.locator(f".replay-button-{name}")

    def colour_by(self, colouring: str) -> None:
        """Choose a colouring in the legend."""
        self.frame.locator(f".replay-legend input[value={colouring}]").check(force=True)

    def choose(self, name: str) -> None:
        """Choose a district in the panel's list."""
        self.wait_until_ready()  # while the panel is drawn anew, the former list is still there
        self.list.select_option(label=name)

    def point_on(self, area: str) -> tuple[float, float]:
        """Return a point on an area, in the page's pixels."""
        at = self.area(area).evaluate(POINT_INSIDE)
        assert at, f"no point of {area} can be clicked"
        frame = self.page.locator(FRAME).bounding_box()
        assert frame
        return frame["x"] + at["x"], frame["y"] + at["y"]

    def point_on_track(self, share: float) -> tuple[float, float]:
        """Return a point on the track, 0 to 1 along it, in the page's pixels."""
        box = self.surface.bounding_box()
        assert box
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2

    def click_on(self, area: str) -> None:
        """Click on the map, inside an area."""
        self.page.mouse.click(*self.point_on(area))

    def scrub_to(self, day: dt.date, *, settle: bool = True) -> None:
        """Move the slider to a day and, if wanted, let go of it."""
        self.pictures([day])
        if settle:
            self.input.dispatch_event("change")

    def leave_mark(self) -> None:
        """Leave a mark in the frame, which a map mounted anew would not have."""
        self.root.evaluate("() => { window.__mark = true; }")

    def has_mark(self) -> bool:
        """Whether the frame is the one that the mark was left in."""
        return self.root.evaluate("() => window.__mark") is True


def _picture(told: Any) -> Picture:
    return Picture(
        day=told["day"],
        date=told["date"],
        fills=told["fills"],
        hatched=frozenset(told["hatched"]),
        line=told["line"],
        figures=tuple(told["figures"]),
    )
