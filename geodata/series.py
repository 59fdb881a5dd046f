"""What the charts of the timeline draw: who controlled, where sources differ, km² over time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.control import changes, state_on
from geodata.model import Area, DataSet
from geodata.timeline import Change


@dataclass(frozen=True, slots=True)
class Run:
    """The days ``[start, end)`` of an area under one controller; ``end`` is None while it lasts."""

    area_id: str
    start: dt.date
    end: dt.date | None
    controller: str


@dataclass(frozen=True, slots=True)
class Fight:
    """The days ``[start, end)`` on which an area was fought over."""

    area_id: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A change on ``day``, which sources date from ``earliest`` to ``latest``."""

    area_id: str
    day: dt.date
    earliest: dt.date
    latest: dt.date


@dataclass(frozen=True, slots=True)
class Step:
    """What the subject held from ``day`` until the next step.

    ``held_km2``, ``districts`` and ``population`` follow the days that the map uses; by any other
    day that a source gives, the area lies from ``low_km2`` to ``high_km2``. An area whose
    controller is not known is not counted. ``is_change`` says whether a counted area changed hands.
    """

    day: dt.date
    held_km2: float
    districts: int
    population: float
    low_km2: float
    high_km2: float
    is_change: bool


def counted_first(data: DataSet) -> list[Area]:
    """Return the areas in the order of areas.csv, those of context last."""
    return sorted(data.areas, key=lambda area: not area.district_id)


def runs(data: DataSet) -> tuple[Run, ...]:
    """Return every run of days under one controller, area by area, those of context last.

    >>> from geodata.load import load
    >>> for run in runs(load()):
    ...     if run.area_id == "AZ-AGM-W":
    ...         print(run.start, run.end, run.controller)
    1992-01-01 1993-07-23 azerbaijan
    1993-07-23 2020-11-20 armenian_forces
    2020-11-20 None azerbaijan
    """
    return tuple(run for area in counted_first(data) for run in _runs(data, area.area_id))


def _runs(data: DataSet, area_id: str) -> Iterator[Run]:
    start = data.settings.start
    first = next(state for state in state_on(data, start).areas if state.area_id == area_id)
    found = [(start, first.controller)]
    found += [(c.date, c.after) for c in changes(data) if c.area_id == area_id]
    ends = [day for day, _controller in found[1:]]
    for (day, controller), end in zip(found, [*ends, None], strict=True):
        yield Run(area_id, day, end, controller)


def fights(data: DataSet) -> tuple[Fight, ...]:
    """Return the periods in which an area was contested, as control.csv has them."""
    return tuple(Fight(row.area_id, row.start, row.end) for row in data.control if row.contested)


def doubts(data: DataSet) -> tuple[Doubt, ...]:
    """Return the changes whose day is not certain.

    Where sources leave an end open, the first or last day of the record stands for it.
    """
    first, last = data.settings.start, data.settings.end
    found = (Doubt(c.area_id, c.date, c.earliest or first, c.latest or last) for c in changes(data))
    return tuple(doubt for doubt in found if doubt.earliest < doubt.latest)


def steps(data: DataSet) -> tuple[Step, ...]:
    """Return what the subject held over time, with the first and the last day of the record.

    >>> from geodata.load import load
    >>> step = next(step for step in steps(load()) if step.day == dt.date(2020, 10, 25))
    >>> step.held_km2, step.low_km2, step.high_km2
    (4612, 4612, 7633)
    """
    changed = {change.date for change in changes(data) if change.district_id}
    return tuple(_step(data, day, is_change=day in changed) for day in _days(data))


def _days(data: DataSet) -> list[dt.date]:
    """Return the days on which a number may change, with the first and the last of the record."""
    first, last = data.settings.start, data.settings.end
    found = {first, last}
    for change in changes(data):
        found |= {change.date, change.earliest or first, change.latest or last}
    return sorted(day for day in found if first <= day <= last)


def _step(data: DataSet, day: dt.date, *, is_change: bool) -> Step:
    totals = state_on(data, day).totals
    low, high = _bounds(data, day)
    return Step(
        day,
        totals.held_km2,
        totals.districts_held,
        totals.population,
        low,
        high,
        is_change,
    )


def _bounds(data: DataSet, day: dt.date) -> tuple[float, float]:
    """Return the least and the most km² that the subject may have held at the end of a day."""
    subject = data.settings.subject
    low: float = 0
    high: float = 0
    for state in state_on(data, day).areas:
        area = data.area(state.area_id)
        if not area.district_id:
            continue
        possible = {state.controller}
        for change in changes(data):
            if change.area_id == area.area_id and _is_open(change, day):
                possible |= {change.before, change.after}
        low += area.counted_km2 if possible == {subject} else 0
        high += area.counted_km2 if subject in possible else 0
    return low, high


def _is_open(change: Change, day: dt.date) -> bool:
    """Whether by some source the change was before the end of the day, and by another after."""
    begun = change.earliest is None or change.earliest <= day
    return begun and (change.latest is None or day < change.latest)
