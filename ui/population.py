"""The page about people: where they lived, the census, who came, who was displaced."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geodata import figures
from geodata.figurewords import measure_words
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.words import number, subject_words
from ui import censustables, peopletables
from ui.charts import Look, draw, legend, look, source_line
from ui.markup import cite, folded_sources, panel, text
from ui.peoplecharts import (
    context_words,
    district_map,
    group_chart,
    group_colors,
    groups_of,
    other_words,
)
from ui.view import View, bound


def show_population(data: DataSet, now: View) -> None:
    """Draw the page; a data set without figures says so."""
    shades = look()
    _draw_html(_scope(data))
    if figures.mapped_measures(data):
        _draw_map(data, now, shades)
    for measure in figures.censuses(data):
        _draw_census(data, measure, shades)
    for family, found in figures.families(data).items():
        _draw_html(peopletables.family(data, family, found))
    _draw_html(peopletables.disputed(data))
    _draw_html(_sources(data))


def _draw_html(markup: Markup) -> None:
    if markup:
        st.html(panel(markup))


def _scope(data: DataSet) -> Markup:
    """Return what the figures count: whole districts, though not all were held whole."""
    if not data.population:
        return Markup("<p>{}</p>").format(_("The data set has no figures about people."))
    parts = [
        _("{name} ({held} of {all} km²)").format(
            name=_(data.district_name(key)), held=number(held), all=number(whole)
        )
        for key, (held, whole) in figures.partly_held(data).items()
    ]
    told = [_("A district’s figures count the whole district.")]
    if parts:
        told.append(
            _(
                "Of these only a part was under {short} control, and the sources give no separate "
                "figures for it: {names}."
            ).format(
                short=subject_words(data),
                names=", ".join(parts),
            )
        )
    told.append(_("Percentages and sums are computed here, not copied."))
    return Markup('<p class="scope">{}</p>').format(text(" ".join(told)))


def _draw_map(data: DataSet, now: View, shades: Look) -> None:
    """Draw the map of one measure, which the reader chooses, and its figures beside it."""
    measures = figures.mapped_measures(data)
    measure = now.measure if now.measure in measures else measures[0]
    _draw_html(Markup("<h2>{}</h2>").format(_("By district")))
    st.selectbox(
        _("What is counted"),
        measures,
        format_func=lambda option: measure_words(data, option),
        **bound(data, "measure", measure, lambda v, chosen: replace(v, measure=chosen)),
    )
    left, right = st.columns([5, 4])
    with left:
        title = measure_words(data, measure)
        draw(
            district_map(data, measure, shades),
            shades,
            key=f"map-{measure}",
            alt_text=_(
                "Map of the districts, coloured by: {measure}. The table has the figures."
            ).format(measure=title),
        )
        _draw_html(_map_source(data, measure))
    with right:
        _draw_html(peopletables.measure_table(data, measure))


def _map_source(data: DataSet, measure: str) -> Markup:
    found = figures.district_figures(data, measure).values()
    told = [_("A range is coloured by its middle.")] if any(f.value is None for f in found) else []
    if context := context_words(data):
        told.append(_("Without figures, for context: {names}.").format(names=context))
    return source_line(
        Markup("{} {} {}").format(
            _("Source:"),
            cite(data, dict.fromkeys(source for figure in found for source in figure.sources)),
            text(" ".join(told)),
        )
    )


def _draw_census(data: DataSet, measure: str, shades: Look) -> None:
    rows = figures.census(data, measure)
    groups = groups_of(rows)
    signs = {key: peopletables.group_sign(pair) for key, pair in group_colors(groups).items()}
    title = measure_words(data, measure)
    largest = other_words(groups[0])
    _draw_html(censustables.heading(data, measure, rows))
    draw(
        group_chart(data, rows, shades, shares=False),
        shades,
        key=f"groups-{measure}",
        alt_text=_(
            "{measure} by district and group, in people. The table below has the figures."
        ).format(measure=title),
    )
    _draw_html(legend((sign, other_words(key)) for key, sign in signs.items()))
    _draw_html(
        Markup("<h3>{}</h3>").format(
            text(_("All groups but the largest ({group}), enlarged").format(group=largest))
        )
    )
    draw(
        group_chart(data, rows, shades, shares=True),
        shades,
        key=f"shares-{measure}",
        alt_text=_(
            "{measure}: shares of all groups but the largest. The table below has the figures."
        ).format(measure=title),
    )
    _draw_html(legend((signs[key], other_words(key)) for key in list(signs)[1:]))
    _draw_html(censustables.tables(data, measure, rows))


def _sources(data: DataSet) -> Markup:
    cited = {source for figure in data.population for source in figure.sources}
    cited |= {s for found in figures.disputed(data) for c in found for s in c.sources}
    return folded_sources(data, cited, _("The sources of these figures"))
