"""The search page: what is looked for, and what was found, by kind."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geodata.findable import KINDS, Kind
from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.search import Hit, search
from geodata.translate import gettext as _
from geodata.translate import ngettext
from ui import found, view
from ui.markup import joined, jump, panel
from ui.view import LONGEST_TEXT, View

MOST = 40  # of one kind
EXAMPLES = 8
_ROWS = {
    "district": found.district,
    "place": found.place,
    "event": found.event,
    "position": found.position,
    "source": found.source,
}


def draw(data: DataSet, now: View) -> None:
    """Draw the field, and below it examples, what was found, or that nothing was."""
    st.text_input(
        _("Search for a district, a place, an event or a source"),
        max_chars=LONGEST_TEXT,
        placeholder=_("in any spelling or script"),
        **view.bound(data, "text", now.text, _searching),
    )
    hits = search(data, now.text)
    if hits:
        shown = _results(data, now, hits)
    elif now.text:
        shown = _nothing(data, now)
    else:
        shown = _examples(data, now)
    st.html(panel(shown, "search"))


def _searching(now: View, chosen: str) -> View:
    return replace(now, text=plain_text(chosen[:LONGEST_TEXT]))


def _results(data: DataSet, now: View, hits: tuple[Hit, ...]) -> Markup:
    """Return what was found: how much, then each kind with its best first."""
    told = ngettext("{count} result for “{query}”", "{count} results for “{query}”", len(hits))
    lead = Markup('<p class="search-count" role="status">{}</p>').format(
        told.format(count=len(hits), query=now.text)
    )
    if not hits[0].complete:
        lead += Markup("<p>{}</p>").format(
            _("Nothing has all of these words. What has the most of them is shown.")
        )
    groups = (_group(data, now, kind, [hit for hit in hits if hit.kind == kind]) for kind in KINDS)
    return lead + joined(groups)


def _group(data: DataSet, now: View, kind: Kind, hits: list[Hit]) -> Markup:
    if not hits:
        return Markup()
    titles: dict[Kind, str] = {
        "district": _("Districts"),
        "place": _("Places"),
        "event": _("Events"),
        "position": _("Positions"),
        "source": _("Sources"),
    }
    items = joined(Markup("<li>{}</li>").format(_ROWS[kind](data, now, hit)) for hit in hits[:MOST])
    more = len(hits) - MOST
    rest = Markup('<p class="quiet">{}</p>').format(
        ngettext("{count} more: add a word.", "{count} more: add a word.", more).format(count=more)
    )
    return Markup(
        '<section><h2>{} <span class="count">{}</span></h2><ul>{}</ul>{}</section>'
    ).format(titles[kind], len(hits), items, rest if more > 0 else Markup())


def _nothing(data: DataSet, now: View) -> Markup:
    ways = (
        jump(replace(now, text=""), _("Clear the search"), "search"),
        jump(view.carried(now), _("All districts"), "districts"),
        jump(view.carried(now), _("All events"), "timeline"),
    )
    return Markup(
        '<p class="search-count" role="status">{}</p><p>{}</p><p class="search-ways">{}</p>{}'
    ).format(
        _("Nothing was found for “{query}”.").format(query=now.text),
        _("The search knows the names and texts of this data set alone."),
        joined(ways),
        _examples(data, now),
    )


def _examples(data: DataSet, now: View) -> Markup:
    """Return names of districts in several languages, as searches."""
    links = joined(
        Markup("<li>{}</li>").format(jump(replace(now, text=name), name, "search"))
        for name in example_names(data)
    )
    return Markup('<h2>{}</h2><p>{}</p><ul class="search-examples">{}</ul>').format(
        _("For example"),
        _("Every spelling of a name leads to the same place."),
        links,
    )


def example_names(data: DataSet) -> list[str]:
    """Return a name of each district, each in another language than the one before."""
    of_district = [
        {name.lang: plain_text(name.name) for name in data.names if name.area_id == district_id}
        for district_id in data.districts
    ]
    tongues = sorted({tongue for names in of_district for tongue in names})
    found_names = []
    for number, names in enumerate(of_district):
        turn = number % len(tongues)
        tongue = next(one for one in (*tongues[turn:], *tongues) if one in names)
        found_names.append(names[tongue])
    return found_names[:EXAMPLES]
