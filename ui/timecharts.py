"""The charts of the timeline: a strip an area, and what the subject held over time."""

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd

from geodata import series
from geodata.axis import Axis, axis_of
from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import date_words, number, since_words, subject_words
from ui.charts import Chart, Look, named, paint, round_values, tips
from ui.timeaxis import FOOT, HEAD, across, ground, today

ROW = 38  # pixels of a strip with its name
BAR_TOP, BAR_BOTTOM = 19, 34  # where in its row a strip is
FIGHT = 4  # pixels of the line under a strip
GAP = 12  # pixels between the counted areas and those of context
PLOT = 230  # pixels of the step chart under its head
STEP_HEAD = HEAD + 22  # its head has a line more, for the title of the axis
TITLE = 32  # pixels of that line over the plot
SELECTION = "day"
BOX = ["left", "right", "top", "bottom"]


def strip_chart(data: DataSet, day: dt.date, now: Look) -> Chart:
    """Return a strip an area, coloured by who controlled it; a click chooses a first day."""
    axis, tops = axis_of(data), _row_tops(data)
    height = max(tops.values()) + ROW
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    place = [across(axis), alt.X2("right"), y, alt.Y2("bottom")]
    runs = alt.Chart(_run_rows(data, axis, tops)).encode(*place)
    fights = alt.Chart(_fight_rows(data, axis, tops)).encode(*place)
    doubts = alt.Chart(_doubt_rows(data, axis, tops)).encode(*place)
    names = alt.Chart(_name_rows(data, tops)).encode(x=alt.value(0), y=y, text="area:N")
    color, pattern = _fills(data, now)
    told = tips(area=_("Area"), controller=_("Controlled by"), since=_("Since"))
    doubt_tips = tips(area=_("Area"), used=_("Day on the map"), given=_("Sources give"))
    return alt.layer(
        *ground(axis, now),
        runs.mark_rect().encode(color),
        runs.mark_rect(cursor="pointer", stroke=now.paper)
        .encode(pattern, tooltip=told)
        .add_params(_click()),
        fights.mark_rect(color=now.ink),
        doubts.mark_rect(fill=paint("doubt"), stroke=now.ink, cursor="pointer").encode(
            tooltip=doubt_tips
        ),
        names.mark_text(align="left", baseline="top", color=now.ink),
        *today(axis, day, now),
    ).properties(height=height + FOOT)


def _fills(data: DataSet, now: Look) -> tuple[alt.Color, alt.Fill]:
    """Return the controllers' colours, and the patterns that are laid over them."""
    known = data.settings.controllers
    ids = [controller.id for controller in known]
    colors = alt.Scale(domain=ids, range=[now.color(controller) for controller in known])
    paints = alt.Scale(domain=ids, range=[paint(controller.pattern) for controller in known])
    return (
        alt.Color("id:N", scale=colors, legend=None),
        alt.Fill("id:N", scale=paints, legend=None),
    )


def step_chart(data: DataSet, day: dt.date, now: Look) -> Chart:
    """Return the km² that the subject held over time; a click chooses the nearest change's day."""
    axis = axis_of(data)
    steps = _step_rows(data, axis)
    subject = data.settings.controller(data.settings.subject)
    title = _("km² under {short} control").format(short=subject_words(data))
    x, y = across(axis), _km2(data, title)
    line = alt.Chart(steps).encode(x, y)
    dots = alt.Chart(steps[steps["is_change"]]).encode(x, y)
    peak = alt.Chart(steps.loc[[steps["km2"].idxmax()]]).encode(x, y, text="held:N")

    told = tips(date=_("From"), held=_("Area"), given=_("With other dates that sources give"))
    return alt.layer(
        *ground(axis, now),
        line.mark_area(interpolate="step-after", color=now.color(subject)),
        line.mark_area(interpolate="step-after", fill=paint(subject.pattern)),
        alt.Chart(steps)
        .mark_area(interpolate="step-after", fill=paint("doubt"))
        .encode(x, alt.Y("low:Q"), alt.Y2("high")),
        line.mark_line(interpolate="step-after", color=now.ink, strokeWidth=1.6),
        peak.mark_text(align="left", dx=7, dy=-15, fontWeight="bold", color=now.ink),
        dots.mark_point(size=44, opacity=1, fill=now.paper, stroke=now.ink, cursor="pointer")
        .encode(tooltip=told)
        .add_params(_click(nearest=True)),
        *today(axis, day, now, STEP_HEAD),
    ).properties(height=PLOT + STEP_HEAD + FOOT)


def _km2(data: DataSet, title: str) -> alt.Y:
    """Return the scale of km²; its numbers stand on its lines, inside the chart."""
    most = sum(area.area_km2 or 0 for area in data.areas if area.district_id)
    values = round_values(most)
    return alt.Y(
        "km2:Q",
        scale=alt.Scale(domain=[0, most], nice=False, range=[alt.ExprRef("height"), STEP_HEAD]),
        axis=alt.Axis(
            title=title,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="start",
            titleX=0,
            titleY=STEP_HEAD - TITLE,
            minExtent=0,
            maxExtent=0,
            labelAlign="left",
            labelBaseline="bottom",
            labelPadding=0,
            labelOffset=-2,
            ticks=False,
            offset=0,
            **named(values, map(number, values)),
        ),
    )


def _click(*, nearest: bool = False) -> alt.Parameter:
    return alt.selection_point(
        name=SELECTION, fields=["day"], on="click", nearest=nearest, toggle=False, clear=False
    )


# Rows: positions and words, ready to be drawn.


def _row_tops(data: DataSet) -> dict[str, int]:
    """Return where each area's row begins, in pixels."""
    return {
        area.area_id: HEAD + ROW * index + (0 if area.district_id else GAP)
        for index, area in enumerate(series.counted_first(data))
    }


def _name_rows(data: DataSet, tops: dict[str, int]) -> pd.DataFrame:
    names = [area_words(data, area_id) for area_id in tops]
    return pd.DataFrame({"area": names, "top": list(tops.values())})


def area_words(data: DataSet, area_id: str) -> str:
    """Return the name of an area; one of context says that it is not counted."""
    name = plain_text(_(data.area_name(area_id)))
    counted = data.area(area_id).district_id
    return name if counted else _("{name}, not counted").format(name=name)


def _run_rows(data: DataSet, axis: Axis, tops: dict[str, int]) -> pd.DataFrame:
    settings = data.settings
    rows = [
        {
            **_box(axis, tops[run.area_id], run.start, run.end or settings.end),
            "id": run.controller,
            "area": area_words(data, run.area_id),
            "controller": plain_text(_(settings.controller(run.controller).label)),
            "since": since_words(run.start, settings.start),
            "day": run.start.isoformat(),
        }
        for run in series.runs(data)
    ]
    return pd.DataFrame(rows)


def _box(axis: Axis, row: int, start: dt.date, end: dt.date, top: int = BAR_TOP) -> dict[str, Any]:
    """Return the place of the days ``[start, end)`` in the strip of a row."""
    left, right = axis.position(start), axis.position(end)
    return {"left": left, "right": right, "top": row + top, "bottom": row + BAR_BOTTOM}


def _fight_rows(data: DataSet, axis: Axis, tops: dict[str, int]) -> pd.DataFrame:
    end, top = data.settings.end, BAR_BOTTOM - FIGHT
    fights = series.fights(data)
    return pd.DataFrame(
        [_box(axis, tops[one.area_id], one.start, one.end or end, top) for one in fights],
        columns=BOX,
    )


def _doubt_rows(data: DataSet, axis: Axis, tops: dict[str, int]) -> pd.DataFrame:
    rows = [
        {
            **_box(axis, tops[doubt.area_id], doubt.earliest, doubt.latest),
            "area": area_words(data, doubt.area_id),
            "used": date_words(doubt.day),
            "given": _("{first} to {last}").format(
                first=date_words(doubt.earliest), last=date_words(doubt.latest)
            ),
            "day": doubt.day.isoformat(),
        }
        for doubt in series.doubts(data)
    ]
    return pd.DataFrame(rows, columns=[*BOX, "area", "used", "given", "day"])


def _step_rows(data: DataSet, axis: Axis) -> pd.DataFrame:
    rows = [
        {
            "left": axis.position(step.day),
            "km2": step.held_km2,
            "low": step.low_km2,
            "high": step.high_km2,
            "is_change": step.is_change,
            "date": date_words(step.day),
            "held": _("{km2} km²").format(km2=number(step.held_km2)),
            "given": span_words(step.low_km2, step.high_km2),
            "day": step.day.isoformat(),
        }
        for step in series.steps(data)
    ]
    return pd.DataFrame(rows)


def span_words(low: float, high: float) -> str:
    """Return a span of numbers; a dash where there is none."""
    return "–" if low == high else f"{number(low)}–{number(high)}"
