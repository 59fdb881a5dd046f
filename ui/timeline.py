"""The timeline: what was held when, who controlled which district, and every event."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geodata.control import changes, state_on
from geodata.dates import parse_day
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words, number, percent, subject_words
from ui import timetables, view
from ui.charts import Chart, Look, define_patterns, draw, look
from ui.eventlist import show_events
from ui.markup import joined, jump, panel, text
from ui.timecharts import SELECTION, step_chart, strip_chart
from ui.view import View

PAGE = "timeline"
Maker = Callable[[DataSet, dt.date, Look], Chart]


def show_timeline(data: DataSet, now: View) -> None:
    """Draw the page."""
    shades = look()
    define_patterns(shades)
    st.html(panel(_day(data, now)))
    st.html(panel(timetables.step_heading(data)))
    _draw_chart(data, now, step_chart, timetables.step_words(data), shades)
    st.html(panel(timetables.step_notes(data, now)))
    st.html(panel(timetables.strip_heading(data)))
    _draw_chart(data, now, strip_chart, timetables.strip_words(data), shades)
    st.html(panel(timetables.strip_notes(data, now)))
    show_events(data, now)


def _draw_chart(data: DataSet, now: View, maker: Maker, words: str, shades: Look) -> None:
    """Draw a chart of time; a click on it shows another day.

    With the day in its key it is a new chart for each: the same thing can be clicked again.
    """
    key = f"{maker.__name__}-{now.date}"
    draw(
        maker(data, now.date, shades),
        shades,
        key=key,
        alt_text=words,
        on_select=lambda: choose_day(data, st.session_state[key].selection.get(SELECTION)),
    )


def choose_day(data: DataSet, selected: object) -> None:
    """Show the day that a chart reports as selected, if it is one."""
    match selected:
        case [{"day": str(chosen)}, *_]:
            try:
                day = parse_day(chosen, data.settings.start, data.settings.end)
            except ValueError:
                return
            view.show(replace(view.current(data), date=day))


def _day(data: DataSet, now: View) -> Markup:
    """Return the day shown, what was held on it, and the ways from it."""
    days = sorted({change.date for change in changes(data)})
    before = max((day for day in days if day < now.date), default=None)
    after = min((day for day in days if day > now.date), default=None)
    kept = view.carried(now)
    ways = [jump(kept, _("Open the replay on {date}").format(date=date_words(now.date)))]
    for day, label in ((before, _("Change before: {date}")), (after, _("Change after: {date}"))):
        if day:
            shown = label.format(date=date_words(day))
            ways.append(jump(replace(now, date=day), shown, PAGE))
    links = joined(Markup("<li>{}</li>").format(way) for way in ways)
    return Markup("<div class='timeline-day'><h2>{}</h2><p>{}</p><ul>{}</ul></div>").format(
        date_words(now.date), _held(data, now.date), links
    )


def _held(data: DataSet, day: dt.date) -> Markup:
    totals = state_on(data, day).totals
    words = ngettext(
        "{held} of {all} km² ({share}) and the centre of {count} district under {short} control",
        "{held} of {all} km² ({share}) and the centres of {count} districts under {short} control",
        totals.districts_held,
    )
    return text(
        words.format(
            held=number(totals.held_km2),
            all=number(totals.area_km2),
            share=percent(totals.held_share),
            count=totals.districts_held,
            short=subject_words(data),
        )
    )
