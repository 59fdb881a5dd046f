"""A phone: 390 x 844 pixels, held upright, touched."""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from e2e.picture import day_of, picture_on
from e2e.stage import Stage
from ui.view import View

pytestmark = pytest.mark.e2e

Visit = Callable[..., Stage]
Box = dict[str, float]

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
FINGER_PX = 44
PARTS = (".replay-heading", ".replay-legend", ".replay-bar", ".replay-foot")
SCROLLED = """() => [...document.querySelectorAll("*")]
  .map((node) => node.scrollTop).reduce((a, b) => a + b, window.scrollY)"""
OVERFLOW = """() => [...document.querySelectorAll("html, body, main, [data-testid=stMain]")]
  .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.tagName)"""


@pytest.fixture
def phone(visit: Visit) -> Stage:
    return visit("?date=1993-07-23", **PHONE)


def touch(stage: Stage, points: Iterable[tuple[float, float]]) -> Iterable[None]:
    """Touch the first point, move over the others, let go; yields after each."""
    session = stage.page.context.new_cdp_session(stage.page)

    def send(kind: str, points: list[Any]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for index, (x, y) in enumerate(points):
        send("touchMove" if index else "touchStart", [{"x": x, "y": y}])
        yield
    send("touchEnd", [])
    session.detach()


def box_of(part: Locator) -> Box:
    box = part.bounding_box()
    assert box
    return dict(box)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than a pixel."""
    return all(
        min(one[at] + one[size], other[at] + other[size]) - max(one[at], other[at]) > 1
        for at, size in (("x", "width"), ("y", "height"))
    )


def test_nothing_is_wider_than_the_phone(phone: Stage) -> None:
    assert phone.page.evaluate(OVERFLOW) == []
    assert phone.root.evaluate(OVERFLOW) == []
    phone.choose("Fuzuli")
    phone.expect_panel("89,417")
    assert phone.page.evaluate(OVERFLOW) == []


def test_the_track_fits_a_finger(phone: Stage) -> None:
    assert box_of(phone.surface)["height"] >= FINGER_PX


@pytest.mark.parametrize(
    "buttons",
    [".replay-button:visible", ".replay-chapter", ".replay-picker", ".replay-legend label"],
)
def test_what_is_touched_on_the_map_fits_a_finger(phone: Stage, buttons: str) -> None:
    found = phone.frame.locator(buttons).all()
    assert found
    assert [button.text_content() for button in found if not fits_a_finger(button)] == []


def test_what_is_touched_above_the_map_and_in_the_panel_fits_a_finger(phone: Stage) -> None:
    links = phone.page.locator(".masthead nav a").all()
    lists = phone.page.locator("select[data-choose]").all()
    assert links
    assert lists
    assert [found.text_content() for found in (*links, *lists) if not fits_a_finger(found)] == []


def fits_a_finger(button: Locator) -> bool:
    box = box_of(button)
    return min(box["width"], box["height"]) >= FINGER_PX - 0.5


@pytest.mark.parametrize("colouring", ["who", "share"])
def test_heading_legend_and_bar_leave_the_districts_free(visit: Visit, colouring: str) -> None:
    stage = visit(f"?date=1993-07-23&colour={colouring}", **PHONE)
    boxes = {part: box_of(stage.frame.locator(part)) for part in PARTS}
    boxes["districts"] = around([box_of(stage.area(area)) for area in districts(stage)])
    pairs = combinations(boxes, 2)
    assert [pair for pair in pairs if overlap(boxes[pair[0]], boxes[pair[1]])] == []
    assert boxes["districts"]["width"] > 0.5 * PHONE["viewport"]["width"]


def districts(stage: Stage) -> list[str]:
    paths = stage.frame.locator("path.replay-area-district, path.replay-area-part")
    return [str(area) for area in paths.evaluate_all("(all) => all.map((p) => p.dataset.area)")]


def around(boxes: list[Box]) -> Box:
    x, y = (min(box[at] for box in boxes) for at in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    return {"x": x, "y": y, "width": right - x, "height": bottom - y}


def test_a_finger_on_the_track_scrubs(phone: Stage) -> None:
    start = phone.page.evaluate(SCROLLED)
    points = [phone.point_on_track(0.05 + step / 40) for step in range(12)]
    pictures = []
    last = ""
    for _ in touch(phone, points):
        expect(phone.date).not_to_have_text(last)
        pictures.append(phone.picture())
        assert pictures[-1] == picture_on(day_of(pictures[-1].day))
        last = pictures[-1].date
    assert all(one.date != other.date for one, other in pairwise(pictures))
    phone.expect_address(View(day_of(phone.day())))
    assert phone.page.evaluate(SCROLLED) == start


def test_a_finger_on_the_map_scrolls_the_page(phone: Stage) -> None:
    x, y = phone.point_on("NKAO")
    for _ in touch(phone, [(x, y - 10 * step) for step in range(25)]):
        pass
    phone.page.wait_for_function(f"() => ({SCROLLED})() > 40")


def test_every_area_is_named_on_the_map(phone: Stage) -> None:
    names = phone.root.locator(".replay-label-district")
    expect(names).to_have_count(7)
    for name in [*names.all(), phone.root.locator(".replay-label", has_text="Nagorno-Karabakh")]:
        expect(name).to_be_visible()


def test_a_tap_selects_a_district_and_the_panel_follows_below(phone: Stage) -> None:
    phone.page.touchscreen.tap(*phone.point_on("AZ-KAL"))
    phone.expect_address(View(dt.date(1993, 7, 23), "AZ-KAL"))
    phone.expect_selected("AZ-KAL")
    expect(phone.panel.locator("h2")).to_have_text("Kalbajar")
    heading = box_of(phone.panel.locator("h2"))
    frame = box_of(phone.page.locator("iframe").first)
    assert heading["y"] >= frame["y"] + frame["height"]
