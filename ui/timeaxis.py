"""What every chart of time is drawn on: the axis, its chapters, and the day shown."""

import datetime as dt
from collections.abc import Iterator
from textwrap import wrap
from typing import Literal, TypeAlias

import altair as alt
import pandas as pd

from geodata.axis import Axis, Panel, quiet_words
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import date_words
from ui.charts import Look, named

HEAD = 80  # pixels over a chart for its chapters and, at the foot of them, the day shown
FOOT = 26  # pixels under it for the names of years and months
LETTERS = 56  # so many stand in a line over the whole axis of a phone
SHORTEST = 8  # letters of a line, however narrow the chapter
MIDDLE = 0.5

Side: TypeAlias = Literal["left", "right"]
_WHOLE = alt.Scale(domain=[0, 1], nice=False)


def across(axis: Axis, field: str = "left") -> alt.X:
    """Return the encoding of a position on the axis."""
    marks = axis.marks()
    words = named((mark.position for mark in marks), (mark.label for mark in marks))
    return alt.X(
        f"{field}:Q",
        scale=_WHOLE,
        axis=alt.Axis(
            **words,
            labelOverlap="greedy",
            labelSeparation=4,
            labelFlush=True,
            grid=False,
            title=None,
        ),
    )


def ground(axis: Axis, now: Look) -> Iterator[alt.Chart]:
    """Yield the chapters: a shade for those without a change, lines between them, their titles."""
    panels = pd.DataFrame(
        [(panel.left, panel.right, _heading(panel), not panel.count) for panel in axis.panels],
        columns=["left", "right", "title", "quiet"],
    )
    x, top, bottom = across(axis), alt.value(0), alt.value("height")
    quiet = alt.Chart(panels[panels["quiet"]])
    yield quiet.mark_rect(color=now.band).encode(x, alt.X2("right"), y=top, y2=bottom)
    yield alt.Chart(panels[1:]).mark_rule(color=now.grid).encode(x, y=top, y2=bottom)
    titles: tuple[tuple[pd.DataFrame, Side, int], ...] = (
        (panels[:-1], "left", 4),
        (panels[-1:], "right", 0),
    )
    for rows, side, dx in titles:
        yield (
            alt.Chart(rows)
            .mark_text(
                align=side,
                baseline="top",
                dx=dx,
                y=2,
                lineBreak="\n",
                lineHeight=16,
                color=now.soft,
            )
            .encode(across(axis, side), text="title:N")
        )


def _heading(panel: Panel) -> str:
    title = plain_text(_(panel.title)) if panel.count else quiet_words(panel)
    letters = max(SHORTEST, int(LETTERS * (panel.right - panel.left)))
    return "\n".join(wrap(title, letters, break_long_words=False))


def today(axis: Axis, day: dt.date, now: Look, head: int = HEAD) -> Iterator[alt.Chart]:
    """Yield the rule of the day shown, with its date over it at the foot of the head."""
    position = axis.position(day)
    rows = alt.Chart(pd.DataFrame({"left": [position], "label": [date_words(day)]}))
    rule = rows.mark_rule(color=now.ink, strokeWidth=1.6)
    yield rule.encode(across(axis), y=alt.value(head - 18), y2=alt.value("height"))
    side: Side = "left" if position < MIDDLE else "right"
    away = 5 if side == "left" else -5
    label = rows.mark_text(align=side, dx=away, y=head - 11, fontWeight="bold", color=now.ink)
    yield label.encode(across(axis), text="label:N")
