"""Two days of the record side by side: what differs, what changed between, what that adds up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from geodata.control import AreaState, DistrictState, State, changes, changes_between, state_on
from geodata.model import DataSet
from geodata.timeline import Change, Day

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AreaComparison:
    """An area on both days, and its changes between them in order of time.

    ``km2`` is the area that counts as moved if the controllers differ: the km² counted when the
    subject of the data set is one of the two, else the whole area.
    """

    area_id: str
    name: str
    before: AreaState
    after: AreaState
    changes: tuple[Change, ...]
    km2: float

    @property
    def pair(self) -> Pair:
        """Who controls it on the one day and on the other."""
        return self.before.controller, self.after.controller

    @property
    def differs(self) -> bool:
        """Whether another controls it on the other day."""
        return self.before.controller != self.after.controller


@dataclass(frozen=True, slots=True)
class DistrictComparison:
    """A district on both days; ``people`` live in the whole of it, None where no figure is given.

    They count for whoever controls the part that holds the centre, as in the totals of a day.
    """

    before: DistrictState
    after: DistrictState
    parts: tuple[AreaComparison, ...]
    people: float | None

    @property
    def id(self) -> str:
        """The district's id."""
        return self.before.id

    @property
    def name(self) -> str:
        """The district's display name."""
        return self.before.name

    @property
    def pair(self) -> Pair:
        """Who controls the centre on the one day and on the other."""
        return self.before.controller, self.after.controller

    @property
    def differs(self) -> bool:
        """Whether a part of it is under another controller on the other day."""
        return any(part.differs for part in self.parts)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all its parts, in order of time."""
        found = (change for part in self.parts for change in part.changes)
        return tuple(sorted(found, key=lambda change: change.date))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The record on two days. ``context`` is compared, but never counted.

    ``before`` is the day asked for first, which may be the later one: the differences then run
    backwards, the changes between never do.
    """

    before: State
    after: State
    districts: tuple[DistrictComparison, ...]
    context: tuple[AreaComparison, ...]
    changes: tuple[Change, ...]

    @property
    def moved_km2(self) -> Mapping[Pair, float]:
        """The km² by who controls them on the one day and on the other, where the two differ."""
        parts = (part for district in self.districts for part in district.parts)
        return _sums((part.pair, part.km2) for part in parts)

    @property
    def moved_people(self) -> Mapping[Pair, float]:
        """The people of the districts whose centre is under another controller, as above."""
        return _sums((district.pair, district.people or 0) for district in self.districts)

    @property
    def held_km2(self) -> float:
        """How much more the subject of the data set holds on the day asked for second."""
        return self.after.totals.held_km2 - self.before.totals.held_km2

    @property
    def districts_held(self) -> int:
        """How many more districts' centres it holds."""
        return self.after.totals.districts_held - self.before.totals.districts_held

    @property
    def population(self) -> float:
        """How many more people count there."""
        return self.after.totals.population - self.before.totals.population


@dataclass(frozen=True, slots=True)
class Span:
    """A chapter of the record as a pair of days to compare."""

    title: str
    first: Day
    last: Day


def compare(data: DataSet, first: Day, second: Day) -> Comparison:
    """Return what differs on ``second`` from ``first``, and the changes after the earlier of them.

    A change on the earlier day has taken effect on it, so it is not between; one on the later is.

    >>> from geodata.load import load
    >>> found = compare(load(), Day(2020, 9, 27), Day(2020, 12, 1))
    >>> found.moved_km2
    {('armenian_forces', 'azerbaijan'): 7633}
    >>> found.districts_held, found.population, len(found.changes)
    (-7, -421726, 9)

    Raises
    ------
    ValueError
        For a day outside the record.
    """
    before, after = state_on(data, first), state_on(data, second)
    between = changes_between(data, min(first, second), max(first, second))
    parts = {state.area_id: state for district in after.districts for state in district.parts}
    later = {**parts, **{state.area_id: state for state in after.context}}
    people = _people(data)

    def area(state: AreaState) -> AreaComparison:
        return _area(data, state, later[state.area_id], between)

    return Comparison(
        before=before,
        after=after,
        districts=tuple(
            DistrictComparison(
                before=one,
                after=other,
                parts=tuple(area(part) for part in one.parts),
                people=people.get(one.id),
            )
            for one, other in zip(before.districts, after.districts, strict=True)
        ),
        context=tuple(area(state) for state in before.context),
        changes=between,
    )


def turning_points(data: DataSet) -> tuple[Day, ...]:
    """Return the days worth comparing: the first and the last, the opening, and between chapters.

    A chapter gives way to the next on the day the next begins; but where something changed on the
    very day before, as a chapter's last act, on that one.

    >>> from geodata.load import load
    >>> print(*turning_points(load()))
    1992-01-01 1994-05-12 2020-09-27 2020-12-01 2024-01-01
    """
    settings = data.settings
    turns = {day for span in chapter_spans(data) for day in (span.first, span.last)}
    return tuple(sorted({settings.start, settings.opening, settings.end, *turns}))


def chapter_spans(data: DataSet) -> tuple[Span, ...]:
    """Return the chapters as pairs of turning points; a chapter of a single day is none.

    >>> from geodata.load import load
    >>> for span in chapter_spans(load())[2:]:
    ...     print(span.title, span.first, span.last)
    Second war 2020 2020-09-27 2020-12-01
    Aftermath 2020–23 2020-12-01 2024-01-01
    """
    found = (
        Span(chapter.title, _turn(data, chapter.start), _turn(data, chapter.end))
        for chapter in data.settings.chapters
    )
    return tuple(span for span in found if span.first < span.last)


def _turn(data: DataSet, day: Day | None) -> Day:
    """Return the day before if something changed on it, else the day, within the record."""
    settings = data.settings
    if day is None or day > settings.end:
        return settings.end
    if day <= settings.start:
        return settings.start
    eve = day - timedelta(days=1)
    return eve if any(change.date == eve for change in changes(data)) else day


def _area(
    data: DataSet, before: AreaState, after: AreaState, between: tuple[Change, ...]
) -> AreaComparison:
    area = data.area(before.area_id)
    is_counted = data.settings.subject in {before.controller, after.controller}
    return AreaComparison(
        area_id=area.area_id,
        name=data.area_name(area.area_id),
        before=before,
        after=after,
        changes=tuple(change for change in between if change.area_id == area.area_id),
        km2=area.counted_km2 if is_counted else area.area_km2 or 0.0,
    )


def _people(data: DataSet) -> dict[str, float]:
    """Return the figure that the totals count, by district."""
    wanted = (data.settings.population, "total")
    return {
        figure.area_id: figure.value
        for figure in data.population
        if (figure.measure, figure.group) == wanted and figure.value is not None
    }


def _sums(found: Iterable[tuple[Pair, float]]) -> dict[Pair, float]:
    """Add up what is moved from one controller to another, the most first."""
    sums: dict[Pair, float] = {}
    for pair, value in found:
        if pair[0] != pair[1] and value:
            sums[pair] = sums.get(pair, 0) + value
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
