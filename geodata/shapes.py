"""Shapes of a data set: GeoJSON -> geometries in EPSG:4326, and what must hold of them."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from geopandas.geodataframe import GeoDataFrame
from geopandas.geoseries import GeoSeries
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from geodata.geojson import features_of, has_label
from geodata.model import DataSet
from geodata.problems import DataSetError, Problem

SHAPES = "districts.geojson"
BACKGROUND = "background.geojson"
BACKGROUND_KINDS = ("district", "country", "lake", "town", "line", "outline")
MOST_CROSSINGS = 10_000
OVERLAP_DEG2 = 1e-9  # about 10 m² here: what rounding to five decimals leaves between neighbours

_CRS = "EPSG:4326"
_AT_ONCE = 16  # edges: each may cross all of the other shape


def no_shapes() -> GeoDataFrame:
    """Return a frame without shapes."""
    return GeoDataFrame({"label": []}, geometry=[], crs=_CRS)


def read_shapes(collection: object, max_features: int, max_vertices: int) -> GeoDataFrame:
    """Make geometries of districts.geojson; DataSetError with all that is wrong with it."""
    features = features_of(SHAPES, collection, max_features, max_vertices)
    problems = [problem for feature in features for problem in _shape_problems(feature)]
    if problems:
        raise DataSetError(problems)
    if not features:
        return no_shapes()
    # Not GeoDataFrame.from_features, where a property may be called geometry and be taken for it.
    return GeoDataFrame(
        {"label": [tuple(feature["properties"]["label"]) for feature in features]},
        geometry=[shape(feature["geometry"]) for feature in features],
        index=[feature["id"] for feature in features],
        crs=_CRS,
    )


def read_background(collection: object, max_features: int, max_vertices: int) -> dict[str, Any]:
    """Return background.geojson as it is; DataSetError with all that is wrong with it."""
    features = features_of(BACKGROUND, collection, max_features, max_vertices)
    problems = [problem for feature in features for problem in _background_problems(feature)]
    if problems:
        raise DataSetError(problems)
    return {"type": "FeatureCollection", "features": features}


def check_shapes(data: DataSet) -> Iterator[Problem]:
    """Yield what is wrong between areas and shapes, within a shape and between shapes."""
    lines = {area.area_id: area.line for area in data.areas}
    for area_id in sorted(lines.keys() - set(data.shapes.index)):
        what, remedy = "the area has no shape", f"add it to {SHAPES}"
        yield Problem("areas.csv", lines[area_id], what, remedy, key=area_id)
    for area_id in sorted(set(data.shapes.index) - lines.keys()):
        yield _wrong(area_id, "the shape belongs to no area", "add the area to areas.csv")
    valid = data.shapes.geometry.is_valid
    for area_id, reason in data.shapes.geometry[~valid].is_valid_reason().items():
        remedy = "redraw it there: rings neither cross nor touch, holes lie inside"
        yield _wrong(str(area_id), f"the shape is not valid: {reason}", remedy)
    yield from _check_labels(data.shapes[valid])
    yield from _check_overlaps(data.shapes.geometry[valid])


def _check_labels(shapes: GeoDataFrame) -> Iterator[Problem]:
    longitudes, latitudes = ([label[axis] for label in shapes.label] for axis in (0, 1))
    points = GeoSeries.from_xy(longitudes, latitudes, index=shapes.index, crs=_CRS)
    for area_id, label in shapes.label[~shapes.geometry.covers(points)].items():
        yield _wrong(str(area_id), f"label {list(label)} is outside the shape", "move it inside")


def check_places(data: DataSet) -> Iterator[Problem]:
    """Yield each shape outside the extent of the background, as one with swapped axes is."""
    features = data.background["features"] if data.background else []
    if not features:
        return
    extent = shapely.total_bounds([shape(feature["geometry"]) for feature in features])
    for area_id, geometry in data.shapes.geometry[~data.shapes.intersects(box(*extent))].items():
        remedy = "write the longitude first, or draw the background around it too"
        what = f"the shape around {_position(geometry)} is outside the extent {_shown(extent)}"
        yield _wrong(str(area_id), f"{what} of {BACKGROUND}", remedy)


def _position(geometry: BaseGeometry) -> str:
    west, south, east, north = geometry.bounds
    return _shown([(west + east) / 2, (south + north) / 2])


def _shown(numbers: Iterable[float]) -> str:
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"


def _check_overlaps(shapes: GeoSeries) -> Iterator[Problem]:
    for left, geometry in enumerate(shapes.array):  # one by one: all pairs may be millions
        near = shapes.sindex.query(geometry, predicate="intersects")
        for right in sorted(int(number) for number in near if number > left):
            other = shapes.iloc[right]
            if _cross_too_often(geometry, other):
                what = f"its border crosses that of {shapes.index[right]} {MOST_CROSSINGS:,} times"
                yield _wrong(str(shapes.index[left]), what, "cut one along the other")
                continue
            shared = geometry.intersection(other).area
            if shared > OVERLAP_DEG2:
                what = f"the shape overlaps {shapes.index[right]} by {shared:.1e} square degrees"
                yield _wrong(str(shapes.index[left]), what, "cut one along the other")


def _cross_too_often(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether to intersect the two would take the machine's memory: combs of 1,000 teeth do."""
    if shapely.get_num_coordinates(one) * shapely.get_num_coordinates(other) <= MOST_CROSSINGS:
        return False
    edges, tree = _edges(one), shapely.STRtree(_edges(other))
    count = 0
    for start in range(0, len(edges), _AT_ONCE):
        count += tree.query(edges[start : start + _AT_ONCE], predicate="crosses").shape[1]
        if count >= MOST_CROSSINGS:
            return True
    return False


def _edges(polygons: BaseGeometry) -> Any:  # noqa: ANN401 -- shapely has no types
    rings = shapely.get_rings(shapely.get_parts(polygons))
    ends = [shapely.get_coordinates(ring) for ring in rings]
    pairs = [np.stack([points[:-1], points[1:]], axis=1) for points in ends]
    return shapely.linestrings(np.concatenate(pairs))


def _shape_problems(feature: dict[str, Any]) -> Iterator[Problem]:
    if feature["geometry"]["type"] not in {"Polygon", "MultiPolygon"}:
        yield _wrong(feature["id"], "it is not a Polygon or MultiPolygon", "draw it as one")
    if not has_label(feature):
        remedy = "write [longitude, latitude] of a point inside"
        yield _wrong(feature["id"], "label is not a position", remedy)


def _background_problems(feature: dict[str, Any]) -> Iterator[Problem]:
    kind, name, rank = (feature["properties"].get(key) for key in ("kind", "name", "rank"))

    def wrong(what: str, remedy: str) -> Problem:
        return Problem(BACKGROUND, None, what, remedy, key=feature["id"])

    if kind not in BACKGROUND_KINDS:
        yield wrong(f"kind is {kind!r:.60}", f"write one of {', '.join(BACKGROUND_KINDS)}")
    if kind != "outline" and not isinstance(name, str):
        yield wrong("name is not text", "write the name, or an empty one")
    if "label" in feature["properties"] and not has_label(feature):
        yield wrong("label is not a position", "write [longitude, latitude], or leave it out")
    if kind == "town" and type(rank) is not int:
        yield wrong(f"rank is {rank!r:.60}", "write a whole number, 1 for the first shown")


def _wrong(key: str, what: str, remedy: str) -> Problem:
    return Problem(SHAPES, None, what, remedy, key=key)
