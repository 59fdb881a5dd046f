"""Small pieces of markup. ``Markup.format`` escapes every value; ``plain_text`` cleans it first."""

import datetime as dt
from collections.abc import Iterable

from markupsafe import Markup, escape

from geodata.model import Controller, DataSet, Event
from geodata.safe import plain_text, safe_address, safe_color
from geodata.translate import gettext as _
from geodata.words import since_words, uncertain_words
from ui.view import COLOURINGS, View, address


def text(value: object) -> Markup:
    """Return cleaned, escaped text."""
    return Markup("{}").format(plain_text(value))


def link(address: str, label: str) -> Markup:
    """Return a link that opens beside the map; only its label if it is not http(s)."""
    safe = safe_address(address)
    if not safe:
        return text(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        safe, plain_text(label)
    )


def joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return the parts one after another."""
    return escape(between).join(parts)


def panel(content: Markup, kind: str = "") -> Markup:
    """Return a block of the page; inside it lists, tables and headings have the page's type."""
    return Markup('<div class="{}">{}</div>').format(f"panel {kind}".strip(), content)


def cite(data: DataSet, source_ids: Iterable[str]) -> Markup:
    """Return the sources as short linked marks; the title says which each is."""
    return joined((_mark(data, source_id) for source_id in source_ids), " ")


def _mark(data: DataSet, source_id: str) -> Markup:
    source = data.source(source_id)
    title = plain_text(f"{source.producer}: {source.title}" if source.producer else source.title)
    address = next(filter(None, map(safe_address, source.address)), "")
    if not address:
        return Markup('<span class="cite" title="{}">{}</span>').format(title, source_id)
    return Markup(
        '<a class="cite" href="{}" title="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    ).format(address, title, source_id)


def source_list(data: DataSet, source_ids: Iterable[str]) -> Markup:
    """Return sources in full: the mark, who says what, and on which side the producer is.

    Each is listed once, in the order of the data set.
    """
    cited = set(source_ids)
    leans = {
        "azerbaijani": _("Azerbaijani source"),
        "armenian": _("Armenian source"),
        "russian": _("Russian source"),
    }
    items = joined(
        Markup("<li>{}<span>{} <span class='quiet'>{}</span></span></li>").format(
            _mark(data, source.source_id),
            plain_text(" · ".join(filter(None, (source.producer, source.title, source.published)))),
            leans.get(source.lean, ""),
        )
        for source in data.sources
        if source.source_id in cited
    )
    return Markup("<ul class='sources'>{}</ul>").format(items)


def folded_sources(data: DataSet, source_ids: Iterable[str], title: str) -> Markup:
    """Return sources in full under a title that unfolds them, nothing if there are none."""
    cited = set(source_ids)
    if not cited:
        return Markup()
    return Markup("<details class='chart-table'><summary>{}</summary>{}</details>").format(
        title, source_list(data, cited)
    )


def swatch(controller: Controller) -> Markup:
    """Return the controller's colour as on the map; both themes' colours, the style sheet picks."""
    return Markup('<i class="swatch swatch-{}" style="--light:{};--dark:{}"></i>').format(
        controller.pattern, safe_color(controller.color), safe_color(controller.dark)
    )


def controlled(data: DataSet, controller_id: str, since: dt.date) -> Markup:
    """Return who controls and since when, with the colour."""
    controller = data.settings.controller(controller_id)
    return Markup(
        "<span class='controlled'>{}<span>{}<span class='when'>{}</span></span></span>"
    ).format(swatch(controller), text(_(controller.label)), since_words(since, data.settings.start))


def jump(view: View, label: str, page: str = "") -> Markup:
    """Return a link to a view on a page, the replay if none is named.

    Beside the map the map follows it in place (replay.js, ``listenToLinks``); elsewhere page.js
    changes the page without loading it anew.
    """
    return Markup('<a class="jump" href="{}" data-page="{}" target="_self">{}</a>').format(
        address(view, page), page, plain_text(label)
    )


def carry(view: View, label: str, page: str) -> Markup:
    """Return a link to a page; page.js lets it lead to the view that the address holds then."""
    return Markup('<a class="jump" href="{}" data-page="{}" data-carry>{}</a>').format(
        address(view, page), page, plain_text(label)
    )


def choose(view: View, label: str) -> Markup:
    """Return a link that selects the view's district on the day that the map shows."""
    return Markup('<a class="jump" href="{}" data-page="" data-same-day>{}</a>').format(
        address(view), plain_text(label)
    )


def event_list(
    data: DataSet, events: Iterable[Event], district: str, colouring: str = COLOURINGS[0]
) -> Markup:
    """Return events as a list: when, what, and who says so; the date leads the map there."""
    return Markup("<ul>{}</ul>").format(
        joined(
            _event(data, event, View(data.settings.nearest(event.date), district, colouring))
            for event in events
        )
    )


def _event(data: DataSet, event: Event, there: View) -> Markup:
    return Markup(
        '<li id="event-{}"><time datetime="{}">{}</time><strong>{}</strong><br>{} {}</li>'
    ).format(
        event.event_id,
        event.date.isoformat(),
        jump(there, uncertain_words(event.edtf)),
        text(_(event.title)),
        text(_(event.text)),
        cite(data, event.sources),
    )
