"""Parsed JSON -> the features of a GeoJSON file, each as RFC 7946 has it; else a DataSetError."""

from collections import Counter
from itertools import pairwise
from typing import Any

from geodata.caps import allow_more
from geodata.problems import DataSetError, Problem

_RING = 4  # positions, the first and the last being the same
# How deep the positions of a geometry lie, and how many one path of it has at least.
_FORMS = {
    "Point": (0, 1),
    "MultiPoint": (1, 1),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, _RING),
    "MultiPolygon": (3, _RING),
}
_BOUNDS = (180, 90)  # degrees of longitude and latitude
_DEGREES = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"}
_AS_GEOJSON = "write GeoJSON as in RFC 7946"
_AS_POSITION = "write [longitude, latitude]"


def features_of(
    file: str, collection: object, max_features: int, max_vertices: int
) -> list[dict[str, Any]]:
    """Return the features, each with id, properties and a geometry that is well formed."""
    features = _list_of_features(file, collection)
    if len(features) > max_features:
        what = f"it has {len(features)} features, more than {max_features}"
        raise DataSetError([Problem(file, None, what, allow_more("features"))])
    problems: list[Problem] = []
    ids: Counter[str] = Counter()
    vertices = 0
    for number, feature in enumerate(features):
        key = _id_of(feature)
        ids[key] += 1
        try:
            vertices += _count_positions(feature)
        except _MalformedError as error:
            key = key or f"features[{number}]"
            problems.append(Problem(file, None, error.what, error.remedy, key))
    problems.extend(
        Problem(file, None, "the id is used twice", "give each its own", key)
        for key, count in ids.items()
        if key and count > 1
    )
    if vertices > max_vertices:
        what = f"it has {vertices} vertices, more than {max_vertices}"
        problems.append(Problem(file, None, what, f"simplify the shapes, {allow_more('vertices')}"))
    if problems:
        raise DataSetError(problems)
    return features


def has_label(feature: dict[str, Any]) -> bool:
    """Whether the label of a feature is a position."""
    try:
        _count(feature["properties"].get("label"), *_FORMS["Point"])
    except _MalformedError:
        return False
    return True


def _list_of_features(file: str, collection: object) -> list[Any]:
    found = collection if isinstance(collection, dict) else {}
    features = found.get("features")
    if found.get("type") != "FeatureCollection" or not isinstance(features, list):
        what = "it is not a FeatureCollection with features"
        raise DataSetError([Problem(file, None, what, _AS_GEOJSON)])
    if "crs" in found:
        named = ({"type": "name", "properties": {"name": name}} for name in _DEGREES)
        if found["crs"] not in named:
            remedy = "save it in degrees (EPSG:4326) and leave crs out"
            raise DataSetError([Problem(file, None, f"crs is {found['crs']!r:.90}", remedy)])
    return features


class _MalformedError(Exception):
    """What is wrong with a feature, and what to do."""

    def __init__(self, what: str, remedy: str = _AS_GEOJSON) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def _id_of(feature: object) -> str:
    found = feature.get("id") if isinstance(feature, dict) else None
    return found if isinstance(found, str) else ""


def _count_positions(feature: object) -> int:
    """Return the number of positions; _MalformedError says what is wrong with the feature."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _MalformedError("it is not a Feature")
    if not _id_of(feature):
        raise _MalformedError("it has no id that is text", "give it the id of its row, in quotes")
    if not isinstance(feature.get("properties"), dict):
        raise _MalformedError("it has no properties")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in _FORMS:
        what = "null" if geometry is None else f"a {kind!r:.40}"
        raise _MalformedError(f"its geometry is {what}", f"write one of {', '.join(_FORMS)}")
    return _count(geometry.get("coordinates"), *_FORMS[kind])


def _count(coordinates: object, depth: int, least: int) -> int:
    """Return the number of positions; each path has at least ``least`` of them."""
    if not isinstance(coordinates, list) or not coordinates:
        raise _MalformedError("its geometry is empty", "draw it or leave the feature out")
    if depth == 0:
        _check_position(coordinates)
        return 1
    count = sum(_count(part, depth - 1, least) for part in coordinates)
    if depth == 1 and least > 1:
        _check_path(coordinates, least)
    return count


def _check_position(position: list[Any]) -> None:
    if any(type(number) not in {int, float} for number in position):
        raise _MalformedError(f"position {position!r:.60} is not made of numbers", _AS_POSITION)
    if len(position) != len(_BOUNDS):
        what = f"position {position!r:.60} is not longitude and latitude alone"
        raise _MalformedError(what, f"{_AS_POSITION}, without a height")
    sizes = [abs(number) for number in position]
    if sizes[0] > _BOUNDS[0] or sizes[1] > _BOUNDS[1]:
        remedy = "save the file in degrees (EPSG:4326); these look like metres"
        if sizes[1] <= _BOUNDS[0]:
            remedy = "write the longitude first, from -180 to 180, then the latitude"
        what = f"position {position} is not longitude and latitude in degrees"
        raise _MalformedError(what, remedy)


def _check_path(path: list[Any], least: int) -> None:
    ring = least == _RING
    if ring and path[0] != path[-1]:
        what = f"a ring is not closed: it begins at {path[0]} and ends at {path[-1]}"
        raise _MalformedError(what, "write its first position again at its end")
    if len(path) < least:
        what = f"a {'ring' if ring else 'line'} at {path[0]} has fewer than {least} positions"
        raise _MalformedError(what, "draw it or leave it out")
    for one, other in pairwise(path):
        if abs(one[0] - other[0]) > _BOUNDS[0]:
            what = f"an edge runs from {one} to {other}, more than half around the earth"
            raise _MalformedError(what, "cut the shape at the antimeridian, as RFC 7946 says")
