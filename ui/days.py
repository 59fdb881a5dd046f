"""Markup that is true on some days only.

It stands in a panel for every day of the record, each piece hidden and with the days it holds for;
page.js shows those of the day that the map shows, without asking the server.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from geodata.axis import Axis
from geodata.control import State, state_on, uncertain_spans
from geodata.model import DataSet
from ui.markup import joined

T = TypeVar("T")


@lru_cache(maxsize=4)
def _states(data: DataSet) -> tuple[State, ...]:
    """Return the state on each day on which anything may look different from the day before."""
    settings = data.settings
    days = {settings.start}
    for row in data.control:
        days |= {row.start, row.end or settings.start}
    for area in data.areas:
        days |= {day for span in uncertain_spans(data, area.area_id) for day in span}
    inside = sorted(day for day in days if settings.start <= day <= settings.end)
    return tuple(state_on(data, day) for day in inside)


def by_day(data: DataSet, part: Callable[[State], T], piece: Callable[[T], Markup]) -> Markup:
    """Return ``piece`` of a part of every state.

    A piece is made once for as long as the part is the same, so it may be of little of the state.
    """
    runs = groupby(_states(data), key=part)
    return stretches(data, ((next(run).date, piece(same)) for same, run in runs))


def stretches(data: DataSet, pieces: Iterable[tuple[dt.date, Markup]]) -> Markup:
    """Return pieces that each hold from their day until the next one's; equal neighbours as one."""
    start = data.settings.start
    found = [(next(group)[0], piece) for piece, group in groupby(pieces, key=lambda pair: pair[1])]
    ends = [begin for begin, _piece in found[1:]] + [data.settings.end + dt.timedelta(days=1)]
    return joined(
        Markup('<div data-from="{}" data-until="{}" hidden>{}</div>').format(
            (begin - start).days,
            (end - start).days,
            piece,
        )
        for (begin, piece), end in zip(found, ends, strict=True)
        if piece
    )


def day_words() -> Markup:
    """Return the place where page.js writes the day in words."""
    return Markup("<span data-day-words>&nbsp;</span>")


def day_mark(data: DataSet, axis: Axis, day: dt.date) -> Markup:
    """Return a mark on a strip that has this axis, followed by page.js along the axis's knots."""
    start = data.settings.start
    edges = [(panel.start, panel.left) for panel in axis.panels] + [(axis.panels[-1].end, 1.0)]
    knots = [[(edge - start).days, round(100 * place, 2)] for edge, place in edges]
    return Markup('<b data-day-mark="{}" style="left:{:.2f}%"></b>').format(
        json.dumps(knots, separators=(",", ":")), 100 * axis.position(day)
    )
