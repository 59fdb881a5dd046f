"""What the shapes get wrong: areas measured on them, beside the areas that sources print.

Nothing else measures on the shapes; every figure shown elsewhere is a printed one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from pyproj import Geod
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.model import DataSet

_SPHEROID = Geod(ellps="WGS84")
_M2 = 1e6  # in a km²


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A district, or an area that is not counted, whose areas no source used prints.

    ``held_share`` (0 to 1) is the measured share of the parts that the subject ever held, and
    ``printed_share`` the printed one; None where a district is not in parts.
    """

    area_id: str
    measured_km2: float
    printed_km2: float | None
    held_share: float | None = None
    printed_share: float | None = None

    @property
    def difference(self) -> float | None:
        """How much larger the shape is than printed, as a part of the printed area."""
        return self.measured_km2 / self.printed_km2 - 1 if self.printed_km2 else None


def measure(data: DataSet) -> tuple[Accuracy, ...]:
    """Return each district, then each context area, in the order of areas.csv.

    >>> from geodata.load import load
    >>> kalbajar = measure(load())[0]
    >>> kalbajar.area_id, round(kalbajar.measured_km2), kalbajar.printed_km2
    ('AZ-KAL', 1968, 1936)
    """
    districts = tuple(_district(data, district_id) for district_id in data.districts)
    return *districts, *(
        Accuracy(area.area_id, square_km([data.shapes.geometry[area.area_id]]), None)
        for area in data.areas
        if not area.district_id
    )


def total(measured: Iterable[Accuracy]) -> Accuracy:
    """Return the sum of those that have a printed area."""
    printed = [row for row in measured if row.printed_km2]
    return Accuracy(
        "", sum(row.measured_km2 for row in printed), sum(row.printed_km2 or 0 for row in printed)
    )


def square_km(shapes: Iterable[BaseGeometry]) -> float:
    """Return the area of shapes in degrees on the WGS 84 spheroid, in km²."""
    oriented = shapely.orient_polygons(
        list(shapes)
    )  # a ring the other way round would be taken off
    return sum(abs(_SPHEROID.geometry_area_perimeter(part)[0]) for part in oriented) / _M2


def _district(data: DataSet, district_id: str) -> Accuracy:
    areas = data.districts[district_id]
    ever = {row.area_id for row in data.control if row.controller == data.settings.subject}
    held = [area for area in areas if area.area_id in ever]
    measured = square_km([_outline(data, district_id)])
    printed = sum(area.area_km2 or 0 for area in areas)
    if len(areas) == 1:
        return Accuracy(district_id, measured, printed)
    held_km2 = square_km(data.shapes.geometry[area.area_id] for area in held)
    counted = sum(area.counted_km2 for area in held)
    return Accuracy(district_id, measured, printed, held_km2 / measured, counted / printed)


def _outline(data: DataSet, district_id: str) -> BaseGeometry:
    """Return the whole district: its outline, which includes what is drawn as context within it."""
    for feature in data.background["features"] if data.background else []:
        if feature["id"] == district_id and feature["properties"]["kind"] == "outline":
            found: BaseGeometry = shape(feature["geometry"])
            return found
    own = [data.shapes.geometry[area.area_id] for area in data.districts[district_id]]
    whole: BaseGeometry = shapely.union_all(own)
    return whole
