"""The page as a whole, run without a browser."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SquareData, shown_on_the_day
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui import assets
from ui.data import dataset
from ui.page import pages

APP = Path(__file__).parents[1] / "app.py"


def forget() -> None:
    for made_once in (dataset, assets._files, assets.revision):
        made_once.cache_clear()


@pytest.fixture(autouse=True, scope="module")
def _ours() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REPLAY_DATASET", raising=False)
        forget()
        yield
    forget()


def opened(**params: str) -> AppTest:
    """Return the page as it is when opened at an address."""
    page = AppTest.from_file(str(APP), default_timeout=30)
    for key, value in params.items():
        page.query_params[key] = value
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert list(page.exception) == []
    return page


def address(page: AppTest) -> dict[str, str]:
    """Return the address bar's parameters, each with its one value."""
    found = dict(page.query_params)
    assert all(isinstance(value, str) for value in found.values())
    return found


def markup(page: AppTest) -> str:
    """Return everything that the page shows as markup; what only another day shows is left out."""
    bodies = (element.proto.body for element in page.get("html"))
    others = ("<style", "<script src=", "<div data-replay-view")
    kept = (body for body in bodies if not body.startswith(others))
    return "\n".join(shown_on_the_day(body) for body in kept)


def told_to_map(page: AppTest) -> dict[str, Any]:
    """Return the view that the page writes for the map."""
    bodies = "".join(element.proto.body for element in page.get("html"))
    [found] = re.findall(r'data-replay-view="([^"]*)"', bodies)
    told: dict[str, Any] = json.loads(html.unescape(found))
    return told


def sent_to_map(page: AppTest) -> dict[str, Any]:
    """Return the arguments of the map's component."""
    [component] = page.get("component_instance")
    found: dict[str, Any] = json.loads(component.proto.json_args)
    return found


def told_by_map(page: AppTest, value: object) -> AppTest:
    """Run the page with a value that the browser sends."""
    page.session_state[sent_to_map(page)["key"]] = value
    return run(page)


def settled(**properties: object) -> dict[str, Any]:
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    return {"last_active_drawing": feature}


@pytest.fixture(scope="module")
def first_page() -> AppTest:
    return opened()


def test_the_page_runs_and_opens_on_the_opening_day(first_page: AppTest) -> None:
    shown = markup(first_page)
    assert "<h2><span data-day-words>12 May 1994</span></h2>" in shown
    assert "The districts on this day" in shown
    assert told_to_map(first_page)["district"] == ""


def test_the_page_says_what_the_map_does_not_claim(first_page: AppTest) -> None:
    assert "internationally recognised as part of Azerbaijan" in markup(first_page)
    assert "shows control, not right" in markup(first_page)
    assert "OpenStreetMap" in markup(first_page)


def test_the_map_gets_our_own_addresses_alone(first_page: AppTest) -> None:
    sent = sent_to_map(first_page)
    links = [*sent["js_links"], *sent["css_links"]]
    assert links
    assert all(link.startswith("../../") for link in links)
    assert sent["returned_objects"] == ["last_active_drawing"]


def test_the_list_offers_every_district_and_context_area(first_page: AppTest) -> None:
    context = [area.area_id for area in dataset().areas if area.kind == "context"]
    offered = re.findall(r'<option value="([^"]*)">', markup(first_page))
    assert offered == ["", *dataset().districts, *context]


def test_an_address_with_a_day_and_a_district_shows_them() -> None:
    page = opened(date="1993-07-23", district="AZ-AGM")
    shown = markup(page)
    assert "<h2>Agdam</h2>" in shown
    assert "On <span data-day-words>23 July 1993</span>" in shown
    assert told_to_map(page)["district"] == "AZ-AGM"
    assert told_to_map(page)["date"] == "1993-07-23"


def test_each_district_has_a_panel_on_the_first_and_the_last_day() -> None:
    first, last = (day.isoformat() for day in (dataset().settings.start, dataset().settings.end))
    for district in dataset().districts:
        for day in (first, last):
            assert "Control over time" in markup(opened(date=day, district=district))


def test_each_context_area_has_a_panel() -> None:
    for area in dataset().areas:
        if area.kind == "context":
            assert "Control over time" in markup(opened(district=area.area_id))


def test_the_panel_leads_to_the_change_before_and_after() -> None:
    shown = markup(opened(date="1993-07-23", district="AZ-LAC"))
    assert re.search(r'href="[^"]*date=1992-05-18[^"]*"[^>]*>since 18 May 1992<', shown)
    assert re.search(r'href="[^"]*date=2020-12-01[^"]*"[^>]*>Next: 1 December 2020, Azer', shown)


def test_every_page_is_in_the_navigation_with_the_view() -> None:
    shown = markup(opened(date="1993-07-23", district="AZ-LAC"))
    for page in pages():
        assert f'href="./{page}?date=1993-07-23&amp;district=AZ-LAC"' in shown


def test_a_hostile_address_shows_the_default() -> None:
    page = opened(date="{{7*7}}", district="<script>alert(1)</script>", colour="x", lang="../..")
    assert "<h2><span data-day-words>12 May 1994</span></h2>" in markup(page)
    assert "<script>" not in markup(page)


# What the browser tells


def test_a_settled_report_is_written_to_the_address_and_the_panel() -> None:
    page = opened()
    key = sent_to_map(page)["key"]
    report = settled(date="1993-07-23", district="AZ-AGM", colouring="share", report=1)
    told_by_map(page, report)
    assert address(page) == {"date": "1993-07-23", "district": "AZ-AGM", "colour": "share"}
    assert "<h2>Agdam</h2>" in markup(page)
    assert "On <span data-day-words>23 July 1993</span>" in markup(page)
    run(page)
    assert sent_to_map(page)["key"] == key
    assert told_to_map(page)["seen"] == 1


def test_what_the_map_is_sent_is_the_same_on_every_day() -> None:
    page = opened(date="1993-07-23")
    before = sent_to_map(page)
    told_by_map(page, settled(date="2020-11-25", report=1))
    assert address(page) == {"date": "2020-11-25"}
    assert sent_to_map(page) == before


def test_a_report_that_was_heard_is_not_heard_again() -> None:
    page = opened()
    told_by_map(page, settled(date="1993-07-23", district="AZ-AGM", colouring="who", report=1))
    page.query_params["district"] = "AZ-LAC"
    run(page)
    assert address(page) == {"date": "1993-07-23", "district": "AZ-LAC"}


def test_a_report_after_a_restart_is_heard_though_the_session_is_new() -> None:
    page = opened(date="1992-01-01")
    told_by_map(page, settled(date="2020-11-25", district="", colouring="who", report=17))
    assert address(page) == {"date": "2020-11-25"}
    run(page)
    assert told_to_map(page)["seen"] == 17


def test_a_report_of_what_cannot_be_shown_gives_way_to_the_default() -> None:
    page = opened()
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
    page = opened(date="1994-05-12", district="AZ-LAC")
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


def test_another_data_set_is_shown_and_its_markup_is_text(
    square_data: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    monkeypatch.setenv("REPLAY_DATASET", str(square_data.folder))
    forget()
    try:
        for params in ({}, {"date": "2001-03-01", "district": "NORTH"}, {"district": "EAST"}):
            page = opened(**params)
            shown = markup(page)
            assert "<script" not in shown
            assert "62615533" not in shown
            assert "&lt;script&gt;" in shown
            sent = sent_to_map(page)
            assert all("alert(1)" not in sent[key] for key in ("script", "html", "header"))
    finally:
        forget()
