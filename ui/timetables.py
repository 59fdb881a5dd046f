"""The words around the charts of the timeline: headings, legends, and the same as tables."""

import datetime as dt
from dataclasses import replace

from markupsafe import Markup

from geodata import series
from geodata.control import changes
from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.timeline import Change
from geodata.translate import gettext as _
from geodata.words import date_words, number, subject_words
from ui.charts import details, legend, source_line
from ui.markup import cite, joined, jump, swatch, text
from ui.timecharts import area_words, span_words
from ui.view import View

PAGE = "timeline"
_DOUBT = Markup('<i class="swatch chart-doubt"></i>')
_FIGHT = Markup('<i class="swatch chart-fight"></i>')


def step_heading(data: DataSet) -> Markup:
    """Return the title of the step chart, and how to read it."""
    return Markup("<h2>{}</h2><p>{} {}</p>").format(
        text(_("Area under {short} control").format(short=subject_words(data))),
        _(
            "Each chapter has a time scale of its own, so that the months of war can be seen; "
            "the shaded one is compressed."
        ),
        _("A click on a point shows its day."),
    )


def strip_heading(data: DataSet) -> Markup:
    """Return the title of the strips, and how to read them."""
    context = not all(area.district_id for area in data.areas)
    return Markup("<h2>{}</h2><p>{} {}</p>").format(
        _("Who controlled which area"),
        _("A click on a strip shows the day on which that stretch begins."),
        _("What is not counted in the totals is shown for context.") if context else "",
    )


def step_words(data: DataSet) -> str:
    """Return what the step chart shows, for those who do not see it."""
    steps = series.steps(data)
    top, last = max(steps, key=lambda step: step.held_km2), steps[-1]
    return plain_text(
        _(
            "Step chart of the area under {short} control over time. It is largest from {date} on, "
            "with {most} km²; on {end} it is {least} km². A table below has every step."
        ).format(
            short=subject_words(data),
            date=date_words(top.day),
            most=number(top.held_km2),
            end=date_words(last.day),
            least=number(last.held_km2),
        )
    )


def strip_words(data: DataSet) -> str:
    """Return what the strips show, for those who do not see them."""
    return _(
        "A strip for each of {areas} areas, coloured by who controlled it from {start} to {end}, "
        "with {count} changes. A table below has every one."
    ).format(
        areas=len(data.areas),
        start=date_words(data.settings.start),
        end=date_words(data.settings.end),
        count=len(changes(data)),
    )


def step_notes(data: DataSet, now: View) -> Markup:
    """Return the legend of the step chart, its sources, and its numbers as a table."""
    subject = data.settings.controller(data.settings.subject)
    held = _("{label}, by the days that the map uses").format(label=_(subject.label))
    doubt = _("may have been less or more, by other days that sources give")
    signs = [(swatch(subject), held), (_DOUBT, doubt)]
    said = Markup("{} {}. {}").format(
        _("Areas:"),
        cite(data, dict.fromkeys(source for area in data.areas for source in area.sources)),
        _(
            "Days: the sources of each change, in the next table. Areas whose controller is not "
            "known are not counted."
        ),
    )
    heads = (
        _("From"),
        _("km²"),
        _("km², by other days"),
        _("Districts (by their centre)"),
        _(data.settings.population_label) or _("People"),
    )
    rows = [
        (
            _day_link(now, step.day),
            number(step.held_km2),
            span_words(step.low_km2, step.high_km2),
            number(step.districts),
            number(step.population),
        )
        for step in series.steps(data)
        if step.is_change
    ]
    table = details(_("The numbers of this chart"), heads, rows)
    return joined([legend(signs), source_line(said), table])


def _day_link(now: View, day: dt.date) -> Markup:
    return jump(replace(now, date=day), date_words(day), PAGE)


def strip_notes(data: DataSet, now: View) -> Markup:
    """Return the legend of the strips, and every change as a table with its sources."""
    drawn = {run.controller for run in series.runs(data)}
    signs: list[tuple[Markup, str]] = [
        (swatch(controller), text(_(controller.label)))
        for controller in data.settings.controllers
        if controller.id in drawn
    ]
    signs += [(_DOUBT, _("sources differ on the day")), (_FIGHT, _("fighting"))]
    heads = (_("Day"), _("Area"), _("From then on"), _("Days that sources give"), _("Sources"))
    rows = [
        (
            _day_link(now, change.date),
            text(area_words(data, change.area_id)),
            text(_(data.settings.controller(change.after).label)),
            text(_given(change)),
            cite(data, change.sources),
        )
        for change in changes(data)
    ]
    said = source_line(text(_("The sources of each change stand in the table.")))
    return joined([legend(signs), said, details(_("The changes of this chart"), heads, rows)])


def _given(change: Change) -> str:
    """Return the days between which a change may have been, if it is not sure of its own."""
    if change.earliest == change.latest:
        return "–"
    if change.earliest is None or change.latest is None:
        return _("open")
    return _("{first} to {last}").format(
        first=date_words(change.earliest), last=date_words(change.latest)
    )
