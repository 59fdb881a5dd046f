"""The states of an area in order of time, its changes of controller, and a look at a day."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from geodata.model import UNKNOWN, Area, ControlPeriod

Day = dt.date
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AreaState:
    """An area on a day; ``[since, until)`` is the run of days under the same controller.

    ``period`` is None where the record has a gap; the controller is then unknown.
    """

    area_id: str
    controller: str
    contested: bool
    certain: bool
    since: Day
    until: Day | None
    note: str
    sources: tuple[str, ...]
    period: ControlPeriod | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of controller; ``date`` is the first day of ``after``.

    ``earliest`` and ``latest`` are the days that sources give, None where they leave it open.
    """

    date: Day
    area_id: str
    district_id: str
    name: str
    before: str
    after: str
    earliest: Day | None
    latest: Day | None
    basis: str
    event_id: str
    note: str
    sources: tuple[str, ...]

    @property
    def group(self) -> str:
        """The id that is selected: that of the area's district, or the area's own."""
        return self.district_id or self.area_id


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The days ``[start, end)`` of a period, or of a gap, which has none."""

    start: Day
    end: Day | None
    period: ControlPeriod | None = None

    @property
    def controller(self) -> str:
        return self.period.controller if self.period else UNKNOWN


class AreaTimeline:
    """The states of one area, each made once.

    ``days`` are those on which a state of ``states`` begins, ``spans`` the days ``[start, end)`` on
    which the controller is not certain.
    """

    def __init__(self, area: Area, name: str, periods: list[ControlPeriod], first: Day) -> None:
        periods = sorted(periods, key=lambda period: period.start)
        stretches = list(_without_gaps(periods, first))
        runs = [list(run) for _key, run in groupby(stretches, lambda s: s.controller)]
        self.days = [stretch.start for stretch in stretches]
        self.states = [
            _area_state(area, stretch, run[0].start, run[-1].end) for run in runs for stretch in run
        ]
        self.changes = [
            _change(area, name, before[-1], after[0]) for before, after in pairwise(runs)
        ]
        self.spans = tuple(_merged(sorted(_spans(self.changes, first))))
        if self.spans:
            self._cut(first)

    def on(self, day: Day) -> AreaState:
        """Return the state on a day from the first of the record on."""
        return self.states[bisect_right(self.days, day) - 1]

    def _cut(self, first: Day) -> None:
        """Let a state begin where a doubt begins or ends, too."""
        days = sorted({*self.days, *(max(day, first) for span in self.spans for day in span)})
        states = [self.on(day) for day in days]
        for start, end in self.spans:
            for index in range(bisect_left(days, start), bisect_left(days, end)):
                states[index] = replace(states[index], certain=False)
        self.days, self.states = days, states


class Steps(Generic[T]):
    """What each of many things is from day to day; one search finds them all.

    A thing has the days on which a value begins, the first of the record before all, and the
    values. ``values`` are those of all things, one after the other.
    """

    def __init__(self, things: Iterable[tuple[Sequence[Day], Sequence[T]]]) -> None:
        things = list(things)
        days = [day.toordinal() for begins, _values in things for day in begins]
        # All on one axis, on which each thing is as long as the calendar.
        self._offsets = np.arange(len(things)) * Day.max.toordinal()
        lengths = np.array([len(begins) for begins, _values in things], int)
        self._begins = np.array(days, int) + np.repeat(self._offsets, lengths)
        self.values = np.fromiter((value for _begins, values in things for value in values), object)

    def at(self, day: Day) -> NDArray[np.intp]:
        """Return where in ``values`` each thing is on a day from the first of the record on."""
        return np.searchsorted(self._begins, self._offsets + day.toordinal(), side="right") - 1

    def on(self, day: Day) -> tuple[T, ...]:
        """Return the value of each thing on such a day."""
        return tuple(self.values[self.at(day)].tolist())


def _without_gaps(periods: list[ControlPeriod], start: Day) -> Iterator[_Stretch]:
    """Yield the periods, and a stretch without one for each gap from ``start`` on."""
    day: Day | None = start
    for period in periods:
        if day and day < period.start:
            yield _Stretch(day, period.start)
        yield _Stretch(period.start, period.end, period)
        day = period.end
    if day:
        yield _Stretch(day, None)


def _area_state(area: Area, stretch: _Stretch, since: Day, until: Day | None) -> AreaState:
    period = stretch.period
    return AreaState(
        area_id=area.area_id,
        controller=stretch.controller,
        contested=period.contested if period else False,
        certain=stretch.controller != UNKNOWN,
        since=since,
        until=until,
        note=period.note if period else "",
        sources=period.sources if period else (),
        period=period,
    )


def _change(area: Area, name: str, before: _Stretch, after: _Stretch) -> Change:
    period = after.period
    edtf = period.start_edtf if period else None
    return Change(
        date=after.start,
        area_id=area.area_id,
        district_id=area.district_id,
        name=name,
        before=before.controller,
        after=after.controller,
        earliest=edtf.earliest if edtf else after.start,
        latest=edtf.latest if edtf else after.start,
        basis=period.basis if period else "",
        event_id=period.event_id if period else "",
        note=period.note if period else "",
        sources=period.sources if period else (),
    )


def _spans(found: list[Change], first: Day) -> Iterator[tuple[Day, Day]]:
    for change in found:
        start, end = change.earliest or first, change.latest or dt.date.max
        if start < end:
            yield start, end


def _merged(spans: list[tuple[Day, Day]]) -> Iterator[tuple[Day, Day]]:
    """Yield sorted spans with those that meet or overlap made one."""
    if not spans:
        return
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if next_start > end:
            yield start, end
            start, end = next_start, next_end
        end = max(end, next_end)
    yield start, end
