"""The two maps of a comparison, one component drawn once (see geodata/replay/compare.js)."""

import datetime as dt
import json

import folium
import streamlit as st
from markupsafe import Markup
from streamlit_folium import st_folium

from geodata.comparison import Comparison
from geodata.control import AreaState
from geodata.model import UNKNOWN, DataSet
from geodata.replay import ServedPair
from geodata.translate import gettext as _
from ui.frame import framed_map
from ui.markup import joined, swatch, text

KEY = "pair"
HEIGHT = 600  # before the page's style sheet sets the real one


def show_pair(data: DataSet, days: tuple[dt.date, dt.date], district: str, language: str) -> None:
    """Draw the maps. Nothing comes back from them: a click there follows a link of the page."""
    _tell(days, district)
    st_folium(
        _folium_map(data, language),
        key=KEY,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
    )


def _tell(days: tuple[dt.date, dt.date], district: str) -> None:
    """Write what is to be shown into the page, where the maps look for it."""
    told = {
        "days": [day.isoformat() for day in days],
        "district": district,
        "dark": st.context.theme.type == "dark",
    }
    st.html(Markup('<div data-compare-view="{}"></div>').format(json.dumps(told)))


def _folium_map(data: DataSet, language: str) -> folium.Map:
    return framed_map(
        data,
        ServedPair,
        language,
        failed=_("The maps could not be loaded. Check the connection and reload the page."),
        files=("compare.js", "compare.css"),
        zoom_control=False,
    )


def legend(data: DataSet, found: Comparison) -> Markup:
    """Return what the colours and lines on the two maps mean, as far as they are there."""
    states = [*found.before.areas, *found.after.areas]
    shown = {state.controller for state in states}
    compared = [part for district in found.districts for part in district.parts] + [*found.context]
    days = (found.before.date, found.after.date)
    marks = [
        ("hatched", _("Fighting, or sources differ on the day"), any(map(_is_hatched, states))),
        ("outline", _("Differs between the two days"), any(part.differs for part in compared)),
        (
            "broken",
            _("Changed in between, and is as before"),
            any(part.changes and not part.differs for part in compared),
        ),
        *(
            ("line", _(line.title), any(_is_drawn(line.start, line.end, day) for day in days))
            for line in data.settings.lines
        ),
    ]
    colours = [
        (swatch(controller), text(_(controller.label)))
        for controller in data.settings.controllers
        if controller.id in shown
    ]
    signs = [
        (Markup('<i class="sign sign-{}"></i>').format(sign), text(label))
        for sign, label, is_there in marks
        if is_there
    ]
    items = joined(Markup("<li>{}{}</li>").format(*item) for item in [*colours, *signs])
    return Markup(
        '<div class="panel"><ul class="compare-legend" aria-label="{}">{}</ul></div>'
    ).format(_("Legend"), items)


def _is_hatched(state: AreaState) -> bool:
    return state.contested or (state.controller != UNKNOWN and not state.certain)


def _is_drawn(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    return start <= day and (end is None or day < end)
