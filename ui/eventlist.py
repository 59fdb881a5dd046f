"""The events of the timeline: which are wanted, how many there are, and each in full."""

import datetime as dt
from dataclasses import replace
from itertools import groupby
from typing import Any

import streamlit as st
from markupsafe import Markup

from geodata.events import chosen_events, event_districts
from geodata.model import Chapter, DataSet, Event
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words, uncertain_words
from ui.markup import cite, folded_sources, joined, jump, panel, text
from ui.view import LONGEST_TEXT, View, bound, carried, event_kinds, selectable

PAGE = "timeline"
_OPEN = Markup(' open=""')


def show_events(data: DataSet, now: View) -> None:
    """Draw the filters and the events that they let through."""
    st.html(panel(Markup("<h2>{}</h2>").format(_("Events"))))
    with st.container(key="event-filters"):
        _draw_filters(data, now)
    found = chosen_events(
        data,
        kinds=now.kinds,
        district=now.district,
        since=now.since,
        until=now.until,
        query=now.text,
    )
    st.html(panel(_count(data, now, found)))
    st.html(panel(_events(data, now, found)))


def _draw_filters(data: DataSet, now: View) -> None:
    search, kinds = st.columns(2)
    search.text_input(
        _("Search"),
        max_chars=LONGEST_TEXT,
        placeholder=_("A name in any spelling, or a word"),
        **bound(data, "text", now.text, lambda v, words: replace(v, text=words)),
    )
    kinds.multiselect(
        _("Kind"),
        event_kinds(data),
        format_func=kind_words,
        placeholder=_("All kinds"),
        **bound(data, "kinds", list(now.kinds), lambda v, chosen: replace(v, kinds=tuple(chosen))),
    )
    district, since, until = st.columns(3)
    district.selectbox(
        _("District"),
        ["", *selectable(data)],
        format_func=lambda area_id: _(data.area_name(area_id)) if area_id else _("All districts"),
        **bound(data, "district", now.district, lambda v, chosen: replace(v, district=chosen)),
    )
    limits: dict[str, Any] = {
        "min_value": data.settings.start,
        "max_value": data.settings.end,
        "format": "YYYY-MM-DD",
    }
    since.date_input(
        _("From"),
        **limits,
        **bound(data, "since", now.since, lambda v, day: replace(v, since=day)),
    )
    until.date_input(
        _("Until"),
        **limits,
        **bound(data, "until", now.until, lambda v, day: replace(v, until=day)),
    )


def kind_words(kind: str) -> str:
    """Return a kind of event in words."""
    known = {
        "military": _("Military"),
        "diplomatic": _("Diplomatic"),
        "legal": _("Legal"),
        "humanitarian": _("Humanitarian"),
        "handover": _("Handover"),
        "political": _("Political"),
    }
    return known.get(kind, kind)


def standing_words(standing: str) -> str:
    """Return how well an event is attested."""
    return {
        "corroborated": _("several independent sources"),
        "single": _("one source beside the founding documents"),
        "documents": _("the founding documents only"),
        "announced": _("an announcement of one side, not a confirmation"),
    }[standing]


def _count(data: DataSet, now: View, found: tuple[Event, ...]) -> Markup:
    """Return how many events fit; where not all do, with the way back to all."""
    whole = len(data.events)
    words = ngettext("{found} of {all} event", "{found} of {all} events", whole)
    shown = words.format(found=len(found), all=whole)
    if len(found) == whole:
        return Markup('<p class="event-count" role="status">{}</p>').format(shown)
    everything = replace(now, kinds=(), district="", since=None, until=None, text="")
    return Markup('<p class="event-count" role="status">{}{} {}</p>').format(
        shown,
        "" if found else _(": nothing fits all of this."),
        jump(everything, _("Show all events"), PAGE),
    )


def _events(data: DataSet, now: View, found: tuple[Event, ...]) -> Markup:
    """Return the events in chapters that unfold, and their sources in full.

    The chapter of the view's day is open; all are where filters have narrowed the list.
    """
    parts = [
        (chapter, list(events))
        for chapter, events in groupby(found, lambda event: _chapter(data, event.date))
    ]
    today = _chapter(data, now.date)
    narrowed = len(found) < len(data.events)
    cited = {source for event in found for source in event.sources}
    return joined(
        [
            _contents([chapter for chapter, _found in parts if chapter]),
            *(
                _part(data, now, chapter, events, unfolded=narrowed or chapter == today)
                for chapter, events in parts
            ),
            folded_sources(data, cited, _("The sources of these events")),
        ]
    )


def _chapter(data: DataSet, day: dt.date) -> Chapter | None:
    """Return the chapter that a day belongs to; one before all is in the first."""
    chapters = data.settings.chapters
    past = [chapter for chapter in chapters if chapter.start <= day] or list(chapters[:1])
    return past[-1] if past else None


def _contents(chapters: list[Chapter]) -> Markup:
    """Return links to the chapters; following one unfolds it, as the list is within it."""
    if not chapters:
        return Markup()
    link = Markup('<a class="chip" href="#chapter-{}">{}</a>')
    links = joined(link.format(chapter.id, text(_(chapter.title))) for chapter in chapters)
    return Markup('<nav class="panel chips" aria-label="{}">{}</nav>').format(_("Chapters"), links)


def _part(
    data: DataSet, now: View, chapter: Chapter | None, events: list[Event], *, unfolded: bool
) -> Markup:
    listed = joined(_event(data, now, event) for event in events)
    if chapter is None:
        return Markup('<ol class="events">{}</ol>').format(listed)
    count = ngettext("{count} event", "{count} events", len(events)).format(count=len(events))
    return Markup(
        '<details class="chapter"{}><summary><h3>{}</h3> <span class="quiet">{}</span></summary>'
        '<ol class="events" id="chapter-{}">{}</ol></details>'
    ).format(_OPEN if unfolded else "", text(_(chapter.title)), count, chapter.id, listed)


def _event(data: DataSet, now: View, event: Event) -> Markup:
    place = [text(_(event.place))] if event.place else []
    return Markup(
        '<li id="event-{}"{}><div class="when-what"><time datetime="{}">{}</time><span>{}</span>'
        "</div><div><h4>{}</h4><p>{}</p><p class='quiet'>{}</p><p class='ways'>{}</p></div></li>"
    ).format(
        event.event_id,
        Markup(' class="is-now"') if event.date == now.date else "",
        event.date.isoformat(),
        uncertain_words(event.edtf),
        joined([text(kind_words(event.kind)), *place], " · "),
        text(_(event.title)),
        text(_(event.text)),
        _said(data, event),
        joined(_ways(data, now, event), " "),
    )


def _said(data: DataSet, event: Event) -> Markup:
    """Return how well the event is attested, and by which sources."""
    said = _("Known from {standing}").format(standing=standing_words(event.standing))
    return Markup("{} {}").format(text(said), cite(data, event.sources))


def _ways(data: DataSet, now: View, event: Event) -> list[Markup]:
    """Return the links to the replay on the day, and to the pages of the districts."""
    day = data.settings.nearest(event.date)
    areas = [area_id for area_id in event_districts(data, event) if area_id in selectable(data)]
    there = replace(carried(now), date=day, district=areas[0] if len(areas) == 1 else "")
    return [
        jump(there, _("Replay on {date}").format(date=date_words(day))),
        *(
            jump(replace(there, district=area_id), _(data.area_name(area_id)), "districts")
            for area_id in areas
        ),
    ]
