"""What stands in the page for every day shows exactly what is true on each."""

import datetime as dt
import html
import json
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from geodata.axis import axis_of
from geodata.control import State, state_on
from geodata.load import load
from geodata.model import DataSet
from ui.days import by_day, day_mark, stretches

PIECE = re.compile(r'<div data-from="(\d+)" data-until="(\d+)" hidden>(.*?)</div>', re.DOTALL)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


def pieces(markup: str) -> list[tuple[int, int, str]]:
    return [(int(begin), int(end), text) for begin, end, text in PIECE.findall(markup)]


def told(state: State) -> Markup:
    """Return everything of a state that does not name its day."""
    parts = [part for district in state.districts for part in district.parts]
    return Markup("{}").format(
        [(p.area_id, p.controller, p.since, p.until, p.certain, p.contested) for p in parts]
        + [(p.area_id, p.controller, p.certain) for p in state.context]
    )


@given(draw=st.data())
def test_the_piece_of_a_day_is_what_is_true_on_it(data: DataSet, draw: st.DataObject) -> None:
    settings = data.settings
    day = draw.draw(st.dates(settings.start, settings.end))
    number = (day - settings.start).days
    found = pieces(by_day(data, told, Markup))
    assert [text for begin, end, text in found if begin <= number < end] == [
        str(told(state_on(data, day)))
    ]


def test_pieces_cover_the_record_without_gap_or_overlap(data: DataSet) -> None:
    found = pieces(by_day(data, told, Markup))
    assert found[0][0] == 0
    assert found[-1][1] == (data.settings.end - data.settings.start).days + 1
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_equal_neighbours_are_one_piece(data: DataSet) -> None:
    start = data.settings.start
    same = [(start + dt.timedelta(days=n), Markup("same")) for n in range(3)]
    other = (start + dt.timedelta(days=9), Markup("other"))
    found = pieces(stretches(data, [*same, other]))
    assert [(begin, text) for begin, _, text in found] == [(0, "same"), (9, "other")]


@given(draw=st.data())
def test_the_mark_stands_where_its_knots_lead(data: DataSet, draw: st.DataObject) -> None:
    settings = data.settings
    day = draw.draw(st.dates(settings.start, settings.end))
    mark = day_mark(data, axis_of(data), day)
    knots = json.loads(html.unescape(re.findall('data-day-mark="([^"]*)"', mark)[0]))
    expected = np.interp((day - settings.start).days, *zip(*knots, strict=True))
    [told] = re.findall(r"left:([\d.]+)%", mark)
    assert float(told) == pytest.approx(expected, abs=0.02)
