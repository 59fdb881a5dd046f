"""Who controlled what on a day: examples on the squares, laws on made-up timelines."""

import gc
import itertools
import time
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import portion
import pytest
from conftest import REPLAY, SquareData
from hypothesis import given
from hypothesis import strategies as st

from geodata.control import (
    Change,
    DistrictState,
    changes,
    changes_between,
    state_on,
    uncertain_spans,
)
from geodata.dates import parse_uncertain
from geodata.export import changes_json, state_json
from geodata.model import UNKNOWN, Area, ControlPeriod, DataSet, Name
from geodata.settings import NO_SETTINGS
from geodata.shapes import no_shapes


@pytest.fixture
def squares(square_data: SquareData) -> DataSet:
    return square_data.load()


def district(data: DataSet, day: date, district_id: str) -> DistrictState:
    return next(found for found in state_on(data, day).districts if found.id == district_id)


def test_day_of_handover_belongs_to_the_new_controller(squares: DataSet) -> None:
    assert district(squares, date(2003, 5, 9), "NORTH").controller == "red"
    assert district(squares, date(2003, 5, 10), "NORTH").controller == "blue"


def test_since_and_until_are_the_run_under_one_controller(squares: DataSet) -> None:
    north = district(squares, date(2002, 1, 1), "NORTH")
    assert (north.since, north.until) == (date(2001, 3, 1), date(2003, 5, 10))


def test_a_contest_does_not_begin_a_new_run(squares: DataSet) -> None:
    east = district(squares, date(2002, 5, 1), "EAST")
    assert east.contested
    assert (east.controller, east.since) == ("blue", date(2000, 1, 1))
    assert east.until == date(2002, 6, 1)


def test_what_is_ongoing_has_no_until(squares: DataSet) -> None:
    assert district(squares, date(2009, 12, 31), "NORTH").until is None


def test_a_district_is_controlled_as_the_part_with_its_centre(squares: DataSet) -> None:
    east = district(squares, date(2003, 1, 1), "EAST")
    assert [(part.area_id, part.controller) for part in east.parts] == [
        ("EAST-A", "red"),
        ("EAST-B", "blue"),
    ]
    assert east.controller == "red"
    assert (east.held_km2, east.area_km2, east.held_share) == (60, 100, 0.6)


def test_a_part_without_the_centre_counts_its_own_area(square_data: SquareData) -> None:
    square_data.alter("areas.csv", 3, "centre", "")
    square_data.alter("areas.csv", 4, "centre", "yes")
    square_data.alter_json("datapackage.json", 1500, "replay", "expected_totals", "population")
    state = state_on(square_data.load(), date(2003, 1, 1))
    assert (state.districts[1].controller, state.districts[1].held_km2) == ("blue", 60)
    assert (state.totals.districts_held, state.totals.population) == (2, 1500)


def test_a_contested_part_makes_the_district_contested(square_data: SquareData) -> None:
    square_data.alter("control.csv", 8, "contested", "yes")
    assert district(square_data.load(), date(2001, 1, 1), "EAST").contested


def test_held_km2_is_the_figure_that_a_source_prints_for_it(squares: DataSet) -> None:
    assert district(squares, date(2002, 1, 1), "NORTH").held_km2 == 99


def test_totals_count_what_the_subject_holds(squares: DataSet) -> None:
    totals = state_on(squares, date(2003, 1, 1)).totals
    assert (totals.districts_held, totals.held_km2, totals.area_km2) == (3, 209, 250)
    assert totals.population == 3500
    assert totals.held_share == 209 / 250


def test_context_is_shown_and_never_counted(squares: DataSet) -> None:
    state = state_on(squares, date(2000, 1, 1))
    assert [(area.area_id, area.controller) for area in state.context] == [("RING", "blue")]
    assert "RING" not in {district.id for district in state.districts}


@pytest.mark.parametrize(
    ("day", "certain"),
    [
        (date(2001, 2, 26), True),
        (date(2001, 2, 27), False),
        (date(2001, 2, 28), False),
        (date(2001, 3, 1), False),
        (date(2001, 3, 2), True),
    ],
)
def test_a_state_is_not_certain_from_the_earliest_day_to_before_the_latest(
    squares: DataSet, day: date, certain: bool
) -> None:
    assert district(squares, day, "NORTH").certain is certain


def test_an_uncertain_contest_leaves_the_controller_certain(squares: DataSet) -> None:
    assert district(squares, date(2002, 4, 1), "EAST").certain


def test_unknown_is_never_certain(squares: DataSet) -> None:
    assert not district(squares, date(2004, 1, 31), "WEST").certain
    assert district(squares, date(2004, 2, 1), "WEST").certain


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2010, 1, 1), date.min, date.max])
def test_a_day_outside_the_record_is_refused_with_the_range(squares: DataSet, day: date) -> None:
    with pytest.raises(ValueError, match=f"{day} is outside .* 2000-01-01 to 2009-12-31"):
        state_on(squares, day)


def test_a_gap_is_unknown_and_never_the_previous_controller(squares: DataSet) -> None:
    rows = tuple(row for row in squares.control if row.controller != UNKNOWN)
    data = replace(squares, control=rows)
    west = district(data, date(2004, 1, 15), "WEST")
    assert (west.controller, west.certain) == (UNKNOWN, False)
    assert (west.since, west.until) == (date(2004, 1, 1), date(2004, 2, 1))
    assert west.parts[0].period is None


def test_changes_come_by_date_with_what_was_before_and_after(squares: DataSet) -> None:
    found = [
        (change.date, change.area_id, change.before, change.after) for change in changes(squares)
    ]
    assert found == [
        (date(2001, 3, 1), "NORTH", "blue", "red"),
        (date(2002, 6, 1), "EAST-A", "blue", "red"),
        (date(2003, 5, 10), "NORTH", "red", "blue"),
        (date(2004, 1, 1), "WEST", "red", "unknown"),
        (date(2004, 2, 1), "WEST", "unknown", "blue"),
    ]


def test_a_change_says_who_says_so_and_how_sure_it_is(squares: DataSet) -> None:
    taken = changes(squares)[0]
    assert (taken.earliest, taken.latest) == (date(2001, 2, 27), date(2001, 3, 2))
    assert (taken.basis, taken.event_id, taken.sources) == ("captured", "TAKEN", ("BOOK", "PRESS"))
    assert (taken.district_id, taken.name) == ("NORTH", "North")


def test_changes_on_one_day_come_in_the_order_of_the_areas(squares: DataSet) -> None:
    rows = [row for row in squares.control if row.area_id not in {"NORTH", "WEST"}]
    day = date(2005, 1, 1)
    for area_id in ("WEST", "NORTH"):
        rows.append(period(area_id, date(2000, 1, 1), day, "red"))
        rows.append(period(area_id, day, None, "blue"))
    found = changes_between(replace(squares, control=tuple(rows)), date(2004, 12, 31), day)
    assert [change.area_id for change in found] == ["NORTH", "WEST"]


def test_changes_between_leaves_out_the_first_day_and_takes_the_last(squares: DataSet) -> None:
    first, last = date(2001, 3, 1), date(2003, 5, 10)
    assert [c.date for c in changes_between(squares, first, last)] == [date(2002, 6, 1), last]
    assert changes_between(squares, last, first) == ()


def test_uncertain_spans_are_half_open(squares: DataSet) -> None:
    assert uncertain_spans(squares, "NORTH") == ((date(2001, 2, 27), date(2001, 3, 2)),)
    assert uncertain_spans(squares, "WEST") == ((date(2004, 1, 1), date(2004, 1, 31)),)
    assert uncertain_spans(squares, "EAST-A") == ()


def test_json_of_a_state_names_the_subject_as_the_data_set_does(squares: DataSet) -> None:
    found = state_json(squares, date(2001, 3, 1))
    assert found["date"] == "2001-03-01"
    assert found["districts"][0] == {
        "id": "NORTH",
        "name": "North",
        "controller": "red",
        "since": "2001-03-01",
        "until": "2003-05-10",
        "certain": False,
        "contested": False,
        "area_km2": 100,
        "red_area_km2": 99,
        "red_share": 0.99,
        "sources": ["BOOK", "PRESS"],
    }
    assert found["totals"] == {
        "districts_red": 2,
        "red_area_km2": 149,
        "area_km2": 250,
        "red_share": 0.596,
        "census": 1500,
    }
    assert isinstance(found["totals"]["area_km2"], int)


def test_json_of_changes_has_iso_days_and_nulls(squares: DataSet) -> None:
    found = changes_json(squares)
    assert found[0] == {
        "date": "2001-03-01",
        "area_id": "NORTH",
        "district_id": "NORTH",
        "name": "North",
        "before": "blue",
        "after": "red",
        "earliest": "2001-02-27",
        "latest": "2001-03-02",
        "basis": "captured",
        "event_id": "TAKEN",
        "sources": ["BOOK", "PRESS"],
    }
    assert found[1]["event_id"] is None


def test_a_state_takes_no_longer_than_a_frame_can_bear(squares: DataSet) -> None:
    state_on(squares, date(2001, 1, 1))
    took = []
    for _round in range(5):
        start = time.perf_counter()
        for _call in range(100):
            state_on(squares, date(2001, 1, 1))
        took.append((time.perf_counter() - start) / 100)
    assert min(took) < 0.0005


def test_a_district_has_one_state_until_something_about_it_changes(squares: DataSet) -> None:
    def north(day: date) -> DistrictState:
        return state_on(squares, day).districts[0]

    assert north(date(2001, 3, 2)) is north(date(2003, 5, 9))
    assert north(date(2001, 3, 1)) is not north(date(2001, 3, 2))


def test_totals_keep_fractions(squares: DataSet) -> None:
    rows = tuple(replace(row, value=(row.value or 0) + 0.25) for row in squares.population)
    totals = state_on(replace(squares, population=rows), date(2002, 1, 1)).totals
    assert (totals.districts_held, totals.held_km2, totals.population) == (2, 149, 1500.5)


def test_a_timeline_goes_when_its_data_set_goes(square_data: SquareData) -> None:
    data = square_data.load()
    state_on(data, date(2001, 1, 1))
    gone = weakref.ref(data)
    del data
    gc.collect()
    assert gone() is None


# Laws, on timelines of two districts (one of them in two parts) over sixty days.

START = date(2000, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(60)]
AREAS = ("WHOLE", "PART-A", "PART-B")


def period(
    area_id: str, start: date, end: date | None, controller: str, edtf: str = ""
) -> ControlPeriod:
    uncertain = parse_uncertain(edtf or str(start))
    basis = "opening" if start == START else "reported"
    return ControlPeriod(
        area_id, start, end, uncertain, controller, False, basis, "", "", ("BOOK",)
    )


@st.composite
def periods(draw: st.DrawFn, area_id: str, gaps: bool) -> list[ControlPeriod]:
    inner = draw(st.lists(st.sampled_from(DAYS[1:]), unique=True, max_size=6))
    starts = [START, *sorted(inner)]
    made = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        controller = draw(st.sampled_from(["red", "blue", UNKNOWN]))
        before, after = draw(st.integers(0, 5)), draw(st.integers(0, 5))
        edtf = f"{start - timedelta(days=before)}/{start + timedelta(days=after)}"
        row = period(area_id, start, end, controller, edtf)
        made.append(replace(row, contested=draw(st.booleans())))
    return [row for row in made if not gaps or draw(st.integers(0, 3))]


@st.composite
def data_sets(draw: st.DrawFn, gaps: bool = True) -> DataSet:
    rows = [row for area_id in AREAS for row in draw(periods(area_id, gaps))]
    return DataSet(
        folder=Path(),
        version="",
        title="",
        description="",
        revision="",
        settings=replace(NO_SETTINGS, start=START, end=DAYS[-1], subject=REPLAY["subject"]),
        shapes=no_shapes(),
        areas=(
            Area("WHOLE", "WHOLE", "district", "Whole", True, 10, 9, "", ()),
            Area("PART-A", "SPLIT", "part", "A", True, 5, None, "", ()),
            Area("PART-B", "SPLIT", "part", "B", False, 7, None, "", ()),
        ),
        names=tuple(Name(key, "en", key, "display", "", ()) for key in (*AREAS, "SPLIT")),
        control=tuple(draw(st.permutations(rows))),
    )


def controllers(data: DataSet, day: date) -> dict[str, str]:
    parts = (part for found in state_on(data, day).districts for part in found.parts)
    return {part.area_id: part.controller for part in parts}


days = st.sampled_from(DAYS)


@given(data_sets())
def test_each_area_has_exactly_one_state_a_day(data: DataSet) -> None:
    for day in DAYS:
        state = state_on(data, day)
        found = [part.area_id for part in itertools.chain(*(d.parts for d in state.districts))]
        assert found == list(AREAS)


@given(data_sets())
def test_states_agree_with_portion(data: DataSet) -> None:
    oracle = {
        area_id: portion.IntervalDict({portion.open(-portion.inf, portion.inf): UNKNOWN})
        for area_id in AREAS
    }
    for row in data.control:
        end = portion.inf if row.end is None else row.end
        oracle[row.area_id][portion.closedopen(row.start, end)] = row.controller
    for day in DAYS:
        assert controllers(data, day) == {area_id: oracle[area_id][day] for area_id in AREAS}


@given(data_sets())
def test_runs_agree_with_portion(data: DataSet) -> None:
    """``[since, until)`` is the one enclosure of the controller's days that holds the day."""
    for day in DAYS[::7]:
        for part in itertools.chain(*(d.parts for d in state_on(data, day).districts)):
            until = portion.inf if part.until is None else part.until
            run = portion.closedopen(part.since, until)
            assert day in run
            same = [
                other for other in DAYS if controllers(data, other)[part.area_id] == part.controller
            ]
            assert all(other in same for other in DAYS if other in run)
            assert part.since - timedelta(days=1) not in same
            assert part.until not in same


@given(data_sets())
def test_replaying_the_changes_gives_the_state(data: DataSet) -> None:
    now = controllers(data, START)
    coming = list(changes(data))
    for day in DAYS[1:]:
        while coming and coming[0].date == day:
            change = coming.pop(0)
            assert now[change.area_id] == change.before != change.after
            now[change.area_id] = change.after
        assert now == controllers(data, day)
    assert not coming


@given(data_sets(), days, days, days)
def test_changes_between_add_up(data: DataSet, first: date, day: date, last: date) -> None:
    first, day, last = sorted((first, day, last))
    together = changes_between(data, first, day) + changes_between(data, day, last)
    assert together == changes_between(data, first, last)


@given(data_sets(), days, days)
def test_changes_between_are_what_differs(data: DataSet, first: date, last: date) -> None:
    first, last = sorted((first, last))
    now = controllers(data, first)
    for change in changes_between(data, first, last):
        now[change.area_id] = change.after
    assert now == controllers(data, last)


@given(data_sets())
def test_a_state_is_uncertain_only_around_a_change(data: DataSet) -> None:
    for day in DAYS:
        for part in itertools.chain(*(d.parts for d in state_on(data, day).districts)):
            doubt = any(
                change.earliest <= day < change.latest for change in changes_of(data, part.area_id)
            )
            assert part.certain == (part.controller != UNKNOWN and not doubt)


@given(data_sets())
def test_uncertain_spans_agree_with_portion(data: DataSet) -> None:
    for area_id in AREAS:
        union = portion.empty()
        for change in changes_of(data, area_id):
            union |= portion.closedopen(change.earliest, change.latest)
        spans = uncertain_spans(data, area_id)
        assert list(spans) == [(span.lower, span.upper) for span in union if not span.empty]


@given(data_sets(), days)
def test_totals_are_those_of_the_districts(data: DataSet, day: date) -> None:
    state = state_on(data, day)
    totals = state.totals
    assert totals.districts_held == sum(d.controller == "red" for d in state.districts)
    assert totals.held_km2 == sum(d.held_km2 for d in state.districts)
    assert 0 <= totals.held_km2 <= totals.area_km2 == 22


@given(data_sets(gaps=False), days)
def test_a_district_is_its_centre(data: DataSet, day: date) -> None:
    split = district(data, day, "SPLIT")
    centre = split.parts[0]
    assert (split.controller, split.since, split.until, split.certain) == (
        centre.controller,
        centre.since,
        centre.until,
        centre.certain,
    )
    assert split.contested == any(part.contested for part in split.parts)


def changes_of(data: DataSet, area_id: str) -> Iterator[Change]:
    return (change for change in changes(data) if change.area_id == area_id)
