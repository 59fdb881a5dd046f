"""``state_on`` against the pandas merge that a user would write: the same answer, compared here.

Both say of every area who controls it, since when, whether that is contested and whether certain,
and what km² and people the subject holds in all. Neither time has what is done once (``arranged``:
periods into steps; frames, runs and doubts into tables). ``state_on`` returns objects that also say
until when and with what sources; the merge a table that does not.
"""

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from synthetic import SEED

from geodata.control import State, changes, state_on, uncertain_spans
from geodata.model import UNKNOWN, DataSet

DAYS = 25
ANSWER = ["controller", "since", "contested", "certain"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The record as pandas likes it; ``since`` is walked back over equal controllers already."""

    areas: pd.DataFrame
    periods: pd.DataFrame
    doubts: pd.DataFrame


def tables(data: DataSet) -> Tables:
    """Return what the merge merges."""
    measure = data.settings.population, "total"
    people = {
        row.area_id: row.value or 0
        for row in data.population
        if (row.measure, row.group) == measure
    }
    areas = pd.DataFrame(
        {
            "area_id": [area.area_id for area in data.areas],
            "district_id": [area.district_id for area in data.areas],
            "held_km2": [area.counted_km2 for area in data.areas],
            "people": [people.get(area.district_id, 0) * area.centre for area in data.areas],
        }
    )
    doubts = [
        (area.area_id, start, end)
        for area in data.areas
        for start, end in uncertain_spans(data, area.area_id)
    ]
    return Tables(areas, _periods(data), _dated(doubts, ["area_id", "start", "end"]))


def _periods(data: DataSet) -> pd.DataFrame:
    rows = [
        (row.area_id, row.start, row.end or dt.date(2200, 1, 1), row.controller, row.contested)
        for row in data.control
    ]
    periods = _dated(rows, ["area_id", "start", "end", "controller", "contested"])
    periods = periods.sort_values(["area_id", "start"])
    before = periods[["area_id", "controller"]].shift()
    new = (periods[["area_id", "controller"]] != before).any(axis=1)
    return periods.assign(since=periods["start"].where(new).ffill())


def _dated(rows: list[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(start=pd.to_datetime(made["start"]), end=pd.to_datetime(made["end"]))


def merged(given: Tables, day: dt.date, subject: str) -> tuple[pd.DataFrame, float, float]:
    """Return a row for every area on a day, then km² and people that the subject holds."""
    at = pd.Timestamp(day)
    holding, doubtful = (
        rows[(rows["start"] <= at) & (rows["end"] > at)] for rows in (given.periods, given.doubts)
    )
    state = given.areas.merge(holding, on="area_id", how="left", validate="one_to_one")
    state["controller"] = state["controller"].fillna(UNKNOWN)
    doubted = state["area_id"].isin(doubtful["area_id"])
    state["certain"] = (state["controller"] != UNKNOWN) & ~doubted
    held = state[(state["controller"] == subject) & (state["district_id"] != "")]
    return state, held["held_km2"].sum(), held["people"].sum()


def measure_state(data: DataSet) -> dict[str, Any]:
    """Return the microseconds of one data set; RuntimeError where the answers differ."""
    draw = random.Random(SEED)  # noqa: S311 -- reproducible, not secret
    length = (data.settings.end - data.settings.start).days
    days = [data.settings.start + dt.timedelta(draw.randrange(length)) for _day in range(DAYS)]
    start = time.perf_counter()
    changes(data)
    arranged = time.perf_counter() - start
    subject = data.settings.subject
    given = tables(data)
    for day in days[:5]:
        _compare(state_on(data, day), *merged(given, day, subject))
    return {
        "areas": len(data.areas),
        "periods": len(data.control),
        "arrange_once_ms": round(arranged * 1000, 1),
        "state_on_us": _microseconds(lambda day: state_on(data, day), days),
        "pandas_merge_us": _microseconds(lambda day: merged(given, day, subject), days),
    }


def _compare(ours: State, theirs: pd.DataFrame, km2: float, people: float) -> None:
    parts = [part for district in ours.districts for part in district.parts]
    found = {
        part.area_id: (part.controller, part.since, part.contested, part.certain)
        for part in (*parts, *ours.context)
    }
    table = theirs.assign(since=theirs["since"].dt.date)
    rows = table[["area_id", *ANSWER]].itertuples(index=False, name=None)
    totals = (ours.totals.held_km2, ours.totals.population)
    if found != {row[0]: row[1:] for row in rows} or totals != (km2, people):
        raise RuntimeError(f"{ours.date}: state_on and the merge do not agree")


def _microseconds(work: Callable[[dt.date], object], days: list[dt.date]) -> float:
    """Return the median time of one call, after one that warms up."""
    work(days[0])
    times = []
    for day in days:
        start = time.perf_counter()
        work(day)
        times.append((time.perf_counter() - start) * 1e6)
    return round(statistics.median(times), 1)
