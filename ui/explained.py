"""What the record means: control, what changes rest on, and dates that are not known to the day."""

import datetime as dt

from markupsafe import Markup

from geodata.control import Change, changes
from geodata.model import UNKNOWN, DataSet
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words, number
from ui.eventlist import standing_words
from ui.markup import cite, joined, jump, text
from ui.moments import day_link
from ui.tables import Row, table
from ui.topics import Section
from ui.view import View, carried

STANDINGS = ("corroborated", "single", "documents", "announced")


def control(data: DataSet, now: View) -> Section:
    """Return what control means, and what the changes rest on."""
    told = [
        _(
            "Control is who held an area on a day, as the sources tell it. It is not a right to the"
            " area, and the map takes no side on right or status. Where sources date no more than"
            " the taking of a centre, the whole area changes on that day; a district of which a"
            " part was held is cut in parts."
        ),
        _(
            "The day of a change belongs to the new state. Fighting never changes the controller:"
            " it is marked on top. Where no source tells who controlled an area, it is shown as not"
            " known, never as the state before."
        ),
    ]
    law = Markup("<p>{} {}</p>").format(
        text(_("What holds in law, and what each side says of it, is kept apart from it:")),
        jump(carried(now), _("Law and talks"), "law"),
    )
    content = joined([*map(_paragraph, told), law, _bases(data), _standings(data)])
    return "control", _("What control means here"), content


def _paragraph(words: str) -> Markup:
    return Markup("<p>{}</p>").format(text(words))


def _bases(data: DataSet) -> Markup:
    words = {
        "opening": _("the state on the first day of the record, which is older than the record"),
        "captured": _("one side took the area"),
        "announced": _("one side announced that it had the centre; not a confirmation"),
        "handover": _("one side handed the area over to the other"),
        "agreement": _("an agreement says so"),
        "reported": _("sources report the state, not how it came about"),
        "contest": _("the controller stays; fighting begins or ends"),
    }
    found = [row.basis for row in data.control]
    rows = [
        (text(told), text(number(found.count(basis))))
        for basis, told in words.items()
        if basis in found
    ]
    return table([_("What a period rests on"), _("Periods")], rows, numbers={1})


def _standings(data: DataSet) -> Markup:
    found = [event.standing for event in data.events]
    rows = [
        (text(standing_words(standing)), text(number(found.count(standing))))
        for standing in sorted(set(found), key=STANDINGS.index)
    ]
    return table([_("How well an event is attested"), _("Events")], rows, numbers={1})


def doubt(data: DataSet, now: View) -> Section:
    """Return how dates that are not known to the day are kept, and which they are."""
    every = changes(data)
    doubtful = [change for change in every if change.earliest != change.latest]
    told = [
        _(
            "Each date is kept as its source gives it: a day, a month, “about”, one of several"
            " days, or a stretch (EDTF, the extended date format). Every claim about a change is"
            " kept with its sources. The map uses the preferred one; alternatives widen the doubt,"
            " and weak claims are shown but do not."
        ),
        _(
            "From the earliest to the latest day that sources give, the area is hatched: until then"
            " it is not certain who controlled it."
        ),
        ngettext(
            "Of {all} change of controller, {doubtful} has no single day.",
            "Of {all} changes of controller, {doubtful} have no single day.",
            len(every),
        ).format(all=number(len(every)), doubtful=number(len(doubtful))),
    ]
    heads = [_("Day used"), _("Area"), _("Came under"), _("Earliest to latest"), _("Sources")]
    rows = [_doubtful(data, now, change) for change in doubtful]
    content = joined([*map(_paragraph, told), table(heads, rows), _unknown(data, now)])
    return "doubt", _("Dates, and doubt about them"), content


def _doubtful(data: DataSet, now: View, change: Change) -> Row:
    area = change.group
    return (
        day_link(data, now, change.date, date_words(change.date), area),
        text(_(change.name)),
        text(_(data.settings.controller(change.after).label)),
        text(_span(change.earliest, change.latest)),
        cite(data, change.sources),
    )


def _span(first: dt.date | None, last: dt.date | None) -> str:
    return " – ".join(date_words(day) if day else _("open") for day in (first, last))


def _unknown(data: DataSet, now: View) -> Markup:
    """Return where and when no source tells who was in control."""
    rows: list[Row] = [
        (
            text(_(data.area_name(row.area_id))),
            Markup("{} – {}").format(
                day_link(data, now, row.start, date_words(row.start), row.area_id),
                date_words(row.end) if row.end else _("open"),
            ),
            text(_(row.note)),
            cite(data, row.sources),
        )
        for row in data.control
        if row.controller == UNKNOWN
    ]
    heads = [_("Divided or not known"), _("From, to before"), _("What is known"), _("Sources")]
    return table(heads, rows)
