"""The panel while no district is selected: the day, and all districts on it."""

import datetime as dt

from markupsafe import Markup

from geodata.control import DistrictState, State, changes
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, since_words
from ui.markup import cite, event_list, joined, jump, swatch, text
from ui.view import View


def headline(data: DataSet, day: dt.date) -> Markup:
    """Return the day and what changed last."""
    past = [change for change in changes(data) if change.date <= day]
    told = Markup("<p>{}</p>").format(_("No change recorded yet."))
    if past:
        last = [change for change in past if change.date == past[-1].date]
        told = joined(
            Markup("<p>{}: {} {}</p>").format(
                text(_(c.name)), text(_(c.note)), cite(data, c.sources)
            )
            for c in last
        )
        told = Markup("<h3>{}</h3>{}").format(
            _("Last change: {date}").format(date=date_words(last[0].date)), told
        )
    return Markup("<h2>{}</h2>{}").format(date_words(day), told)


def districts(data: DataSet, state: State) -> Markup:
    """Return the table of districts on the day, with the totals."""
    totals = state.totals
    sums = _("{held} of {all} km² under {short} control: {share}").format(
        held=number(totals.held_km2),
        all=number(totals.area_km2),
        short=_(data.settings.controller(data.settings.subject).short),
        share=percent(totals.held_share),
    )
    rows = joined(_row(data, district, state.date) for district in state.districts)
    table = Markup("<h3>{}</h3><table><tbody>{}</tbody></table><p class='quiet'>{}</p>")
    return table.format(_("The districts on this day"), rows, sums)


def _row(data: DataSet, district: DistrictState, day: dt.date) -> Markup:
    controller = data.settings.controller(district.controller)
    since = since_words(district.since, data.settings.start)
    return Markup("<tr><td>{} {}</td><td>{}<span class='when'>{}</span></td></tr>").format(
        swatch(controller),
        jump(View(day, district.id), _(district.name)),
        text(_(controller.label)),
        since,
    )


def body(data: DataSet) -> Markup:
    """Return every event, in order."""
    return Markup("<h3>{}</h3>{}").format(_("All events"), event_list(data, data.events, ""))
