"""Strips of control: one an area, from the first to the last day of the record.

Each chapter has a scale of its own, as in the charts (geodata/axis.py). A strip repeats what the
page says in words, so it is hidden from those who listen.
"""

import datetime as dt
from collections.abc import Iterable

from markupsafe import Markup

from geodata.axis import Axis, axis_of
from geodata.control import uncertain_spans
from geodata.model import ControlPeriod, DataSet
from geodata.translate import gettext as _
from geodata.words import date_words, month_words
from ui.days import day_mark
from ui.markup import joined, text
from ui.view import COLOURINGS, View, address

ROOM = 0.17  # of a narrow strip, which a label needs
_TIGHT = Markup(' class="tight"')


def strips(
    data: DataSet, day: dt.date, area_ids: Iterable[str], colouring: str = COLOURINGS[0]
) -> Markup:
    """Return the strips of some areas, a mark on the day, and the years under them.

    ``colouring`` is that of the map that they lead to.
    """
    axis = axis_of(data)
    mark = day_mark(data, axis, day)
    drawn = joined(
        Markup("{}<div class='strip'>{}{}{}</div>").format(
            _title(data, area_id),
            _periods(data, axis, area_id, colouring),
            _doubts(data, axis, area_id),
            mark,
        )
        for area_id in area_ids
    )
    return Markup("<div class='strips' aria-hidden='true'>{}{}</div>").format(drawn, _years(axis))


def _title(data: DataSet, area_id: str) -> Markup:
    area = data.area(area_id)
    if area.kind != "part":
        return Markup()
    return Markup("<span class='when'>{}</span>").format(text(_(area.name)))


def _periods(data: DataSet, axis: Axis, area_id: str, colouring: str) -> Markup:
    rows = (row for row in data.control if row.area_id == area_id)
    return joined(_piece(data, axis, row, colouring) for row in rows)


def _piece(data: DataSet, axis: Axis, row: ControlPeriod, colouring: str) -> Markup:
    """Return a period as a link to its first day."""
    controller = data.settings.controller(row.controller)
    district = data.area(row.area_id).group
    return Markup(
        '<a class="swatch-{}" tabindex="-1" href="{}" data-page="" title="{}" '
        'style="{};--light:{};--dark:{}"></a>'
    ).format(
        controller.pattern,
        address(View(row.start, district, colouring)),
        f"{date_words(row.start)}: {_(controller.label)}",
        _place(axis, row.start, row.end or data.settings.end),
        controller.color,
        controller.dark,
    )


def _doubts(data: DataSet, axis: Axis, area_id: str) -> Markup:
    """Return hatching over the days on which it is not certain who was in control."""
    return joined(
        Markup('<i style="{}"></i>').format(_place(axis, start, end))
        for start, end in uncertain_spans(data, area_id)
    )


def _place(axis: Axis, start: dt.date, end: dt.date) -> str:
    left, right = axis.position(start), axis.position(end)
    return f"left:{100 * left:.2f}%;width:{100 * (right - left):.2f}%"


def _years(axis: Axis) -> Markup:
    """Return the month or year in which each chapter begins, and the year in which all end."""
    panels = axis.panels
    nexts = [panel.left for panel in panels[1:]] + [1.0]
    begins = joined(
        Markup('<span style="left:{:.2f}%"{}>{}</span>').format(
            100 * panel.left,
            _TIGHT if after - panel.left < ROOM and after < 1 else "",
            month_words(panel.start),
        )
        for panel, after in zip(panels, nexts, strict=True)
    )
    return Markup('<div class="strip-scale">{}<span class="last">{}</span></div>').format(
        begins, month_words(panels[-1].end)
    )
