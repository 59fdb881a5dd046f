"""The page that compares two days, run without a browser."""

import datetime as dt
import html
import json
import re
from collections.abc import Iterator

import pytest
from conftest import SquareData
from read_page import address, forget, markup, opened, run, sent, served, told, words
from streamlit.testing.v1 import AppTest

from geodata.comparison import turning_points
from geodata.replay import ServedPair
from ui import assets
from ui.compare import days_of
from ui.data import dataset
from ui.view import View


@pytest.fixture(autouse=True, scope="module")
def _ours() -> Iterator[None]:
    with served():
        yield


@pytest.fixture
def _squares(square_data: SquareData, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REPLAY_DATASET", str(square_data.folder))
    forget()
    yield
    monkeypatch.delenv("REPLAY_DATASET")
    forget()


def text(page: AppTest) -> str:
    return words(markup(page))


def chips(page: AppTest) -> list[tuple[str, str]]:
    """Return address and label of each link to two days."""
    found = re.findall(r'<a class="chip [^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', markup(page))
    return [(html.unescape(to), html.unescape(label)) for to, label in found]


def article(page: AppTest, name: str) -> str:
    """Return what is told of one district."""
    found = re.findall(r"<article.*?</article>", markup(page), re.DOTALL)
    [one] = [piece for piece in found if f">{name}</a></h3>" in piece]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split())


def table(page: AppTest) -> list[list[str]]:
    [found] = re.findall(r"<table>.*?</table>", markup(page), re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", found)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


@pytest.fixture(scope="module")
def handed_over() -> AppTest:
    return opened("compare", date="1994-05-12", other="2020-12-01")


# The days


def test_without_other_the_day_is_compared_with_the_last() -> None:
    page = opened("compare", date="1993-07-23")
    assert told(page, "compare")["days"] == ["1993-07-23", "2024-01-01"]
    assert address(page) == {"date": "1993-07-23"}


def test_without_any_day_the_opening_is_compared_with_the_last() -> None:
    assert told(opened("compare"), "compare")["days"] == ["1994-05-12", "2024-01-01"]


def test_without_other_the_last_day_is_compared_with_the_opening() -> None:
    assert told(opened("compare", date="2024-01-01"), "compare")["days"] == [
        "1994-05-12",
        "2024-01-01",
    ]


def test_the_days_stay_where_the_reader_put_them() -> None:
    first, second = dt.date(2020, 12, 1), dt.date(1994, 5, 12)
    assert days_of(dataset(), View(first, other=second)) == (first, second)


def test_a_later_day_on_the_first_map_is_said_and_told_in_order_of_time(
    handed_over: AppTest,
) -> None:
    page = opened("compare", date="2020-12-01", other="1994-05-12")
    note = "The later day is on the first map. What follows is told in order of time."
    assert note in text(page)
    assert note not in text(handed_over)
    assert table(page) == table(handed_over)
    assert article(page, "Lachin") == article(handed_over, "Lachin")


def test_choosing_a_day_writes_both_to_the_address() -> None:
    page = opened("compare", date="2024-01-01", district="AZ-LAC")
    page.date_input(key="other").set_value(dt.date(2020, 11, 20))
    run(page)
    assert address(page) == {"date": "1994-05-12", "other": "2020-11-20", "district": "AZ-LAC"}
    page.date_input(key="date").set_value(dt.date(1993, 7, 23))
    run(page)
    assert address(page) == {"date": "1993-07-23", "other": "2020-11-20", "district": "AZ-LAC"}
    assert told(page, "compare")["days"] == ["1993-07-23", "2020-11-20"]


def test_each_map_can_be_set_to_each_turning_point(handed_over: AppTest) -> None:
    targets = [to for to, _label in chips(handed_over)]
    for day in turning_points(dataset()):
        assert f"./compare?date={day}&other=2020-12-01" in targets
        assert f"./compare?date=1994-05-12&other={day}" in targets
    labels = [label for _to, label in chips(handed_over)]
    for label in ("12 May 1994", "27 Sep 2020", "1 Dec 2020", "1 Jan 2024"):
        assert labels.count(label) == 2


def test_each_chapter_is_a_pair_of_days_and_the_maps_can_be_swapped(handed_over: AppTest) -> None:
    found = {label: to for to, label in chips(handed_over)}
    assert found["Second war 2020"] == "./compare?date=2020-09-27&other=2020-12-01"
    assert found["Whole record"] == "./compare?date=1992-01-01&other=2024-01-01"
    assert found["⇄ Swap the maps"] == "./compare?date=2020-12-01&other=1994-05-12"


def test_a_hostile_address_shows_the_default() -> None:
    page = opened(
        "compare", date="{{7*7}}", other="<script>alert(1)</script>", district="<img src=x>"
    )
    assert told(page, "compare")["days"] == ["1994-05-12", "2024-01-01"]
    assert told(page, "compare")["district"] == ""
    assert "alert(1)" not in markup(page)


# The maps


def test_the_component_is_sent_the_same_whatever_the_days(handed_over: AppTest) -> None:
    other = opened("compare", date="2020-12-01", other="1993-07-23", district="AZ-AGM")
    assert sent(other) == sent(handed_over)


def test_other_days_draw_the_same_elements_so_that_the_maps_stay(handed_over: AppTest) -> None:
    """One element more or less before the maps, and Streamlit would mount them anew."""
    for params in (
        {"date": "1994-05-12", "other": "2020-09-27"},
        {"date": "2020-12-01", "other": "1992-01-01"},
        {"date": "1994-05-12", "other": "1994-05-12"},
    ):
        assert len(opened("compare", **params).get("html")) == len(handed_over.get("html"))


def test_the_maps_get_our_own_addresses_alone(handed_over: AppTest) -> None:
    arguments = sent(handed_over)
    links = [*arguments["js_links"], *arguments["css_links"]]
    assert any(link.endswith("/compare.js") for link in links)
    assert all(link.startswith("../../") for link in links)
    assert "https://" not in arguments["script"] + arguments["header"]


def test_the_files_of_the_maps_are_served() -> None:
    assert assets._files()["compare.js"].media_type == "text/javascript"
    assert b"attachPair" in assets.content("compare.js")
    assert b".compare-pair" in assets.content("compare.css")


def test_hostile_text_means_nothing_in_the_script_of_the_maps() -> None:
    hostile = "</script>{{ 7919*7907 }}${alert(1)}"
    made = ServedPair("a", "b", scripts=[], styles=[], failed=hostile).attached
    assert json.loads(made)["failed"] == hostile
    assert not set("<>{}$").intersection(made.removeprefix("{").removesuffix("}"))


def test_every_area_that_can_be_clicked_has_a_link_that_selects_it() -> None:
    data = dataset()
    groups = [*data.districts, *(area.area_id for area in data.areas if not area.district_id)]
    for params in (
        {"date": "1994-05-12", "other": "2020-12-01"},
        {"date": "1994-05-12", "other": "1994-05-12"},
        {"date": "2020-12-01", "other": "2024-01-01"},
    ):
        found = re.findall(r'data-compare-select="([^"]*)"', markup(opened("compare", **params)))
        assert sorted(found) == sorted(groups)


def test_the_selected_district_is_marked_and_its_link_clears_it() -> None:
    page = opened("compare", date="1994-05-12", other="2020-12-01", district="AZ-AGM")
    assert told(page, "compare")["district"] == "AZ-AGM"
    [marked] = re.findall(r'<article class="is-selected">.*?</h3>', markup(page), re.DOTALL)
    assert ">Agdam</a>" in marked
    assert 'href="./compare?date=1994-05-12&amp;other=2020-12-01"' in marked


# What is told


def test_what_differs_is_said_in_a_sentence_and_in_km2(handed_over: AppTest) -> None:
    said = text(handed_over)
    assert (
        "From 12 May 1994 to 1 December 2020, control changed in 7 of 7 districts, in whole or in "
        "part." in said
    )
    assert "7,633 km² → from Armenian forces to Azerbaijan" in said


def test_the_totals_of_both_days_and_their_difference(handed_over: AppTest) -> None:
    rows = [[cell.replace("\u202f", " ") for cell in row] for row in table(handed_over)]
    assert rows == [
        ["", "12 May 1994", "1 December 2020", "Difference"],
        ["Districts under Armenian control", "7 of 7", "0 of 7", "−7"],
        ["km² under Armenian control", "7,633 (86.6 %)", "0 (0 %)", "−7,633"],
        ["People counted there in 1989", "421,726", "0", "−421,726"],
    ]


def test_a_district_says_from_whom_to_whom_when_and_who_says_so(handed_over: AppTest) -> None:
    said = article(handed_over, "Agdam")
    for part in (
        "842 of 1,094 km²",
        "131,293 people counted there in 1989",
        "Armenian forces → Azerbaijan",
        "20 November 2020",
        "Handed over under the 10 November 2020 statement",
        "S17",
        "east of the 1994 ceasefire line Azerbaijan on both days",
    ):
        assert part in said


def test_each_change_leads_into_the_replay(handed_over: AppTest) -> None:
    assert 'href="./?date=2020-11-20&amp;district=AZ-AGM" data-page=""' in markup(handed_over)


def test_every_change_in_between_is_told_in_order_of_time() -> None:
    said = article(opened("compare", date="1992-01-01", other="2024-01-01"), "Fuzuli")
    places = [
        said.index(part)
        for part in (
            "22 August 1993",
            "from Azerbaijan to Armenian forces",
            "17 October 2020",
            "from Armenian forces to Azerbaijan",
            "from Azerbaijan to Divided or not known",
            "6 January 1994",
            "from Divided or not known to Azerbaijan",
        )
    ]
    assert places == sorted(places)


def test_days_that_sources_differ_on_are_told(handed_over: AppTest) -> None:
    assert "25 October 2020 (sources give: 23 October 2020 to 10 November 2020)" in article(
        handed_over, "Qubadli"
    )
    assert "sources give" not in article(handed_over, "Agdam")


def test_districts_that_changed_back_are_said_to_have_done_so() -> None:
    page = opened("compare", date="1992-01-01", other="2024-01-01")
    assert (
        "On 1 January 2024, control of every district is as on 1 January 1992. In between, 7 of 7 "
        "districts changed and changed back." in text(page)
    )
    assert "Changed in between, and is as before" in text(page)


def test_districts_that_differ_and_others_that_changed_back_are_counted_apart() -> None:
    said = text(opened("compare", date="1993-10-28", other="2020-10-24"))
    assert "control changed in 2 of 7 districts" in said
    assert "In between, 1 of 7 districts changed and changed back." in said


def test_nothing_changed_is_said_plainly_with_ways_on() -> None:
    page = opened("compare", date="1994-05-12", other="2020-09-27")
    assert "Nothing changed between these days" in text(page)
    assert "Changes by district" not in markup(page)
    found = {label: to for to, label in chips(page)}
    assert found["With the change before, 6 January 1994"] == (
        "./compare?date=1994-01-05&other=2020-09-27"
    )
    assert found["With the change after, 4 October 2020"] == (
        "./compare?date=1994-05-12&other=2020-10-04"
    )


def test_the_same_day_on_both_maps_is_said() -> None:
    assert "Both maps show 23 July 1993" in text(
        opened("compare", date="1993-07-23", other="1993-07-23")
    )


def test_changes_of_context_alone_are_not_changes_of_the_districts() -> None:
    page = opened("compare", date="2020-12-01", other="2024-01-01")
    assert "control of the districts did not change; that of areas shown for context did" in (
        text(page)
    )
    assert "26 August 2022" in article(page, "Lachin corridor")
    assert "km²" not in article(page, "Lachin corridor")


def test_the_legend_names_what_is_there_and_nothing_else(handed_over: AppTest) -> None:
    def legend(page: AppTest) -> str:
        [found] = re.findall(r'<ul class="compare-legend".*?</ul>', markup(page))
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())

    there = legend(handed_over)
    assert "Russian peacekeepers" in there
    assert "Differs between the two days" in there
    assert "Line of contact (1994 ceasefire line)" in there
    assert "Fighting" not in there
    quiet = legend(opened("compare", date="1995-01-01", other="1996-01-01"))
    assert "Russian peacekeepers" not in quiet
    assert "Differs between the two days" not in quiet
    assert "Fighting" in legend(opened("compare", date="2020-09-27", other="2020-12-01"))


def test_the_maps_and_their_legend_colour_as_the_replay_does() -> None:
    for colouring, there, not_there in (
        ("who", "Armenian forces", "Share held"),
        ("share", "Share held: 0–100 % Not counted", "Armenian forces"),
    ):
        page = opened("compare", colour=colouring)
        [legend] = re.findall(r'<ul class="compare-legend".*?</ul>', markup(page))
        assert told(page, "compare")["colouring"] == colouring
        assert there in words(legend)
        assert not_there not in words(legend)
        assert "Differs between the two days" in words(legend)


def test_the_colouring_is_chosen_beside_the_legend_and_the_days_stay() -> None:
    page = opened("compare", date="1993-07-23", other="2020-11-20", colour="share")
    days = "./compare?date=1993-07-23"
    choice = [(label, to) for to, label in chips(page) if label in {"Who controls", "Share held"}]
    assert choice == [
        ("Who controls", f"{days}&other=2020-11-20"),
        ("Share held", f"{days}&colour=share&other=2020-11-20"),
    ]


def test_the_links_keep_the_readers_language() -> None:
    assert "lang=" not in markup(opened("compare"))
    shown = markup(opened("compare", colour="share"))
    found = re.findall(r'class="(?:chip[^"]*|jump)" href="([^"]*)"[^>]*>([^<]*)<', shown)
    assert len(found) > 20
    assert [label for to, label in found if "colour=share" not in to] == ["Who controls"]


# Another territory


@pytest.mark.usefixtures("_squares")
def test_another_data_set_is_compared() -> None:
    page = opened("compare", date="2001-12-31", other="2002-12-31")
    assert "control changed in 1 of 3 districts" in text(page)
    assert "60 of 100 km²" in article(page, "East")


@pytest.mark.usefixtures("_squares")
def test_a_data_set_without_population_and_chapters_is_compared(square_data: SquareData) -> None:
    header = square_data.read("population.csv").splitlines()[0]
    square_data.write("population.csv", header + "\n")
    square_data.alter_json("datapackage.json", {"area_km2": 250}, "replay", "expected_totals")
    square_data.alter_json("datapackage.json", [], "replay", "chapters")
    square_data.remove("corrections.csv", 2)
    forget()
    page = opened("compare", date="2001-12-31", other="2002-12-31")
    assert "whole district" not in article(page, "East")
    assert [label for _to, label in chips(page)][-4:-2] == ["Whole record", "⇄ Swap the maps"]


@pytest.mark.usefixtures("_squares")
def test_hostile_text_in_the_data_comes_out_as_text(square_data: SquareData) -> None:
    hostile = "</div><script>alert(1)</script>{{ 7919*7907 }}"
    for name, line, column in (
        ("names.csv", 2, "name"),
        ("areas.csv", 3, "name"),
        ("control.csv", 3, "note"),
        ("sources.csv", 2, "title"),
    ):
        square_data.alter(name, line, column, hostile)
    package = square_data.read_json("datapackage.json")
    package["replay"]["controllers"][0]["label"] = hostile
    package["replay"]["chapters"][0]["title"] = hostile
    package["replay"]["lines"][0]["title"] = hostile
    package["replay"]["population_label"] = hostile
    square_data.write_json("datapackage.json", package)
    forget()
    page = opened("compare", date="2000-01-01", other="2002-12-31", district="NORTH")
    shown = markup(page)
    assert "<script" not in shown
    assert "62615533" not in shown
    assert shown.count("&lt;script&gt;") > 8
    arguments = sent(page)
    assert all("alert(1)" not in arguments[key] for key in ("script", "html", "header"))
