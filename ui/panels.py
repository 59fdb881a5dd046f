"""The stage: the map and, beside it, the panel of the district.

A settled date runs only the fragment with the map. It fills two slots of the panel, what is true on
the day and the mark on the control strip, and sends nothing else; the rest of the panel is drawn
again only for another district.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from geodata.control import changes, state_on
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import use_language
from ui import overview, profile, view
from ui.map import show_map
from ui.view import View


def replay_stage(data: DataSet) -> None:
    """Draw the map and the panel."""
    with st.container(key="stage"):
        left, right = st.columns(2)
        with right:
            choice, day_slot = st.container(), st.empty()
            steps, second_slot = st.container(horizontal=True, key="steps"), st.empty()
            rest = st.container()
        with left:
            _draw_map(data, view.current(data), (day_slot, second_slot))
        now = view.current(data)  # the map may have brought a newer one
        with choice:
            _draw_choice(data, now)
        with steps:
            _draw_step(data, now.district, forward=False)
            _draw_step(data, now.district, forward=True)
        with rest:
            _draw_html(profile.body(data, now.district) if now.district else overview.body(data))


@st.fragment
def _draw_map(data: DataSet, drawn: View, slots: tuple[DeltaGenerator, DeltaGenerator]) -> None:
    now = view.current(data)
    if (now.district, now.language) != (drawn.district, drawn.language):
        st.rerun()
    with use_language(now.language):
        show_map(data, now)
        _draw_day(data, view.current(data), slots)


def _draw_day(data: DataSet, now: View, slots: tuple[DeltaGenerator, DeltaGenerator]) -> None:
    """Fill the slots for what follows the day."""
    state = state_on(data, now.date)
    if now.district:
        headline = profile.headline(data, state, now.district)
        parts = headline, profile.strips(data, now.district, now.date)
    else:
        parts = overview.headline(data, now.date), overview.districts(data, state)
    for slot, part in zip(slots, parts, strict=True):
        _draw_html(part, slot)


def _draw_html(markup: Markup, slot: DeltaGenerator | None = None) -> None:
    (slot or st).html(Markup('<div class="panel">{}</div>').format(markup))


def _draw_choice(data: DataSet, now: View) -> None:
    """Draw the list of districts; the map and the keys 1-7 choose as well."""
    context = [area.area_id for area in data.areas if not area.district_id]
    options = ["", *data.districts, *context]
    key = f"district-{now.district}"  # another district, another widget: it always shows the view
    st.selectbox(
        _("District"),
        options,
        index=options.index(now.district),
        format_func=lambda option: profile.name_of(data, option) if option else _("All districts"),
        key=key,
        on_change=lambda: _choose(data, now.district, st.session_state[key]),
        label_visibility="collapsed",
    )


def _choose(data: DataSet, drawn: str, chosen: str) -> None:
    """Show another district; the browser may repeat the one it was drawn with (after Back)."""
    if chosen != drawn:
        view.show(replace(view.current(data), district=chosen))


def _draw_step(data: DataSet, district: str, *, forward: bool) -> None:
    """Draw a button to the change before or after the day, of the district or of any."""
    st.button(
        _("Next change") if forward else _("Previous change"),
        key=f"step-{'next' if forward else 'before'}",
        icon=":material/arrow_forward:" if forward else ":material/arrow_back:",
        icon_position="right" if forward else "left",
        on_click=_step,
        args=(data, district),
        kwargs={"forward": forward},
        width="stretch",
    )


def _step(data: DataSet, district: str, *, forward: bool) -> None:
    now = view.current(data)
    days = _change_days(data, district)
    if forward:
        found = min((day for day in days if day > now.date), default=now.date)
    else:
        found = max((day for day in days if day < now.date), default=now.date)
    view.show(replace(now, date=found))


def _change_days(data: DataSet, district: str) -> Iterable[dt.date]:
    found = changes(data)
    return {c.date for c in found if not district or district in {c.area_id, c.district_id}}
