"""A record of any size: a grid of square areas, ten periods each, made from a seed.

Seven areas ("movers") change on nine days of their own, all on the same day: crossing such a day
crosses seven changes however many areas there are. All others change on firsts of months.
"""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from geodata.dates import UncertainDate
from geodata.model import Area, ControlPeriod, DataSet, Figure, Name, Settings
from geodata.replay import payload
from geodata.shapes import no_shapes

SEED = 1992
PERIODS = 10
MOVERS = 7
START = dt.date(1990, 1, 1)
MONTHS = 360
# The movers' days: in the middle of months, so that nothing else happens on them.
MOVER_DAYS = tuple(dt.date(1993 + 3 * i, 6, 15) for i in range(PERIODS - 1))
SIZE = 8.0  # degrees, the side of the whole grid


@dataclass(frozen=True, slots=True)
class Grid:
    """Areas by number: the days on which each changes; ``movers`` change together."""

    count: int
    movers: tuple[int, ...]
    days: tuple[tuple[dt.date, ...], ...]


def grid(count: int) -> Grid:
    """Return a record of ``count`` areas, the same for the same count."""
    draw = random.Random(SEED)  # noqa: S311 -- reproducible, not secret
    movers = tuple(sorted(draw.sample(range(count), MOVERS)))
    firsts = [dt.date(START.year + month // 12, month % 12 + 1, 1) for month in range(1, MONTHS)]
    chosen = set(movers)
    days = tuple(
        MOVER_DAYS if area in chosen else tuple(sorted(draw.sample(firsts, PERIODS - 1)))
        for area in range(count)
    )
    return Grid(count, movers, days)


def area_id(area: int) -> str:
    """Return the id of an area."""
    return f"A{area:05}"


def data_set(made: Grid, like: DataSet) -> DataSet:
    """Return the record as a data set with the states of ``like`` and without shapes."""
    states = _states(like.settings)
    return DataSet(
        folder=like.folder,
        version="0",
        title="grid",
        description="",
        revision=str(made.count),
        settings=_settings(like.settings),
        shapes=no_shapes(),
        areas=tuple(_area(area) for area in range(made.count)),
        control=tuple(
            _period(area, index, start, end, states[index % len(states)])
            for area, days in enumerate(made.days)
            for index, (start, end) in enumerate(_spans(days))
        ),
        names=tuple(
            Name(area_id(area), "en", area_id(area), "display", "", ())
            for area in range(made.count)
        ),
        population=tuple(_figure(area, like.settings.population) for area in range(made.count)),
    )


def _settings(like: Settings) -> Settings:
    end = dt.date(START.year + MONTHS // 12, 1, 1)
    return replace(like, start=START, end=end, opening=START, chapters=(), lines=())


def _states(settings: Settings) -> list[str]:
    """Return two states with plain colours, so that a change is always seen."""
    return [state.id for state in settings.controllers if state.pattern == "solid"] + [
        settings.subject
    ]


def _spans(days: tuple[dt.date, ...]) -> Iterator[tuple[dt.date, dt.date | None]]:
    yield from zip((START, *days), (*days, None), strict=True)


def _area(area: int) -> Area:
    return Area(area_id(area), area_id(area), "district", area_id(area), True, 10, 10, "", ())


def _period(
    area: int, index: int, start: dt.date, end: dt.date | None, state: str
) -> ControlPeriod:
    """Return a period; every fifth is contested, every fourth change uncertain by three weeks."""
    contested, uncertain = (area + index) % 5 == 0, index and (area + index) % 4 == 0
    around = UncertainDate("", start - dt.timedelta(14), start + dt.timedelta(7))
    edtf = around if uncertain else None
    return ControlPeriod(area_id(area), start, end, edtf, state, contested, "reported", "", "", ())


def _figure(area: int, measure: str) -> Figure:
    return Figure(
        f"F{area}", area_id(area), measure, "total", None, 100, None, None, "100", "", (), ""
    )


def browser_payload(made: Grid, like: DataSet) -> dict[str, Any]:
    """Return the element's payload: the texts of ``like``, the areas and periods of the grid."""
    states = [state["id"] for state in payload(like)["states"]]
    used = [states.index(state) for state in _states(like.settings)]
    end = dt.date(START.year + MONTHS // 12, 1, 1)
    after = (end - START).days + 1
    return {
        **payload(like),
        "start": START.isoformat(),
        "end": end.isoformat(),
        "opening": START.isoformat(),
        "areas": {"type": "FeatureCollection", "features": list(_features(made.count))},
        "groups": [area_id(area) for area in range(made.count)],
        "periods": [
            [area, _day(first), after if last is None else _day(last), used[i % len(used)], 0, ""]
            for area, days in enumerate(made.days)
            for i, (first, last) in enumerate(_spans(days))
        ],
        "doubts": [],
        "changes": [
            {"day": _day(day), "text": day.isoformat(), "group": area_id(made.movers[0])}
            for day in sorted({day for days in made.days for day in days})
        ],
        "steps": [{"day": 0, "values": ["", "", ""]}],
        "chapters": [],
        "lines": [],
        "labels": [],
        "focus": [0, 0, SIZE, SIZE],
    }


def _day(day: dt.date) -> int:
    return (day - START).days


def mover_days() -> list[int]:
    """Return the movers' days, counted from the first of the record."""
    return [_day(day) for day in MOVER_DAYS]


def _features(count: int) -> Iterator[dict[str, Any]]:
    side = math.ceil(math.sqrt(count))
    cell = SIZE / side
    for area in range(count):
        west, south = (area % side) * cell, (area // side) * cell
        east, north = west + cell, south + cell
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        coordinates = [[[round(x, 5), round(y, 5)] for x, y in ring]]
        yield {
            "type": "Feature",
            "id": area_id(area),
            "properties": {
                "name": area_id(area),
                "group": area_id(area),
                "kind": "district",
                "within": "",
                "area": 10,
                "held": 10,
            },
            "geometry": {"type": "Polygon", "coordinates": coordinates},
        }
