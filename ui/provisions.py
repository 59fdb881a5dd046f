"""What the document of an event names and sets, and how it was voted on."""

from collections.abc import Sequence

from markupsafe import Markup

from geodata.dates import parse_uncertain
from geodata.model import DataSet, Event, Provision
from geodata.tables import DEADLINE, VOTES
from geodata.topics import provisions_of
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import number, uncertain_words
from ui.markup import cite, joined, text
from ui.moments import day_link
from ui.view import View


def provisions(data: DataSet, now: View, events: Sequence[Event]) -> dict[str, Markup]:
    """Return what follows the text of each event, by its id."""
    names = _names(data, events)
    return {
        event.event_id: joined(
            [
                names.get(event.event_id, Markup()),
                _voted(data, event),
                _deadlines(data, now, event),
            ]
        )
        for event in events
    }


def _names(data: DataSet, events: Sequence[Event]) -> dict[str, Markup]:
    """Return which areas each document names; not known is said where others are known."""
    named = {event.event_id: provisions_of(data, event.event_id, "names") for event in events}
    if not any(named.values()):
        return {}
    line = Markup('<p class="names-line"><span class="quiet">{}</span> {}</p>')
    unknown = text(_("not known from what was read here"))

    def item(row: Provision) -> Markup:
        return Markup("{} {}").format(text(_(row.text)), cite(data, row.sources))

    return {
        event_id: line.format(_("Names:"), joined(map(item, rows), "; ") or unknown)
        for event_id, rows in named.items()
    }


def _voted(data: DataSet, event: Event) -> Markup:
    """Return the votes as a bar, and in words with who cast them."""
    votes = provisions_of(data, event.event_id, *VOTES)
    if not votes:
        return Markup()
    bar = joined(
        Markup('<i class="vote vote-{}" style="flex-grow:{}"></i>').format(
            row.about, int(row.value)
        )
        for row in votes
    )
    drawn = Markup('<div class="vote-bar" aria-hidden="true">{}</div>').format(bar)
    words = joined(_vote(data, row) for row in votes)
    return Markup('<div class="votes">{}<dl>{}</dl></div>').format(
        drawn if len(votes) > 1 else "", words
    )


def _vote(data: DataSet, row: Provision) -> Markup:
    label = {
        "votes_for": _("for"),
        "votes_against": _("against"),
        "abstentions": _("abstained"),
        "absent": _("absent"),
    }[row.about]
    return Markup(
        '<div><dt><i class="vote vote-{}"></i><b>{}</b> {}</dt><dd>{} {}</dd></div>'
    ).format(row.about, number(int(row.value)), label, text(_(row.text)), cite(data, row.sources))


def _deadlines(data: DataSet, now: View, event: Event) -> Markup:
    """Return what was due when, beside what happened."""
    rows = provisions_of(data, event.event_id, DEADLINE)
    if not rows:
        return Markup()
    heads = (_("What was due"), _("Day set"), _("What happened"))
    head = joined(Markup("<th scope='col'>{}</th>").format(title) for title in heads)
    body = joined(_deadline(data, now, row) for row in rows)
    return Markup(
        '<table class="deadlines"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(head, body)


def _deadline(data: DataSet, now: View, row: Provision) -> Markup:
    due = parse_uncertain(row.value)
    day = due.latest or due.earliest or now.date
    return Markup("<tr><td>{}</td><td>{} {}</td><td>{}</td></tr>").format(
        text(_(row.text)),
        day_link(data, now, day, uncertain_words(due)),
        cite(data, row.sources),
        _outcome(data, now, row),
    )


def _outcome(data: DataSet, now: View, row: Provision) -> Markup:
    event = next((event for event in data.events if event.event_id == row.outcome), None)
    if event is None:
        return text(_("not given in the sources used here"))
    due = parse_uncertain(row.value)
    late = (event.date - due.latest).days if due.latest else None
    return Markup("{}: {} <span class='quiet'>{}</span> {}").format(
        day_link(data, now, event.date, uncertain_words(event.edtf)),
        text(_(event.title)),
        "" if late is None else _lateness(late),
        cite(data, event.sources),
    )


def _lateness(days: int) -> str:
    if days == 0:
        return _("on the day set")
    words = (
        ngettext("{days} day later", "{days} days later", days)
        if days > 0
        else ngettext("{days} day earlier", "{days} days earlier", -days)
    )
    return words.format(days=abs(days))
