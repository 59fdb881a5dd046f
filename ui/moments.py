"""Events one under another: the day, which leads to the map, what happened, and who says so."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from markupsafe import Markup

from geodata.model import DataSet, Event
from geodata.translate import gettext as _
from geodata.words import uncertain_words
from ui.eventlist import standing_words
from ui.markup import cite, joined, jump, text
from ui.view import View, carried


def day_link(data: DataSet, now: View, day: dt.date, label: str, area: str = "") -> Markup:
    """Return a link to the replay on a day, or on the nearest day of the record."""
    nearest = data.settings.nearest(day)
    return jump(replace(carried(now), date=nearest, district=area), label)


def moments(
    data: DataSet, now: View, events: Iterable[Event], more: Mapping[str, Markup] | None = None
) -> Markup:
    """Return events one under another; ``more`` is what follows an event's text, by its id."""
    more = more or {}
    items = joined(_moment(data, now, event, more.get(event.event_id)) for event in events)
    return Markup('<ol class="moments">{}</ol>').format(items) if items else Markup()


def _moment(data: DataSet, now: View, event: Event, more: Markup | None) -> Markup:
    agreed = event.standing == "corroborated"
    standing = "" if agreed else standing_words(event.standing)
    place = Markup('<span class="place">{}</span>').format(text(_(event.place)))
    return Markup(
        '<li id="event-{}"><time datetime="{}">{}</time>'
        "<div><h3>{}</h3>{}<p>{} {}{}</p>{}</div></li>"
    ).format(
        event.event_id,
        event.date.isoformat(),
        day_link(data, now, event.date, uncertain_words(event.edtf), _only_area(data, event)),
        text(_(event.title)),
        place if event.place else "",
        text(_(event.text)),
        cite(data, event.sources),
        Markup(' <span class="standing">{}</span>').format(standing) if standing else "",
        more or "",
    )


def _only_area(data: DataSet, event: Event) -> str:
    """Return the district or context area that the event is about, if it is about one alone."""
    if len(event.area_ids) != 1:
        return ""
    [area_id] = event.area_ids
    return area_id if area_id in data.districts else data.area(area_id).group
