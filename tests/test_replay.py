"""What the browser gets says on every day what the model says, and nothing else runs in it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import folium
import pytest
import shapely
from conftest import SquareData
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from streamlit_folium import (
    _get_header,
    _get_html,
    _get_map_string,
    generate_js_hash,
    get_full_id,
)

from geodata import replay
from geodata.control import State, changes, state_on, uncertain_spans
from geodata.load import DEFAULT, load
from geodata.model import UNKNOWN, DataSet
from geodata.safe import plain_text
from geodata.timeline import AreaState
from geodata.words import date_words, number
from ui import map as map_module
from ui.view import View

GEOMETRY_BYTES = 150_000
FETCHED_BYTES = 150_000

HOSTILE = (
    "{{ 7919*7907 }}",
    "{% if 1 %}626155{% endif %}33",
    "</script><b>x</b>",
    "${62615532+1}",
    "'\"`\\",
)


@pytest.fixture(scope="module", params=["karabakh", "squares"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    if request.param == "karabakh":
        return load()
    return SquareData(tmp_path_factory.mktemp("squares")).load()


@pytest.fixture(scope="module")
def payload(data: DataSet) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(replay.payload(data), allow_nan=False))
    return sent


# The payload, read as timeline.js reads it


def read(payload: dict[str, Any], index: int, day: int) -> tuple[str, bool, bool]:
    """Return controller, contested and certain of an area; a gap is unknown."""
    rows = [row for row in payload["periods"] if row[0] == index and row[1] <= day < row[2]]
    if not rows:
        return UNKNOWN, False, False
    [(_area, _start, _end, state, contested, _note)] = rows
    controller = payload["states"][state]["id"]
    doubtful = any(a == index and start <= day < end for a, start, end in payload["doubts"])
    return controller, bool(contested), not doubtful and controller != UNKNOWN


def area_states(state: State) -> dict[str, AreaState]:
    parts = [part for district in state.districts for part in district.parts]
    return {area.area_id: area for area in (*parts, *state.context)}


def assert_agree(data: DataSet, payload: dict[str, Any], day: date) -> None:
    offset = (day - date.fromisoformat(payload["start"])).days
    model = area_states(state_on(data, day))
    ids = [feature["id"] for feature in payload["areas"]["features"]]
    assert set(ids) == set(model)
    for index, area_id in enumerate(ids):
        expected = model[area_id]
        found = read(payload, index, offset)
        assert found == (expected.controller, expected.contested, expected.certain), (area_id, day)


def around(data: DataSet, days: set[date]) -> Iterator[date]:
    """Yield each day with its neighbours, inside the record."""
    start, end = data.settings.start, data.settings.end
    near = {day + timedelta(days=by) for day in {*days, start, end} for by in (-1, 0, 1)}
    yield from sorted(day for day in near if start <= day <= end)


def days_of_difference(data: DataSet) -> set[date]:
    """Return every day on which some area may look different from the day before."""
    last = data.settings.end
    rows = {day for row in data.control for day in (row.start, row.end or last)}
    spans = (span for area in data.areas for span in uncertain_spans(data, area.area_id))
    return rows | {min(day, last) for span in spans for day in span}


def test_around_every_change_the_payload_says_what_the_model_says(
    data: DataSet, payload: dict[str, Any]
) -> None:
    for day in around(data, days_of_difference(data)):
        assert_agree(data, payload, day)


@given(share=st.floats(min_value=0, max_value=1))
def test_on_any_day_the_payload_says_what_the_model_says(
    data: DataSet, payload: dict[str, Any], share: float
) -> None:
    start, end = data.settings.start, data.settings.end
    assert_agree(data, payload, start + timedelta(days=round(share * (end - start).days)))


def test_each_area_has_exactly_one_period_on_each_day_shown(
    data: DataSet, payload: dict[str, Any]
) -> None:
    after = (data.settings.end - data.settings.start).days + 1
    for index in range(len(data.areas)):
        rows = sorted(row[1:3] for row in payload["periods"] if row[0] == index)
        assert [start for start, _end in rows] == [0, *(end for _start, end in rows[:-1])]
        assert rows[-1][1] == after
        assert all(start < end for start, end in rows)


def test_spans_of_doubt_are_inside_the_record(data: DataSet, payload: dict[str, Any]) -> None:
    after = (data.settings.end - data.settings.start).days + 1
    assert payload["doubts"]
    assert all(0 <= start < end <= after for _area, start, end in payload["doubts"])


def test_the_share_held_is_computed_from_the_same_figures(
    data: DataSet, payload: dict[str, Any]
) -> None:
    subject = payload["share"]["subject"]
    features = payload["areas"]["features"]
    for day in around(data, {change.date for change in changes(data)}):
        offset = (day - data.settings.start).days
        for district in state_on(data, day).districts:
            parts = [(i, f["properties"]) for i, f in enumerate(features)]
            own = [(i, p) for i, p in parts if p["group"] == district.id]
            subject_id = payload["states"][subject]["id"]
            held = sum(p["held"] for i, p in own if read(payload, i, offset)[0] == subject_id)
            assert held / sum(p["area"] for _, p in own) == pytest.approx(district.held_share)


def test_the_totals_are_those_of_the_model_around_every_change(
    data: DataSet, payload: dict[str, Any]
) -> None:
    for day in around(data, {change.date for change in changes(data)}):
        offset = (day - data.settings.start).days
        totals = state_on(data, day).totals
        shown = [step for step in payload["steps"] if step["day"] <= offset][-1]["values"]
        assert shown == [
            f"{totals.districts_held} of {len(data.districts)}",
            f"{number(totals.held_km2)} km²",
            number(totals.population),
        ]
        assert len(shown) == len(payload["figures"])


def test_totals_added_up_change_by_change_are_those_looked_up_day_by_day(
    data: DataSet, payload: dict[str, Any]
) -> None:
    start = data.settings.start
    expected: list[dict[str, Any]] = []
    for day in sorted({start, *(change.date for change in changes(data))}):
        totals = state_on(data, day).totals
        held = f"{totals.districts_held} of {len(data.districts)}"
        values = [held, f"{number(totals.held_km2)} km²", number(totals.population)]
        if not expected or expected[-1]["values"] != values:
            expected.append({"day": (day - start).days, "values": values})
    assert payload["steps"] == expected


def test_totals_begin_with_the_record_and_each_step_differs(payload: dict[str, Any]) -> None:
    days = [step["day"] for step in payload["steps"]]
    assert days[0] == 0
    assert days == sorted(set(days))
    values = [step["values"] for step in payload["steps"]]
    assert all(before != after for before, after in pairwise(values))


def test_changes_have_one_entry_a_day_in_order(data: DataSet, payload: dict[str, Any]) -> None:
    days = [change["day"] for change in payload["changes"]]
    expected = {(change.date - data.settings.start).days for change in changes(data)}
    assert days == sorted(expected)
    groups = {f["properties"]["group"] for f in payload["areas"]["features"]}
    assert all(change["text"] and change["group"] in groups for change in payload["changes"])


def test_what_happens_to_a_district_is_told_before_what_happens_to_context(
    data: DataSet, payload: dict[str, Any]
) -> None:
    for change in payload["changes"]:
        day = data.settings.start + timedelta(days=change["day"])
        districts = {c.district_id for c in changes(data) if c.date == day and c.district_id}
        assert not districts or change["group"] in districts


def test_a_change_names_the_event_that_its_caption_tells(
    data: DataSet, payload: dict[str, Any]
) -> None:
    titles = {event.event_id: event.title for event in data.events}
    named = [change for change in payload["changes"] if change["event_id"]]
    assert named
    assert all(titles[change["event_id"]] in change["text"] for change in named)


def test_names_stand_inside_their_shapes(data: DataSet, payload: dict[str, Any]) -> None:
    shapes = data.shapes.geometry
    labels = payload["labels"]
    for label, parts in zip(labels, data.districts.values(), strict=False):
        assert label["kind"] == "district"
        centre = next(part for part in parts if part.centre)
        assert shapes[centre.area_id].contains(Point(label["at"]))
    for label in labels:
        if label["kind"] == "context":
            assert shapes[label["area"]].contains(Point(label["at"]))
    assert [label["rank"] for label in labels] == sorted(label["rank"] for label in labels)


def test_names_of_countries_stand_inside_them(data: DataSet, payload: dict[str, Any]) -> None:
    features = data.background["features"] if data.background else []
    countries = [f for f in features if is_of(f, "country") and "label" in f["properties"]]
    found = [label for label in payload["labels"] if label["kind"] == "country"]
    assert len(found) == len(countries)
    for label, country in zip(found, countries, strict=True):
        assert label["text"] == plain_text(country["properties"]["name"])
        assert shape(country["geometry"]).contains(Point(label["at"]))


def test_the_map_opens_on_all_areas(data: DataSet, payload: dict[str, Any]) -> None:
    west, south, east, north = payload["focus"]
    inner = data.shapes.total_bounds
    assert west < inner[0]
    assert south < inner[1]
    assert east > inner[2]
    assert north > inner[3]
    assert payload["start"] <= payload["opening"] <= payload["end"]


def test_chapters_and_lines_are_inside_the_record(data: DataSet, payload: dict[str, Any]) -> None:
    after = (data.settings.end - data.settings.start).days + 1
    spans = [*payload["chapters"], *payload["lines"]]
    assert all(0 <= span["from"] < span["to"] <= after and span["title"] for span in spans)
    drawn = {
        feature["id"]
        for feature in replay.background(data)["features"]
        if feature["properties"]["kind"] == "line"
    }
    assert {line["id"] for line in payload["lines"]} <= drawn


def test_payload_and_background_are_json_without_nan(data: DataSet) -> None:
    for value in (replay.payload(data), replay.background(data)):
        text = json.dumps(value, allow_nan=False)
        assert json.loads(text)


def test_a_data_set_without_a_background_has_an_empty_one(square_data: SquareData) -> None:
    (square_data.folder / "background.geojson").unlink()
    square_data.remove("names.csv", 8)  # the town's
    package = square_data.read_json("datapackage.json")
    package["replay"]["lines"] = []
    square_data.write_json("datapackage.json", package)
    data = square_data.load()
    assert replay.background(data) == {"type": "FeatureCollection", "features": []}
    assert replay.payload(data)["labels"]


def test_the_geometry_is_small() -> None:
    sizes = [(DEFAULT / f"{name}.geojson").stat().st_size for name in ("districts", "background")]
    assert sum(sizes) <= GEOMETRY_BYTES


def test_what_the_browser_fetches_for_the_map_is_small() -> None:
    data = load()
    parts = (replay.payload(data), replay.background(data))
    sizes = [
        len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()) for part in parts
    ]
    assert sum(sizes) <= FETCHED_BYTES
    assert len(replay.script()) + len(replay.style()) < FETCHED_BYTES


# The background, as it is sent


def polygons(features: list[dict[str, Any]], *kinds: str) -> list[BaseGeometry]:
    """Return what is drawn of each kind in turn, every polygon by itself."""
    found = [shape(f["geometry"]) for kind in kinds for f in features if is_of(f, kind)]
    return [part for one in found if one.geom_type != "Point" for part in shapely.get_parts(one)]


def is_of(feature: dict[str, Any], kind: str) -> bool:
    return bool(feature["properties"]["kind"] == kind)


def test_land_of_one_kind_is_sent_as_one_shape() -> None:
    data = load()
    assert data.background
    for kind in ("district", "country", "lake"):
        drawn, sent = (
            [f for f in features if is_of(f, kind) and f["geometry"]["type"] != "Point"]
            for features in (data.background["features"], replay.background(data)["features"])
        )
        assert len(drawn) > len(sent) == 1
        assert len(polygons(drawn, kind)) == len(polygons(sent, kind))


def test_borders_that_were_shared_are_shared_as_they_are_sent() -> None:
    data = load()
    areas = list(data.shapes.geometry)
    assert data.background
    for features in (data.background["features"], replay.background(data)["features"]):
        assert shapely.coverage_is_valid([*areas, *polygons(features, "district", "country")])


def test_borders_lose_only_what_nobody_sees() -> None:
    data = load()
    assert data.background
    drawn = polygons(data.background["features"], "district", "country", "lake", "line")
    sent = polygons(replay.background(data)["features"], "district", "country", "lake", "line")
    moved = [shapely.hausdorff_distance(*pair) for pair in zip(drawn, sent, strict=True)]
    assert 0 < max(moved) < 1e-4


def test_an_outline_without_a_geometry_is_that_of_its_areas() -> None:
    data = load()
    assert data.background
    drawn = {f["id"]: shape(f["geometry"]) for f in data.background["features"]}
    sent = [f for f in replay.background(data)["features"] if f["properties"]["kind"] == "outline"]
    assert {f["id"] for f in sent} == set(data.districts)
    for outline in sent:
        assert outline["geometry"] is None
        parts = [data.shapes.geometry[part] for part in outline["properties"]["parts"]]
        assert shapely.coverage_is_valid(parts)
        assert shapely.equals(shapely.coverage_union_all(parts), drawn[outline["id"]])


def test_an_outline_that_its_areas_do_not_fill_is_sent_as_it_is(square_data: SquareData) -> None:
    background = square_data.read_json("background.geojson")
    ring = [[0, 1], [1.5, 1], [1.5, 2], [0, 2], [0, 1]]
    outline = {
        "type": "Feature",
        "id": "NORTH",
        "properties": {"kind": "outline", "name": ""},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    background["features"].append(outline)
    square_data.write_json("background.geojson", background)
    [sent] = [f for f in replay.background(square_data.load())["features"] if f["id"] == "NORTH"]
    assert "parts" not in sent["properties"]
    assert shapely.equals(shape(sent["geometry"]), shape(outline["geometry"]))


# The element, rendered as st_folium renders it


class Rendered:
    """The arguments of st_folium's component for a map."""

    def __init__(self, figure: folium.Map) -> None:
        figure.get_root().render()
        figure.render()
        self.html = _get_html(figure)
        self.header = _get_header(figure)
        self.page = figure.get_root().render()
        parts = [figure, *figure._children.values()]
        self.links = [url for part in parts for _, url in getattr(part, "default_js", [])]
        self.links += [url for part in parts for _, url in getattr(part, "default_css", [])]
        self.script = _get_map_string(figure)
        self.key = generate_js_hash(self.script, map_module.KEY)
        assert get_full_id(figure) == "map_div"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stand in for what the map asks Streamlit for, without a run of the page."""
    written: list[str] = []
    known = SimpleNamespace(
        session_state={},
        context=SimpleNamespace(theme=SimpleNamespace(type="dark")),
        html=lambda markup: written.append(str(markup)),
        written=written,
    )
    monkeypatch.setattr(map_module, "st", known)
    return known


def view_of(data: DataSet, **values: Any) -> View:
    return View(**{"date": data.settings.opening, **values})


@pytest.mark.usefixtures("page")
def test_the_map_asks_no_other_host(data: DataSet) -> None:
    found = Rendered(map_module._folium_map(data, view_of(data)))
    assert found.links
    assert all(link.startswith("../../") for link in found.links)
    for text in (found.script, found.header, found.html):
        assert "://" not in text
        assert 'src="//' not in text


@pytest.mark.usefixtures("page")
def test_a_plain_folium_map_still_has_its_own_scripts(data: DataSet) -> None:
    before = len(folium.Map.default_js), len(folium.Map.default_css)
    map_module._folium_map(data, view_of(data))
    assert (len(folium.Map.default_js), len(folium.Map.default_css)) == before
    assert all(before)


def test_two_views_have_the_same_arguments_so_that_the_map_is_never_mounted_anew(
    data: DataSet, page: SimpleNamespace
) -> None:
    district = next(iter(data.districts))
    one = Rendered(map_module._folium_map(data, view_of(data)))
    page.context.theme.type = "light"
    told = {"last_active_drawing": {"properties": {"report": 12}}}
    page.session_state[map_module.KEY] = told
    other_view = view_of(data, date=data.settings.end, district=district, colouring="share")
    other = Rendered(map_module._folium_map(data, other_view))
    assert (one.key, one.script, one.header, one.html) == (
        other.key,
        other.script,
        other.header,
        other.html,
    )


class _Told(HTMLParser):
    """The attributes of every element."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[dict[str, str | None]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "div"
        self.elements.append(dict(attrs))

    def message(self) -> Any:
        [found] = [item for item in self.elements if "data-replay-view" in item]
        assert set(found) == {"data-replay-view"}
        return json.loads(found["data-replay-view"] or "")


@pytest.mark.parametrize("district", ["", "AZ-AGM", *HOSTILE])
def test_the_view_stands_in_the_page_as_it_was_told(
    data: DataSet, page: SimpleNamespace, district: str
) -> None:
    page.session_state[map_module.KEY] = {"last_active_drawing": {"properties": {"report": 3}}}
    map_module.tell_map(data, view_of(data, district=district, colouring="share"))
    [written] = page.written
    opening = data.settings.opening
    assert _Told(written).message() == {
        "date": opening.isoformat(),
        "day": (opening - data.settings.start).days,
        "words": date_words(opening),
        "district": district,
        "colouring": "share",
        "seen": 3,
        "dark": True,
    }


def assert_nothing_ran(texts: list[str]) -> None:
    for text in texts:
        assert "62615533" not in text
        assert "<b>x" not in text
        assert "{{" not in text
        assert "${" not in text


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("payload_of_stranger", HOSTILE)
def test_hostile_text_given_to_the_element_is_only_data(payload_of_stranger: str) -> None:
    figure = folium.Map(location=[0, 0], tiles=None)
    url = f"/{payload_of_stranger}"
    replay.ServedReplay(url, url, scripts=[], styles=[], failed=payload_of_stranger).add_to(figure)
    found = Rendered(figure)
    assert_nothing_ran([found.script.replace("...{", ""), found.html, found.header])
    assert "62615533" not in found.page
    assert "<b>x" not in found.page
    line = next(line for line in found.script.splitlines() if "districtReplay.attach" in line)
    given_to = json.loads(line.removeprefix("districtReplay.attach(map_div, ").removesuffix(");"))
    expected = {"payloadUrl": url, "backgroundUrl": url, "failed": payload_of_stranger}
    assert given_to == expected


def hostile_squares(square_data: SquareData, text: str) -> DataSet:
    """Return the squares with the text wherever a data set may have words."""
    for line, name in enumerate(("NORTH", "EAST", "EAST-A", "EAST-B", "WEST", "RING"), start=2):
        square_data.alter("names.csv", line, "name", f"{name} {text}")
    square_data.alter("areas.csv", 2, "note", text)
    square_data.alter("areas.csv", 3, "name", text)
    square_data.alter("areas.csv", 6, "name", text)
    square_data.alter("control.csv", 3, "note", text)
    square_data.alter("events.csv", 2, "title", text)
    square_data.alter("events.csv", 2, "text", text)
    square_data.alter("sources.csv", 2, "producer", text)
    square_data.alter("sources.csv", 2, "title", text)
    package = square_data.read_json("datapackage.json")
    package["replay"]["attribution"] = text
    package["replay"]["population_label"] = text
    for part in ("controllers", "chapters", "lines"):
        key = "label" if part == "controllers" else "title"
        package["replay"][part][0][key] = text
    square_data.write_json("datapackage.json", package)
    background = square_data.read_json("background.geojson")
    for feature in background["features"]:
        feature["properties"]["name"] = text
    square_data.write_json("background.geojson", background)
    return square_data.load()


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_data_set_never_enters_the_map_s_markup(
    square_data: SquareData, text: str
) -> None:
    data = hostile_squares(square_data, text)
    found = Rendered(map_module._folium_map(data, view_of(data, district="NORTH")))
    assert_nothing_ran([found.script.replace("...{", ""), found.html, found.header])
    assert "62615533" not in found.page
    assert "<b>x" not in found.page
    sent = replay.payload(data)
    assert sent["attribution"] == text
    assert sent["labels"][0]["text"] == f"NORTH {text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_page_that_holds_its_own_data_is_only_data(
    square_data: SquareData, text: str
) -> None:
    data = hostile_squares(square_data, text)
    figure = folium.Map(tiles=None)
    payload, background = replay.payload(data), replay.background(data)
    replay.Replay(payload, background).add_to(figure)
    page = figure.get_root().render()
    assert "62615533" not in page
    assert "<b>x" not in page
    start = page.index("{", page.rindex("districtReplay.attach("))
    held, _end = json.JSONDecoder().raw_decode(page, start)
    assert held == json.loads(json.dumps({"payload": payload, "background": background}))


def test_text_for_the_browser_has_no_control_or_direction_marks(square_data: SquareData) -> None:
    data = hostile_squares(square_data, "a\u202eb\u2066c d")
    sent = json.dumps([replay.payload(data), replay.background(data)], ensure_ascii=False)
    assert not set("\u202e\u2066") & set(sent)


@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, {"last_active_drawing": []}])
def test_a_junk_report_is_no_report(junk: object) -> None:
    assert map_module._report(junk) == 0
    assert map_module._told(junk) == {}
