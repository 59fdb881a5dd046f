"""The stage: the map and, beside it, the panel of the district.

The panel holds what is true on each day, and the browser shows what fits the day of the map
(ui/days.py). So a settled date runs only the fragment with the map, and sends no panel at all.
"""

import streamlit as st
from markupsafe import Markup

from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import use_language
from ui import overview, profile, view
from ui.map import show_map, tell_map
from ui.markup import joined, text
from ui.view import View


def replay_stage(data: DataSet, now: View) -> None:
    """Draw the map and the panel; in a page of somebody else's (``?embed=true``) the map alone."""
    with st.container(key="stage"):
        if st.context.is_embedded:
            _draw_map(data, now)
            return
        left, right = st.columns(2)
        with left:
            _draw_map(data, now)
        now = view.current(data)  # the map may have brought a newer one
        with right:
            _draw_choice(data)
            shown = now.district
            panel = (
                profile.panel(data, now.date, shown) if shown else overview.panel(data, now.date)
            )
            st.html(Markup('<div class="panel">{}</div>').format(panel))


@st.fragment
def _draw_map(data: DataSet, drawn: View) -> None:
    now = view.current(data)
    if (now.district, now.language) != (drawn.district, drawn.language):
        st.rerun()
    with use_language(now.language):
        show_map(data, now)
        tell_map(view.current(data))


def _draw_choice(data: DataSet) -> None:
    """Draw the list of districts; the map and the keys 1-7 choose as well.

    A list of the browser's own, always the same markup: page.js shows the view's district in it and
    tells the map of another. Streamlit's would bring twenty files before the map can begin.
    """
    options = joined(
        Markup('<option value="{}">{}</option>').format(key, text(_(data.area_name(key))))
        for key in view.selectable(data)
    )
    st.html(
        Markup(
            '<select class="choice" data-choose aria-label="{}"><option value="">{}</option>{}'
            "</select>"
        ).format(_("District"), _("All districts"), options)
    )
