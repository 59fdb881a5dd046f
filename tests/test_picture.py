"""The small map of one day: what it shows of the state, and that it stands alone."""

import re
from datetime import date, timedelta
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import shapely
from conftest import SquareData
from hypothesis import given
from hypothesis import strategies as st

from geodata.control import changes, state_on
from geodata.load import load
from geodata.model import DataSet
from geodata.picture import LABELLED, small_map, small_map_words
from geodata.sketch import sketch
from ui.picture import legend, picture

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>&{{7*7}}"


@pytest.fixture(scope="module")
def karabakh() -> DataSet:
    return load()


def drawing(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own, and it must be well formed


def fills(svg: str) -> list[str]:
    """Return the patterns that areas are filled with, in the order of drawing."""
    return re.findall(r'<path [^>]*fill="url\(#p-([\w-]+)\)"', svg)


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", path)]


def test_each_area_has_the_colour_and_pattern_of_its_controller(square_data: SquareData) -> None:
    data = square_data.load()
    assert fills(small_map(data, date(2000, 1, 1), width=300)) == [
        *("blue", "blue", "blue", "red", "blue"),
    ]
    svg = small_map(data, date(2002, 7, 1), width=300)
    assert fills(svg) == ["red", "red", "blue", "red", "blue"]
    pattern = next(p for p in drawing(svg).iter(f"{SVG}pattern") if p.get("id") == "p-red")
    assert [child.get("class") for child in pattern] == ["k-red", "s"]
    assert ".k-red{fill:#aa3333;fill:light-dark(#aa3333,#aa3333);}" in svg


def test_fighting_and_doubt_are_hatched_and_what_is_not_known_is_not(
    square_data: SquareData,
) -> None:
    data = square_data.load()
    contested = small_map(data, date(2002, 5, 1), width=300)
    assert fills(contested)[1] == "blue-h"
    doubtful = small_map(data, date(2001, 2, 27), width=300)
    assert fills(doubtful)[0] == "blue-h"
    assert fills(small_map(data, date(2001, 3, 2), width=300))[0] == "red"
    assert fills(small_map(data, date(2004, 1, 15), width=300))[3] == "unknown"


def test_the_day_of_a_change_shows_the_new_state(karabakh: DataSet) -> None:
    for change in changes(karabakh):
        day = change.date
        before = small_map(karabakh, day - timedelta(days=1), width=280)
        after = small_map(karabakh, day, width=280)
        assert fills(before) != fills(after), change


def test_a_corridor_is_apart_only_while_another_controls_the_district(karabakh: DataSet) -> None:
    def corridor(day: str) -> bool:
        svg = small_map(karabakh, date.fromisoformat(day), width=500)
        assert ("Lachin corridor" in svg) == ("p-russian_peacekeepers" in svg)
        return "Lachin corridor" in svg

    days = ["1992-01-01", "2000-01-01", "2020-11-10", "2022-08-25", "2022-08-26", "2024-01-01"]
    assert [corridor(day) for day in days] == [False, False, True, True, False, False]


def test_a_line_is_drawn_on_its_days_alone(square_data: SquareData) -> None:
    data = square_data.load()
    shown = {
        day: 'class="l"' in small_map(data, date.fromisoformat(day), width=300)
        for day in ("2000-12-31", "2001-01-01", "2001-12-31", "2002-01-01")
    }
    assert list(shown.values()) == [False, True, True, False]


def test_what_is_selected_lies_over_what_is_outlined(square_data: SquareData) -> None:
    data = square_data.load()
    svg = small_map(
        data, date(2000, 1, 1), width=300, selected="EAST", outlined=["WEST", "EAST", "NOWHERE"]
    )
    assert re.findall(r'<path class="(o[^"]*)"', svg) == ["o", "o o1"]
    assert svg.rindex('class="o o1"') > svg.rindex('class="o"')
    assert 'class="o' not in small_map(data, date(2000, 1, 1), width=300).split("</style>")[1]


def test_a_picture_is_small_and_as_wide_as_asked(karabakh: DataSet) -> None:
    for width in (150, 280, 400, 560):
        for day in (date(1993, 10, 29), date(2020, 10, 25), date(2021, 1, 1)):
            svg = small_map(karabakh, day, width=width, selected="NKAO", outlined=["AZ-LAC"])
            assert len(svg) < 15_000
            root = drawing(svg)
            assert root.get("viewBox") == f"0 0 {width} {root.get('height')}"


def test_nothing_lies_outside_the_picture_and_it_is_filled(karabakh: DataSet) -> None:
    ground = sketch(karabakh, 400)
    xs: list[float] = []
    ys: list[float] = []
    for path in ground.areas.values():
        for ring in path.removesuffix("z").split("z"):
            steps = numbers(ring)
            x = y = 0.0
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                xs.append(x)
                ys.append(y)
    assert 0 <= min(xs) < 5
    assert 395 < max(xs) <= 400
    assert 0 <= min(ys) < 5
    assert ground.height - 5 < max(ys) <= ground.height


def test_names_stand_apart_and_only_in_pictures_that_have_room(karabakh: DataSet) -> None:
    day = date(1993, 7, 23)
    assert "<text" not in small_map(karabakh, day, width=LABELLED - 1)
    svg = small_map(karabakh, day, width=LABELLED)
    for district_id in karabakh.districts:
        assert f">{karabakh.district_name(district_id)}</tspan>" in svg
    assert ">Nagorno-Karabakh</tspan>" in svg


def test_names_that_would_touch_another_or_the_edge_are_left_out(square_data: SquareData) -> None:
    def names() -> list[str]:
        svg = small_map(square_data.load(), date(2000, 1, 1), width=LABELLED)
        return re.findall(r"<tspan[^>]*>([^<]*)<", svg)

    assert names() == ["North", "East", "West", "Ring"]
    square_data.alter_json("districts.geojson", [0.99, 1.5], "features", 0, "properties", "label")
    square_data.alter_json("districts.geojson", [1.01, 1.5], "features", 1, "properties", "label")
    square_data.alter_json("districts.geojson", [0.02, 0.5], "features", 3, "properties", "label")
    assert names() == ["North", "Ring"]


def test_the_words_of_a_picture_name_every_area_with_its_controller(karabakh: DataSet) -> None:
    for change in changes(karabakh):
        told = small_map_words(karabakh, change.date)
        for district in state_on(karabakh, change.date).districts:
            assert district.name in told
        assert karabakh.settings.controller(change.after).label in told
    told = small_map_words(karabakh, date(1993, 10, 29))
    assert told.startswith("Map of 29 October 1993. Azerbaijan: Agdam, east of the 1994")
    assert told.endswith("Divided or not known: Fuzuli, east of the 1994 ceasefire line.")


def test_an_image_has_the_drawing_and_its_words(karabakh: DataSet) -> None:
    day = date(1993, 7, 23)
    image = picture(karabakh, day, width=280, outlined=["AZ-AGM"])
    [source] = re.findall(r'src="data:image/svg\+xml,([^"]*)"', image)
    drawn = small_map(karabakh, day, width=280, outlined=["AZ-AGM"])
    assert unquote(source) == drawn
    assert re.findall(r'alt="([^"]*)"', image) == [small_map_words(karabakh, day)]
    # What the sanitiser of st.html would take for markup, or for the end of the attribute.
    assert not set("<>&'#") & set(source)


def test_a_dark_picture_has_no_light_colour(karabakh: DataSet) -> None:
    dark = small_map(karabakh, date(1993, 7, 23), width=280, dark=True)
    for controller in karabakh.settings.controllers:
        assert controller.dark in dark
        assert controller.color not in dark
    assert "light-dark" not in dark


def test_hostile_names_come_out_as_text(square_data: SquareData) -> None:
    square_data.alter("names.csv", 2, "name", HOSTILE)
    square_data.alter("areas.csv", 2, "name", HOSTILE)
    square_data.alter_json("datapackage.json", HOSTILE, "replay", "controllers", 1, "label")
    data = square_data.load()
    svg = small_map(data, date(2000, 1, 1), width=900)
    assert "<script" not in svg
    assert "alert(1)" in "".join(drawing(svg).itertext())
    assert "<script" not in legend(data)


def test_a_day_outside_the_record_is_refused(square_data: SquareData) -> None:
    with pytest.raises(ValueError, match="outside the record"):
        small_map(square_data.load(), date(1999, 12, 31), width=280)


def test_without_a_background_areas_are_drawn_all_the_same(square_data: SquareData) -> None:
    (square_data.folder / "background.geojson").unlink()
    square_data.alter_json("datapackage.json", [], "replay", "lines")
    square_data.remove("names.csv", 8)
    assert len(fills(small_map(square_data.load(), date(2000, 1, 1), width=280))) == 5


@given(width=st.integers(40, 900))
def test_neighbours_meet_at_every_width(karabakh: DataSet, width: int) -> None:
    ground = sketch(karabakh, width)
    shapes = []
    for path in ground.areas.values():
        rings = []
        for ring in path.removesuffix("z").split("z"):
            steps = numbers(ring)
            x = y = 0.0
            points = []
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = round(x + dx, 1), round(y + dy, 1)
                points.append((x, y))
            rings.append(points)
        shapes.append(shapely.union_all([shapely.Polygon(ring).buffer(0.36) for ring in rings]))
    union = shapely.union_all(shapes)
    holes = [hole for part in shapely.get_parts(union) for hole in part.interiors]
    # Half a px of stroke closes what rounding leaves between neighbours.
    assert all(shapely.Polygon(hole).area < max(1, width / 40) for hole in holes)
