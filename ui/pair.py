"""The two maps of a comparison, one component drawn once (see geodata/replay/compare.js)."""

import datetime as dt
import json
from dataclasses import replace

import folium
import streamlit as st
from markupsafe import Markup
from streamlit_folium import st_folium

from geodata.comparison import Comparison
from geodata.control import AreaState
from geodata.model import UNKNOWN, DataSet
from geodata.replay import ServedPair
from geodata.replay.payload import SHARE_LOW, SHARE_LOW_DARK
from geodata.safe import safe_color
from geodata.translate import gettext as _
from ui.frame import framed_map
from ui.markup import joined, swatch, text
from ui.view import View

KEY = "pair"
Item = tuple[Markup, Markup]  # a sign, and what it means
HEIGHT = 600  # before the page's style sheet sets the real one


def show_pair(data: DataSet, now: View, days: tuple[dt.date, dt.date]) -> None:
    """Draw the maps. Nothing comes back from them: a click there follows a link of the page."""
    _tell(now, days)
    st_folium(
        _folium_map(data, now.language),
        key=KEY,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
    )


def _tell(now: View, days: tuple[dt.date, dt.date]) -> None:
    """Write what is to be shown into the page, where the maps look for it."""
    told = {
        "days": [day.isoformat() for day in days],
        "district": now.district,
        "colouring": now.colouring,
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


def legend(data: DataSet, now: View, found: Comparison) -> Markup:
    """Return what the colours and lines on the two maps mean, as far as they are there."""
    colours = _shares(data, found) if now.colouring == "share" else _states(data, found)
    items = joined(
        Markup("<li>{}{}</li>").format(*item) for item in [*colours, *_signs(data, found)]
    )
    return Markup('<ul class="compare-legend" aria-label="{}">{}</ul>').format(_("Legend"), items)


def _states(data: DataSet, found: Comparison) -> list[Item]:
    shown = {state.controller for state in (*found.before.areas, *found.after.areas)}
    return [
        (swatch(controller), text(_(controller.label)))
        for controller in data.settings.controllers
        if controller.id in shown
    ]


def _shares(data: DataSet, found: Comparison) -> list[Item]:
    """Return the ramp, and the colour of what has no share."""
    subject = data.settings.controller(data.settings.subject)
    ends = (SHARE_LOW, SHARE_LOW_DARK, safe_color(subject.color), safe_color(subject.dark))
    ramp = Markup(
        '<i class="sign sign-ramp" style="--low:{};--dark-low:{};--light:{};--dark:{}"></i>'
    ).format(*ends)
    items = [(ramp, text(f"{_('Share held')}: 0–100 %"))]
    if found.context:
        grey = replace(data.settings.controller(UNKNOWN), pattern="solid")
        items.append((swatch(grey), text(_("Not counted"))))
    return items


def _signs(data: DataSet, found: Comparison) -> list[Item]:
    states = [*found.before.areas, *found.after.areas]
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
    return [
        (Markup('<i class="sign sign-{}"></i>').format(sign), text(label))
        for sign, label, is_there in marks
        if is_there
    ]


def _is_hatched(state: AreaState) -> bool:
    return state.contested or (state.controller != UNKNOWN and not state.certain)


def _is_drawn(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    return start <= day and (end is None or day < end)
