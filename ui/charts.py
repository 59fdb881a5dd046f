"""Charts as data (Altair): the look and the patterns that all share, and how one is drawn."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt
import streamlit as st
from markupsafe import Markup

from geodata.model import Controller
from geodata.safe import safe_json
from ui.markup import joined, text

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

FONT = "Source Sans, Noto Sans Armenian, sans-serif"
SIZE = 13
FEW = 5  # round numbers on an axis, at most
ALMOST = 1e-9
_PUT_INTO_PAGE = """((patterns) => {
  const id = "chart-patterns";
  const found = document.getElementById(id);
  const box = found || document.body.appendChild(document.createElement("div"));
  Object.assign(box, { id, innerHTML: patterns });
})"""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a chart, those of the page around it; ``band`` shades a part of it."""

    dark: bool
    ink: str
    soft: str
    grid: str
    paper: str
    band: str
    ramp: tuple[str, str]

    def color(self, controller: Controller) -> str:
        """Return the controller's colour as on the map."""
        return controller.dark if self.dark else controller.color


LIGHT = Look(
    dark=False,
    ink="#1b1e23",
    soft="#565a61",
    grid="rgba(27,30,35,0.13)",
    paper="#fbfaf7",
    band="rgba(27,30,35,0.05)",
    ramp=("#e4e6e3", "#2f4858"),
)
DARK = Look(
    dark=True,
    ink="#ece9e2",
    soft="#b4b3af",
    grid="rgba(236,233,226,0.16)",
    paper="#14171b",
    band="rgba(236,233,226,0.06)",
    ramp=("#2a3036", "#c4d6e4"),
)


def look() -> Look:
    """Return the look that fits the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def draw(
    chart: Chart, now: Look, *, key: str, alt_text: str, on_select: Callable[[], None] | None = None
) -> None:
    """Draw a chart as wide as the column, in the page's type and colours.

    ``on_select`` is called when the reader clicks on something that has a value to select.
    """
    made = chart.configure(**_config(now)).properties(
        background="transparent",
        padding={"left": 1, "right": 6, "top": 4, "bottom": 2},
        # SVG whatever the number of marks: a canvas has no patterns, and nothing in it is text.
        usermeta={"embedOptions": {"renderer": "svg"}},
    )
    chosen: dict[str, Any] = {"on_select": on_select} if on_select else {}
    st.altair_chart(made, theme=None, width="stretch", key=key, alt=alt_text, **chosen)


def _config(now: Look) -> dict[str, Any]:
    return {
        "aria": False,  # the marks would be read out one by one; the text and the table say it
        "font": FONT,
        "axis": alt.AxisConfig(
            labelFontSize=SIZE,
            titleFontSize=SIZE,
            titleFontWeight="normal",
            labelColor=now.soft,
            titleColor=now.soft,
            gridColor=now.grid,
            tickColor=now.grid,
            domain=False,
        ),
        "legend": alt.LegendConfig(
            labelFontSize=SIZE, titleFontSize=SIZE, labelColor=now.ink, titleColor=now.soft
        ),
        "text": alt.MarkConfig(fontSize=SIZE, color=now.ink),
        "view": alt.ViewConfig(stroke=None),
    }


def define_patterns(now: Look) -> None:
    """Put the patterns of the map into the page, for its charts to point at.

    Streamlit lets no SVG through in markup, hence the script. Nothing of a data set is in it.
    """
    ink, hatch = ("#0d1014", "#f4f1ea") if now.dark else ("#ffffff", "#1b1e23")
    line = '<path d="{}" stroke="{}" stroke-width="{}" stroke-opacity="{}"/>'
    shapes = {
        "lines": line.format("M-2 2 2-2M0 8 8 0M6 10 10 6", ink, 1.1, 0.5),
        "dots": f'<circle cx="4" cy="4" r="1.5" fill="{ink}" fill-opacity="0.85"/>',
        "cross": line.format("M0 4H8M4 0V8", ink, 1, 0.6),
        "doubt": line.format("M-2 6 2 10M0 0 8 8M6-2 10 2", hatch, 1.3, 0.75),
    }
    tile = '<pattern id="chart-{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>'
    made = "".join(tile.format(name, shape) for name, shape in shapes.items())
    drawing = safe_json(f"<svg width='0' height='0'>{made}</svg>")
    st.html(f"<script>{_PUT_INTO_PAGE}({drawing})</script>", unsafe_allow_javascript=True)


def paint(pattern: str) -> str:
    """Return a pattern as a colour; it is laid over the controller's own."""
    return "transparent" if pattern == "solid" else f"url(#chart-{pattern})"


def legend(entries: Iterable[tuple[Markup, str]]) -> Markup:
    """Return the signs of a chart with what each means."""
    items = (Markup("<li>{}<span>{}</span></li>").format(sign, name) for sign, name in entries)
    return Markup('<ul class="chart-legend">{}</ul>').format(joined(items))


def named(values: Iterable[float], labels: Iterable[str]) -> dict[str, Any]:
    """Return the arguments of an axis that names these values, in words that are ready."""
    known = list(values)
    words = json.dumps(list(labels))
    return {"values": known, "labelExpr": f"{words}[indexof({json.dumps(known)}, datum.value)]"}


def round_values(most: float) -> list[float]:
    """Return about four round numbers from 0 to ``most``, for an axis.

    >>> round_values(8810), round_values(0.06)
    ([0, 2000, 4000, 6000, 8000], [0.0, 0.02, 0.04, 0.06])
    """
    if most <= 0:
        return [0]
    size = 10 ** math.floor(math.log10(most))
    step = next(part * size for part in (0.2, 0.5, 1, 2, 5) if most / (part * size) < FEW)
    step = round(step, 9) if step < 1 else round(step)
    return [round(index * step, 9) for index in range(int(most / step + ALMOST) + 1)]


def source_line(markup: Markup) -> Markup:
    """Return the line under a chart that says who says so."""
    return Markup('<p class="chart-source">{}</p>').format(markup)


def details(title: str, heads: Iterable[str], rows: Iterable[Iterable[Markup | str]]) -> Markup:
    """Return a table that opens on a click: what a chart shows, to be read.

    A cell of markup is text; a plain string is a number and stands to the right.
    """
    head = joined(Markup('<th scope="col">{}</th>').format(text(name)) for name in heads)
    body = joined(Markup("<tr>{}</tr>").format(joined(map(_cell, row))) for row in rows)
    return Markup(
        '<details class="chart-table"><summary>{}</summary><div class="scroll" tabindex="0">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>"
    ).format(title, head, body)


def _cell(cell: Markup | str) -> Markup:
    if isinstance(cell, Markup):
        return Markup("<td>{}</td>").format(cell)
    return Markup('<td class="number">{}</td>').format(text(cell))


def tips(**titles: str) -> list[alt.Tooltip]:
    """Return what a mark tells under the pointer: fields of its row, each with its title."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
