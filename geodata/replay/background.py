"""What is drawn but never coloured by control, made small for the browser.

An outline that is that of its areas together is sent as their names, and the browser puts it
together. All other coordinates lose what nobody sees, except where they are shared with an area.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.translate import gettext as _

DECIMALS = 4  # about 10 m: less than a pixel at the deepest zoom of our map but one
Feature = dict[str, Any]
# The polygons in the coordinates of a geometry of this type.
_PARTS: dict[str, Callable[[Any], list[Any]]] = {
    "Polygon": lambda coordinates: [coordinates],
    "MultiPolygon": list,
}


def background(data: DataSet) -> dict[str, Any]:
    """Return what is drawn but never coloured by control, for one language.

    An outline has ``parts``, the ids of its areas, and no geometry where they make it up. Land and
    water of one kind are one feature: a browser is quicker with few large shapes than many small.
    """
    exact = _vertices(data.shapes.geometry)
    land, others = _merged(background_features(data))
    drawn = []
    for feature in (*land, *others):
        properties = {**feature["properties"], "name": _name(feature)}
        parts = _parts(data, feature) if properties["kind"] == "outline" else ()
        if parts:
            properties["parts"] = list(parts)
        geometry = None if parts else _rounded(feature["geometry"], exact)
        drawn.append({**feature, "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": drawn}


def _merged(features: Iterable[Feature]) -> tuple[list[Feature], list[Feature]]:
    """Return polygons that are no outlines as one MultiPolygon a kind, and all other features."""
    kinds: dict[str, list[Any]] = {}
    others = []
    for feature in features:
        kind, geometry = feature["properties"]["kind"], feature["geometry"]
        if kind == "outline" or geometry["type"] not in _PARTS:
            others.append(feature)
        else:
            kinds.setdefault(kind, []).extend(_PARTS[geometry["type"]](geometry["coordinates"]))
    land = [
        {
            "type": "Feature",
            "id": f"all-{kind}",
            "properties": {"kind": kind},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for kind, polygons in kinds.items()
    ]
    return land, others


def background_features(data: DataSet) -> list[Feature]:
    """Return the features of ``background.geojson`` as they are; none without the file."""
    return data.background["features"] if data.background else []


def _name(feature: Feature) -> str:
    return plain_text(_(feature["properties"].get("name", "")))


def _vertices(shapes: Iterable[BaseGeometry]) -> set[tuple[float, float]]:
    coordinates = shapely.get_coordinates(list(shapes))
    return {(x, y) for x, y in coordinates.tolist()}


def _parts(data: DataSet, outline: Feature) -> tuple[str, ...]:
    """Return the areas that fit edge to edge and fill the outline; none if they do not."""
    around = shape(outline["geometry"])
    shapes = data.shapes.geometry
    inside = shapes[[around.covers(one.representative_point()) for one in shapes]]
    whole = list(inside)
    if not whole or not shapely.coverage_is_valid(whole):
        return ()
    same = shapely.equals(shapely.coverage_union_all(whole), around)
    return tuple(map(str, inside.index)) if same else ()


def _rounded(geometry: dict[str, Any], exact: set[tuple[float, float]]) -> dict[str, Any]:
    """Return borders with fewer decimals; where something stands, a point, is left as it is.

    Every vertex is rounded by itself, so edges that neighbours share stay shared.
    """
    if geometry["type"] == "Point":
        return geometry

    def near(points: Any) -> Any:  # noqa: ANN401 - shapely's arrays
        kept = [point in exact for point in map(tuple, points.tolist())]
        return np.where(np.reshape(kept, (-1, 1)), points, np.round(points, DECIMALS))

    moved = shapely.remove_repeated_points(shapely.transform(shape(geometry), near))
    return {**geometry, **mapping(moved)}
