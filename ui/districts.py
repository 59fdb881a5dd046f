"""The page of the districts: all of them on a day, or one whole."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geodata.control import DistrictState, state_on
from geodata.model import ControlPeriod, DataSet
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, subject_words, uncertain_words
from ui import evidence, profile, view
from ui.markup import cite, controlled, joined, jump, panel, swatch, text
from ui.picture import legend, picture
from ui.strips import strips
from ui.tables import Row, table
from ui.view import View

_CARD, _LARGE = 250, 420  # px, widths of the small maps


def draw(data: DataSet, now: View) -> None:
    """Draw the choice of district and day, then what is asked for."""
    with st.container(horizontal=True, key="district-choice"):
        _draw_choice(data, now)
    content = _district(data, now) if now.district else _all(data, now)
    st.html(panel(content, "district"))


def _draw_choice(data: DataSet, now: View) -> None:
    st.selectbox(
        _("District"),
        ["", *view.selectable(data)],
        format_func=lambda key: _(data.area_name(key)) if key else _("All districts"),
        **view.bound(data, "district", now.district, lambda v, new: replace(v, district=new)),
    )
    st.date_input(
        _("Day"),
        min_value=data.settings.start,
        max_value=data.settings.end,
        format="YYYY-MM-DD",
        **view.bound(data, "day", now.date, lambda v, new: replace(v, date=new or v.date)),
    )


# -- all districts --


def _all(data: DataSet, now: View) -> Markup:
    state = state_on(data, now.date)
    cards = joined(_card(data, now, district) for district in state.districts)
    totals = state.totals
    sums = _("{held} of {all} km² under {short} control on {date}: {share}").format(
        held=number(totals.held_km2),
        all=number(totals.area_km2),
        short=subject_words(data),
        date=date_words(now.date),
        share=percent(totals.held_share),
    )
    return Markup('<p class="lead">{}</p>{}<ul class="district-cards">{}</ul>').format(
        sums, legend(data), cards
    )


def _card(data: DataSet, now: View, district: DistrictState) -> Markup:
    seen = replace(view.carried(now), district=district.id)
    held = _("{held} of {all} km² held").format(
        held=number(district.held_km2), all=number(district.area_km2)
    )
    return Markup("<li>{}<h2>{}</h2>{}<p class='quiet'>{}</p></li>").format(
        picture(data, now.date, width=_CARD, selected=district.id),
        jump(seen, _(district.name), "districts"),
        controlled(data, district.controller, district.since),
        held if district.held_km2 else "",
    )


# -- one district --


def _district(data: DataSet, now: View) -> Markup:
    selected = now.district
    area_ids = profile.areas_of(data, selected)
    main = joined(
        [
            _on_the_day(data, now, area_ids),
            _periods(data, now, area_ids),
            evidence.claims(data, selected, area_ids),
            evidence.census(data, selected),
            evidence.events(data, selected, area_ids, now.colouring),
            evidence.sources(data, selected, area_ids),
        ]
    )
    aside = joined(
        [
            picture(data, now.date, width=_LARGE, selected=selected),
            legend(data),
            profile.names(data, selected),
            profile.figures(data, selected),
            profile.register(data, selected),
        ]
    )
    return Markup(
        '<h2 class="district-name">{}</h2><div class="district-parts"><div>{}</div>'
        "<aside>{}</aside></div>"
    ).format(text(_(data.area_name(selected))), main, aside)


def _on_the_day(data: DataSet, now: View, area_ids: list[str]) -> Markup:
    found = [area for area in state_on(data, now.date).areas if area.area_id in area_ids]
    told = joined(profile.state_of(data, area, alone=len(found) == 1) for area in found)
    replay = jump(
        replace(view.carried(now), district=now.district),
        _("Open the replay on {date}").format(date=date_words(now.date)),
    )
    return Markup("<h3>{}</h3>{}<p>{}</p>{}").format(
        _("On {date}").format(date=date_words(now.date)),
        told,
        replay,
        strips(data, now.date, area_ids, now.colouring),
    )


def _periods(data: DataSet, now: View, area_ids: list[str]) -> Markup:
    """Return every period of control, which is what the strip shows, in words."""
    rows = [
        _period(data, now, row)
        for area_id in area_ids
        for row in data.control
        if row.area_id == area_id
    ]
    heads = (_("From"), _("Who controls"), _("What the sources say"))
    if len(area_ids) == 1:
        return Markup("<h3>{}</h3>{}").format(
            _("Every period"), table(heads, [r[1:] for r in rows])
        )
    return Markup("<h3>{}</h3>{}").format(_("Every period"), table((_("Part"), *heads), rows))


def _period(data: DataSet, now: View, row: ControlPeriod) -> Row:
    controller = data.settings.controller(row.controller)
    begun = row.start_edtf.text if row.start_edtf else row.start.isoformat()
    day = jump(
        replace(view.carried(now), date=row.start, district=now.district), date_words(row.start)
    )
    doubt = Markup()
    if row.start_edtf and begun != row.start.isoformat():
        doubt = Markup("<span class='when'>{}</span>").format(
            _("sources: {dates}").format(dates=uncertain_words(row.start_edtf))
        )
    who = Markup("<span class='controlled'>{}<span>{}{}</span></span>").format(
        swatch(controller),
        text(_(controller.label)),
        Markup("<span class='when'>{}</span>").format(_("fighting")) if row.contested else "",
    )
    said = Markup("{} {}").format(text(_(row.note)), cite(data, row.sources))
    return text(_(data.area(row.area_id).name)), Markup("{}{}").format(day, doubt), who, said
