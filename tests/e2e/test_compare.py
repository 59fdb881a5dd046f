"""Two days on two maps that move as one, and the list beside them."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from e2e.picture import DATA, OPENING, is_hatched, picture_on, words
from e2e.picture import areas_on as areas_of
from e2e.server import Server
from e2e.stage import Stage
from geodata.comparison import chapter_spans, turning_points
from geodata.control import state_on

pytestmark = pytest.mark.e2e

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
CEASEFIRE, HANDOVER = dt.date(1994, 5, 12), dt.date(2020, 12, 1)

SIDES = """(root) => [...root.querySelectorAll(".compare-side")].map((side) => {
  const areas = [...side.querySelectorAll("path[data-area]")];
  const shown = (node) => getComputedStyle(node).display !== "none";
  const marked = (name) => side.querySelectorAll(`.compare-outline.${name}`).length;
  return {
    date: side.querySelector(".compare-date").textContent,
    fills: Object.fromEntries(areas.map((p) => [p.dataset.area, getComputedStyle(p).fill])),
    hatched: areas.filter((path) => path.dataset.hatched === "true").map((p) => p.dataset.area),
    line: [...side.querySelectorAll(".replay-line")].some(shown),
    changed: marked("is-changed"),
    restored: marked("is-restored"),
    selected: side.querySelectorAll("path.is-selected").length,
  };
})"""
# Where the names stand in each map, shown or not; both maps are of one size.
PLACES = """(root) => [...root.querySelectorAll(".leaflet-container")].map((map) => {
  const frame = map.getBoundingClientRect();
  return [...map.querySelectorAll(".replay-label-anchor")].flatMap((anchor) => {
    const box = anchor.getBoundingClientRect();
    return [box.x - frame.x, box.y - frame.y];
  });
})"""


class Pair(Stage):
    """The page with two maps."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.root = self.frame.locator(".compare-pair[data-ready]")
        self.maps = self.frame.locator(".compare-side .leaflet-container")
        self.list = self.page.locator(".differences")

    def wait_until_ready(self) -> None:
        """Wait for the maps and for the run of the page that drew them."""
        expect(self.root).to_be_visible()
        expect(self.page.locator("[data-test-script-state=notRunning]")).to_be_visible()
        expect(self.list).to_have_count(1)

    def expect_days(self, first: dt.date, second: dt.date, colouring: str = "who") -> None:
        """Wait for the dates on the maps, then compare every colour."""
        expect(self.frame.locator(".compare-date")).to_have_text([words(first), words(second)])
        self.settle()
        for side, day in zip(self.sides(), (first, second), strict=True):
            wanted = picture_on(day, colouring)
            assert side["fills"] == wanted.fills
            assert frozenset(side["hatched"]) == wanted.hatched
            assert side["line"] == wanted.line

    def sides(self) -> Any:
        """Return what the maps show."""
        return self.root.evaluate(SIDES)

    def places(self) -> list[list[float]]:
        """Return where the areas lie on each map, once both are at rest."""
        last: Any = None
        for _ in range(100):
            now = self.root.evaluate(PLACES)
            if now == last:
                return list(now)
            last = now
            self.page.wait_for_timeout(150)
        raise AssertionError("the maps do not come to rest")

    def expect_linked(self) -> list[float]:
        """Both maps have every place at the same spot, to the pixel; return where."""
        first, second = self.places()
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) <= 1
        return first

    def settle(self) -> None:
        """Wait until the page has come to rest."""
        self.rest()

    def chip(self, label: str, nth: int = 0) -> Locator:
        """Return a link to two days."""
        return self.page.locator(".chips").get_by_role("link", name=label, exact=True).nth(nth)

    def drag(self, nth: int, by: tuple[int, int]) -> None:
        """Drag a map."""
        box = self.maps.nth(nth).bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(x + by[0] * step / 8, y + by[1] * step / 8)
        self.page.mouse.up()

    def touch(self, steps: list[list[tuple[float, float]]]) -> None:
        """Put fingers down, move them from step to step, and lift them."""
        client = self.page.context.new_cdp_session(self.page)
        kinds = ["touchStart", *["touchMove"] * (len(steps) - 1)]
        for kind, fingers in zip(kinds, steps, strict=True):
            points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(fingers)]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            self.page.wait_for_timeout(20)
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


Compare = Callable[..., Pair]


@pytest.fixture
def compare(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[Compare]:
    """Return a function that opens the page; it may not fail or ask another host."""
    pairs: list[Pair] = []

    def open_pair(
        first: dt.date | None = None, second: dt.date | None = None, **options: Any
    ) -> Pair:
        pairs.append(Pair(new_context(**options).new_page(), server.address))
        days = f"?date={first}&other={second}" if first else ""
        return pairs[-1].go(f"compare{days}")

    yield open_pair
    for pair in pairs:
        assert pair.errors == []
        assert pair.strangers == []


def moved(before: list[float], after: list[float]) -> tuple[float, float]:
    """Return how far the first name went."""
    return after[0] - before[0], after[1] - before[1]


def scale(places: list[float]) -> float:
    """Return how far names are apart, in pixels: how close the map is."""
    return max(places[::2]) - min(places[::2])


def test_both_maps_show_their_days_in_the_colours_of_the_replay(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.expect_days(CEASEFIRE, HANDOVER)
    expect(pair.frame.locator(".compare-figure")).to_have_text(
        ["7 of 7 districts under Armenian control", "0 of 7 districts under Armenian control"]
    )
    assert len(pair.expect_linked()) > 2 * len(DATA.areas)


def test_every_preset_changes_the_address_and_the_pictures_of_the_same_maps(
    compare: Compare,
) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.leave_mark()
    for span in chapter_spans(DATA):
        pair.chip(span.title).click()
        expect(pair.page).to_have_url(f"{pair.base}compare?date={span.first}&other={span.last}")
        pair.expect_days(span.first, span.last)
    first, *_between, last = turning_points(DATA)
    for label, nth, days in (("1 Jan 1992", 0, (first, last)), ("1 Jan 1992", 1, (first, first))):
        pair.chip(label, nth).click()
        expect(pair.page).to_have_url(f"{pair.base}compare?date={days[0]}&other={days[1]}")
        pair.expect_days(*days)
    assert pair.has_mark()


def test_the_colouring_is_chosen_on_the_same_maps_and_kept_in_the_address(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.leave_mark()
    pair.chip("Share held").click()
    pair.expect_days(CEASEFIRE, HANDOVER, "share")
    expect(pair.page).to_have_url(re.compile("colour=share"))
    pair.chip("Second war 2020").click()
    pair.expect_days(dt.date(2020, 9, 27), HANDOVER, "share")
    pair.chip("Who controls").click()
    pair.expect_days(dt.date(2020, 9, 27), HANDOVER)
    assert pair.has_mark()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_the_former_oblast_is_named_on_both_maps(compare: Compare, options: Any) -> None:
    pair = compare(CEASEFIRE, HANDOVER, **options)
    pair.expect_linked()
    names = pair.frame.locator(".replay-label", has_text="Nagorno-Karabakh")
    expect(names).to_have_count(2)
    for name in names.all():
        expect(name).to_be_visible()


def test_swapping_changes_the_sides_and_nothing_that_is_told(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    told = pair.list.inner_text()
    pair.chip("⇄ Swap the maps").click()
    pair.expect_days(HANDOVER, CEASEFIRE)
    expect(pair.page.get_by_text("The later day is on the first map.")).to_be_visible()
    assert pair.list.inner_text() == told


def test_a_date_typed_in_moves_its_map(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.leave_mark()
    pair.page.get_by_role("spinbutton", name="year, Second map").click()
    pair.page.keyboard.type("20201025")
    pair.page.locator("h1").click()  # the day is taken when the field is left
    expect(pair.page).to_have_url(f"{pair.base}compare?date=1994-05-12&other=2020-10-25")
    pair.expect_days(CEASEFIRE, dt.date(2020, 10, 25))
    assert pair.has_mark()


def test_the_day_of_one_map_does_not_depend_on_the_other(compare: Compare) -> None:
    pair = compare()
    pair.expect_days(OPENING, DATA.settings.end)


@pytest.mark.parametrize("nth", [0, 1])
def test_dragging_one_map_moves_the_other_as_far(compare: Compare, nth: int) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    before = pair.expect_linked()
    pair.drag(nth, (70, -45))
    after = pair.expect_linked()
    x, y = moved(before, after)
    # Leaflet lets a map glide on after it is let go, so it may go farther than the hand.
    assert 60 <= x <= 200
    assert -150 <= y <= -35


def test_the_maps_are_linked_during_a_drag(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    box = pair.maps.nth(0).bounding_box()
    assert box
    pair.page.mouse.move(box["x"] + 200, box["y"] + 300)
    pair.page.mouse.down()
    for step in range(1, 6):
        pair.page.mouse.move(box["x"] + 200 + 17 * step, box["y"] + 300 - 11 * step)
        pair.expect_linked()
    pair.page.mouse.up()


def test_one_hand_then_the_other_and_the_maps_never_part(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    for nth, by in ((0, (60, 30)), (1, (-90, 10)), (0, (15, -70)), (1, (33, 21))):
        pair.drag(nth, by)  # the glide of the one is not over when the other is taken
    pair.expect_linked()


def test_zooming_one_map_zooms_the_other(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    before = pair.expect_linked()
    pair.frame.locator(".leaflet-control-zoom-in").click()
    pair.page.wait_for_timeout(600)
    closer = pair.expect_linked()
    assert scale(closer) > 1.3 * scale(before)
    pair.maps.nth(0).dblclick(position={"x": 60, "y": 60})
    pair.page.wait_for_timeout(600)
    closest = pair.expect_linked()
    assert scale(closest) > 1.3 * scale(closer)
    pair.maps.nth(0).focus()
    for _ in range(3):
        pair.page.keyboard.press("-")
    pair.page.wait_for_timeout(900)
    assert scale(pair.expect_linked()) < scale(closest)


def test_the_wheel_scrolls_the_page_and_zooms_with_control(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    before = pair.expect_linked()
    box = pair.maps.nth(0).bounding_box()
    assert box
    pair.page.mouse.move(box["x"] + 100, box["y"] + 100)
    pair.page.mouse.wheel(0, 240)
    pair.page.wait_for_timeout(700)
    assert pair.expect_linked() == before
    top = pair.maps.nth(0).bounding_box()
    assert top
    assert top["y"] < box["y"] - 100
    pair.page.mouse.move(top["x"] + 100, top["y"] + 150)
    pair.page.keyboard.down("Control")
    pair.page.mouse.wheel(0, -240)
    pair.page.wait_for_timeout(900)
    pair.page.keyboard.up("Control")
    assert scale(pair.expect_linked()) > scale(before)


def test_moving_the_maps_asks_nothing_of_the_server(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.rest()
    before = len(pair.traffic)
    pair.drag(0, (50, 40))
    pair.expect_linked()
    pair.page.wait_for_timeout(600)
    assert len(pair.traffic) == before


def test_other_days_leave_the_maps_where_the_reader_moved_them(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.drag(1, (40, 55))
    there = pair.expect_linked()
    pair.chip("Aftermath 2020–23").click()
    pair.expect_days(HANDOVER, DATA.settings.end)
    assert pair.expect_linked() == there


def test_what_differs_is_outlined_on_both_maps(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    # Five districts whole, the held parts of two, the corridor and the former oblast.
    assert [side["changed"] for side in pair.sides()] == [9, 9]
    assert [side["restored"] for side in pair.sides()] == [0, 0]
    pair.chip("Line of contact 1994–2020").click()
    pair.expect_days(CEASEFIRE, dt.date(2020, 9, 27))
    assert [side["changed"] for side in pair.sides()] == [0, 0]
    pair.chip("Whole record").click()
    pair.expect_days(DATA.settings.start, DATA.settings.end)
    # The oblast differs; Fuzuli is whole, of Agdam one part only ever changed, the corridor is one
    # with its district.
    assert [side["changed"] for side in pair.sides()] == [1, 1]
    assert [side["restored"] for side in pair.sides()] == [7, 7]


def test_a_click_on_either_map_marks_the_district_on_both_and_in_the_list(
    compare: Compare,
) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.leave_mark()
    before = pair.expect_linked()
    marked = pair.list.locator(".is-selected h3")
    for nth, district, name in ((1, "AZ-LAC", "Lachin"), (0, "AZ-CAB", "Jabrayil")):
        pair.maps.nth(nth).locator(f"path[data-area={district}]").click()
        expect(marked).to_have_text([name])
        expect(pair.page).to_have_url(
            f"{pair.base}compare?date=1994-05-12&district={district}&other=2020-12-01"
        )
        assert [side["selected"] for side in pair.sides()] == [1, 1]
    marked.get_by_role("link").click()
    expect(marked).to_have_count(0)
    pair.settle()
    assert [side["selected"] for side in pair.sides()] == [0, 0]
    assert pair.expect_linked() == before
    assert pair.has_mark()


def test_the_tooltip_tells_the_state_on_both_days(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.maps.nth(0).locator("path[data-area=AZ-LAC]").hover()
    tooltip = pair.frame.locator(".replay-tooltip")
    expect(tooltip).to_contain_text("Lachin")
    expect(tooltip).to_contain_text("Armenian forces, since 18 May 1992")
    expect(tooltip).to_contain_text("1 December 2020: Azerbaijan, since 1 December 2020")


def test_an_area_is_named_with_its_day_and_state_for_those_who_do_not_see(
    compare: Compare,
) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    for nth, said in (
        (0, "12 May 1994, Lachin: Armenian forces, since 18 May 1992"),
        (1, "1 December 2020, Lachin: Azerbaijan, since 1 December 2020"),
    ):
        label = pair.maps.nth(nth).locator("path[data-area=AZ-LAC]").get_attribute("aria-label")
        assert label == said


def test_a_change_in_the_list_leads_into_the_replay(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.list.get_by_role("link", name="20 November 2020").click()
    expect(pair.page).to_have_url(f"{pair.base}?date=2020-11-20&district=AZ-AGM")
    expect(pair.frame.locator(".replay-date")).to_have_text("20 November 2020")


def test_going_back_brings_back_the_days(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER)
    pair.chip("Aftermath 2020–23").click()
    pair.expect_days(HANDOVER, DATA.settings.end)
    pair.page.go_back()
    pair.expect_days(CEASEFIRE, HANDOVER)


def test_the_dark_page_has_dark_maps(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER, color_scheme="dark")
    for side, day in zip(pair.sides(), (CEASEFIRE, HANDOVER), strict=True):
        assert side["fills"] == picture_on(day, dark=True).fills


def test_what_is_hatched_on_a_map_is_named_in_the_legend(compare: Compare) -> None:
    pair = compare(dt.date(2020, 9, 27), HANDOVER)
    assert any(map(is_hatched, areas_of(state_on(DATA, dt.date(2020, 9, 27))).values()))
    expect(pair.page.locator(".compare-legend")).to_contain_text("Fighting")


def test_on_a_phone_the_maps_stand_one_above_the_other_in_one_screen(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER, **PHONE)
    pair.expect_linked()
    first, second = (pair.maps.nth(nth).bounding_box() for nth in (0, 1))
    assert first
    assert second
    assert first["x"] == second["x"]
    assert second["y"] >= first["y"] + first["height"]
    assert second["y"] + second["height"] - first["y"] <= 844
    for box in (first, second):
        assert box["width"] >= 350
        assert box["height"] >= 240
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert pair.page.evaluate(wide) == 0


def test_two_fingers_zoom_both_maps_and_one_scrolls_the_page(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER, **PHONE)
    before = pair.expect_linked()
    pair.maps.nth(0).scroll_into_view_if_needed()
    box = pair.maps.nth(0).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pair.touch([[(x - 40 - 5 * i, y), (x + 40 + 5 * i, y)] for i in range(12)])
    pair.page.wait_for_timeout(600)
    closer = pair.expect_linked()
    assert scale(closer) > 1.5 * scale(before)
    pair.touch([[(x, y - 10 * i)] for i in range(12)])
    pair.page.wait_for_timeout(600)
    assert pair.expect_linked() == closer
    after = pair.maps.nth(0).bounding_box()
    assert after
    assert after["y"] < box["y"] - 60


def test_on_a_phone_everything_is_large_enough_for_a_finger(compare: Compare) -> None:
    pair = compare(CEASEFIRE, HANDOVER, **PHONE)
    for one in pair.page.locator("a.chip, .differences h3 a, .differences summary").all():
        box = one.bounding_box()
        assert box
        assert box["height"] >= 44, one.inner_text()
