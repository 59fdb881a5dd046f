"""Law and talks: what was decided and signed, what came of it, and the positions of each side."""

import streamlit as st
from markupsafe import Markup

from geodata.control import state_on
from geodata.model import DataSet, Event, Position, Topic
from geodata.topics import left_over, of_kinds, topics_of
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words, number, subject_words
from ui import topics
from ui.markup import joined, text
from ui.moments import day_link, moments
from ui.topics import Section
from ui.view import View

KINDS = ("legal", "diplomatic")


def draw(data: DataSet, now: View) -> None:
    """Draw the page."""
    found = topics_of(data, "law")
    head = [topic for topic in found if not (topic.event_ids or topic.position_ids)]
    sections = [topics.section(data, now, topic) for topic in found if topic not in head]
    sections += _rest(data, now, left_over(found, of_kinds(data, KINDS)), alone=not sections)
    sections += _positions(data)
    st.html(topics.page_of(sections, _lead(data, now, head)))


def _lead(data: DataSet, now: View, head: list[Topic]) -> Markup:
    """Return what holds in law beside what holds in fact, and the state on the reader's day."""
    cards = joined(
        Markup('<li class="card"><h2>{}</h2>{}</li>').format(
            text(_(topic.title)), topics.note(data, topic)
        )
        for topic in head
    )
    shown = Markup('<ul class="cards">{}</ul>').format(cards) if cards else _described(data)
    return Markup('{}<p class="on-the-day">{}</p>').format(shown, _on_the_day(data, now))


def _described(data: DataSet) -> Markup:
    return Markup('<p class="topic-note">{}</p>').format(text(_(data.description)))


def _on_the_day(data: DataSet, now: View) -> Markup:
    totals = state_on(data, now.date).totals
    told = ngettext(
        "{day}: {held} of {all} district under {short} control, {held_km2} of {area_km2} km².",
        "{day}: {held} of {all} districts under {short} control, {held_km2} of {area_km2} km².",
        len(data.districts),
    )
    link = day_link(data, now, now.date, date_words(now.date), now.district)
    return text(told).format(
        day=link,
        held=totals.districts_held,
        all=len(data.districts),
        short=subject_words(data),
        held_km2=number(totals.held_km2),
        area_km2=number(totals.area_km2),
    )


def _rest(data: DataSet, now: View, events: tuple[Event, ...], *, alone: bool) -> list[Section]:
    """Return the events that no section has, by kind."""
    titles = (
        {"legal": _("Law"), "diplomatic": _("Talks and agreements")}
        if alone
        else {"legal": _("Also in law"), "diplomatic": _("Also in talks")}
    )
    of_kind = {kind: [event for event in events if event.kind == kind] for kind in KINDS}
    return [
        (kind, titles[kind], moments(data, now, found)) for kind, found in of_kind.items() if found
    ]


def _positions(data: DataSet) -> list[Section]:
    """Return one card a party, all of one size, in the order of the table."""
    parties: dict[str, list[Position]] = {}
    for position in data.positions:
        parties.setdefault(position.party, []).append(position)
    if not parties:
        return []
    cards = joined(
        Markup('<li class="card"><h3>{}</h3>{}</li>').format(
            text(_(party)), joined(_position(data, row) for row in rows)
        )
        for party, rows in parties.items()
    )
    told = _(
        "Each position is told in the third person and with the name of who holds it. "
        "Words in quotation marks are theirs, as the sources give them. The order is no rank."
    )
    content = Markup('<p class="topic-note">{}</p><ul class="cards equal">{}</ul>')
    return [("positions", _("Positions side by side"), content.format(told, cards))]


def _position(data: DataSet, position: Position) -> Markup:
    return Markup("<h4>{}</h4>{}").format(text(_(position.topic)), topics.statement(data, position))
