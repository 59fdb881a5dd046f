"""Shapes of a data set: GeoJSON -> geometries in EPSG:4326, and what must hold of them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from geopandas.geodataframe import GeoDataFrame
from geopandas.geoseries import GeoSeries

from geodata.model import DataSet
from geodata.problems import DataSetError, Problem

SHAPES = "districts.geojson"
BACKGROUND = "background.geojson"
BACKGROUND_KINDS = ("district", "country", "lake", "town", "line", "outline")
OVERLAP_DEG2 = 1e-9  # about 10 m² here: what rounding to five decimals leaves between neighbours

_CRS = "EPSG:4326"
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_RING = 4  # positions, the first and the last being the same
_BOUNDS = (180, 90)  # degrees of longitude and latitude
_AS_GEOJSON = "write GeoJSON as in RFC 7946"


def no_shapes() -> GeoDataFrame:
    """Return a frame without shapes."""
    return GeoDataFrame({"label": []}, geometry=[], crs=_CRS)


def read_shapes(collection: object, max_features: int, max_vertices: int) -> GeoDataFrame:
    """Make geometries of districts.geojson; DataSetError with all that is wrong with it."""
    features = _features(SHAPES, collection, max_features, max_vertices)
    problems = [problem for feature in features for problem in _shape_problems(feature)]
    if problems:
        raise DataSetError(problems)
    if not features:
        return no_shapes()
    shapes = GeoDataFrame.from_features(features, crs=_CRS, columns=["label", "geometry"])
    shapes.index = [feature["id"] for feature in features]
    shapes["label"] = shapes["label"].map(tuple)
    return shapes


def read_background(collection: object, max_features: int, max_vertices: int) -> dict[str, Any]:
    """Return background.geojson as it is; DataSetError with all that is wrong with it."""
    features = _features(BACKGROUND, collection, max_features, max_vertices)
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
        yield _wrong(str(area_id), f"the shape is not valid: {reason}", "repair it")
    yield from _check_labels(data.shapes[valid])
    yield from _check_overlaps(data.shapes.geometry[valid])


def _check_labels(shapes: GeoDataFrame) -> Iterator[Problem]:
    longitudes, latitudes = ([label[axis] for label in shapes.label] for axis in (0, 1))
    points = GeoSeries.from_xy(longitudes, latitudes, index=shapes.index, crs=_CRS)
    for area_id, label in shapes.label[~shapes.geometry.covers(points)].items():
        yield _wrong(str(area_id), f"label {list(label)} is outside the shape", "move it inside")


def _check_overlaps(shapes: GeoSeries) -> Iterator[Problem]:
    pairs = shapes.sindex.query(shapes.array, predicate="intersects").T
    for left, right in sorted((int(a), int(b)) for a, b in pairs if a < b):
        shared = shapes.iloc[left].intersection(shapes.iloc[right]).area
        if shared > OVERLAP_DEG2:
            what = f"the shape overlaps {shapes.index[right]} by {shared:.1e} square degrees"
            yield _wrong(str(shapes.index[left]), what, "cut one along the other")


def _features(
    file: str, collection: object, max_features: int, max_vertices: int
) -> list[dict[str, Any]]:
    """Return the features, each with id, properties and a geometry that is well formed."""
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise DataSetError([Problem(file, None, "it has no features", _AS_GEOJSON)])
    if len(features) > max_features:
        what = f"it has {len(features)} features, more than {max_features}"
        raise DataSetError([Problem(file, None, what, "leave out what is not needed")])
    problems: list[Problem] = []
    ids: Counter[str] = Counter()
    vertices = 0
    for number, feature in enumerate(features):
        key = _id_of(feature)
        ids[key] += 1
        try:
            vertices += _count_positions(feature)
        except _MalformedError as error:
            problem = Problem(file, None, str(error), _AS_GEOJSON, key or f"features[{number}]")
            problems.append(problem)
    problems.extend(
        Problem(file, None, "the id is used twice", "give each its own", key)
        for key, count in ids.items()
        if key and count > 1
    )
    if vertices > max_vertices:
        what = f"it has {vertices} vertices, more than {max_vertices}"
        problems.append(Problem(file, None, what, "simplify the shapes"))
    if problems:
        raise DataSetError(problems)
    return features


class _MalformedError(Exception):
    """What is not GeoJSON about a feature."""


def _id_of(feature: object) -> str:
    found = feature.get("id") if isinstance(feature, dict) else None
    return found if isinstance(found, str) else ""


def _count_positions(feature: object) -> int:
    """Return the number of positions; _MalformedError says what is wrong with the feature."""
    if not isinstance(feature, dict):
        raise _MalformedError("it is not a Feature")
    geometry = feature.get("geometry")
    if not _id_of(feature):
        raise _MalformedError("it has no id that is text")
    if not isinstance(feature.get("properties"), dict):
        raise _MalformedError("it has no properties")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or not isinstance(kind, str) or kind not in _DEPTHS:
        raise _MalformedError(f"its geometry is not one of {', '.join(_DEPTHS)}")
    return _count(geometry.get("coordinates"), _DEPTHS[kind], rings="Polygon" in kind)


def _count(coordinates: object, depth: int, *, rings: bool) -> int:
    if not isinstance(coordinates, list) or not coordinates:
        raise _MalformedError("its geometry is empty")
    if depth == 0:
        _check_position(coordinates)
        return 1
    count = sum(_count(part, depth - 1, rings=rings) for part in coordinates)
    if rings and depth == 1 and (len(coordinates) < _RING or coordinates[0] != coordinates[-1]):
        raise _MalformedError("a ring is not closed or has fewer than four positions")
    return count


def _check_position(position: list[Any]) -> None:
    if any(type(number) not in {int, float} for number in position):
        raise _MalformedError("a position is not made of numbers")
    if len(position) != len(_BOUNDS):
        raise _MalformedError("a position is not longitude and latitude alone")
    if any(abs(number) > bound for number, bound in zip(position, _BOUNDS, strict=True)):
        raise _MalformedError(f"position {position} is not longitude and latitude in degrees")


def _shape_problems(feature: dict[str, Any]) -> Iterator[Problem]:
    if feature["geometry"]["type"] not in {"Polygon", "MultiPolygon"}:
        yield _wrong(feature["id"], "it is not a Polygon or MultiPolygon", "draw it as one")
    if not _has_label(feature):
        remedy = "write [longitude, latitude] of a point inside"
        yield _wrong(feature["id"], "label is not a position", remedy)


def _has_label(feature: dict[str, Any]) -> bool:
    try:
        _count(feature["properties"].get("label"), depth=0, rings=False)
    except _MalformedError:
        return False
    return True


def _background_problems(feature: dict[str, Any]) -> Iterator[Problem]:
    kind, name, rank = (feature["properties"].get(key) for key in ("kind", "name", "rank"))

    def wrong(what: str, remedy: str) -> Problem:
        return Problem(BACKGROUND, None, what, remedy, key=feature["id"])

    if kind not in BACKGROUND_KINDS:
        yield wrong(f"kind is {kind!r:.60}", f"write one of {', '.join(BACKGROUND_KINDS)}")
    if kind != "outline" and not isinstance(name, str):
        yield wrong("name is not text", "write the name, or an empty one")
    if "label" in feature["properties"] and not _has_label(feature):
        yield wrong("label is not a position", "write [longitude, latitude], or leave it out")
    if kind == "town" and type(rank) is not int:
        yield wrong(f"rank is {rank!r:.60}", "write a whole number, 1 for the first shown")


def _wrong(key: str, what: str, remedy: str) -> Problem:
    return Problem(SHAPES, None, what, remedy, key=key)
