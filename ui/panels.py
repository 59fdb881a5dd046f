"""The stage: the map and, beside it, the panel of the district.

A panel is a file (ui/assets.py) that holds what is true on each day of the record (ui/days.py).
page.js fetches that of the district which the map shows, and shows what fits its day. So neither a
settled date nor another district makes the page run: only the fragment with the map does.
"""

import streamlit as st
from markupsafe import Markup

from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import language, use_language
from ui import assets, view
from ui.map import show_map, tell_map
from ui.markup import joined, text
from ui.view import View


def replay_stage(data: DataSet, now: View) -> None:
    """Draw the map and the panel; in a page of somebody else's (``?embed=true``) the map alone."""
    with st.container(key="stage"):
        if st.context.is_embedded:
            _draw_map(data, now.language)
            return
        left, right = st.columns(2)
        with left:
            _draw_map(data, now.language)
        with right:
            st.html(_choice(data) + _panel())


@st.fragment
def _draw_map(data: DataSet, drawn_in: str) -> None:
    now = view.current(data)
    if now.language != drawn_in:
        st.rerun()
    with use_language(now.language):
        show_map(data, now)
        tell_map(data, view.current(data))


def _choice(data: DataSet) -> Markup:
    """Return the list of districts; the map and the keys 1-7 choose as well.

    A list of the browser's own, always the same markup: page.js shows the view's district in it and
    tells the map of another. Streamlit's would bring twenty files before the map can begin.
    """
    options = joined(
        Markup('<option value="{}">{}</option>').format(key, text(_(data.area_name(key))))
        for key in view.selectable(data)
    )
    return Markup(
        '<select class="choice" data-choose aria-label="{}"><option value="">{}</option>{}</select>'
    ).format(_("District"), _("All districts"), options)


def _panel() -> Markup:
    """Return the place of the panel; the star in its address stands for the district."""
    return Markup('<div class="panel" data-panels="./{}" data-failed="{}"></div>').format(
        assets.path(assets.panel_name(language(), "*")),
        _("The panel could not be loaded. It is tried again as soon as the connection is back."),
    )
