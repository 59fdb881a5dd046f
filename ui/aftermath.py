"""The last chapter of the record, stage by stage, and the areas that are not counted."""

import datetime as dt
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from geodata.control import changes_between
from geodata.model import Area, Chapter, ControlPeriod, DataSet, Event
from geodata.topics import last_chapter, left_over, topics_of, within
from geodata.translate import gettext as _
from geodata.words import date_words, uncertain_words
from ui import topics
from ui.markup import cite, joined, panel, swatch, text
from ui.moments import day_link, moments
from ui.picture import legend, picture
from ui.topics import Section
from ui.view import View

MOST_PICTURES = 8
PICTURE = 190  # px wide


def draw(data: DataSet, now: View) -> None:
    """Draw the page."""
    chapter = last_chapter(data)
    if chapter is None:
        words = _("This data set has no chapters, so none is the last.")
        st.html(panel(Markup("<p>{}</p>").format(words)))
        return
    found = topics_of(data, "aftermath")
    sections = [topics.section(data, now, topic) for topic in found]
    rest = left_over(found, within(data, chapter))
    sections += _rest(data, now, rest) if found else _by_year(data, now, rest)
    sections += _states(data, now, chapter)
    st.html(topics.page_of(sections, _lead(data, now, chapter)))


def _rest(data: DataSet, now: View, events: tuple[Event, ...]) -> list[Section]:
    if not events:
        return []
    return [("rest", _("Also in this time"), moments(data, now, events))]


def _by_year(data: DataSet, now: View, events: tuple[Event, ...]) -> list[Section]:
    years = groupby(events, key=lambda event: event.date.year)
    return [(f"year-{year}", str(year), moments(data, now, found)) for year, found in years]


def _lead(data: DataSet, now: View, chapter: Chapter) -> Markup:
    """Return which days the page is about, the map on key days, and what is not counted."""
    start, end = _span(data, chapter)
    told = _("{chapter}: {first} to {last}. The same record, read as a text.").format(
        chapter=_(chapter.title), first=date_words(start), last=date_words(end)
    )
    strips = joined(_strip(data, area, start, end) for area in _uncounted(data))
    return Markup('<p class="topic-note">{}</p><ul class="key-days">{}</ul>{}{}{}').format(
        text(told),
        joined(_picture(data, now, day) for day in _key_days(data, start, end)),
        legend(data),
        strips,
        _scale(start, end) if strips else "",
    )


def _key_days(data: DataSet, start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first day, the days of changes, and the last day; if many, the ends alone."""
    changed = {change.date for change in changes_between(data, start, end)}
    days = sorted({start, *changed, end})
    return days if len(days) <= MOST_PICTURES else [start, end]


def _picture(data: DataSet, now: View, day: dt.date) -> Markup:
    shown = picture(data, day, width=PICTURE)
    return Markup("<li>{}{}</li>").format(shown, day_link(data, now, day, date_words(day)))


def _span(data: DataSet, chapter: Chapter) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the chapter that can be shown."""
    last = data.settings.end
    if chapter.end:
        last = min(last, chapter.end - dt.timedelta(days=1))
    return max(chapter.start, data.settings.start), last


def _uncounted(data: DataSet) -> list[Area]:
    return [area for area in data.areas if not area.district_id]


def _periods(data: DataSet, area: Area, start: dt.date, end: dt.date) -> list[ControlPeriod]:
    """Return the periods of an area that any of the days from ``start`` to ``end`` is in."""
    own = (row for row in data.control if row.area_id == area.area_id)
    return [row for row in own if row.start <= end and (row.end is None or row.end > start)]


def _strip(data: DataSet, area: Area, start: dt.date, end: dt.date) -> Markup:
    pieces = joined(
        Markup(
            '<i class="swatch-{}" style="flex:{} 0 0;--light:{};--dark:{}" title="{}"></i>'
        ).format(
            controller.pattern,
            max(1, (min(row.end or end, end) - max(row.start, start)).days),
            controller.color,
            controller.dark,
            f"{date_words(row.start)}: {_(controller.label)}",
        )
        for row in _periods(data, area, start, end)
        for controller in [data.settings.controller(row.controller)]
    )
    named = Markup(
        '<span class="when">{}</span><div class="chapter-strip" aria-hidden="true">{}</div>'
    )
    return named.format(text(_(data.area_name(area.area_id))), pieces)


def _scale(start: dt.date, end: dt.date) -> Markup:
    """Return the years under the strips, each where it begins."""
    span = (end - start).days or 1
    years = joined(
        Markup('<span style="left:{:.2f}%">{}</span>').format(
            100 * (dt.date(year, 1, 1) - start).days / span, year
        )
        for year in range(start.year + 1, end.year + 1)
        if (dt.date(year, 1, 1) - start).days < 0.94 * span
    )
    return Markup('<div class="year-scale" aria-hidden="true">{}</div>').format(years)


def _states(data: DataSet, now: View, chapter: Chapter) -> list[Section]:
    """Return the periods of each area that is not counted, with their notes and sources."""
    start, end = _span(data, chapter)
    block = Markup('<h3 class="area">{}</h3><p class="quiet">{} {}</p><ol class="moments">{}</ol>')
    shown = joined(
        block.format(
            text(_(data.area_name(area.area_id))),
            text(_(area.note)),
            cite(data, area.sources),
            joined(_state(data, now, row) for row in _periods(data, area, start, end)),
        )
        for area in _uncounted(data)
    )
    title = _("Beside the districts: control, period by period")
    return [("states", title, shown)] if shown else []


def _state(data: DataSet, now: View, row: ControlPeriod) -> Markup:
    controller = data.settings.controller(row.controller)
    flags = [_("fighting") if row.contested else "", _doubt(row)]
    return Markup(
        "<li><time>{}</time><div class='state'>{}"
        "<div><strong>{}</strong>{}<p>{} {}</p></div></div></li>"
    ).format(
        day_link(data, now, row.start, date_words(row.start), row.area_id),
        swatch(controller),
        text(_(controller.label)),
        joined(Markup("<span class='flag'>{}</span> ").format(flag) for flag in flags if flag),
        text(_(row.note)),
        cite(data, row.sources),
    )


def _doubt(row: ControlPeriod) -> str:
    dates = row.start_edtf
    if dates is None or dates.earliest == dates.latest:
        return ""
    return _("start, as sources give it: {dates}").format(dates=uncertain_words(dates))
