"""An axis of time with a scale of its own for each chapter, for the charts.

Twenty-six years without a change would otherwise leave two months of war a few pixels. Inside a
chapter all days are equally wide; a chapter without a change is kept narrow.
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from babel.dates import format_date

from geodata.control import changes
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import language, ngettext

SHARE_OF_CHANGES = 0.7  # the rest follows the logarithm of a chapter's length
SMALLEST_SHARE = 0.14  # a word must fit
MARKS = 22  # so many days can be named along the whole axis
YEAR = 12
MONTHS_BETWEEN_MARKS = (1, 3, 6, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 20 * YEAR, 50 * YEAR)


@dataclass(frozen=True, slots=True)
class Panel:
    """The days ``[start, end)`` of a chapter, drawn from ``left`` to ``right``, 0 to 1.

    ``count`` is the number of changes of controller.
    """

    title: str
    start: dt.date
    end: dt.date
    count: int
    left: float
    right: float

    def position(self, day: dt.date) -> float:
        """Return where a day stands; one outside the panel stands at its edge."""
        share = (day - self.start) / (self.end - self.start)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    @property
    def years(self) -> int:
        """The whole years of the panel."""
        birthday = (self.end.month, self.end.day) >= (self.start.month, self.start.day)
        return self.end.year - self.start.year - (0 if birthday else 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day named on the axis, and where it stands."""

    position: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The panels of a record, one beside the other."""

    panels: tuple[Panel, ...]

    def position(self, day: dt.date) -> float:
        """Return where a day stands, 0 to 1; days outside the record stand at its ends."""
        found = next((panel for panel in self.panels if day < panel.end), self.panels[-1])
        return found.position(day)

    def marks(self) -> tuple[Mark, ...]:
        """Return first days of years, or of months where there is room, in panels with a change."""
        return tuple(
            Mark(panel.position(day), _words(day, first=index == 0))
            for panel in self.panels
            if panel.count
            for index, day in enumerate(_marked_days(panel))
        )


def axis_of(data: DataSet) -> Axis:
    """Return the axis of a data set: a panel a chapter, or one for a record without chapters.

    >>> from geodata.load import load
    >>> axis = axis_of(load())
    >>> [(panel.title, panel.count, panel.years) for panel in axis.panels][:2]
    [('First war 1992–94', 11, 2), ('Line of contact 1994–2020', 0, 26)]
    >>> axis.position(dt.date(1992, 1, 1)), axis.position(dt.date(2024, 1, 1))
    (0.0, 1.0)
    """
    titles = _titles(data)
    starts = sorted(titles)
    spans = list(zip(starts, [*starts[1:], data.settings.end], strict=True))
    days = [change.date for change in changes(data)]
    counts = [sum(start <= day < end for day in days) for start, end in spans]
    edges = [0.0, *accumulate(_widths(spans, counts))]
    return Axis(
        tuple(
            Panel(titles[start], start, end, count, left, right)
            for (start, end), count, left, right in zip(
                spans, counts, edges[:-1], [*edges[1:-1], 1.0], strict=True
            )
        )
    )


def _titles(data: DataSet) -> dict[dt.date, str]:
    """Return the title of each panel by its first day; what is before the chapters has none."""
    first, last = data.settings.start, data.settings.end
    starts = {max(first, chapter.start): chapter.title for chapter in data.settings.chapters}
    return {first: "", **{day: title for day, title in starts.items() if day < last}}


def _widths(spans: list[tuple[dt.date, dt.date]], counts: list[int]) -> list[float]:
    """Return the width of each span; together they are 1."""
    logs = [math.log1p((end - start).days) for start, end in spans]
    even = (1 - SHARE_OF_CHANGES) / sum(logs)
    busy = SHARE_OF_CHANGES / (sum(counts) or 1)
    raw = [
        max(SMALLEST_SHARE, busy * count + even * log) if count else SMALLEST_SHARE
        for log, count in zip(logs, counts, strict=True)
    ]
    return [width / sum(raw) for width in raw]


def _marked_days(panel: Panel) -> list[dt.date]:
    room = max(1, round(MARKS * (panel.right - panel.left)))
    found = (list(_months(panel, between)) for between in MONTHS_BETWEEN_MARKS)
    return next((days for days in found if len(days) <= room), [])


def _months(panel: Panel, between: int) -> Iterator[dt.date]:
    """Yield the first days of every ``between``-th month, counted from year 0, in the panel."""
    first = panel.start.year * YEAR + panel.start.month - 1
    last = panel.end.year * YEAR + panel.end.month - 1
    for month in range(-(-first // between) * between, last + 1, between):
        day = dt.date(month // YEAR, month % YEAR + 1, 1)
        if panel.start <= day < panel.end:
            yield day


def _words(day: dt.date, *, first: bool) -> str:
    """Return a year, or a month; the first of a panel says of which year."""
    pattern = "y" if day.month == 1 else "LLL y" if first else "LLL"
    return format_date(day, pattern, locale=language())


def quiet_words(panel: Panel) -> str:
    """Return what a panel without a change is called.

    >>> from geodata.load import load
    >>> quiet_words(axis_of(load()).panels[1])
    '26 years without a change'
    """
    if panel.years == 0:
        return _("Without a change")
    return ngettext(
        "{years} year without a change", "{years} years without a change", panel.years
    ).format(years=panel.years)
