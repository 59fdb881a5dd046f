"""The panel while no district is selected: the day, and all districts on it."""

import datetime as dt

from markupsafe import Markup

from geodata.control import Totals, changes
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, uncertain_words
from ui.days import by_day, day_words, stretches
from ui.markup import carry, choose, cite, controlled, joined, jump, text
from ui.view import View


def panel(data: DataSet) -> Markup:
    """Return the whole panel, for every day."""
    return joined(
        [
            Markup("<h2>{}</h2>").format(day_words()),
            stretches(data, _last_changes(data)),
            _districts(data),
            _events(data),
        ]
    )


def _events(data: DataSet) -> Markup:
    """Return every event by its title; the timeline has what the sources say of it."""
    settings = data.settings
    items = joined(
        Markup("<li><time datetime='{}'>{}</time>{}</li>").format(
            event.date.isoformat(),
            uncertain_words(event.edtf),
            jump(View(settings.nearest(event.date)), _(event.title)),
        )
        for event in data.events
    )
    more = carry(
        View(settings.opening), _("With their texts and sources: the timeline"), "timeline"
    )
    return Markup("<h3>{}</h3><p class='quiet'>{}</p><ul class='titles'>{}</ul>").format(
        _("All events"), more, items
    )


def _last_changes(data: DataSet) -> list[tuple[dt.date, Markup]]:
    """Return what changed last, from each day of change on."""
    first = Markup("<p>{}</p>").format(_("No change recorded yet."))
    days = dict.fromkeys(change.date for change in changes(data))
    return [(data.settings.start, first), *((day, _changes_of(data, day)) for day in days)]


def _changes_of(data: DataSet, day: dt.date) -> Markup:
    told = joined(
        Markup("<p>{}: {} {}</p>").format(text(_(c.name)), text(_(c.note)), cite(data, c.sources))
        for c in changes(data)
        if c.date == day
    )
    title = _("Last change: {date}").format(date=date_words(day))
    return Markup("<h3>{}</h3>{}").format(title, told)


def _districts(data: DataSet) -> Markup:
    """Return the table of the districts, with the totals."""
    rows = joined(
        Markup("<tr><td>{}</td><td>{}</td></tr>").format(
            choose(View(data.settings.opening, key), _(data.district_name(key))),
            _state(data, i),
        )
        for i, key in enumerate(data.districts)
    )
    table = Markup("<h3>{}</h3><table class='now'><tbody>{}</tbody></table>{}")
    return table.format(
        _("The districts on this day"),
        rows,
        by_day(data, lambda state: state.totals, lambda totals: _sums(data, totals)),
    )


def _state(data: DataSet, i: int) -> Markup:
    """Return who controls the district of this number and since when."""
    return by_day(
        data,
        lambda state: (state.districts[i].controller, state.districts[i].since),
        lambda told: controlled(data, *told),
    )


def _sums(data: DataSet, totals: Totals) -> Markup:
    return Markup("<p class='quiet'>{}</p>").format(
        _("{held} of {all} km² under {short} control: {share}").format(
            held=number(totals.held_km2),
            all=number(totals.area_km2),
            short=_(data.settings.controller(data.settings.subject).short),
            share=percent(totals.held_share),
        )
    )
