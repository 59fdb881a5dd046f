"""The shapes of a data set in the few px of a small picture: simplified together, as SVG paths."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from geodata.model import DataSet

MARGIN = 3.0  # px around the areas: room for an outline
BELOW = 8.0  # px from a corridor to the middle of its name
DETAIL = 2.2  # px: corners that stand out less are left out

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a picture of one width shows on every day, in px.

    ``areas`` has a path for each area; ``outlines`` and ``labels`` one for each district and
    context area; ``borders`` is what districts share; ``lines`` are those of the settings.
    """

    height: float
    areas: dict[str, str]
    outlines: dict[str, str]
    borders: str
    lines: dict[str, str]
    labels: dict[str, tuple[float, float]]


@lru_cache(maxsize=16)
def sketch(data: DataSet, width: int) -> Sketch:
    """Return the shapes of ``data`` in a picture ``width`` px wide."""
    place = _Projection(data, width)
    ids = [area.area_id for area in data.areas]
    shapes = shapely.transform(data.shapes.geometry.loc[ids].to_numpy(), place)
    fitted = dict(zip(ids, shapely.coverage_simplify(shapes, DETAIL), strict=True))
    outlines = {key: _united(data, fitted, key) for key in data.districts}
    borders = shapely.line_merge(shapely.union_all([o.boundary for o in outlines.values()]))
    outlines |= {key: fitted[key] for key in hosts(data)}
    return Sketch(
        height=place.height,
        areas={key: _path(geometry) for key, geometry in fitted.items()},
        outlines={key: _path(geometry) for key, geometry in outlines.items()},
        borders=_path(borders),
        lines={key: _path(line) for key, line in _lines(data, place).items()},
        labels={key: _label(data, place, fitted, key) for key in outlines},
    )


@lru_cache(maxsize=16)
def hosts(data: DataSet) -> dict[str, str]:
    """Return for each context area the district that it is cut out of (a corridor), "" for none."""
    outlines = {
        feature["id"]: shape(feature["geometry"])
        for feature in _background(data)
        if feature["properties"]["kind"] == "outline"
    }
    points = {
        area.area_id: Point(data.shapes["label"][area.area_id])
        for area in data.areas
        if not area.district_id
    }
    return {
        key: next((found for found, outline in outlines.items() if outline.covers(point)), "")
        for key, point in points.items()
    }


class _Projection:
    """Degrees to px: true to shape in the middle, the areas filling the width but the margin."""

    def __init__(self, data: DataSet, width: int) -> None:
        west, south, east, north = data.shapes.total_bounds
        narrow = math.cos(math.radians((south + north) / 2))
        self.corner = np.array([west, north])
        scale = (width - 2 * MARGIN) / ((east - west) * narrow)
        self.scale = np.array([scale * narrow, -scale])
        self.height = float(math.ceil((north - south) * scale + 2 * MARGIN))

    def __call__(self, degrees: Floats) -> Floats:
        placed: Floats = (degrees - self.corner) * self.scale + MARGIN
        return placed


def _united(data: DataSet, fitted: dict[str, BaseGeometry], district_id: str) -> BaseGeometry:
    """Return a district with all that is cut out of it, without the slivers in between."""
    parts = [area.area_id for area in data.districts[district_id]]
    parts += [area_id for area_id, host in hosts(data).items() if host == district_id]
    found = shapely.union_all([fitted[area_id] for area_id in parts])
    whole = [Polygon(polygon.exterior) for polygon in shapely.get_parts(found)]
    return MultiPolygon([polygon for polygon in whole if polygon.area > DETAIL])


def _label(
    data: DataSet, place: _Projection, fitted: dict[str, BaseGeometry], key: str
) -> tuple[float, float]:
    """Return where a name stands; a corridor is smaller than its name, which goes below it."""
    centre = next((area.area_id for area in data.districts.get(key, ()) if area.centre), key)
    x, y = place(np.array([data.shapes["label"][centre]]))[0].tolist()
    return x, fitted[key].bounds[3] + BELOW if hosts(data).get(key) else y


def _lines(data: DataSet, place: _Projection) -> dict[str, BaseGeometry]:
    wanted = {line.id for line in data.settings.lines}
    return {
        feature["id"]: shapely.simplify(shapely.transform(shape(feature["geometry"]), place), 0.5)
        for feature in _background(data)
        if feature["properties"]["kind"] == "line" and feature["id"] in wanted
    }


def _background(data: DataSet) -> list[dict[str, Any]]:
    return data.background["features"] if data.background else []


def _path(geometry: BaseGeometry) -> str:
    """Return the outlines of polygons, or lines, as path data, each point from the one before."""
    pieces = shapely.get_parts(geometry)
    if geometry.geom_type.endswith("Polygon"):
        rings = shapely.get_rings(pieces)
        return "".join(_ring(shapely.get_coordinates(ring)[:-1]) + "z" for ring in rings)
    return "".join(_ring(shapely.get_coordinates(piece)) for piece in pieces)


def _ring(points: Floats) -> str:
    tenths = np.round(points * 2).astype(int) * 5  # half a px is fine enough
    start, *steps = (
        _number(x) + _number(y)
        for i, (x, y) in enumerate(np.diff(tenths, axis=0, prepend=[[0, 0]]).tolist())
        if x or y or not i
    )
    return f"M{start.lstrip()}l{''.join(steps).lstrip()}"


def _number(tenths: int) -> str:
    """Return a number of px with what keeps it apart from the one before.

    >>> _number(-125), _number(40), _number(5)
    ('-12.5', ' 4', ' .5')
    """
    whole, tenth = divmod(abs(tenths), 10)
    digits = f"{whole or ''}{f'.{tenth}' if tenth else ''}" or "0"
    return f"{'-' if tenths < 0 else ' '}{digits}"
