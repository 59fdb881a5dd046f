"""The charts of the population page: groups of a census, ranges, and a map of one measure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt
import pandas as pd

from geodata.figures import CensusRow, district_figures, middle
from geodata.figurewords import group_words, preferred_words, share_words
from geodata.model import DataSet
from geodata.outlines import outlines
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import number
from ui.charts import Chart, Look, named, round_values, tips

ROW = 42  # pixels of a bar with its label
BAR_TOP, BAR_BOTTOM = 20, 35  # where in its row a bar is
FOOT = 44  # pixels for the numbers of the axis and its title
MAP = 420  # pixels
LABEL = 12.5
OTHERS = "others"
BRIGHT = 0.62  # from this part of the ramp on the text is in the colour of the page
# Not the colours of the controllers: a group is no side. The first is for the largest group.
LIGHT_GROUPS = ("#8fa3b0", "#3f7fb5", "#c4553b", "#6b8f3a", "#8c6d5a", "#c77fa6")
DARK_GROUPS = ("#8296a3", "#6aa9dd", "#e07a5f", "#9dbf6a", "#b8937c", "#dd9cc0")
LIGHT_OTHERS, DARK_OTHERS = "#c9c7c1", "#55585c"


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the bar of a row, from ``left`` to ``right``, and what is told of it."""

    row: int
    left: float
    right: float
    group: str
    district: str
    people: str


def groups_of(rows: Sequence[CensusRow]) -> list[str]:
    """Return the groups of a census, the largest first."""
    groups = dict.fromkeys(group for row in rows for group in row.shares)
    return sorted(groups, key=lambda group: -sum(_people(row, group) for row in rows))


def _people(row: CensusRow, group: str) -> float:
    if group == OTHERS:
        return max(0.0, row.others)
    return row.shares[group].value if group in row.shares else 0.0


def group_colors(groups: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the colour of each group on light and on dark pages, and that of all others."""
    pairs = list(zip(LIGHT_GROUPS, DARK_GROUPS, strict=True))
    found = {group: pairs[index % len(pairs)] for index, group in enumerate(groups)}
    return {**found, OTHERS: (LIGHT_OTHERS, DARK_OTHERS)}


def other_words(group: str) -> str:
    """Return a group in words, or the people of no group of the census."""
    return _("Other groups, computed") if group == OTHERS else group_words(group)


def bars(data: DataSet, rows: Sequence[CensusRow], *, shares: bool) -> list[Bar]:
    """Return the bars of a census: people, or the shares of all groups but the largest."""
    groups = [*groups_of(rows), OTHERS][1 if shares else 0 :]
    found = []
    for index, row in enumerate(rows):
        left = 0.0
        for group in groups:
            people = _people(row, group)
            share = people / row.all if row.all else 0.0
            right = left + (share if shares else people)
            told = f"{number(people)} ({share_words(share)})"
            name = plain_text(_(data.district_name(row.district_id)))
            found.append(Bar(index, left, right, group, name, told))
            left = right
    return found


def group_chart(data: DataSet, rows: Sequence[CensusRow], now: Look, *, shares: bool) -> Chart:
    """Return a bar a district, in pieces by group: people, or shares without the largest group."""
    pieces = bars(data, rows, shares=shares)
    colors = {key: pair[now.dark] for key, pair in group_colors(groups_of(rows)).items()}
    frame = pd.DataFrame(
        {
            **asdict(bar),
            "name": other_words(bar.group),
            "top": _top(bar.row),
            "bottom": _bottom(bar.row),
        }
        for bar in pieces
    )
    title = _("share of the district’s people") if shares else _("people")
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    values = round_values(max(bar.right for bar in pieces))
    form = share_words if shares else number
    axis = alt.Axis(
        title=title, labelFlush=True, titleAnchor="start", **named(values, map(form, values))
    )
    drawn = alt.Chart(frame).mark_rect(stroke=now.paper, strokeWidth=0.6)
    told = tips(district=_("District"), name=_("Group"), people=_("People"))
    labels = [_bar_label(data, row, pieces, shares=shares) for row in rows]
    return _rows(
        drawn.encode(
            alt.X("left:Q", axis=axis, scale=alt.Scale(nice=False)),
            alt.X2("right"),
            _down(len(rows)),
            alt.Y2("bottom"),
            color=alt.Color("group:N", scale=scale, legend=None),
            tooltip=told,
        ),
        labels,
        now,
    )


def _bar_label(data: DataSet, row: CensusRow, pieces: list[Bar], *, shares: bool) -> str:
    name = plain_text(_(data.district_name(row.district_id)))
    end = max(bar.right for bar in pieces if bar.district == name)
    return f"{name}: {share_words(end) if shares else number(row.all)}"


def _top(row: int) -> int:
    return row * ROW + BAR_TOP


def _bottom(row: int) -> int:
    return row * ROW + BAR_BOTTOM


def _down(count: int) -> alt.Y:
    scale = alt.Scale(domain=[0, count * ROW], reverse=True, nice=False)
    return alt.Y("top:Q", axis=None, scale=scale)


def _rows(drawn: alt.Chart | alt.LayerChart, labels: list[str], now: Look) -> Chart:
    """Return a chart of rows with the label of each over it."""
    frame = pd.DataFrame(
        {"label": labels, "top": [index * ROW + 3 for index in range(len(labels))]}
    )
    text = alt.Chart(frame).mark_text(align="left", baseline="top", color=now.ink)
    named = text.encode(x=alt.value(0), y=_down(len(labels)), text="label:N")
    return alt.layer(drawn, named).properties(height=len(labels) * ROW + FOOT)


def district_map(data: DataSet, measure: str, now: Look) -> Chart:
    """Return a map of the districts, coloured by a measure and labelled with its figures.

    A range is coloured by its middle, and labelled as a range.
    """
    most = max((row["middle"] or 0 for row in _map_rows(data, measure)), default=0) or 1
    rows = [
        {**row, "ink": now.paper if (row["middle"] or 0) > BRIGHT * most else now.ink}
        for row in _map_rows(data, measure)
    ]
    values = round_values(most)
    legend = alt.Legend(
        title=_("people"),
        orient="top",
        gradientLength=220,
        gradientThickness=10,
        **named(values, map(number, values)),
    )
    ramp = alt.Scale(domain=[0, most], range=list(now.ramp))
    fill = alt.Fill("middle:Q", scale=ramp, legend=legend)
    drawn = alt.Chart(alt.InlineData(rows))
    texts = drawn.transform_filter("datum.is_district").encode(
        longitude="x:Q", latitude="y:Q", color=alt.Color("ink:N", scale=None, legend=None)
    )
    border: dict[str, Any] = {"stroke": now.soft, "strokeWidth": 0.7}
    told = tips(name=_("District"), figure=_("People"))
    return (
        alt.layer(
            drawn.transform_filter("!datum.is_known").mark_geoshape(fill=now.band, **border),
            drawn.transform_filter("datum.is_known")
            .mark_geoshape(**border)
            .encode(fill=fill, tooltip=told),
            texts.mark_text(dy=-8, fontSize=LABEL).encode(text="name:N"),
            texts.mark_text(dy=8, fontSize=LABEL, fontWeight="bold").encode(text="figure:N"),
        )
        .project(type="identity", reflectY=True)
        .properties(height=MAP)
    )


def _map_rows(data: DataSet, measure: str) -> list[dict[str, Any]]:
    figures = district_figures(data, measure)
    return [
        {
            "type": "Feature",
            "geometry": outline.geometry,
            "name": plain_text(_(data.area_name(outline.area_id))),
            "figure": preferred_words(data, figure) if figure else "–",
            "middle": middle(figure) if figure else None,
            "is_known": figure is not None and middle(figure) is not None,
            "is_district": outline.area_id in data.districts,
            "x": outline.label[0],
            "y": outline.label[1],
        }
        for outline in outlines(data)
        for figure in [figures.get(outline.area_id)]
    ]


def context_words(data: DataSet) -> str:
    """Return the names of what the map shows and does not count, empty if nothing."""
    known = (outline.area_id for outline in outlines(data))
    return ", ".join(_(data.area_name(key)) for key in known if key not in data.districts)
