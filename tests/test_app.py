"""The page as a whole, run without a browser."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import SquareData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_page import address, markup, opened, run, sent, served, told
from streamlit.testing.v1 import AppTest

from ui import assets, view
from ui.data import dataset
from ui.page import pages


@pytest.fixture(autouse=True, scope="module")
def _ours() -> Iterator[None]:
    with served():
        yield


def told_by_map(page: AppTest, value: object) -> AppTest:
    """Run the page with a value that the browser sends."""
    page.session_state[sent(page)["key"]] = value
    return run(page)


def settled(**properties: object) -> dict[str, Any]:
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    return {"last_active_drawing": feature}


@pytest.fixture(scope="module")
def first_page() -> AppTest:
    return opened("")


def panel(district: str = assets.ALL) -> str:
    """Return what the browser fetches to show beside the map."""
    return assets.content(assets.panel_name("en", district)).decode()


def test_the_page_runs_and_opens_on_the_opening_day(first_page: AppTest) -> None:
    view = told(first_page, "replay")
    assert (view["date"], view["words"]) == ("1994-05-12", "12 May 1994")
    assert dataset().settings.start + dt.timedelta(days=view["day"]) == dt.date(1994, 5, 12)
    assert view["district"] == ""


def test_the_page_has_the_place_of_the_panel(first_page: AppTest) -> None:
    [place] = re.findall(r'data-panels="([^"]*)"', markup(first_page))
    for district in (assets.ALL, *view.selectable(dataset())):
        assert place.replace("*", district) == f"./{assets.path(assets.panel_name('en', district))}"
        assert panel(district)


def test_the_page_says_what_the_map_does_not_claim(first_page: AppTest) -> None:
    assert "internationally recognised as part of Azerbaijan" in markup(first_page)
    assert "shows control, not right" in markup(first_page)
    assert "OpenStreetMap" in markup(first_page)


def test_the_map_gets_our_own_addresses_alone(first_page: AppTest) -> None:
    arguments = sent(first_page)
    links = [*arguments["js_links"], *arguments["css_links"]]
    assert links
    assert all(link.startswith("../../") for link in links)
    assert arguments["returned_objects"] == ["last_active_drawing"]


def test_the_list_offers_every_district_and_context_area(first_page: AppTest) -> None:
    context = [area.area_id for area in dataset().areas if area.kind == "context"]
    offered = re.findall(r'<option value="([^"]*)">', markup(first_page))
    assert offered == ["", *dataset().districts, *context]


def test_an_address_with_a_day_and_a_district_shows_them() -> None:
    page = opened("", date="1993-07-23", district="AZ-AGM")
    assert told(page, "replay")["district"] == "AZ-AGM"
    assert told(page, "replay")["date"] == "1993-07-23"


def test_the_panel_without_a_district_tells_of_all_on_each_day() -> None:
    shown = panel()
    assert "<h2><span data-day-words>" in shown
    assert "The districts on this day" in shown
    assert all(f"district={district}" in shown for district in dataset().districts)


def test_each_district_and_context_area_has_a_panel() -> None:
    for district in view.selectable(dataset()):
        assert f"<h2>{html.escape(dataset().area_name(district))}</h2>" in panel(district)
        assert "Control over time" in panel(district)


def test_the_panel_leads_to_the_change_before_and_after() -> None:
    shown = panel("AZ-LAC")
    assert re.search(r'href="[^"]*date=1992-05-18[^"]*"[^>]*>since 18 May 1992<', shown)
    assert re.search(r'href="[^"]*date=2020-12-01[^"]*"[^>]*>Next: 1 December 2020, Azer', shown)


def test_every_page_is_in_the_navigation_with_the_view() -> None:
    shown = markup(opened("", date="1993-07-23", district="AZ-LAC"))
    for page in pages():
        assert f'href="./{page}?date=1993-07-23&amp;district=AZ-LAC"' in shown


def test_a_hostile_address_shows_the_default() -> None:
    page = opened(
        "", date="{{7*7}}", district="<script>alert(1)</script>", colour="x", lang="../.."
    )
    assert told(page, "replay")["date"] == "1994-05-12"
    assert "<script>" not in markup(page)


# What the browser tells


def test_a_settled_report_is_written_to_the_address() -> None:
    page = opened("")
    key = sent(page)["key"]
    report = settled(date="1993-07-23", district="AZ-AGM", colouring="share", report=1)
    told_by_map(page, report)
    assert address(page) == {"date": "1993-07-23", "district": "AZ-AGM", "colour": "share"}
    run(page)
    assert sent(page)["key"] == key
    assert told(page, "replay")["seen"] == 1


def test_what_the_map_is_sent_is_the_same_on_every_day() -> None:
    page = opened("", date="1993-07-23")
    before = sent(page)
    told_by_map(page, settled(date="2020-11-25", report=1))
    assert address(page) == {"date": "2020-11-25"}
    assert sent(page) == before


def test_a_report_that_was_heard_is_not_heard_again() -> None:
    page = opened("")
    told_by_map(page, settled(date="1993-07-23", district="AZ-AGM", colouring="who", report=1))
    page.query_params["district"] = "AZ-LAC"
    run(page)
    assert address(page) == {"date": "1993-07-23", "district": "AZ-LAC"}


def test_a_report_after_a_restart_is_heard_though_the_session_is_new() -> None:
    page = opened("", date="1992-01-01")
    told_by_map(page, settled(date="2020-11-25", district="", colouring="who", report=17))
    assert address(page) == {"date": "2020-11-25"}
    run(page)
    assert told(page, "replay")["seen"] == 17


def test_a_report_of_what_cannot_be_shown_gives_way_to_the_default() -> None:
    page = opened("")
    told_by_map(page, settled(date="1066-10-14", district=7, colouring=[], report=1))
    assert address(page) == {"date": "1994-05-12"}


JUNK = [
    None,
    True,
    7,
    "x",
    [],
    {},
    {"last_active_drawing": None},
    {"last_active_drawing": 7},
    {"last_active_drawing": []},
    {"last_active_drawing": {}},
    {"last_active_drawing": {"properties": None}},
    {"last_active_drawing": {"properties": []}},
    {"last_active_drawing": {"properties": "report"}},
    settled(report=None, date="1993-07-23"),
    settled(report="1", date="1993-07-23"),
    settled(report=[1], date="1993-07-23"),
    settled(report={}, date="1993-07-23"),
    settled(report=0, date="1993-07-23"),
    settled(report=-1, date="1993-07-23"),
    settled(report=1.5, date="1993-07-23"),
    settled(report=float("nan"), date="1993-07-23"),
    settled(report=float("inf"), date="1993-07-23"),
    settled(report=False, date="1993-07-23"),
    settled(date="1993-07-23"),
]


def test_a_report_of_junk_changes_nothing() -> None:
    page = opened("", date="1994-05-12", district="AZ-LAC")
    before = markup(page)
    for value in JUNK:
        told_by_map(page, value)
        assert address(page) == {"date": "1994-05-12", "district": "AZ-LAC"}, value
        assert markup(page) == before, value


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
reports = st.dictionaries(
    st.sampled_from(["date", "district", "colouring", "report", "lang", "colour"]), junk
).map(lambda told: settled(**told))


@given(value=junk | reports)
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_report_breaks_the_page(first_page: AppTest, value: object) -> None:
    told_by_map(first_page, value)
    assert set(address(first_page)) <= {"date"}


# A data set from a stranger


def test_another_data_set_is_shown_and_its_markup_is_text(square_data: SquareData) -> None:
    hostile = "</div><script>alert(1)</script>{{ 7919*7907 }}"
    for name, line, column in (
        ("names.csv", 2, "name"),
        ("areas.csv", 2, "note"),
        ("areas.csv", 3, "name"),
        ("control.csv", 2, "note"),
        ("control.csv", 3, "note"),
        ("claims.csv", 2, "note"),
        ("events.csv", 2, "title"),
        ("events.csv", 2, "text"),
        ("sources.csv", 2, "title"),
        ("sources.csv", 2, "producer"),
    ):
        square_data.alter(name, line, column, hostile)
    package = square_data.read_json("datapackage.json")
    package["replay"]["attribution"] = hostile
    package["replay"]["controllers"][0]["label"] = hostile
    square_data.write_json("datapackage.json", package)
    with served(square_data.folder):
        for params in ({}, {"date": "2001-03-01", "district": "NORTH"}, {"district": "EAST"}):
            page = opened("", **params)
            for shown in (markup(page), panel(params.get("district", assets.ALL))):
                assert "<script" not in shown
                assert "62615533" not in shown
                assert "&lt;script&gt;" in shown
            arguments = sent(page)
            assert all("alert(1)" not in arguments[key] for key in ("script", "html", "header"))
