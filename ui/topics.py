"""Pieces of the pages made of sections: events, positions side by side, claims, figures."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from geodata.figurewords import claim_words
from geodata.model import Claim, DataSet, Figure, Position, Topic
from geodata.tables import ABOUT_NUMBERS
from geodata.topics import events_of, positions_of
from geodata.translate import gettext as _
from geodata.words import number, uncertain_words
from ui.markup import cite, joined, text
from ui.moments import moments
from ui.provisions import provisions
from ui.view import View

Section = tuple[str, str, Markup]
"""The anchor, the heading and the content of a section."""


def page_of(
    sections: Sequence[Section], lead: Markup, after: Mapping[str, str] | None = None
) -> Markup:
    """Return a page: what stands first, links to the sections, and the sections.

    ``after`` are titles by anchor of what is drawn after them, for the links.
    """
    titles = {anchor: title for anchor, title, _content in sections} | dict(after or {})
    links = joined(
        Markup('<li><a href="#{}">{}</a></li>').format(anchor, text(title))
        for anchor, title in titles.items()
    )
    shown = joined(
        Markup('<section class="topic" id="{}"><h2>{}</h2>{}</section>').format(
            anchor, text(title), content
        )
        for anchor, title, content in sections
    )
    contents = Markup('<nav class="contents" aria-label="{}"><ol>{}</ol></nav>').format(
        _("On this page"), links
    )
    return Markup(
        '<div class="panel topics"><div class="lead">{}</div>{}'
        '<div class="topics-body">{}</div></div>'
    ).format(lead, contents if len(titles) > 1 else Markup(), shown)


def note(data: DataSet, topic: Topic) -> Markup:
    """Return what to know before the rows of a section, with its sources."""
    if not topic.note:
        return Markup()
    return Markup('<p class="topic-note">{} {}</p>').format(
        text(_(topic.note)), cite(data, topic.sources)
    )


def section(data: DataSet, now: View, topic: Topic) -> Section:
    """Return a section with all its rows: events, positions, figures, claims."""
    events = events_of(data, topic)
    parts = [
        note(data, topic),
        moments(data, now, events, provisions(data, now, events)),
        positions(data, positions_of(data, topic)),
        figures(data, topic.figure_ids),
        claims(data, topic.claim_ids),
    ]
    return topic.topic_id, _(topic.title), joined(parts)


def positions(data: DataSet, found: Iterable[Position]) -> Markup:
    """Return positions as cards of one size, in the order given."""
    cards = joined(
        Markup('<li class="card"><h3>{}</h3><h4>{}</h4>{}</li>').format(
            text(_(position.party)), text(_(position.topic)), statement(data, position)
        )
        for position in found
    )
    return Markup('<ul class="cards">{}</ul>').format(cards) if cards else Markup()


def statement(data: DataSet, position: Position) -> Markup:
    """Return what a party or a body says, with its sources."""
    return Markup("<p>{} {}</p>").format(text(_(position.text)), cite(data, position.sources))


def claims(data: DataSet, claim_ids: Iterable[str]) -> Markup:
    """Return what sources say of one thing side by side, in the order given."""
    known = {claim.claim_id: claim for claim in data.claims}
    groups = groupby((known[claim_id] for claim_id in claim_ids), key=_subject)
    shown = joined(_claim_group(data, area, list(group)) for (_key, area), group in groups)
    if not shown:
        return Markup()
    return Markup('<div class="claims"><h3>{}</h3>{}</div>').format(_("Who says what"), shown)


def _subject(claim: Claim) -> tuple[str, str]:
    return claim.conflict, claim.area_id


def _claim_group(data: DataSet, area: str, group: list[Claim]) -> Markup:
    title = text(_(data.area_name(area))) if area else Markup()
    rows = joined(
        Markup('<ul class="claim-row">{}</ul>').format(joined(_claim(data, c) for c in row))
        for _about, row in groupby(group, key=_kind_of_value)
    )
    return Markup("<h4>{}</h4>{}").format(title, rows) if title else rows


def _kind_of_value(claim: Claim) -> str:
    """Return what is counted; dates and statements stand in one row."""
    return claim.about if claim.about in ABOUT_NUMBERS else ""


def _claim(data: DataSet, claim: Claim) -> Markup:
    words = claim.about == "statement"
    return Markup(
        '<li><span class="quiet">{}</span><span class="{}">{}</span><span>{} {}</span></li>'
    ).format(
        "" if words else _kind_of(claim),
        "said" if words else f"value {claim.weight}",
        text(f"{claim_words(claim)} {_(claim.unit)}".strip()),
        text(_(claim.note)),
        cite(data, claim.sources),
    )


def _kind_of(claim: Claim) -> str:
    """Return what a claim is about, and what use is made of it."""
    about = {
        "start_of_control": _("Start of control"),
        "offensive": _("Offensive"),
        "event_date": _("Date"),
        "area_km2": _("Area"),
        "held_km2": _("Area held"),
        "share": _("Share held"),
        "population": _("People"),
    }
    use = {
        "preferred": _("used by the map") if claim.change else _("used here"),
        "alternative": _("also given"),
        "weak": _("weak, not used for the range"),
    }
    return f"{about[claim.about]}, {use[claim.weight]}"


def figures(data: DataSet, figure_ids: Iterable[str]) -> Markup:
    """Return figures about people side by side, as their sources print them."""
    known = {figure.figure_id: figure for figure in data.population}
    items = joined(_figure(data, known[figure_id]) for figure_id in figure_ids)
    return Markup('<ul class="claim-row figures">{}</ul>').format(items) if items else Markup()


def _figure(data: DataSet, figure: Figure) -> Markup:
    as_of = uncertain_words(figure.as_of) if figure.as_of else ""
    value = figure.printed or ("" if figure.value is None else number(figure.value))
    return Markup(
        '<li><span class="quiet">{}</span><span class="value">{}</span><span>{} {}</span></li>'
    ).format(
        text(" · ".join(filter(None, (_(figure.unit), as_of)))),
        text(value),
        text(_(figure.note)),
        cite(data, figure.sources),
    )
