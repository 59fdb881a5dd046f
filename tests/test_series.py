"""What the charts of the timeline draw, compared with the record itself."""

import datetime as dt
from itertools import pairwise

import pytest
from conftest import SquareData

from geodata.axis import axis_of, quiet_words
from geodata.control import changes, state_on
from geodata.load import load
from geodata.model import DataSet
from geodata.series import doubts, fights, runs, steps

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


def held_on(data: DataSet, day: dt.date) -> tuple[float, int, float]:
    totals = state_on(data, day).totals
    return totals.held_km2, totals.districts_held, totals.population


def controllers_on(data: DataSet, day: dt.date) -> dict[str, str]:
    state = state_on(data, day)
    parts = [*state.context, *(part for one in state.districts for part in one.parts)]
    return {part.area_id: part.controller for part in parts}


def test_every_step_is_what_the_map_counts_on_its_day_and_until_the_next(data: DataSet) -> None:
    found = steps(data)
    for step, after in pairwise(found):
        for day in (step.day, after.day - DAY):
            assert held_on(data, day) == (step.held_km2, step.districts, step.population)
    last = found[-1]
    assert held_on(data, last.day) == (last.held_km2, last.districts, last.population)


def test_every_change_of_a_counted_area_is_a_step(data: DataSet) -> None:
    found = {step.day for step in steps(data) if step.is_change}
    assert found == {change.date for change in changes(data) if change.district_id}


def test_steps_begin_and_end_with_the_record(data: DataSet) -> None:
    found = steps(data)
    assert found[0].day == data.settings.start
    assert found[-1].day == data.settings.end
    assert found[0].held_km2 == found[-1].held_km2 == 0


def test_the_largest_step_is_the_total_that_the_source_prints(data: DataSet) -> None:
    assert max(step.held_km2 for step in steps(data)) == data.settings.expected_totals["held_km2"]


def test_the_area_used_lies_between_the_least_and_the_most(data: DataSet) -> None:
    for step in steps(data):
        assert step.low_km2 <= step.held_km2 <= step.high_km2


def test_the_area_is_certain_where_no_change_of_a_counted_area_is_in_doubt(data: DataSet) -> None:
    spans = [
        (one.earliest, one.latest) for one in doubts(data) if data.area(one.area_id).district_id
    ]
    for step in steps(data):
        if not any(earliest <= step.day < latest for earliest, latest in spans):
            assert step.low_km2 == step.held_km2 == step.high_km2


def test_by_other_days_the_four_districts_of_2020_may_have_changed_at_any_time(
    data: DataSet,
) -> None:
    step = next(step for step in steps(data) if step.day == dt.date(2020, 10, 25))
    held = {"AZ-CAB": 1050, "AZ-FUZ-W": 462, "AZ-ZAN": 707, "AZ-QBI": 802}
    assert {area_id: data.area(area_id).counted_km2 for area_id in held} == held
    assert step.high_km2 - step.low_km2 == sum(held.values())


def test_every_run_is_what_the_map_shows_on_its_first_and_last_day(data: DataSet) -> None:
    for run in runs(data):
        last = run.end - DAY if run.end else data.settings.end
        assert controllers_on(data, run.start)[run.area_id] == run.controller
        assert controllers_on(data, last)[run.area_id] == run.controller


def test_runs_cover_the_record_of_every_area_without_a_gap(data: DataSet) -> None:
    for area in data.areas:
        found = [run for run in runs(data) if run.area_id == area.area_id]
        assert found[0].start == data.settings.start
        assert found[-1].end is None
        for run, after in pairwise(found):
            assert run.end == after.start
            assert run.controller != after.controller


def test_areas_of_context_come_last(data: DataSet) -> None:
    counted = [bool(data.area(run.area_id).district_id) for run in runs(data)]
    assert counted == sorted(counted, reverse=True)
    assert not all(counted)


def test_a_doubt_is_what_the_record_calls_not_certain(data: DataSet) -> None:
    for doubt in doubts(data):
        state = state_on(data, doubt.earliest)
        parts = [*state.context, *(part for one in state.districts for part in one.parts)]
        assert not next(part for part in parts if part.area_id == doubt.area_id).certain
        assert doubt.earliest <= doubt.day <= doubt.latest


def test_a_fight_is_a_contested_period(data: DataSet) -> None:
    assert len(fights(data)) == sum(row.contested for row in data.control)


def test_an_area_that_nobody_is_known_to_hold_is_not_counted(square_data: SquareData) -> None:
    data = square_data.load()
    step = next(step for step in steps(data) if step.day == dt.date(2004, 1, 1))
    assert controllers_on(data, step.day)["WEST"] == "unknown"
    assert step.held_km2 == 60
    assert step.low_km2 == 60


def test_a_change_of_unsure_day_may_have_been_before(square_data: SquareData) -> None:
    step = next(s for s in steps(square_data.load()) if s.day == dt.date(2001, 2, 27))
    assert (step.held_km2, step.low_km2, step.high_km2) == (50, 50, 149)


# The axis


def test_the_axis_begins_and_ends_with_the_record_and_never_goes_back(data: DataSet) -> None:
    axis = axis_of(data)
    start, end = data.settings.start, data.settings.end
    days = [start + index * DAY for index in range((end - start).days + 1)]
    places = [axis.position(day) for day in days]
    assert (places[0], places[-1]) == (0, 1)
    assert all(a < b for a, b in pairwise(places))


def test_inside_a_chapter_all_days_are_equally_wide(data: DataSet) -> None:
    axis = axis_of(data)
    for panel in axis.panels:
        days = (panel.end - panel.start).days
        wide = (panel.right - panel.left) / days
        half = panel.start + (days // 2) * DAY
        assert axis.position(half) - panel.left == pytest.approx(wide * (days // 2))


def test_a_chapter_without_a_change_is_narrower_than_one_with_many(data: DataSet) -> None:
    quiet = [panel.right - panel.left for panel in axis_of(data).panels if not panel.count]
    busiest = max(axis_of(data).panels, key=lambda panel: panel.count)
    assert quiet
    assert max(quiet) < (busiest.right - busiest.left) / 2


def test_the_axis_counts_every_change_once(data: DataSet) -> None:
    assert sum(panel.count for panel in axis_of(data).panels) == len(changes(data))


def test_marks_stand_where_their_days_are(data: DataSet) -> None:
    axis = axis_of(data)
    marks = {mark.label: mark.position for mark in axis.marks()}
    assert marks["1993"] == axis.position(dt.date(1993, 1, 1))
    assert marks["Oct 2020"] == axis.position(dt.date(2020, 10, 1))


def test_the_quiet_years_are_told(data: DataSet) -> None:
    [quiet] = [panel for panel in axis_of(data).panels if not panel.count]
    assert quiet_words(quiet) == "26 years without a change"


def test_a_record_without_chapters_is_one_panel(square_data: SquareData) -> None:
    square_data.alter_json("datapackage.json", [], "replay", "chapters")
    data = square_data.load()
    [panel] = axis_of(data).panels
    assert (panel.start, panel.end) == (data.settings.start, data.settings.end)
    assert (panel.left, panel.right) == (0, 1)
