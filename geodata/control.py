"""The join of areas and periods: who controlled what on a day, and what changed when."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from geodata.model import ControlPeriod, DataSet
from geodata.timeline import AreaState, AreaTimeline, Change, Day, Steps
from geodata.translate import gettext as _

__all__ = [
    "AreaState",
    "Change",
    "DistrictState",
    "State",
    "Timeline",
    "Totals",
    "changes",
    "changes_between",
    "state_on",
    "uncertain_spans",
]


@dataclass(frozen=True, slots=True)
class DistrictState:
    """A district on a day: the state of the part that holds its centre, and what is held."""

    id: str
    name: str
    controller: str
    since: Day
    until: Day | None
    certain: bool
    contested: bool
    area_km2: float
    held_km2: float
    held_share: float
    sources: tuple[str, ...]
    parts: tuple[AreaState, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the subject of the data set holds of all districts; ``held_share`` is 0 to 1."""

    districts_held: int
    held_km2: float
    area_km2: float
    held_share: float
    population: float


@dataclass(frozen=True, slots=True)
class State:
    """Everything on one day."""

    date: Day
    districts: tuple[DistrictState, ...]
    context: tuple[AreaState, ...]
    totals: Totals

    @property
    def areas(self) -> tuple[AreaState, ...]:
        """Every area: the parts of the districts, then the context."""
        parts = (part for district in self.districts for part in district.parts)
        return (*parts, *self.context)


def state_on(data: DataSet, day: Day) -> State:
    """Return the state at the end of ``day``; a change on that day has taken effect.

    >>> from geodata.load import load
    >>> totals = state_on(load(), Day(1993, 4, 5)).totals
    >>> totals.districts_held, totals.held_km2, totals.population
    (2, 3770, 91052)

    Raises
    ------
    ValueError
        For a day outside the record, naming the first and the last day.
    """
    settings = data.settings
    if not settings.start <= day <= settings.end:
        raise ValueError(
            _("{day} is outside the record: choose a day from {first} to {last}").format(
                day=day, first=settings.start, last=settings.end
            )
        )
    timeline = _timeline(data)
    return State(
        date=day,
        districts=timeline.districts.on(day),
        context=timeline.context.on(day),
        totals=timeline.totals(day),
    )


def changes(data: DataSet) -> tuple[Change, ...]:
    """Return every change of controller, by date, then in the order of areas.csv."""
    return _timeline(data).changes


def changes_between(data: DataSet, first: Day, last: Day) -> tuple[Change, ...]:
    """Return the changes after ``first``, up to and with ``last``; none if ``last`` is earlier.

    >>> from geodata.load import load
    >>> for change in changes_between(load(), Day(2020, 11, 20), Day(2020, 12, 1)):
    ...     print(change.date, change.name, change.before, change.after)
    2020-11-25 Kalbajar armenian_forces azerbaijan
    2020-12-01 Lachin armenian_forces azerbaijan
    """
    timeline = _timeline(data)
    after, until = (bisect_right(timeline.dates, day) for day in (first, last))
    return timeline.changes[after:until]


def uncertain_spans(data: DataSet, area_id: str) -> tuple[tuple[Day, Day], ...]:
    """Return the spans ``[start, end)`` in which it is not certain who controlled the area."""
    return _timeline(data).areas[area_id].spans


class Timeline:
    """The periods of a data set, arranged for looking up days."""

    def __init__(self, data: DataSet) -> None:
        periods: dict[str, list[ControlPeriod]] = {area.area_id: [] for area in data.areas}
        for period in data.control:
            periods[period.area_id].append(period)
        self.areas = {
            area.area_id: AreaTimeline(
                area, data.area_name(area.area_id), periods[area.area_id], data.settings.start
            )
            for area in data.areas
        }
        context = (self.areas[area.area_id] for area in data.areas if not area.district_id)
        districts = (_DistrictTimeline(data, self, key) for key in data.districts)
        self.districts = Steps((each.days, list(map(each.on, each.days))) for each in districts)
        self.context = Steps((area.days, area.states) for area in context)
        found = (change for area in self.areas.values() for change in area.changes)
        self.changes = tuple(sorted(found, key=lambda change: change.date))
        self.dates = [change.date for change in self.changes]
        self.area_km2 = sum(area.area_km2 or 0 for area in data.areas if area.district_id)
        self._counted = _counted(data, self.districts.values)

    def totals(self, day: Day) -> Totals:
        """Return what the subject holds on a day from the first of the record on."""
        counted = self._counted[self.districts.at(day)]
        held, held_km2, population = counted.sum(axis=0).tolist()
        return Totals(
            districts_held=int(held),
            held_km2=held_km2,
            area_km2=self.area_km2,
            held_share=held_km2 / self.area_km2 if self.area_km2 else 0.0,
            population=population,
        )


# Keyed by the data set itself and weakly, so that it goes when the data set goes.
_TIMELINES: WeakKeyDictionary[DataSet, Timeline] = WeakKeyDictionary()


def _timeline(data: DataSet) -> Timeline:
    found = _TIMELINES.get(data)
    if found is None:
        found = _TIMELINES[data] = Timeline(data)
    return found


class _DistrictTimeline:
    """A district, whose parts are areas; on ``days`` the state of one of them begins."""

    def __init__(self, data: DataSet, timeline: Timeline, district_id: str) -> None:
        areas = data.districts[district_id]
        self.id = district_id
        self.name = data.district_name(district_id)
        self.subject = data.settings.subject
        self.parts = [(timeline.areas[area.area_id], area.counted_km2) for area in areas]
        self.days = sorted({day for area, _km2 in self.parts for day in area.days})
        self.centre = next(index for index, area in enumerate(areas) if area.centre)
        self.area_km2 = sum(area.area_km2 or 0 for area in areas)

    def on(self, day: Day) -> DistrictState:
        """Return the state on a day from the first of the record on."""
        parts = tuple(area.on(day) for area, _km2 in self.parts)
        held_km2 = sum(
            km2
            for state, (_area, km2) in zip(parts, self.parts, strict=True)
            if state.controller == self.subject
        )
        centre = parts[self.centre]
        return DistrictState(
            id=self.id,
            name=self.name,
            controller=centre.controller,
            since=centre.since,
            until=centre.until,
            certain=centre.certain,
            contested=any(part.contested for part in parts),
            area_km2=self.area_km2,
            held_km2=held_km2,
            held_share=held_km2 / self.area_km2 if self.area_km2 else 0.0,
            sources=centre.sources,
            parts=parts,
        )


def _counted(data: DataSet, states: Iterable[DistrictState]) -> NDArray[Any]:
    """Return for each state what it adds to the totals: districts, km² and people."""
    settings = data.settings
    people = {
        figure.area_id: figure.value or 0
        for figure in data.population
        if (figure.measure, figure.group) == (settings.population, "total")
    }
    held = ((state, state.controller == settings.subject) for state in states)
    rows = [(yes, state.held_km2, yes and people.get(state.id, 0)) for state, yes in held]
    return np.array(rows).reshape(-1, 3)
