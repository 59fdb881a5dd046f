"""``state_on`` against the pandas merge that a user would write: same answers, compared in the run.

Both return who controls each area, and the km² and people that the subject holds. ``state_on``
gives more: since when, until when, how sure, with what sources.
"""

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from record import states_of
from synthetic import SEED, data_set, grid

from geodata.control import changes, changes_between, state_on
from geodata.model import DataSet, Figure

DAYS = 12


@dataclass(frozen=True, slots=True)
class Frames:
    """The record as two tables."""

    areas: pd.DataFrame
    periods: pd.DataFrame


def frames(data: DataSet) -> Frames:
    """Return areas and periods, dates as pandas likes them."""
    people = {row.area_id: row.value or 0 for row in data.population if _counts(data, row)}
    areas = pd.DataFrame(
        {
            "area_id": [area.area_id for area in data.areas],
            "district_id": [area.district_id for area in data.areas],
            "held_km2": [area.counted_km2 for area in data.areas],
            "people": [people.get(area.district_id, 0) * area.centre for area in data.areas],
        }
    )
    periods = pd.DataFrame(
        {
            "area_id": [row.area_id for row in data.control],
            "start": pd.to_datetime([row.start for row in data.control]),
            "end": pd.to_datetime([row.end for row in data.control]),
            "controller": [row.controller for row in data.control],
        }
    )
    return Frames(areas, periods)


def _counts(data: DataSet, row: Figure) -> bool:
    return (row.measure, row.group) == (data.settings.population, "total")


def merged_state(tables: Frames, day: dt.date, subject: str) -> tuple[pd.DataFrame, float, float]:
    """Return the controller of every area on a day, then km² and people that the subject holds."""
    at = pd.Timestamp(day)
    periods = tables.periods
    holding = periods[(periods["start"] <= at) & (periods["end"].isna() | (periods["end"] > at))]
    state = tables.areas.merge(holding, on="area_id", how="left", validate="one_to_one")
    state["controller"] = state["controller"].fillna("unknown")
    held = state[(state["controller"] == subject) & (state["district_id"] != "")]
    return state, held["held_km2"].sum(), held["people"].sum()


def _microseconds(work: Callable[[dt.date], object], days: list[dt.date]) -> float:
    """Return the median time of one call, after one that warms up."""
    work(days[0])
    times = []
    for day in days:
        start = time.perf_counter()
        work(day)
        times.append((time.perf_counter() - start) * 1e6)
    return round(statistics.median(times), 1)


def _days(data: DataSet, count: int) -> list[dt.date]:
    draw = random.Random(SEED)  # noqa: S311 -- reproducible, not secret
    length = (data.settings.end - data.settings.start).days
    return [data.settings.start + dt.timedelta(draw.randrange(length)) for _day in range(count)]


def measure_state(data: DataSet) -> dict[str, Any]:
    """Return the microseconds of one data set; RuntimeError where the answers differ."""
    days = _days(data, DAYS)
    start = time.perf_counter()
    changes(data)
    arranged = time.perf_counter() - start
    tables = frames(data)
    for day in days[:5]:
        _compare(data, tables, day)
    month = dt.timedelta(days=31)
    subject = data.settings.subject
    found = {
        "areas": len(data.areas),
        "periods": len(data.control),
        "arrange_once_ms": round(arranged * 1000, 1),
        "state_on_us": _microseconds(lambda day: state_on(data, day), days),
        "pandas_merge_us": _microseconds(lambda day: merged_state(tables, day, subject), days),
        "changes_of_a_month_us": _microseconds(
            lambda day: changes_between(data, day, day + month), days
        ),
    }
    return {
        **found,
        "pandas_per_state_on": round(found["pandas_merge_us"] / found["state_on_us"], 1),
    }


def _compare(data: DataSet, tables: Frames, day: dt.date) -> None:
    merged, km2, people = merged_state(tables, day, data.settings.subject)
    theirs = dict(zip(merged["area_id"], merged["controller"], strict=True))
    ours = state_on(data, day)
    totals = (ours.totals.held_km2, ours.totals.population)
    if theirs != states_of(ours) or totals != (km2, people):
        raise RuntimeError(f"{day}: state_on and the merge do not agree")


def measure_states(data: DataSet, sizes: list[int]) -> list[dict[str, Any]]:
    """Measure the record itself, then grids."""
    return [measure_state(data), *(measure_state(data_set(grid(size), data)) for size in sizes)]
