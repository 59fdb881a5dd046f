"""The districts as flat shapes, for a picture that a chart draws."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from shapely.affinity import scale
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from geodata.model import DataSet

DETAIL = 0.002  # degrees, about 200 m: less than a pixel of such a picture


@dataclass(frozen=True, slots=True)
class Outline:
    """An area on a plane whose units are equally long both ways; x grows east, y north."""

    area_id: str
    geometry: dict[str, Any]
    label: tuple[float, float]


@lru_cache(maxsize=4)
def outlines(data: DataSet) -> tuple[Outline, ...]:
    """Return every district in the order of areas.csv, then the areas of context outside of them.

    What is cut out of a district, as a corridor, is filled where the background has an outline.
    """
    districts = {key: _whole(data, key) for key in data.districts}
    context = {
        area.area_id: data.shapes.geometry[area.area_id]
        for area in data.areas
        if not area.district_id and not _is_inside(data, area.area_id, districts)
    }
    _west, south, _east, north = data.shapes.total_bounds
    narrow = math.cos(math.radians((south + north) / 2))
    return tuple(
        Outline(key, mapping(_flat(whole, narrow)), _label(data, key, narrow))
        for key, whole in {**districts, **context}.items()
    )


def _whole(data: DataSet, district_id: str) -> BaseGeometry:
    background: dict[str, Any] = data.background or {}
    for feature in background.get("features", ()):
        if (feature["properties"]["kind"], feature.get("id")) == ("outline", district_id):
            found: BaseGeometry = shape(feature["geometry"])
            return found
    parts = [area.area_id for area in data.districts[district_id]]
    whole: BaseGeometry = shapely.union_all(data.shapes.geometry.loc[parts].to_numpy())
    return whole


def _is_inside(data: DataSet, area_id: str, districts: dict[str, BaseGeometry]) -> bool:
    point = Point(data.shapes["label"][area_id])
    return any(district.covers(point) for district in districts.values())


def _flat(geometry: BaseGeometry, narrow: float) -> BaseGeometry:
    flat: BaseGeometry = scale(geometry.simplify(DETAIL), narrow, 1, origin=(0, 0))
    return flat


def _label(data: DataSet, key: str, narrow: float) -> tuple[float, float]:
    areas = data.districts.get(key, ())
    centre = next((area.area_id for area in areas if area.centre), key)
    lon, lat = data.shapes["label"][centre]
    return lon * narrow, lat
