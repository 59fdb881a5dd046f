"""The one map call. The map is drawn once; what follows goes through the bridge (see bridge.js)."""

import json
from typing import Any

import folium
import streamlit as st
from markupsafe import Markup
from streamlit_folium import st_folium

from geodata.model import DataSet
from geodata.replay import ServedReplay
from geodata.translate import gettext as _
from geodata.words import date_words
from ui import view
from ui.frame import framed_map
from ui.view import View

KEY = "replay"
HEIGHT = 640  # before the page's style sheet sets the real one


def show_map(data: DataSet, now: View) -> None:
    """Draw the replay; what the reader settles on there is written to the address bar."""
    value = st_folium(
        _folium_map(data, now),
        key=KEY,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        on_change=lambda: _adopt(data, st.session_state[KEY]),
    )
    if _report(value) > _report(st.session_state.get(KEY)):
        # A new session of a page that was open before, after a restart: the browser knows better.
        # The view that went out with this run answers no report, so the map does not follow it.
        st.session_state[KEY] = value
        _adopt(data, value)


def _folium_map(data: DataSet, now: View) -> folium.Map:
    return framed_map(
        data,
        ServedReplay,
        now.language,
        failed=_("The map could not be loaded. Check the connection and reload the page."),
        zoom_control="topright",
        keyboard=False,
    )


def tell_map(data: DataSet, now: View) -> None:
    """Write the view into the page, where the map looks for it (bridge.js), and page.js."""
    told = {
        "date": now.date.isoformat(),
        "day": (now.date - data.settings.start).days,
        "words": date_words(now.date),
        "district": now.district,
        "colouring": now.colouring,
        "seen": _report(st.session_state.get(KEY)),
        "dark": st.context.theme.type == "dark",
    }
    st.html(Markup('<div data-replay-view="{}"></div>').format(json.dumps(told)))


def _report(value: object) -> int:
    """Return the number of the browser's last report, 0 before the first."""
    number = _told(value).get("report", 0)
    return number if isinstance(number, int) else 0


def _told(value: object) -> dict[str, Any]:
    """Return what the browser says; it may say anything, so only a dict of properties counts."""
    drawing = value.get("last_active_drawing") if isinstance(value, dict) else None
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    return properties if isinstance(properties, dict) else {}


def _adopt(data: DataSet, value: object) -> None:
    """Take over what the reader changed on the map; the rest of the view stays."""
    names = {"date": "date", "district": "district", "colouring": "colour"}
    told = {names[key]: part for key, part in _told(value).items() if key in names}
    view.show(view.parse({**view.query(view.current(data)), **told}, data))
