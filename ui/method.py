"""Data and method: what is recorded and how, what is wrong with it, and who it comes from."""

from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geodata.accuracy import Accuracy, measure, total
from geodata.model import DataSet
from geodata.topics import topics_of
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, subject_words
from ui import bibliography, explained, topics
from ui.markup import cite, link, text
from ui.tables import Row, table
from ui.takeaway import takeaway
from ui.topics import Section
from ui.view import View

_SIGNED = "+0.0\u202f%;−0.0\u202f%"
_WHOLE = "0\u202f%"


def draw(data: DataSet, now: View) -> None:
    """Draw the page."""
    sections = [
        explained.control(data, now),
        explained.doubt(data, now),
        *(topics.section(data, now, topic) for topic in topics_of(data, "method")),
        _shapes(data),
        *bibliography.corrections(data),
        bibliography.sources(data),
        _versions(data),
    ]
    after = {"downloads": _("Downloads"), "report": _("Report an error")}
    st.html(topics.page_of(sections, _lead(data), after))
    with st.container(key="after-sections"):
        takeaway(data, now)
        report = Markup('<div class="panel take" id="report"><h2>{}</h2>{}</div>')
        st.html(report.format(_("Report an error"), report_link(data, now)))


def report_link(data: DataSet, now: View, claim: str = "") -> Markup:
    """Return a way to report an error in what the reader sees.

    A link to the address that the data set gives for it, with the view filled in; without one, the
    same text to copy. ``claim`` is the id of a claim, a correction or another row.
    """
    title = _("Error in {dataset}").format(dataset=_(data.title))
    body = _report(data, now, claim)
    contact = data.settings.contact
    if contact.startswith("mailto:"):
        query = urlencode({"subject": title, "body": body}, quote_via=quote)
        return Markup('<a href="{}?{}">{}</a>').format(contact, query, _("Write about an error"))
    if contact:
        return link(f"{contact}?{urlencode({'title': title, 'body': body})}", _("Report an error"))
    told = _(
        "This data set names no address for reports. Copy this text and send it to its makers."
    )
    name = f"report-{claim or 'view'}"
    return Markup(
        '<p>{}</p><div class="block"><pre id="{}" tabindex="0">{}</pre>'
        '<button type="button" data-copy="{}">{}</button></div>'
    ).format(told, name, body, name, _("Copy the text"))


def _report(data: DataSet, now: View, claim: str) -> str:
    """Return the text of a report, with what the reader looks at filled in."""
    name = f"{_(data.area_name(now.district))} ({now.district})" if now.district else ""
    lines = [
        (_("Data set"), f"{_(data.title)}, {data.version} ({data.revision})"),
        (_("Day"), now.date.isoformat()),
        (_("District"), name),
        (_("Claim"), claim),
        (_("What is wrong"), ""),
        (_("What it should be"), ""),
        (_("Source that says so"), ""),
    ]
    return "\n".join(f"{label}: {value}".rstrip() for label, value in lines)


def _lead(data: DataSet) -> Markup:
    return Markup('<p class="topic-note">{}</p>').format(text(_(data.description)))


def _shapes(data: DataSet) -> Section:
    """Return the areas measured on the shapes, beside the printed ones."""
    told = _(
        "Every area shown on the other pages is a figure that a source prints. This table alone"
        " measures the shapes, on the WGS 84 ellipsoid, to show what they get wrong. They are"
        " generalised, and drawn from other material than the printed figures."
    )
    measured = measure(data)
    rows = [_measured(data, row) for row in measured]
    whole = total(measured)
    if whole.printed_km2:
        rows.append(_measured(data, whole))
    short = subject_words(data)
    share = _("Part ever under {short} control").format(short=short)
    heads = [_("Area"), _("On the shape, km²"), _("Printed, km²"), _("Difference")]
    heads += [_("{part}, shape").format(part=share), _("{part}, printed").format(part=share)]
    shown = table(heads, rows, numbers=range(1, len(heads)))
    content = Markup("<p>{}</p>{}{}").format(told, shown, _notes(data))
    return "shapes", _("What the shapes get wrong"), content


def _measured(data: DataSet, row: Accuracy) -> Row:
    return (
        text(_(data.area_name(row.area_id)) if row.area_id else _("All districts")),
        text(number(row.measured_km2)),
        _printed(data, row),
        Markup() if row.difference is None else text(percent(row.difference, _SIGNED)),
        Markup() if row.held_share is None else text(percent(row.held_share, _WHOLE)),
        Markup() if row.printed_share is None else text(percent(row.printed_share, _WHOLE)),
    )


def _printed(data: DataSet, row: Accuracy) -> Markup:
    if row.printed_km2 is None:
        return text(_("none printed"))
    areas = data.districts.get(row.area_id, ())
    sources = dict.fromkeys(source for area in areas for source in area.sources)
    return Markup("{} <span class='cites'>{}</span>").format(
        number(row.printed_km2), cite(data, sources)
    )


def _notes(data: DataSet) -> Markup:
    """Return what is to be known of single areas."""
    rows = [
        (text(_(data.area_name(area.area_id))), text(_(area.note)), cite(data, area.sources))
        for area in data.areas
        if area.note
    ]
    return table([_("Area"), _("Note"), _("Sources")], rows)


def _versions(data: DataSet) -> Section:
    """Return the versions of the data, the newest first."""
    told = _("This is version {version} of the data, revision {revision}.").format(
        version=data.version, revision=data.revision
    )
    rows = [
        (text(release.version), text(date_words(release.date)), text(_(release.changes)))
        for release in data.settings.history
    ]
    content = Markup("<p>{}</p>{}").format(
        text(told), table([_("Version"), _("Date"), _("What changed")], rows)
    )
    return "versions", _("Versions of the data"), content
