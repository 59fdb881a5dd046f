"""The charts, read as the data that they are."""

import datetime as dt
from typing import Any

import pytest
from conftest import SquareData

from geodata.axis import axis_of
from geodata.control import changes, state_on
from geodata.figures import census, district_figures, middle
from geodata.figurewords import preferred_words
from geodata.load import load
from geodata.model import DataSet
from geodata.outlines import outlines
from geodata.series import doubts, runs
from ui import timeline
from ui.charts import DARK, LIGHT, Look, details, named, paint, round_values
from ui.peoplecharts import OTHERS, bars, district_map, group_chart, group_colors, groups_of
from ui.timecharts import step_chart, strip_chart
from ui.view import View

DAY = dt.date(1993, 7, 23)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


def rows_with(chart: Any, *fields: str) -> list[dict[str, Any]]:
    """Return the rows of the table of a chart that has these fields, the longest if several do."""
    tables = chart.to_dict()["datasets"].values()
    found = [rows for rows in tables if rows and set(fields) <= set(rows[0])]
    return list(max(found, key=len))


def scales(chart: Any, channel: str) -> list[dict[str, Any]]:
    layers = chart.to_dict()["layer"]
    encodings = [layer["encoding"][channel] for layer in layers if channel in layer["encoding"]]
    found = [{**one, **one.get("condition", {})}.get("scale") for one in encodings]
    return [scale for scale in found if scale]


# Charts of time


def test_the_step_chart_draws_what_the_map_counts(data: DataSet) -> None:
    axis = axis_of(data)
    drawn = rows_with(step_chart(data, DAY, LIGHT), "km2", "low", "high")
    assert {change.date.isoformat() for change in changes(data)} <= {row["day"] for row in drawn}
    for row in drawn:
        day = dt.date.fromisoformat(row["day"])
        assert row["km2"] == state_on(data, day).totals.held_km2
        assert row["left"] == axis.position(day)
        assert row["low"] <= row["km2"] <= row["high"]


def test_the_strips_draw_every_run_where_it_is(data: DataSet) -> None:
    axis, end = axis_of(data), data.settings.end
    drawn = rows_with(strip_chart(data, DAY, LIGHT), "controller", "since")
    for row, run in zip(drawn, runs(data), strict=True):
        assert row["left"] == axis.position(run.start)
        assert row["right"] == axis.position(run.end or end)
        assert (row["id"], row["day"]) == (run.controller, run.start.isoformat())


def test_the_strips_draw_every_doubt_from_the_earliest_to_the_latest_day(data: DataSet) -> None:
    axis = axis_of(data)
    drawn = rows_with(strip_chart(data, DAY, LIGHT), "used", "given")
    for row, doubt in zip(drawn, doubts(data), strict=True):
        assert row["left"] == axis.position(doubt.earliest)
        assert row["right"] == axis.position(doubt.latest)
        assert row["day"] == doubt.day.isoformat()


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_the_strips_have_the_colours_and_patterns_of_the_map(data: DataSet, look: Look) -> None:
    chart = strip_chart(data, DAY, look)
    known = data.settings.controllers
    [colors] = scales(chart, "color")
    assert colors["domain"] == [one.id for one in known]
    assert colors["range"] == [one.dark if look.dark else one.color for one in known]
    [paints] = scales(chart, "fill")
    assert paints["range"] == [paint(one.pattern) for one in known]


@pytest.mark.parametrize("make", [step_chart, strip_chart])
def test_a_chart_of_time_marks_the_day_shown(data: DataSet, make: Any) -> None:
    [mark] = rows_with(make(data, DAY, LIGHT), "label", "left")
    assert mark == {"left": axis_of(data).position(DAY), "label": "23 July 1993"}


@pytest.mark.parametrize("make", [step_chart, strip_chart])
def test_a_click_on_a_chart_of_time_selects_a_day(data: DataSet, make: Any) -> None:
    [selection] = make(data, DAY, LIGHT).to_dict()["params"]
    assert selection["name"] == "day"
    assert selection["select"]["fields"] == ["day"]


@pytest.mark.parametrize(
    "selected",
    [None, [], [{}], [{"day": "1850-01-01"}], [{"day": "{{7*7}}"}], [{"day": None}], "x"],
)
def test_what_is_no_day_of_the_record_is_not_chosen(
    data: DataSet, selected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline.view, "show", lambda view: pytest.fail(str(view)))
    timeline.choose_day(data, selected)


def test_a_chosen_day_is_shown_with_all_else_as_it_was(
    data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[View] = []
    before = View(DAY, district="AZ-AGM", kinds=("legal",), text="town")
    monkeypatch.setattr(timeline.view, "current", lambda _data: before)
    monkeypatch.setattr(timeline.view, "show", shown.append)
    timeline.choose_day(data, [{"day": "2020-11-20"}])
    assert shown == [View(dt.date(2020, 11, 20), district="AZ-AGM", kinds=("legal",), text="town")]


@pytest.mark.parametrize("make", [step_chart, strip_chart])
def test_text_of_a_data_set_stays_text_in_a_chart(square_data: SquareData, make: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e"
    square_data.alter_json("datapackage.json", hostile, "replay", "chapters", 0, "title")
    square_data.alter("names.csv", 2, "name", hostile)
    chart = make(square_data.load(), dt.date(2001, 3, 1), LIGHT).to_dict()
    assert "\u202e" not in str(chart["datasets"])
    expressions = [part["axis"]["labelExpr"] for part in _axes(chart)]
    assert expressions
    assert not any("onerror" in expression for expression in expressions)


def _axes(chart: dict[str, Any]) -> list[dict[str, Any]]:
    found = (layer["encoding"].get("x", {}) for layer in chart["layer"])
    return [one for one in found if one.get("axis")]


# Charts of people


def test_the_bars_of_a_census_are_as_long_as_the_district_is_populous(data: DataSet) -> None:
    rows = census(data, "census_1979")
    drawn = bars(data, rows, shares=False)
    for index, row in enumerate(rows):
        pieces = [bar for bar in drawn if bar.row == index]
        assert pieces[-1].right == row.all
        for bar in pieces:
            people = row.others if bar.group == OTHERS else row.shares[bar.group].value
            assert bar.right - bar.left == people


def test_the_enlarged_bars_are_all_but_the_largest_group(data: DataSet) -> None:
    rows = census(data, "census_1979")
    largest = groups_of(rows)[0]
    assert largest == "azerbaijanis"
    for index, row in enumerate(rows):
        pieces = [bar for bar in bars(data, rows, shares=True) if bar.row == index]
        assert largest not in {bar.group for bar in pieces}
        assert pieces[-1].right == pytest.approx(1 - row.shares[largest].share)


def test_no_group_has_the_colour_of_a_controller(data: DataSet) -> None:
    taken = {color for one in data.settings.controllers for color in (one.color, one.dark)}
    groups = group_colors(groups_of(census(data, "census_1979")))
    assert len(set(groups.values())) == len(groups) == 6
    assert not taken & {color for pair in groups.values() for color in pair}


def test_a_census_chart_names_every_group(data: DataSet) -> None:
    rows = census(data, "census_1979")
    drawn = rows_with(group_chart(data, rows, LIGHT, shares=False), "group", "people")
    assert {row["group"] for row in drawn} == {*groups_of(rows), OTHERS}


@pytest.mark.parametrize("measure", ["population_1989", "census_1979", "settlers_2005"])
def test_the_map_is_labelled_with_the_figures_of_the_measure(data: DataSet, measure: str) -> None:
    drawn = {row["name"]: row for row in rows_with(district_map(data, measure, LIGHT), "middle")}
    for key, figure in district_figures(data, measure).items():
        row = drawn[data.district_name(key)]
        assert (row["figure"], row["middle"]) == (preferred_words(data, figure), middle(figure))


def test_an_area_of_context_is_on_the_map_without_a_figure(data: DataSet) -> None:
    drawn = rows_with(district_map(data, "population_1989", LIGHT), "middle")
    [context] = [row for row in drawn if not row["is_district"]]
    assert (context["name"], context["is_known"]) == (data.area_name("NKAO"), False)


def test_a_corridor_is_no_hole_in_its_district(data: DataSet) -> None:
    assert "LACHIN-CORRIDOR" not in {one.area_id for one in outlines(data)}
    [lachin] = [one for one in outlines(data) if one.area_id == "AZ-LAC"]
    assert lachin.geometry["type"] == "Polygon"
    assert len(lachin.geometry["coordinates"]) == 1


def test_districts_in_parts_are_one_shape_where_there_is_no_outline(
    square_data: SquareData,
) -> None:
    found = {one.area_id: one for one in outlines(square_data.load())}
    assert set(found) == {"NORTH", "EAST", "WEST", "RING"}
    assert found["EAST"].geometry["type"] == "Polygon"


# What all have


@pytest.mark.parametrize(
    ("most", "values"),
    [(8810, [0, 2000, 4000, 6000, 8000]), (10, [0, 5, 10]), (0.055, [0, 0.02, 0.04]), (0, [0])],
)
def test_an_axis_names_few_round_numbers(most: float, values: list[float]) -> None:
    assert round_values(most) == values


def test_an_axis_names_values_in_our_words() -> None:
    assert named([0, 0.5], ['a "quoted" word', "b"]) == {
        "values": [0, 0.5],
        "labelExpr": '["a \\"quoted\\" word", "b"][indexof([0, 0.5], datum.value)]',
    }


def test_the_table_of_a_chart_shows_text_as_text() -> None:
    assert "<b>" not in details("T", ["<b>"], [["<b>1</b>"]])


def test_changes_of_the_record_are_all_days_that_can_be_clicked(data: DataSet) -> None:
    drawn = rows_with(strip_chart(data, DAY, LIGHT), "controller", "since")
    days = {row["day"] for row in drawn}
    assert {change.date.isoformat() for change in changes(data)} <= days
