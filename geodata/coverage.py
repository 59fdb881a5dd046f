"""Polygons that fit together: joining, sharing out, cleaning, simplifying and rounding.

Everything is worked out in one local plane, in metres, on a grid of one metre: geographic degrees
stretched by the length of a degree at 39.7° N. A straight line in degrees stays straight there, so
that rounding to degrees at the end opens no gap. Lengths east–west are true at 39.7° N and
1.2 % off at the ends of the seven districts; areas that are shown never come from here.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.translate import gettext as _

Key = TypeVar("Key", bound=Hashable)
Floats = npt.NDArray[np.float64]

# Length of one degree at 39.7° N on WGS 84, in metres: along the parallel (85,766), along the
# meridian (111,029); made even, so that tenths of a degree, the window's edges, lie on the grid.
DEGREE_M = np.array([85_770.0, 111_030.0])
GRID_M = 1.0
DECIMALS = 5
SAMPLE_M = 250.0
SEAM_M = 50.0


class BoundaryError(ValueError):
    """The raw boundaries are not what this build expects."""


def to_plane(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` (lon, lat in degrees) repaired, in metres, on the grid."""
    stretched = shapely.transform(shape, lambda lonlat: lonlat * DEGREE_M)
    fixed: BaseGeometry = shapely.set_precision(shapely.make_valid(stretched), GRID_M)
    return fixed


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` (metres) in lon, lat, rounded to five decimals (1.1 m), tidied.

    Every vertex is rounded by itself, so edges that neighbours share stay shared.
    """
    return tidy(shapely.transform(shape, lambda metres: np.round(metres / DEGREE_M, DECIMALS)))


def tidy(shape: BaseGeometry) -> BaseGeometry:
    """Return polygons without repeated points, in a fixed order, turned as RFC 7946 asks.

    A multipolygon of one polygon becomes that polygon.
    """
    parts = [part.normalize() for part in parts_of(shapely.remove_repeated_points(shape))]
    parts = list(shapely.orient_polygons(parts))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def parts_of(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons in ``shape``, the largest first; lines and points are left out."""
    # Twice: a collection may hold multipolygons.
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return sorted(polygons, key=lambda polygon: (-polygon.area, polygon.bounds))


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    return MultiPolygon(parts_of(shape))


def merge(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of ``shapes`` on the grid, only what is polygonal of it."""
    polygons = [part for shape in shapes for part in parts_of(shape)]
    return _polygonal(shapely.union_all(polygons, grid_size=GRID_M))


def cut(shape: BaseGeometry, knife: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` without ``knife``, on the grid, only what is polygonal of it."""
    return _polygonal(shapely.difference(shape, knife, grid_size=GRID_M))


def overlap(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return what ``one`` and ``other`` share, on the grid, only what is polygonal of it."""
    return _polygonal(shapely.intersection(one, other, grid_size=GRID_M))


def fill_holes(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` without the holes of its polygons."""
    return merge(Polygon(part.exterior) for part in parts_of(shape))


def join_ends(pieces: BaseGeometry, start: Point, reach_m: float) -> LineString:
    """Return one line through all ``pieces``, from the piece's end nearest to ``start``.

    Each step goes on with the piece that has an end nearest to where the last one stopped.

    Raises
    ------
    BoundaryError
        If the next piece is more than ``reach_m`` away.
    """
    left = [np.asarray(piece.coords) for piece in shapely.get_parts(pieces)]
    path = shapely.get_coordinates(start)
    while left:
        ends = [(np.hypot(*(c[i] - path[-1])), n, i) for n, c in enumerate(left) for i in (0, -1)]
        gap, number, end = min(ends)
        if gap > reach_m and len(path) > 1:
            raise BoundaryError(
                _("a line of the raw borders is broken: the next piece is {gap:.0f} m away").format(
                    gap=gap
                )
            )
        piece = left.pop(number)
        path = np.vstack([path, piece if end == 0 else piece[::-1]])
    return LineString(path[1:])


def _cells(owners: Mapping[Key, BaseGeometry], near: BaseGeometry) -> dict[Key, BaseGeometry]:
    """Return, for each owner, the cells of the plane nearest to its border along ``near``."""
    points: list[Floats] = []
    names: list[Key] = []
    zone = near.buffer(2 * GRID_M)
    for name, shape in owners.items():
        border = shapely.segmentize(shapely.intersection(shape.boundary, zone), SAMPLE_M)
        coordinates = shapely.get_coordinates(border)
        points.append(coordinates)
        names += [name] * len(coordinates)
    places, first = np.unique(np.vstack(points), axis=0, return_index=True)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(places), extend_to=near, ordered=True)
    )
    owner_of = [names[index] for index in first]
    return {
        name: merge(cell for cell, owner in zip(cells, owner_of, strict=True) if owner == name)
        for name in dict.fromkeys(owner_of)
    }


def share_out(
    leftover: BaseGeometry, owners: Mapping[Key, BaseGeometry]
) -> dict[Key, BaseGeometry]:
    """Return ``owners``, each grown by the part of ``leftover`` that lies nearest to it.

    Nearest is measured to points every 250 m along the owners' borders.
    """
    if leftover.is_empty:
        return dict(owners)
    cells = _cells(owners, leftover)
    return {
        name: merge([shape, overlap(leftover, cells[name])]) if name in cells else shape
        for name, shape in owners.items()
    }


def longest_neighbour(piece: BaseGeometry, owners: Mapping[Key, BaseGeometry]) -> Key | None:
    """Return the name of the owner that has the longest border with ``piece``; None if none has.

    The border is taken as the owner's part of a 50 m seam around the piece.
    """
    seam = piece.buffer(SEAM_M)
    borders = {name: float(seam.intersection(shape).area) for name, shape in owners.items()}
    longest = max(borders, key=lambda name: borders[name])
    return longest if borders[longest] > 0 else None


def absorb(shapes: Mapping[Key, BaseGeometry], scrap_m2: float) -> dict[Key, BaseGeometry]:
    """Return a coverage with parts below ``scrap_m2`` given to the neighbour around them.

    ``shapes`` must fit edge to edge, as :func:`clean` leaves them; no vertex moves.
    """
    kept = {
        name: [part for part in parts_of(shape) if part.area >= scrap_m2]
        for name, shape in shapes.items()
    }
    solid = {name: MultiPolygon(parts) for name, parts in kept.items()}
    for shape in shapes.values():
        for scrap in (part for part in parts_of(shape) if part.area < scrap_m2):
            neighbour = longest_neighbour(scrap, solid)
            if neighbour is not None:
                kept[neighbour].append(scrap)
    return {name: shapely.coverage_union_all(parts) for name, parts in kept.items()}


def clean(shapes: Mapping[Key, BaseGeometry], gap_m: float) -> dict[Key, BaseGeometry]:
    """Return ``shapes`` with every shared edge noded the same on both sides.

    Gaps narrower than ``gap_m`` go to the neighbour with the longest border.
    """
    cleaned = shapely.coverage_clean(
        [_polygonal(shape) for shape in shapes.values()],
        gap_width=gap_m,
        snapping_distance=GRID_M,
    )
    return dict(zip(shapes, cleaned, strict=True))


def simplify(
    shapes: Mapping[Key, BaseGeometry], near: Iterable[Key], near_m: float, far_m: float
) -> dict[Key, BaseGeometry]:
    """Return ``shapes`` with fewer vertices, still sharing their edges.

    Edges of a shape in ``near`` lose triangles smaller than ``near_m`` squared, all others
    those smaller than ``far_m`` squared.
    """
    names = list(shapes)
    fine = dict(
        zip(names, shapely.coverage_simplify([shapes[n] for n in names], near_m), strict=True)
    )
    far = [name for name in names if name not in set(near)]
    # The far shapes' outer boundary includes all they share with near ones: it keeps its vertices.
    coarse = shapely.coverage_simplify([fine[n] for n in far], far_m, simplify_boundary=False)
    return fine | dict(zip(far, coarse, strict=True))
