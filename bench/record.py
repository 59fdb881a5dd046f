"""The record as the rivals get it: shapes, days of change, states, colours; and the steps."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import orient_polygons
from shapely.geometry import mapping

from geodata.control import State, changes, state_on
from geodata.model import DataSet

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Step:
    """A change to cross: the area watched, its place in the shapes, its colours on either side."""

    area_id: str
    index: int
    before: str
    after: str

    @property
    def area(self) -> dict[str, Any]:
        """What the probe needs to find the shape."""
        return {"id": self.area_id, "index": self.index}

    def reversed(self) -> "Step":
        """Return the same change crossed the other way."""
        return Step(self.area_id, self.index, self.after, self.before)


def css_color(color: str) -> str:
    """Return #rrggbb as browsers report it."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def change_days(data: DataSet) -> list[dt.date]:
    """Return the first day of the record and every day of change."""
    return [data.settings.start, *sorted({change.date for change in changes(data)})]


def states_of(state: State) -> dict[str, str]:
    """Return the controller of every area on a day."""
    parts = [part for district in state.districts for part in district.parts]
    return {area.area_id: area.controller for area in (*parts, *state.context)}


def write_record(data: DataSet, path: Path) -> None:
    """Write what the rivals draw."""
    features = [
        {
            "type": "Feature",
            "id": area.area_id,
            "properties": {"name": data.area_name(area.area_id)},
            "geometry": mapping(orient_polygons(data.shapes.geometry[area.area_id])),
        }
        for area in data.areas
    ]
    days = change_days(data)
    record = {
        "shapes": {"type": "FeatureCollection", "features": features},
        "bounds": [float(value) for value in data.shapes.total_bounds],
        "days": [day.isoformat() for day in days],
        "states": {day.isoformat(): states_of(state_on(data, day)) for day in days},
        "colors": {state.id: state.color for state in data.settings.controllers},
    }
    path.write_text(json.dumps(record), encoding="utf-8")


def steps(data: DataSet) -> list[Step]:
    """Return one step for each day of change; the first area that changes on it is watched."""
    order = [area.area_id for area in data.areas]
    color = {state.id: css_color(state.color) for state in data.settings.controllers}
    first: dict[dt.date, Step] = {}
    for change in changes(data):
        index = order.index(change.area_id)
        step = Step(change.area_id, index, color[change.before], color[change.after])
        first.setdefault(change.date, step)
    return [first[day] for day in sorted(first)]


def state_colors(data: DataSet) -> list[str]:
    """Return every colour that an area may have."""
    return [css_color(state.color) for state in data.settings.controllers]
