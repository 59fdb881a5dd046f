"""What a reader takes along: files, citations, the link to this view, and the map for a page."""

import datetime as dt
import json
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup, escape

from geodata import citation
from geodata.citation import Reference
from geodata.model import DataSet
from geodata.safe import plain_text, safe_address
from geodata.takeaway import MAIN, ChangedError, about, offered
from geodata.translate import gettext as _
from geodata.words import date_words, number
from ui import downloads, view
from ui.markup import joined, link, panel, text
from ui.page import pages
from ui.view import View

_HEIGHT = 640  # of an embedded map: legend, track and a map that is still a map


def takeaway(data: DataSet, now: View) -> None:
    """Draw the section: downloads, then how to cite, then how to share."""
    kept = view.carried(now)
    site = _site()
    for part in (_downloads(data), _citations(data, kept, site), _sharing(data, kept, site)):
        st.html(panel(part, "take"))


def _site() -> str:
    """Return the address that the replay has in the reader's browser, "./" if it is not told."""
    told = safe_address(st.context.url or "").rstrip("/")
    if not told:
        return "./"
    above, _slash, last = told.rpartition("/")
    return f"{above if last in pages() else told}/"


# -- files --


def _downloads(data: DataSet) -> Markup:
    rows = joined(_row(name) for name in MAIN)
    head = (_("File"), _("For"), _("Size"))
    return Markup(
        '<h2 id="downloads">{}</h2><p>{}</p><table class="files"><thead><tr><th>{}</th><th>{}</th>'
        '<th class="number">{}</th></tr></thead><tbody>{}</tbody></table>{}{}'
    ).format(
        _("Downloads"),
        _(
            "One row is one period of control of one area, with the earliest and latest day that"
            " sources give for its beginning, and its sources. The day of a change belongs to the"
            " new state."
        ),
        *head,
        rows,
        _tables(data),
        _licences(data),
    )


def _row(name: str) -> Markup:
    titles = {
        "control.csv": (_("CSV"), _("Excel, LibreOffice, R, pandas"), _guard()),
        "control.geojson": (_("GeoJSON"), _("web maps, QGIS"), _("shapes and periods")),
        "control.gpkg": (_("GeoPackage"), _("QGIS, ArcGIS, R (sf)"), _("shapes and periods")),
        "control.parquet": (_("GeoParquet"), _("DuckDB, geopandas"), _("shapes and periods")),
        "datapackage.zip": (
            _("Data package"),
            _("keeping, checking, replaying"),
            _("all tables, shapes, sources and raw files, as a zip"),
        ),
    }
    title, programs, what = titles[name]
    return Markup(
        '<tr><td>{}<span class="quiet">{}</span></td><td>{}</td><td class="number">{}</td></tr>'
    ).format(_file_link(name, title), what, programs, _size(name))


def _guard() -> str:
    return _("a text that begins with = + - @ has an apostrophe before it")


def _file_link(name: str, title: str) -> Markup:
    return Markup('<a class="file" href="./{}">{}</a>').format(downloads.path(name), title)


def _size(name: str) -> str:
    try:
        size = len(downloads.file(name).content)
    except ChangedError:
        return _("not now")
    return _("{size} kB").format(size=number(max(1, size / 1000)))


def _tables(data: DataSet) -> Markup:
    titles = {
        "areas.csv": _("areas"),
        "sources.csv": _("sources"),
        "names.csv": _("names"),
        "claims.csv": _("claims"),
        "events.csv": _("events"),
        "population.csv": _("population"),
        "positions.csv": _("positions"),
        "provisions.csv": _("provisions"),
        "topics.csv": _("topics"),
        "identifiers.csv": _("identifiers"),
        "corrections.csv": _("corrections"),
    }
    links = joined(
        Markup("<li>{} <span class='quiet'>{}</span></li>").format(
            _file_link(name, titles.get(name, name.removesuffix(".csv"))), _size(name)
        )
        for name in offered(data)
        if name not in MAIN
    )
    return Markup("<h3>{}</h3><ul class='tables'>{}</ul>").format(_("Other tables as CSV"), links)


def _licences(data: DataSet) -> Markup:
    names = joined((link(found.address, _(found.title)) for found in about(data).licences), " · ")
    version = _("Version {version}, revision {revision}.").format(
        version=plain_text(data.version), revision=data.revision
    )
    return Markup('<p class="quiet">{} {}<br>{}</p>').format(
        version, names, text(data.settings.attribution)
    )


# -- citations --


def _citations(data: DataSet, now: View, site: str) -> Markup:
    today = dt.datetime.now(dt.UTC).date()
    whole = citation.of_dataset(data, site, today)
    seen = citation.of_view(data, now.date, now.district, _address(now, site), today)
    return Markup('<h2 id="cite">{}</h2>{}{}').format(
        _("How to cite"),
        _citation(whole, _("The data set"), "data"),
        _citation(seen, _("The map on {date}").format(date=date_words(now.date)), "view"),
    )


def _citation(reference: Reference, title: str, name: str) -> Markup:
    csl = json.dumps([citation.as_csl(reference)], ensure_ascii=False, indent=2)
    forms = [
        (_("Text"), _("Copy the text"), citation.as_text(reference)),
        (_("BibTeX"), _("Copy BibTeX"), citation.as_bibtex(reference)),
        (_("CSL-JSON"), _("Copy CSL-JSON"), csl),
    ]
    (_text, label, words), *coded = forms
    blocks = joined(
        Markup("<details><summary>{}</summary>{}</details>").format(
            form, _block(f"take-{name}-{number}", words, copy, reference.address)
        )
        for number, (form, copy, words) in enumerate(coded)
    )
    told = _block(f"take-{name}", words, label, reference.address)
    return Markup("<h3>{}</h3>{}{}").format(title, told, blocks)


def _block(name: str, words: str, label: str, address: str) -> Markup:
    """Return text to copy, with its button; an address that is not whole is marked.

    ``[data-address]`` is for the browser to complete: only it knows the page's own address then.
    """
    shown = escape(words)
    if address.startswith("./"):
        before, _found, after = shown.rpartition(escape(address))  # the title may hold the like
        shown = Markup("{}<span data-address>{}</span>{}").format(before, address, after)
    return Markup(
        '<div class="block"><pre id="{}" tabindex="0">{}</pre>'
        '<button type="button" data-copy="{}">{}</button></div>'
    ).format(name, shown, name, label)


# -- sharing --


def _sharing(data: DataSet, now: View, site: str) -> Markup:
    address = _address(now, site)
    embed = _address(now, site, embed="true")
    title = _("{title}: {view}").format(title=plain_text(_(data.title)), view=date_words(now.date))
    frame = Markup(
        '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy"'
        " allowfullscreen></iframe>"
    ).format(embed, title, _HEIGHT)
    return Markup('<h2 id="share">{}</h2><h3>{}</h3><p>{}</p>{}<h3>{}</h3><p>{}</p>{}').format(
        _("Share"),
        _("Link"),
        _(
            "The address holds the date, the district and the colouring: whoever opens it sees"
            " the same map."
        ),
        _block("take-link", address, _("Copy the link"), address),
        _("On your own page"),
        _(
            "Paste this where the map shall stand. It opens on this day without the navigation, and"
            " keeps its sources and licence."
        ),
        _block("take-embed", str(frame), _("Copy the code"), str(escape(embed))),
    )


def _address(now: View, site: str, **more: str) -> str:
    return f"{site}?{urlencode({**more, **view.query(now)})}"
