"""Two days compared: examples on the squares, laws on made-up timelines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import SquareData
from hypothesis import given
from hypothesis import strategies as st
from test_control import DAYS, START, data_sets

from geodata.comparison import (
    AreaComparison,
    Comparison,
    DistrictComparison,
    chapter_spans,
    compare,
    turning_points,
)
from geodata.control import changes_between, state_on
from geodata.model import UNKNOWN, Chapter, DataSet, Figure


@pytest.fixture
def squares(square_data: SquareData) -> DataSet:
    return square_data.load()


def district(found: Comparison, district_id: str) -> DistrictComparison:
    return next(one for one in found.districts if one.id == district_id)


def test_a_change_on_the_earlier_day_is_not_between_and_one_on_the_later_is(
    squares: DataSet,
) -> None:
    found = compare(squares, date(2001, 3, 1), date(2003, 5, 10))
    assert [(change.date, change.area_id) for change in found.changes] == [
        (date(2002, 6, 1), "EAST-A"),
        (date(2003, 5, 10), "NORTH"),
    ]
    assert district(found, "NORTH").differs


def test_an_area_that_changed_back_has_its_changes_and_does_not_differ(squares: DataSet) -> None:
    north = district(compare(squares, date(2000, 1, 1), date(2005, 1, 1)), "NORTH")
    assert [(change.before, change.after) for change in north.changes] == [
        ("blue", "red"),
        ("red", "blue"),
    ]
    assert not north.differs
    assert north.pair == ("blue", "blue")


def test_of_a_district_in_parts_only_the_part_that_changed_is_moved(squares: DataSet) -> None:
    found = compare(squares, date(2001, 12, 31), date(2002, 12, 31))
    east = district(found, "EAST")
    assert [(part.area_id, part.differs) for part in east.parts] == [
        ("EAST-A", True),
        ("EAST-B", False),
    ]
    assert found.moved_km2 == {("blue", "red"): 60}


def test_people_count_whole_for_whoever_controls_the_centre(squares: DataSet) -> None:
    found = compare(squares, date(2001, 12, 31), date(2002, 12, 31))
    assert district(found, "EAST").people == 2000
    assert found.moved_people == {("blue", "red"): 2000}
    assert found.population == 2000


def test_a_part_without_the_centre_moves_its_km2_and_nobody(square_data: SquareData) -> None:
    square_data.alter("areas.csv", 3, "centre", "")
    square_data.alter("areas.csv", 4, "centre", "yes")
    square_data.alter_json("datapackage.json", 1500, "replay", "expected_totals", "population")
    found = compare(square_data.load(), date(2001, 12, 31), date(2002, 12, 31))
    assert found.moved_km2 == {("blue", "red"): 60}
    assert found.moved_people == {}


def test_what_the_subject_gains_or_loses_is_what_a_source_prints_as_held(squares: DataSet) -> None:
    assert compare(squares, date(2001, 1, 1), date(2001, 3, 1)).moved_km2 == {("blue", "red"): 99}
    assert compare(squares, date(2003, 1, 1), date(2003, 6, 1)).moved_km2 == {("red", "blue"): 99}


def test_what_passes_between_others_is_the_whole_area(squares: DataSet) -> None:
    rows = tuple(
        replace(row, controller=UNKNOWN)
        if (row.area_id, row.controller) == ("NORTH", "red")
        else row
        for row in squares.control
    )
    found = compare(replace(squares, control=rows), date(2001, 1, 1), date(2001, 3, 1))
    assert found.moved_km2 == {("blue", UNKNOWN): 100}
    assert found.held_km2 == 0


def test_context_is_compared_and_never_counted(squares: DataSet) -> None:
    rows = tuple(row for row in squares.control if row.area_id != "RING")
    ring = [row for row in squares.control if row.area_id == "RING"]
    turned = (
        replace(ring[0], end=date(2001, 1, 1)),
        replace(ring[0], start=date(2001, 1, 1), controller="red"),
    )
    found = compare(
        replace(squares, control=(*rows, *turned)), date(2000, 12, 31), date(2001, 1, 1)
    )
    [context] = found.context
    assert (context.area_id, context.pair, context.differs) == ("RING", ("blue", "red"), True)
    assert [change.area_id for change in found.changes] == ["RING"]
    assert found.moved_km2 == found.moved_people == {}


def test_a_district_without_a_figure_has_no_people_and_not_zero(squares: DataSet) -> None:
    figures = tuple(figure for figure in squares.population if figure.area_id != "EAST")
    found = compare(replace(squares, population=figures), date(2001, 12, 31), date(2002, 12, 31))
    assert district(found, "EAST").people is None
    assert found.moved_people == {}
    assert found.population == 0


@pytest.mark.parametrize("outside", [date(1999, 12, 31), date(2010, 1, 1)])
def test_a_day_outside_the_record_is_refused(squares: DataSet, outside: date) -> None:
    with pytest.raises(ValueError, match=f"{outside} is outside"):
        compare(squares, date(2001, 1, 1), outside)
    with pytest.raises(ValueError, match=f"{outside} is outside"):
        compare(squares, outside, date(2001, 1, 1))


# Turning points


def with_chapters(data: DataSet, *spans: tuple[date, date | None]) -> DataSet:
    chapters = tuple(Chapter(str(i), str(i), *span) for i, span in enumerate(spans))
    return replace(data, settings=replace(data.settings, chapters=chapters))


def test_without_chapters_the_first_the_opening_and_the_last_day_remain(squares: DataSet) -> None:
    opening = replace(squares.settings, opening=date(2001, 1, 1))
    data = with_chapters(replace(squares, settings=opening))
    assert turning_points(data) == (date(2000, 1, 1), date(2001, 1, 1), date(2009, 12, 31))
    assert chapter_spans(data) == ()


def test_a_chapter_turns_on_the_day_the_next_begins(squares: DataSet) -> None:
    data = with_chapters(squares, (date(2000, 1, 1), date(2002, 1, 1)), (date(2002, 1, 1), None))
    assert [(span.first, span.last) for span in chapter_spans(data)] == [
        (date(2000, 1, 1), date(2002, 1, 1)),
        (date(2002, 1, 1), date(2009, 12, 31)),
    ]


def test_a_chapter_that_ends_with_a_change_turns_on_that_change(squares: DataSet) -> None:
    data = with_chapters(squares, (date(2000, 1, 1), date(2003, 5, 11)), (date(2003, 5, 11), None))
    assert turning_points(data) == (date(2000, 1, 1), date(2003, 5, 10), date(2009, 12, 31))


def test_a_chapter_never_turns_outside_the_record(squares: DataSet) -> None:
    data = with_chapters(
        squares, (date(1990, 1, 1), date(2001, 6, 1)), (date(2001, 6, 1), date(2030, 1, 1))
    )
    assert turning_points(data) == (date(2000, 1, 1), date(2001, 6, 1), date(2009, 12, 31))


def test_a_chapter_before_the_record_is_none(squares: DataSet) -> None:
    assert chapter_spans(with_chapters(squares, (date(1980, 1, 1), date(1990, 1, 1)))) == ()


# Laws

PEOPLE = {"WHOLE": 1000.0, "SPLIT": 300.0}


def peopled(data: DataSet) -> DataSet:
    figures = tuple(
        Figure(key, key, "census", "total", None, value, None, None, "", "people", (), "")
        for key, value in PEOPLE.items()
    )
    return replace(data, population=figures, settings=replace(data.settings, population="census"))


worlds = data_sets().map(peopled)
days = st.sampled_from(DAYS)


def parts(found: Comparison) -> list[AreaComparison]:
    return [part for one in found.districts for part in one.parts]


@given(worlds, days)
def test_a_day_does_not_differ_from_itself(data: DataSet, day: date) -> None:
    found = compare(data, day, day)
    assert found.changes == ()
    assert found.moved_km2 == found.moved_people == {}
    assert not any(one.differs or one.changes for one in found.districts)
    assert found.held_km2 == found.districts_held == found.population == 0


@given(worlds, days, days)
def test_swapping_the_days_negates(data: DataSet, first: date, second: date) -> None:
    there, back = compare(data, first, second), compare(data, second, first)
    assert there.held_km2 == -back.held_km2
    assert there.districts_held == -back.districts_held
    assert there.population == -back.population
    assert there.moved_km2 == {(a, b): km2 for (b, a), km2 in back.moved_km2.items()}
    assert there.moved_people == {(a, b): count for (b, a), count in back.moved_people.items()}
    assert there.changes == back.changes
    assert [part.pair for part in parts(there)] == [part.pair[::-1] for part in parts(back)]


@given(worlds, days, days)
def test_what_moved_is_the_difference_of_the_totals(
    data: DataSet, first: date, second: date
) -> None:
    found = compare(data, first, second)
    before, after = (state_on(data, day).totals for day in (first, second))
    subject = data.settings.subject
    for moved, difference in (
        (found.moved_km2, after.held_km2 - before.held_km2),
        (found.moved_people, after.population - before.population),
    ):
        gained = sum(value for (_from, to), value in moved.items() if to == subject)
        lost = sum(value for (origin, _to), value in moved.items() if origin == subject)
        assert gained - lost == difference
    assert found.held_km2 == after.held_km2 - before.held_km2
    assert found.districts_held == after.districts_held - before.districts_held
    assert found.population == after.population - before.population


@given(worlds, days, days)
def test_the_changes_of_each_area_lead_from_the_one_day_to_the_other(
    data: DataSet, first: date, second: date
) -> None:
    first, second = sorted((first, second))
    for part in parts(compare(data, first, second)):
        now = part.before.controller
        for change in part.changes:
            assert first < change.date <= second
            assert now == change.before
            now = change.after
        assert now == part.after.controller


@given(worlds, days, days)
def test_every_change_between_belongs_to_one_area(data: DataSet, first: date, second: date) -> None:
    found = compare(data, first, second)
    told = [change for one in found.districts for change in one.changes]
    assert sorted(told, key=repr) == sorted(found.changes, key=repr)
    assert found.changes == changes_between(data, *sorted((first, second)))
    for one in found.districts:
        assert [change.date for change in one.changes] == sorted(c.date for c in one.changes)


@given(worlds, days, days, days)
def test_differences_add_up_along_the_way(
    data: DataSet, first: date, second: date, third: date
) -> None:
    whole = compare(data, first, third)
    legs = compare(data, first, second), compare(data, second, third)
    assert whole.held_km2 == sum(leg.held_km2 for leg in legs)
    assert whole.population == sum(leg.population for leg in legs)


@given(worlds, st.lists(st.tuples(days, days)))
def test_turning_points_are_in_order_within_the_record_and_hold_every_span(
    data: DataSet, chapters: list[tuple[date, date]]
) -> None:
    spans = [(min(pair), max(pair) + timedelta(days=1)) for pair in chapters]
    settings = replace(data.settings, opening=START)
    data = with_chapters(replace(data, settings=settings), *spans)
    points = turning_points(data)
    assert list(points) == sorted(set(points))
    assert points[0] == START
    assert points[-1] == DAYS[-1]
    for span in chapter_spans(data):
        assert span.first in points
        assert span.last in points
        assert span.first < span.last
