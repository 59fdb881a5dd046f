"""Raw boundaries -> ``districts.geojson`` and ``background.geojson``: repair, match, cut, split.

All coordinates read and written are EPSG:4326, lon before lat, in degrees. The seven districts are
shown as they were before 1992: the modern polygons without the former oblast, and with what later
went from them to districts made out of the oblast. Figures are never measured on these shapes:
they are generalised, and every figure shown comes from ``areas.csv``.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from geodata import coverage, upstream
from geodata.coverage import BoundaryError, cut, merge, overlap, parts_of
from geodata.translate import gettext as _
from geodata.upstream import Raw

OBLAST = "NKAO"
CORRIDOR = "LACHIN-CORRIDOR"
LINE = "ceasefire-1994"
DIVIDED = ("AZ-FUZ", "AZ-AGM")
# A country's name stands within this part of the window, where the seven districts are looked at.
LABEL_ZONE = (45.3, 38.75, 48.1, 39.95)
HOME_ZONE = (47.2, 39.5, 48.3, 40.6)  # east of the seven; the zone above would give Nakhchivan

CORRIDOR_HALF_WIDTH_M = 2_500
# What the line cuts off a side is a scrap below this size; the smallest real part has 46 km².
SCRAP_M2 = 3e6
GAP_M = 50
# A pixel has 200 m when the seven districts fill 800 of them; with what the other borders keep,
# both files together stay below 150 kB.
NEAR_M = 200
FAR_M = 1_150

Shapes = dict[str, BaseGeometry]
Feature = dict[str, Any]


class Piece(NamedTuple):
    """The part of an area, a district, a country or the sea on one side of the ceasefire line."""

    name: str
    west: bool


def _town(raw: Raw, number: int) -> Point:
    _name, lon, lat = raw.towns[number]
    return upstream.point_at(lon, lat)


def before_1992(raw: Raw, country: BaseGeometry) -> Shapes:
    """Return the seven districts, the oblast and all other districts of Azerbaijan.

    The oblast's line is the only raw border drawn for the time before 1992, so it holds on both
    sides. What lies outside it of districts made out of the oblast later (420 km²), and what it
    cuts off from other districts (70 km²), goes to the one of the seven that has the longest
    border with it. This puts the towns of Lachin and Jabrayil into their districts, and brings
    each of the five districts that gain nearer to its printed area.
    """
    modern = upstream.modern_districts(raw, country)
    inside = upstream.oblast(raw)
    orphans = parts_of(cut(merge(modern[key] for key in upstream.WITHIN_OBLAST), inside))
    outside: Shapes = {}
    for name, shape in upstream.named_districts(raw, modern).items():
        outside[name] = cut(shape, inside)
        if not shapely.equals(outside[name], shape):
            first, *rest = parts_of(outside[name])
            outside[name] = first
            orphans += rest
    return _adopt(orphans, outside) | {OBLAST: inside}


def _adopt(orphans: Iterable[Polygon], districts: Shapes) -> Shapes:
    adopted = {name: [shape] for name, shape in districts.items()}
    seven = {name: districts[name] for name in upstream.SEVEN}
    for orphan in orphans:
        # Two scraps under 0.2 km² in the north touch none of the seven.
        name = coverage.longest_neighbour(orphan, seven)
        name = name or coverage.longest_neighbour(orphan, districts)
        if name:  # what touches no district at all is a gap, which coverage.clean closes
            adopted[name].append(orphan)
    return {name: merge(shapes) for name, shapes in adopted.items()}


def corridor(raw: Raw, lachin: BaseGeometry, armenia: BaseGeometry) -> BaseGeometry:
    """Return the Lachin corridor, clipped to ``lachin``: 2.5 km on each side of a schematic axis.

    The axis runs from the nearest point of the Armenian border through Lachin town straight
    towards Shusha. The 2020 statement gives only the width, 5 km.
    """
    lachin_town = _town(raw, upstream.SEVEN["AZ-LAC"].town)
    shusha_town = _town(raw, upstream.SHUSHA_TOWN)
    border = shapely.get_coordinates(shapely.shortest_line(lachin_town, armenia))
    outward = border[1] - border[0]
    start = border[1] + outward / np.hypot(*outward) * upstream.OVERSHOOT_M
    axis = LineString([start, lachin_town.coords[0], shusha_town.coords[0]])
    band = axis.buffer(CORRIDOR_HALF_WIDTH_M, cap_style="flat")
    return next(p for p in parts_of(overlap(band, lachin)) if p.contains(lachin_town))


def split(shapes: Mapping[str, BaseGeometry], west: BaseGeometry) -> dict[Piece, BaseGeometry]:
    """Return ``shapes`` cut in two where the ceasefire line crosses them.

    What is cut off from a side and smaller than 3 km² goes to the other side.
    """
    pieces: dict[Piece, BaseGeometry] = {}
    for name, shape in shapes.items():
        parts = {True: parts_of(overlap(shape, west)), False: parts_of(cut(shape, west))}
        large = {side: [p for p in parts[side] if p.area >= SCRAP_M2] for side in parts}
        if large[True] and large[False]:
            for side in (True, False):
                scraps = [p for p in parts[not side] if p.area < SCRAP_M2]
                pieces[Piece(name, side)] = merge(large[side] + scraps)
        else:
            pieces[Piece(name, bool(large[True]))] = shape
    return pieces


def fitted(raw: Raw) -> dict[Piece, BaseGeometry]:
    """Return all pieces of the window in degrees, edge to edge, simplified and rounded.

    Edges of the seven districts and the oblast lose triangles under 200 m squared, all others
    under 1,150 m squared.
    """
    land = upstream.lands(raw)
    shapes = before_1992(raw, land["AZE"])
    shapes[CORRIDOR] = corridor(raw, shapes["AZ-LAC"], land["ARM"])
    shapes["AZ-LAC"] = cut(shapes["AZ-LAC"], shapes[CORRIDOR])
    pieces = split(shapes, upstream.west_of_line(raw))
    coloured = {*upstream.SEVEN, OBLAST, CORRIDOR}
    near = [p for p in pieces if p.name in coloured or Piece(p.name, not p.west) in pieces]
    pieces |= {Piece(name, west=False): land[name] for name in land if name != "AZE"}
    whole = coverage.absorb(coverage.clean(pieces, GAP_M), SCRAP_M2)
    simple = coverage.simplify(whole, near, NEAR_M, FAR_M)
    return {piece: coverage.to_degrees(shape) for piece, shape in simple.items()}


def _join(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of shapes in degrees that fit edge to edge; no vertex moves."""
    return coverage.tidy(shapely.coverage_union_all(list(shapes)))


def _named(pieces: Mapping[Piece, BaseGeometry], name: str) -> BaseGeometry:
    return _join(shape for piece, shape in pieces.items() if piece.name == name)


def _label(shape: BaseGeometry) -> list[float]:
    """Return lon, lat of the point in the largest part of ``shape`` farthest from its edge."""
    in_plane = shapely.transform(shape, lambda lonlat: lonlat * coverage.DEGREE_M)
    radius = shapely.maximum_inscribed_circle(parts_of(in_plane)[0], tolerance=GAP_M)
    centre = np.round(shapely.get_coordinates(radius)[0] / coverage.DEGREE_M, coverage.DECIMALS)
    return [float(degrees) for degrees in centre]


def _feature(number: str, shape: BaseGeometry, **properties: object) -> Feature:
    return {"type": "Feature", "id": number, "properties": properties, "geometry": mapping(shape)}


def _collection(features: Iterable[Feature]) -> bytes:
    """Return a FeatureCollection with one feature to a line, so that a diff can be read."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return text.encode()


def area_features(pieces: Mapping[Piece, BaseGeometry]) -> list[Feature]:
    """Return the coloured areas: the seven in their order, west before east; corridor; oblast."""
    shapes: Shapes = {}
    for name in [*upstream.SEVEN, CORRIDOR, OBLAST]:
        if name in DIVIDED:
            shapes |= {f"{name}-{side}": pieces[Piece(name, side == "W")] for side in "WE"}
        else:
            shapes[name] = _named(pieces, name)
    return [_feature(area, shape, label=_label(shape)) for area, shape in shapes.items()]


def country_features(pieces: Mapping[Piece, BaseGeometry]) -> list[Feature]:
    """Return the countries, each with the place of its name near the seven districts.

    Azerbaijan is a point, where its name stands: its land is drawn by its districts, and drawing
    it a second time would cost 24 kB.
    """
    zone = box(*LABEL_ZONE)
    plain = {upstream.slug(name) for name in upstream.DISTRICTS.values()}
    home = _join(shape for piece, shape in pieces.items() if piece.name in plain)
    place = _label(shapely.intersection(home, box(*HOME_ZONE)))
    features = [_feature("AZE", Point(place), kind="country", name="Azerbaijan", label=place)]
    for code, name in upstream.NEIGHBOURS.items():
        shape = _named(pieces, code)
        here = shapely.intersection(shape, zone)
        place = _label(shape if here.is_empty else here)
        features.append(_feature(code, shape, kind="country", name=name, label=place))
    return features


def district_features(pieces: Mapping[Piece, BaseGeometry]) -> list[Feature]:
    """Return the districts of Azerbaijan that are never coloured, as far as the window goes."""
    present = {piece.name for piece in pieces}
    names = {upstream.slug(name): name for name in sorted(upstream.DISTRICTS.values())}
    return [
        _feature(number, _named(pieces, number), kind="district", name=name)
        for number, name in names.items()
        if number in present
    ]


def lake_features(raw: Raw, sea: BaseGeometry) -> list[Feature]:
    """Return the lakes of the window, simplified each by itself, and the Caspian."""
    window = coverage.to_plane(box(*upstream.WINDOW))
    features = [_feature(upstream.SEA, sea, kind="lake", name="Caspian Sea")]
    for number, (place, name) in upstream.LAKES.items():
        lake = next(lake for lake in raw.lakes if lake.contains(upstream.point_at(*place)))
        [shape] = shapely.coverage_simplify([overlap(lake, window)], NEAR_M)
        features.append(_feature(number, coverage.to_degrees(shape), kind="lake", name=name))
    return features


def line_feature(pieces: Mapping[Piece, BaseGeometry]) -> Feature:
    """Return the ceasefire line from the Armenian border to the Aras, along the pieces' edges.

    Raises
    ------
    BoundaryError
        If the line is not in one piece.
    """
    abroad = {*upstream.NEIGHBOURS, upstream.SEA}
    at_home = {piece: shape for piece, shape in pieces.items() if piece.name not in abroad}
    west = _join(shape for piece, shape in at_home.items() if piece.west)
    east = _join(shape for piece, shape in at_home.items() if not piece.west)
    line = shapely.line_merge(shapely.intersection(west.boundary, east.boundary))
    if line.geom_type != "LineString":
        raise BoundaryError(_("the ceasefire line falls into pieces"))
    return _feature(LINE, line.normalize(), kind="line", name="1994 ceasefire line")


def outline_features(pieces: Mapping[Piece, BaseGeometry]) -> list[Feature]:
    """Return each of the seven districts as a whole, with both its sides and the corridor."""
    features = []
    for area in upstream.SEVEN:
        names = {area, CORRIDOR} if area == "AZ-LAC" else {area}
        whole = _join(shape for piece, shape in pieces.items() if piece.name in names)
        name = upstream.TOWNS[upstream.SEVEN[area].town].name
        features.append(_feature(area, whole, kind="outline", name=name))
    return features


def town_features(raw: Raw) -> list[Feature]:
    """Return the towns, those of rank 1 first."""
    drawn = sorted((town.rank, number) for number, town in upstream.TOWNS.items() if town.rank)
    features = []
    for rank, number in drawn:
        _name, lon, lat = raw.towns[number]
        name = upstream.TOWNS[number].name
        features.append(_feature(str(number), Point(lon, lat), kind="town", name=name, rank=rank))
    return features


def build(folder: Path) -> dict[str, bytes]:
    """Make the two files from ``folder/raw``.

    Parameters
    ----------
    folder
        The data set's folder.

    Returns
    -------
    dict
        File name to its exact bytes; the same input gives the same bytes.

    Raises
    ------
    BoundaryError
        If the raw files are not those this build was written for.
    """
    raw = upstream.read(folder / "raw")
    pieces = fitted(raw)
    background = [
        *country_features(pieces),
        *district_features(pieces),
        *lake_features(raw, pieces[Piece(upstream.SEA, west=False)]),
        *outline_features(pieces),
        line_feature(pieces),
        *town_features(raw),
    ]
    return {
        "districts.geojson": _collection(area_features(pieces)),
        "background.geojson": _collection(background),
    }


def write(folder: Path) -> list[Path]:
    """Write what :func:`build` makes into ``folder``; return the paths written."""
    paths = []
    for name, content in build(folder).items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths
