"""The comparison of two days: which days, the maps, what they add up to, and the list in words.

The maps show the days where the reader put them, left and right; everything told is told in order
of time.
"""

import datetime as dt
from dataclasses import replace

import streamlit as st
from babel.dates import format_date
from markupsafe import Markup

from geodata.comparison import Comparison, chapter_spans, compare, turning_points
from geodata.control import changes
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import date_words
from ui.compared import lede, totals
from ui.differences import difference_list
from ui.markup import joined, panel, text
from ui.pair import legend, show_pair
from ui.view import View, address, bound

Days = tuple[dt.date, dt.date]


def draw(data: DataSet, now: View) -> None:
    """Draw the page."""
    days = days_of(data, now)
    now = replace(now, date=days[0], other=days[1])
    found = compare(data, min(days), max(days))
    st.html(lede(data, found))
    _choice(data, now, days, found)
    with st.container(key="compare-maps"):
        show_pair(data, now, days)
    st.html(panel(_colourings(now) + legend(data, now, found)))
    st.html(totals(data, found))
    st.html(difference_list(data, now, found))


def days_of(data: DataSet, now: View) -> Days:
    """Return the days of the left and of the right map; where one is given, to the record's end."""
    settings = data.settings
    if now.other:
        return now.date, now.other
    if now.date < settings.end:
        return now.date, settings.end
    return settings.opening, now.date


# Which days


def _choice(data: DataSet, now: View, days: Days, found: Comparison) -> None:
    """Draw a date input and the turning points for each map, and the chapters as pairs of days.

    Always the same number of elements: one more would make Streamlit mount the maps anew.
    """
    with st.container(key="compare-days"):
        left, right = st.columns(2)
        with left:
            _side(data, now, days, 0)
        with right:
            _side(data, now, days, 1)
        ways = Markup() if found.changes else _neighbours(data, now, found)
        st.html(_spans(data, now, days) + ways)


def _colourings(now: View) -> Markup:
    """Return the choice that the replay's legend offers."""
    names = {"who": _("Who controls"), "share": _("Share held")}
    chips = joined(
        _chip(replace(now, colouring=key), name, current=key == now.colouring)
        for key, name in names.items()
    )
    return Markup('<nav class="panel chips" aria-label="{}">{}</nav>').format(_("Colour by"), chips)


def _side(data: DataSet, now: View, days: Days, side: int) -> None:
    def chosen(view: View, day: dt.date | None) -> View:
        return _with(view, _put(days_of(data, view), side, day or days[side]))

    label = (_("First map"), _("Second map"))[side]
    name = ("date", "other")[side]
    settings = data.settings
    st.date_input(
        label,
        min_value=settings.start,
        max_value=settings.end,
        format="YYYY-MM-DD",
        **bound(data, name, days[side], chosen),
    )
    points = joined(
        _chip(_with(now, _put(days, side, day)), _short(day), current=day == days[side])
        for day in turning_points(data)
    )
    st.html(Markup('<nav class="panel chips" aria-label="{}">{}</nav>').format(label, points))


def _short(day: dt.date) -> str:
    """Return a day with its month shortened, so that five stand in a row."""
    return format_date(day, "d MMM y", locale=language())


def _put(days: Days, side: int, day: dt.date) -> Days:
    return (day, days[1]) if side == 0 else (days[0], day)


def _with(now: View, days: Days) -> View:
    return replace(now, date=days[0], other=days[1])


def _chip(view: View, label: str, *, current: bool = False, kind: str = "") -> Markup:
    mark = Markup(' aria-current="true"') if current else ""
    return Markup(
        '<a class="chip {}" href="{}" data-page="compare" target="_self"{}>{}</a>'
    ).format(kind, address(view, "compare"), mark, text(label))


def _spans(data: DataSet, now: View, days: Days) -> Markup:
    settings = data.settings
    spans = [(_(span.title), (span.first, span.last)) for span in chapter_spans(data)]
    whole = (settings.start, settings.end)
    if whole not in [pair for _title, pair in spans]:
        spans.append((_("Whole record"), whole))
    chips = joined(_chip(_with(now, pair), title, current=pair == days) for title, pair in spans)
    swap = _chip(_with(now, (days[1], days[0])), _("⇄ Swap the maps"), kind="swap")
    later = _("The later day is on the first map. What follows is told in order of time.")
    return Markup('<nav class="panel chips" aria-label="{}">{}{}</nav>{}').format(
        _("Chapters"),
        chips,
        swap,
        Markup('<p class="panel order">{}</p>').format(later) if days[0] > days[1] else "",
    )


def _neighbours(data: DataSet, now: View, found: Comparison) -> Markup:
    """Return ways on from days between which nothing changed: to the changes around them."""
    first, last = found.before.date, found.after.date
    dates = [change.date for change in changes(data)]
    before = max((date for date in dates if date <= first), default=None)
    after = min((date for date in dates if date > last), default=None)
    chips = []
    if before and before > data.settings.start:
        days = (before - dt.timedelta(days=1), last)
        label = _("With the change before, {date}").format(date=date_words(before))
        chips.append(_chip(_with(now, days), label))
    if after and after <= data.settings.end:
        label = _("With the change after, {date}").format(date=date_words(after))
        chips.append(_chip(_with(now, (first, after)), label))
    return Markup('<div class="panel chips">{}</div>').format(joined(chips)) if chips else Markup()
