"""What the shapes get wrong, measured on the spheroid, beside the printed areas."""

import math
from dataclasses import replace

import pytest
import shapely
from conftest import SquareData
from geopandas.geodataframe import GeoDataFrame

from geodata.accuracy import Accuracy, measure, square_km, total
from geodata.load import load
from geodata.model import DataSet

# Measured when the shapes were built; total of the seven and the oblast too.
BUILT = {
    "AZ-KAL": 1968,
    "AZ-LAC": 1795,
    "AZ-QBI": 747,
    "AZ-ZAN": 660,
    "AZ-CAB": 975,
    "AZ-FUZ": 1429,
    "AZ-AGM": 1022,
    "NKAO": 4282,
}


@pytest.fixture(scope="module")
def ours() -> DataSet:
    return load()


@pytest.fixture(scope="module")
def measured(ours: DataSet) -> dict[str, Accuracy]:
    return {row.area_id: row for row in measure(ours)}


def spheroid_square(south: float) -> float:
    """Return km² of the degree north of ``south``, by the closed form of the spheroid's zone."""
    a, e = 6378.137, math.sqrt(0.00669437999014)

    def q(degrees: float) -> float:
        s = math.sin(math.radians(degrees))
        return s / (1 - e * e * s * s) + math.atanh(e * s) / e

    return a * a * (1 - e * e) / 2 * (q(south + 1) - q(south)) * math.radians(1)


@pytest.mark.parametrize(("area_id", "km2"), BUILT.items())
def test_the_shapes_have_the_areas_they_were_built_with(
    measured: dict[str, Accuracy], area_id: str, km2: float
) -> None:
    assert round(measured[area_id].measured_km2) == km2


def test_every_district_stands_beside_its_printed_area(
    ours: DataSet, measured: dict[str, Accuracy]
) -> None:
    for district, areas in ours.districts.items():
        printed = sum(area.area_km2 or 0 for area in areas)
        row = measured[district]
        assert row.printed_km2 == printed
        assert row.difference == pytest.approx((row.measured_km2 - printed) / printed)
    assert [row.area_id for row in measure(ours)] == [*ours.districts, "LACHIN-CORRIDOR", "NKAO"]


def test_a_district_includes_what_is_drawn_as_context_within_it(
    ours: DataSet, measured: dict[str, Accuracy]
) -> None:
    drawn = square_km([ours.shapes.geometry["AZ-LAC"], ours.shapes.geometry["LACHIN-CORRIDOR"]])
    assert measured["AZ-LAC"].measured_km2 == pytest.approx(drawn, abs=0.01)


def test_the_share_west_of_the_line_stands_beside_the_printed_one(
    measured: dict[str, Accuracy],
) -> None:
    shares = {
        key: (round(100 * row.held_share), round(100 * (row.printed_share or 0)))
        for key, row in measured.items()
        if row.held_share is not None
    }
    assert shares == {"AZ-FUZ": (46, 33), "AZ-AGM": (86, 77)}


def test_the_total_counts_what_has_a_printed_area_only(measured: dict[str, Accuracy]) -> None:
    whole = total(measured.values())
    assert whole.printed_km2 == 8810
    uncounted = measured["NKAO"].measured_km2 + measured["LACHIN-CORRIDOR"].measured_km2
    every = sum(row.measured_km2 for row in measured.values())
    assert whole.measured_km2 == pytest.approx(every - uncounted)


def test_an_area_without_a_printed_one_has_no_difference(measured: dict[str, Accuracy]) -> None:
    assert (measured["NKAO"].printed_km2, measured["NKAO"].difference) == (None, None)


def test_the_squares_have_the_area_of_the_spheroid(square_data: SquareData) -> None:
    """The sides are geodesics, not parallels: 0.01 % apart at this latitude."""
    found = {row.area_id: row.measured_km2 for row in measure(square_data.load())}
    assert found["WEST"] == pytest.approx(spheroid_square(0), rel=1e-4)
    assert found["NORTH"] == pytest.approx(spheroid_square(1), rel=1e-4)
    assert found["EAST"] == pytest.approx(2 * spheroid_square(1), rel=1e-4)


def test_the_way_a_ring_runs_does_not_matter(square_data: SquareData) -> None:
    data = square_data.load()
    turned = GeoDataFrame(data.shapes.copy())
    turned["geometry"] = turned.geometry.map(shapely.reverse)
    assert measure(replace(data, shapes=turned)) == measure(data)


def test_a_hole_is_not_counted() -> None:
    ring, hole = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    assert square_km([ring.difference(hole)]) == pytest.approx(
        square_km([ring]) - square_km([hole]), rel=1e-9
    )


def test_a_district_in_parts_without_an_outline_is_the_sum_of_its_parts(
    square_data: SquareData,
) -> None:
    east = next(row for row in measure(square_data.load()) if row.area_id == "EAST")
    assert east.held_share == pytest.approx(0.5)  # the nearer of two squares of one size
    assert east.printed_share == pytest.approx(60 / 100)
