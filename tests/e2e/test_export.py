"""The replay as one file: the same map, from a disk; and a map of very many areas."""

import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import tinycss2
from playwright.sync_api import BrowserContext, Locator, Page, expect
from shapely.geometry import box
from tinycss2 import ast

from e2e.picture import CHANGE_DAYS, DATA, DAY, END, START, picture_on, words
from e2e.server import ROOT
from e2e.stage import PICTURES
from geodata.replay import replay_of, script, standalone, style
from geodata.replay.standalone import LEAFLET

pytestmark = pytest.mark.e2e

MOST_BYTES = 1_500_000


@pytest.fixture
def asked() -> list[str]:
    """Every address the page asks for."""
    return []


@pytest.fixture
def exported(
    new_context: Callable[..., BrowserContext], tmp_path: Path, asked: list[str]
) -> tuple[Page, str]:
    file = tmp_path / "replay.html"
    file.write_text(standalone(DATA), encoding="utf-8")
    page = new_context().new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.locator("[data-ready]")).to_be_visible()
    return page, file.as_uri()


def test_the_file_is_small_and_asks_for_nothing(
    exported: tuple[Page, str], asked: list[str], tmp_path: Path
) -> None:
    page, address = exported
    page.locator(".replay-button-next").click()
    assert (tmp_path / "replay.html").stat().st_size <= MOST_BYTES
    assert asked == [address]


def test_its_colours_are_those_of_the_data_on_every_day_of_change(
    exported: tuple[Page, str],
) -> None:
    page, _address = exported
    chance = random.Random(1992)
    days = {day for change in CHANGE_DAYS for day in (change - DAY, change)}
    days |= {START + chance.randrange((END - START).days) * DAY for _ in range(40)} | {START, END}
    assert len(days) >= 60
    told = page.locator(".replay-input").evaluate(PICTURES, [(day - START).days for day in days])
    for day, shown in zip(days, told, strict=True):
        wanted = picture_on(day)
        assert shown["fills"] == wanted.fills, day
        assert set(shown["hatched"]) == wanted.hatched, day
        assert tuple(shown["figures"]) == wanted.figures, day


def test_its_address_keeps_the_view(exported: tuple[Page, str]) -> None:
    page, address = exported
    page.locator("path[data-area=AZ-KAL]").press("Enter")
    page.locator(".replay-button-next").click()
    day = min(day for day in CHANGE_DAYS if day > DATA.settings.opening)
    expect(page).to_have_url(f"{address}#date={day}&district=AZ-KAL")
    page.reload()
    expect(page.locator(".replay-date")).to_have_text(words(day))
    expect(page.locator("path.is-selected")).to_have_count(1)


def test_its_list_names_every_change_with_its_sources(exported: tuple[Page, str]) -> None:
    page, _address = exported
    page.locator("summary").click()
    rows = page.locator("details li")
    assert rows.count() >= len(CHANGE_DAYS)
    expect(rows.filter(has_text=words(dt.date(1993, 7, 23))).locator("a").first).to_be_visible()


# What is selected, what the caption leads to


def test_a_context_area_that_is_selected_is_outlined_even_while_it_is_part_of_its_district(
    exported: tuple[Page, str],
) -> None:
    page, address = exported
    page.goto(f"{address}#date=1993-04-05&district=LACHIN-CORRIDOR")
    marked = page.locator("path.is-selected")
    expect(marked).to_be_visible()
    page.keyboard.press("Escape")
    expect(marked).to_have_count(0)
    expect(page.locator("path.replay-outline-context:visible")).to_have_count(1)


def test_the_caption_leads_to_its_day_its_district_and_its_event(
    exported: tuple[Page, str],
) -> None:
    page, address = exported
    page.goto(f"{address}#date=1993-08-01")
    page.evaluate(
        """() => document.addEventListener("replay:event", ({ detail }) => {
          window.__event = detail.event_id;
        })"""
    )
    page.locator(".replay-caption").click()
    expect(page.locator(".replay-date")).to_have_text("23 July 1993")
    expect(page).to_have_url(f"{address}#date=1993-07-23&district=AZ-AGM")
    [event] = [event for event in DATA.events if event.event_id == page.evaluate("window.__event")]
    expect(page.locator(".replay-caption")).to_contain_text(event.title)


# How it looks


def test_the_thumb_stands_on_its_day_at_any_width(exported: tuple[Page, str]) -> None:
    page, address = exported
    page.goto(f"{address}#date=1993-07-23")
    tick = page.locator(f".replay-tick[data-day='{(dt.date(1993, 7, 23) - START).days}']")
    for width in (1280, 700, 390):
        page.set_viewport_size({"width": width, "height": 844})
        thumb, at, done = (
            one.evaluate("(node) => node.getBoundingClientRect().toJSON()")
            for one in (page.locator(".replay-thumb"), tick, page.locator(".replay-done"))
        )
        day = at["left"] + at["width"] / 2
        assert thumb["left"] + thumb["width"] / 2 == pytest.approx(day, abs=0.6)
        assert done["right"] == pytest.approx(day, abs=0.6)


def test_the_hint_over_the_track_stays_on_it(exported: tuple[Page, str]) -> None:
    page, _address = exported
    box = page.locator(".replay-surface").bounding_box()
    assert box
    for share in (0.001, 0.5, 0.999):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        hint = page.locator(".replay-hint").bounding_box()
        assert hint
        assert hint["x"] >= box["x"] - 0.5
        assert hint["x"] + hint["width"] <= box["x"] + box["width"] + 0.5


def declarations(nodes: Iterable[ast.Node]) -> Iterator[tuple[str, str]]:
    """Yield property and value of every declaration, at any depth; not of custom properties."""
    for node in nodes:
        if isinstance(node, ast.Declaration) and not node.name.startswith("--"):
            yield node.name, tinycss2.serialize(node.value).strip()
        elif getattr(node, "content", None) and getattr(node, "at_keyword", "") != "font-face":
            yield from declarations(tinycss2.parse_blocks_contents(node.content))


def test_the_browser_understands_every_declaration_of_the_style_sheets(
    new_context: Callable[..., BrowserContext],
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("[gu]*/**/*.css"))]
    told = [pair for text in texts for pair in declarations(tinycss2.parse_stylesheet(text))]
    assert len(told) > 500
    strange = """(told) => told.filter(([name, value]) => !CSS.supports(name, value))"""
    page = new_context().new_page()
    assert page.evaluate(strange, [*told, ("colour", "red")]) == [["colour", "red"]]


# Very many areas: a canvas


SIDE = 20
NORTH, SOUTH = "#6f5fa3", "#d9a93a"
SHOWN = """([x, y]) => {
  const canvas = document.querySelector(".replay-canvas");
  const at = window.map.latLngToContainerPoint([y, x]);
  const frame = window.map.getContainer().getBoundingClientRect();
  const box = canvas.getBoundingClientRect();
  const point = [frame.left + at.x - box.left, frame.top + at.y - box.top].map(Math.floor);
  return [...canvas.getContext("2d").getImageData(...point, 8, 8).data].map(String);
}"""
PLACE = """([x, y]) => {
  const at = window.map.latLngToContainerPoint([y, x]);
  return [at.x, at.y];
}"""


@pytest.fixture
def many(new_context: Callable[..., BrowserContext], tmp_path: Path) -> Page:
    """Open a map of 400 squares; the second goes over on 11 January, the third is not known."""
    places = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    names = [f"S{number}" for number in range(len(places))]
    shapes = [box(x, y, x + 1, y + 1) for x, y in places]
    areas = gpd.GeoDataFrame({"area_id": names, "name": names}, geometry=shapes, crs=4326)
    rows = [(name, "north", "2001-01-01", None) for name in names]
    rows[1:3] = [("S1", "north", "2001-01-01", "2001-01-11"), ("S1", "south", "2001-01-11", None)]
    periods = pd.DataFrame(rows, columns=["area_id", "state", "start", "end"])
    payload = replay_of(areas, periods, {"north": NORTH, "south": SOUTH})
    background: dict[str, object] = {"type": "FeatureCollection", "features": []}
    parts = [(LEAFLET / name).read_text(encoding="utf-8") for name in ("leaflet.css", "leaflet.js")]
    given = json.dumps({"payload": payload, "background": background})
    file = tmp_path / "many.html"
    file.write_text(
        f"""<!doctype html><meta charset="utf-8"><style>{parts[0]}</style><style>{style()}</style>
        <div id="map" style="height: 760px"></div><script>{parts[1]}</script>
        <script>{script()}</script><script>
        window.map = L.map("map", {{ zoomSnap: 0.1, keyboard: false }});
        districtReplay.attach(window.map, {given});</script>""",
        encoding="utf-8",
    )
    page = new_context().new_page()
    page.goto(file.as_uri())
    expect(page.locator("[data-ready]")).to_be_visible()
    return page


def colours(page: Page, number: int) -> set[str]:
    """Return the colours in the middle of a square, as #rrggbb."""
    told = page.evaluate(SHOWN, [number + 0.4, 0.6])
    pixels = [tuple(map(int, told[i : i + 3])) for i in range(0, len(told), 4)]
    return {f"#{bytes(pixel).hex()}" for pixel in pixels}


def marked(page: Page) -> Locator:
    return page.locator("path.is-selected")


def test_very_many_areas_are_drawn_on_a_canvas_in_the_same_colours_and_patterns(many: Page) -> None:
    assert many.locator("path.replay-area").count() == 0
    assert colours(many, 0) == {NORTH}
    assert colours(many, 1) == {NORTH}
    assert len(colours(many, 2)) > 1, "what is not known is crossed"
    many.locator(".replay-button-next").click()
    assert colours(many, 1) == {SOUTH}
    assert colours(many, 0) == {NORTH}
    many.locator(".replay-button-previous").click()
    assert colours(many, 1) == {NORTH}


def test_an_area_on_the_canvas_answers_the_mouse(many: Page) -> None:
    many.mouse.move(*many.evaluate(PLACE, [10.5, 10.5]))
    tooltip = many.locator(".replay-tooltip")
    expect(tooltip).to_contain_text(f"S{10 * SIDE + 10}")
    expect(tooltip).to_contain_text("north")
    expect(many.locator("path.is-hovered")).to_have_count(1)
    many.mouse.click(*many.evaluate(PLACE, [10.5, 10.5]))
    expect(many).to_have_url(re.compile(rf"district=S{10 * SIDE + 10}$"))
    expect(marked(many)).to_be_visible()
    many.keyboard.press("Escape")
    expect(marked(many)).to_have_count(0)


def test_areas_on_the_canvas_are_reached_by_the_keyboard(many: Page) -> None:
    canvas = many.locator(".replay-canvas")
    many.keyboard.press("Tab")
    expect(canvas).to_be_focused()
    expect(canvas).to_have_attribute("aria-label", "S0: north, since before 1 January 2001")
    many.keyboard.press("ArrowDown")
    expect(canvas).to_have_attribute("aria-label", "S1: north, since before 1 January 2001")
    expect(many.locator("[role=status]")).to_contain_text("S1: north")
    many.keyboard.press("Shift+ArrowRight")
    expect(canvas).to_have_attribute("aria-label", "S1: south, since 11 January 2001")
    many.keyboard.press("Enter")
    expect(marked(many)).to_be_visible()
    expect(many).to_have_url(re.compile("district=S1$"))


def test_a_canvas_keeps_its_place_when_the_map_is_zoomed_and_dragged(many: Page) -> None:
    many.locator(".replay-button-next").click()
    many.locator(".leaflet-control-zoom-in").click()
    many.wait_for_function("() => !window.map._animatingZoom")
    many.evaluate("() => window.map.panTo([1, 1], { animate: false })")
    assert colours(many, 0) == {NORTH}
    assert colours(many, 1) == {SOUTH}
