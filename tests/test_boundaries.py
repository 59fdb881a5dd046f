"""The built shapes: what they cover, how they fit together, and that a new build gives the same."""

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from geodata import boundaries, coverage, upstream
from geodata.coverage import BoundaryError

FOLDER = Path(boundaries.__file__).parent / "datasets" / "karabakh"
ORDER = [
    *("AZ-KAL", "AZ-LAC", "AZ-QBI", "AZ-ZAN", "AZ-CAB", "AZ-FUZ-W", "AZ-FUZ-E"),
    *("AZ-AGM-W", "AZ-AGM-E", "LACHIN-CORRIDOR", "NKAO"),
]
# km²: measured on the raw files when they were chosen, matched to the border, minus the oblast.
MATCHED = {
    "AZ-KAL": 1_976,
    "AZ-LAC": 1_641,
    "AZ-QBI": 700,
    "AZ-ZAN": 653,
    "AZ-CAB": 923,
    "AZ-FUZ": 1_255,
    "AZ-AGM": 941,
}
# km²: as the source table prints them (areas.csv).
PRINTED = {
    "AZ-KAL": 1_936,
    "AZ-LAC": 1_835,
    "AZ-QBI": 802,
    "AZ-ZAN": 707,
    "AZ-CAB": 1_050,
    "AZ-FUZ": 1_386,
    "AZ-AGM": 1_094,
}
# km²: with what later went to districts made out of the oblast, as built.
BUILT = {
    "AZ-KAL": 1_968,
    "AZ-LAC": 1_795,
    "AZ-QBI": 747,
    "AZ-ZAN": 660,
    "AZ-CAB": 975,
    "AZ-FUZ": 1_429,
    "AZ-AGM": 1_022,
}
GAINED = ("AZ-LAC", "AZ-QBI", "AZ-CAB", "AZ-FUZ", "AZ-AGM")


def read_features(content: bytes) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in json.loads(content)["features"]}


AREAS = read_features((FOLDER / "districts.geojson").read_bytes())
BACKGROUND = read_features((FOLDER / "background.geojson").read_bytes())
SHAPES = {area: shape(feature["geometry"]) for area, feature in AREAS.items()}


def of_kind(kind: str) -> dict[str, BaseGeometry]:
    return {
        number: shape(feature["geometry"])
        for number, feature in BACKGROUND.items()
        if feature["properties"]["kind"] == kind
    }


def window_shapes() -> list[BaseGeometry]:
    """Return all that fills the window: areas, other districts, countries and the sea."""
    lands = {**SHAPES, **of_kind("district"), **of_kind("country")}
    return [*(lands[n] for n in lands if n != "AZE"), of_kind("lake")[upstream.SEA]]


def square_km(lonlat: BaseGeometry) -> float:
    return (
        abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(lonlat))[0]) / 1e6
    )


def plane_square_km(in_plane: BaseGeometry) -> float:
    return square_km(shapely.transform(in_plane, lambda metres: metres / coverage.DEGREE_M))


def in_metres(lonlat: BaseGeometry) -> BaseGeometry:
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32638", always_xy=True)
    return shapely.transform(lonlat, to_utm.transform, interleaved=False)


def rings_of(geometry: BaseGeometry) -> list[Any]:
    return [
        ring
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon"
        for ring in [part.exterior, *part.interiors]
    ]


def built_areas() -> dict[str, float]:
    areas = dict.fromkeys(BUILT, 0.0)
    for area, lonlat in SHAPES.items():
        district = "AZ-LAC" if area == "LACHIN-CORRIDOR" else area[:6]
        if district in areas:
            areas[district] += square_km(lonlat)
    return areas


@pytest.fixture(scope="module")
def raw() -> upstream.Raw:
    return upstream.read(FOLDER / "raw")


@pytest.fixture(scope="module")
def azerbaijan(raw: upstream.Raw) -> BaseGeometry:
    return upstream.lands(raw)["AZE"]


@pytest.fixture(scope="module")
def matched(raw: upstream.Raw, azerbaijan: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return the seven modern districts minus the oblast, in the plane."""
    named = upstream.named_districts(raw, upstream.modern_districts(raw, azerbaijan))
    inside = upstream.oblast(raw)
    return {area: coverage.cut(named[area], inside) for area in upstream.SEVEN}


# The build


def test_a_new_build_gives_the_committed_bytes():
    for name, content in boundaries.build(FOLDER).items():
        assert content == (FOLDER / name).read_bytes(), f"{name}: run python -m geodata build"


def test_write_puts_both_files_beside_the_raw_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(boundaries, "build", lambda _folder: {"districts.geojson": b"{}\n"})
    assert boundaries.write(tmp_path) == [tmp_path / "districts.geojson"]
    assert (tmp_path / "districts.geojson").read_bytes() == b"{}\n"


def test_both_files_together_are_at_most_150_kb():
    names = ("districts.geojson", "background.geojson")
    assert sum((FOLDER / name).stat().st_size for name in names) <= 150_000


@pytest.mark.parametrize("name", ["districts.geojson", "background.geojson"])
def test_each_feature_stands_on_its_own_line(name: str):
    first, *lines, last = (FOLDER / name).read_text("utf-8").splitlines()
    assert (first, last) == ('{"type":"FeatureCollection","features":[', "]}")
    assert all(json.loads(line.rstrip(","))["type"] == "Feature" for line in lines)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("natural_earth_azerbaijan_districts.geojson", '"Lankaran"', '"Laçın"'),
        ("natural_earth_azerbaijan_districts.geojson", '"AZ.KA"', '"AZ-KAL"'),
        ("geonames_towns.csv", "Aghdam", "Agdam"),
    ],
)
def test_a_raw_file_that_names_things_differently_is_an_error(
    tmp_path: Path, file: str, old: str, new: str
):
    shutil.copytree(FOLDER / "raw", tmp_path / "raw")
    path = tmp_path / "raw" / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(BoundaryError, match=file):
        upstream.read(tmp_path / "raw")


def test_a_district_that_is_not_where_it_was_is_an_error(
    raw: upstream.Raw, azerbaijan: BaseGeometry
):
    modern = upstream.modern_districts(raw, azerbaijan)
    fuzuli, agdam = ("AZ.FU", "Füzuli"), ("AZ.AM", "Ağdam")
    swapped = modern | {fuzuli: modern[agdam], agdam: modern[fuzuli]}
    with pytest.raises(BoundaryError, match="AZ-FUZ"):
        upstream.named_districts(raw, swapped)


def test_upstream_calls_lachin_lankaran(raw: upstream.Raw):
    at_point = [n for n, s in raw.districts.items() if s.contains(upstream.point_at(46.30, 39.65))]
    assert at_point == [("AZ.SU", "Lankaran")]


# The areas


def test_areas_stand_in_their_order():
    assert list(AREAS) == ORDER


def test_an_area_has_a_label_inside_it_and_nothing_else():
    for area, feature in AREAS.items():
        assert list(feature["properties"]) == ["label"]
        assert SHAPES[area].contains(Point(feature["properties"]["label"])), area


def test_only_lachin_and_agdam_in_the_east_fall_into_parts():
    # The corridor cuts Lachin in two; the line meets the border of Agdam in two places.
    parts = {area: len(shapely.get_parts(lonlat)) for area, lonlat in SHAPES.items()}
    assert {area: n for area, n in parts.items() if n > 1} == {"AZ-LAC": 2, "AZ-AGM-E": 2}


@pytest.mark.parametrize(
    ("lon", "lat", "area"),
    [
        (46.04446, 40.10984, "AZ-KAL"),
        (46.30, 39.65, "AZ-LAC"),
        (46.54977, 39.63742, "LACHIN-CORRIDOR"),
        (46.58183, 39.34441, "AZ-QBI"),
        (46.65988, 39.08371, "AZ-ZAN"),
        (47.02835, 39.39917, "AZ-CAB"),
        (47.14529, 39.60094, "AZ-FUZ-W"),
        (47.33496, 39.45015, "AZ-FUZ-E"),
        (46.92736, 39.99096, "AZ-AGM-W"),
        (46.74989, 39.76006, "NKAO"),
        (46.7528, 39.8177, "NKAO"),
        (47.0318, 39.52002, "NKAO"),
    ],
)
def test_a_town_lies_in_its_area(lon: float, lat: float, area: str):
    assert [name for name, lonlat in SHAPES.items() if lonlat.contains(Point(lon, lat))] == [area]


def test_matched_districts_without_the_oblast_measure_as_published_within_2_percent(
    matched: dict[str, BaseGeometry],
):
    for area, expected in MATCHED.items():
        assert plane_square_km(matched[area]) == pytest.approx(expected, rel=0.02), area


@pytest.mark.parametrize(("area", "percent"), [("AZ-FUZ", 43), ("AZ-AGM", 86)])
def test_share_west_of_the_line_is_as_published_within_a_point(
    raw: upstream.Raw, matched: dict[str, BaseGeometry], area: str, percent: int
):
    west = coverage.overlap(matched[area], upstream.west_of_line(raw))
    assert 100 * west.area / matched[area].area == pytest.approx(percent, abs=1)


def test_built_districts_measure_as_recorded_within_half_a_percent():
    assert built_areas() == pytest.approx(BUILT, rel=0.005)


def test_given_back_land_brings_districts_nearer_to_their_printed_areas(
    matched: dict[str, BaseGeometry],
):
    built = built_areas()
    for area in GAINED:
        before = abs(plane_square_km(matched[area]) - PRINTED[area])
        assert abs(built[area] - PRINTED[area]) < before, area


def test_share_of_built_districts_west_of_the_line():
    built = built_areas()
    assert square_km(SHAPES["AZ-FUZ-W"]) / built["AZ-FUZ"] == pytest.approx(0.46, abs=0.01)
    assert square_km(SHAPES["AZ-AGM-W"]) / built["AZ-AGM"] == pytest.approx(0.86, abs=0.01)


def test_oblast_measures_4282_square_km_within_half_a_percent():
    assert square_km(SHAPES["NKAO"]) == pytest.approx(4_282, rel=0.005)


def test_no_district_holds_land_of_the_oblast(raw: upstream.Raw):
    # What simplifying moves an edge by, not more: the oblast's border is 700 km long.
    inside = shapely.transform(upstream.oblast(raw), lambda metres: metres / coverage.DEGREE_M)
    for area, lonlat in SHAPES.items():
        if area != "NKAO":
            assert square_km(lonlat.intersection(inside)) < 2, area


def test_corridor_is_five_km_wide_and_lies_between_armenia_and_the_oblast():
    corridor = in_metres(SHAPES["LACHIN-CORRIDOR"])
    town = in_metres(Point(46.54977, 39.63742))
    assert corridor.exterior.distance(town) == pytest.approx(2_500, rel=0.5)
    sides = in_metres(SHAPES["AZ-LAC"]).intersection(corridor)
    sides = [side for side in shapely.get_parts(shapely.line_merge(sides)) if side.length > 100]
    assert len(sides) == 2
    assert sides[0].distance(sides[1]) == pytest.approx(5_000, rel=0.03)
    assert SHAPES["LACHIN-CORRIDOR"].intersection(of_kind("country")["ARM"]).length > 0.05
    assert SHAPES["LACHIN-CORRIDOR"].intersection(SHAPES["NKAO"]).length > 0.05


# How they fit together


def test_every_shape_is_valid():
    for number, feature in {**AREAS, **BACKGROUND}.items():
        assert shape(feature["geometry"]).is_valid, number


def test_no_area_overlaps_another():
    for (one, first), (other, second) in itertools.combinations(SHAPES.items(), 2):
        assert in_metres(first).intersection(in_metres(second)).area < 1, f"{one} {other}"


def test_neighbours_share_every_vertex_of_their_border():
    assert shapely.coverage_is_valid(list(SHAPES.values()))
    assert shapely.coverage_is_valid(window_shapes())


def test_no_gap_lies_between_areas():
    metres = [in_metres(lonlat) for lonlat in SHAPES.values()]
    union = shapely.union_all(metres)
    assert not rings_of(union)[len(shapely.get_parts(union)) :]
    assert shapely.coverage_is_valid(metres, gap_width=50)


def test_the_window_is_filled_from_edge_to_edge():
    assert shapely.union_all(window_shapes()).equals(box(*upstream.WINDOW))


def test_nothing_smaller_than_a_square_kilometre_is_left_over():
    for lonlat in window_shapes():
        assert min(square_km(part) for part in shapely.get_parts(lonlat)) > 1


def test_rings_are_closed_turn_as_rfc_7946_asks_and_repeat_no_point():
    for number, feature in {**AREAS, **BACKGROUND}.items():
        for part in shapely.get_parts(shape(feature["geometry"])):
            if part.geom_type != "Polygon":
                continue
            assert part.exterior.is_ccw, number
            assert not any(hole.is_ccw for hole in part.interiors), number
            for ring in rings_of(part):
                points = list(ring.coords)
                assert points[0] == points[-1]
                assert all(one != other for one, other in itertools.pairwise(points)), number


def test_coordinates_have_five_decimals_and_lie_in_the_window():
    west, south, east, north = upstream.WINDOW
    for number, feature in {**AREAS, **BACKGROUND}.items():
        for lon, lat in shapely.get_coordinates(shape(feature["geometry"])).tolist():
            assert (round(lon, 5), round(lat, 5)) == (lon, lat), number
            assert west <= lon <= east, number
            assert south <= lat <= north, number


# The background


def test_background_holds_every_kind_in_the_order_of_drawing():
    kinds = [feature["properties"]["kind"] for feature in BACKGROUND.values()]
    order = [kind for kind, _group in itertools.groupby(kinds)]
    assert order == ["country", "district", "lake", "outline", "line", "town"]
    assert all(feature["properties"]["name"] for feature in BACKGROUND.values())


def test_a_countrys_name_stands_in_it_and_outside_the_areas():
    lands = of_kind("country")
    lands["AZE"] = shapely.union_all(list(of_kind("district").values()))
    for code, land in lands.items():
        label = Point(BACKGROUND[code]["properties"]["label"])
        assert land.contains(label), code


def test_an_outline_is_the_union_of_its_areas_on_the_same_vertices():
    for district, outline in of_kind("outline").items():
        parts = [lonlat for area, lonlat in SHAPES.items() if area.startswith(district)]
        parts += [SHAPES["LACHIN-CORRIDOR"]] if district == "AZ-LAC" else []
        assert outline.equals(shapely.union_all(parts)), district
        vertices = {tuple(point) for part in parts for point in shapely.get_coordinates(part)}
        assert {tuple(point) for point in shapely.get_coordinates(outline)} <= vertices, district
    assert list(of_kind("outline")) == list(upstream.SEVEN)


def test_ceasefire_line_runs_from_armenia_to_the_aras_between_the_parts():
    line = of_kind("line")["ceasefire-1994"]
    assert line.geom_type == "LineString"
    countries = of_kind("country")
    assert countries["ARM"].touches(Point(line.coords[0]))
    assert countries["IRN"].touches(Point(line.coords[-1]))
    for district in ("AZ-AGM", "AZ-FUZ"):
        border = SHAPES[f"{district}-W"].intersection(SHAPES[f"{district}-E"])
        assert border.length > 0.1
        assert border.difference(line.buffer(1e-9)).length == 0


def test_towns_have_our_names_and_no_district_of_yerevan_is_among_them():
    towns = [BACKGROUND[number]["properties"] for number in of_kind("town")]
    names = {town["name"] for town in towns}
    assert {"Agdam", "Lachin", "Khankendi (Stepanakert)", "Nakhchivan", "Parsabad"} <= names
    assert not {"Kentron", "Arabkir", "Avan", "Erebuni", "Nor Nork", "Kanaker-Zeytun"} & names
    assert {town["rank"] for town in towns} == {1, 2, 3}


# The tools, on squares


def test_leftover_land_goes_to_the_nearest_owner():
    owners = {"left": box(0, 0, 1_000, 1_000), "right": box(3_000, 0, 4_000, 1_000)}
    grown = coverage.share_out(box(1_000, 0, 3_000, 1_000), owners)
    assert grown["left"].area == pytest.approx(2e6, rel=0.01)
    assert grown["right"].area == pytest.approx(2e6, rel=0.01)
    assert coverage.overlap(grown["left"], grown["right"]).is_empty


def test_pieces_of_a_line_are_joined_whatever_their_order_and_direction():
    pieces = shapely.multilinestrings([[(9, 0), (5, 0)], [(0, 0), (4, 0)], [(14, 0), (10, 0)]])
    joined = coverage.join_ends(pieces, Point(0, 0), reach_m=2)
    assert list(joined.coords) == [(0, 0), (4, 0), (5, 0), (9, 0), (10, 0), (14, 0)]


def test_a_line_with_a_piece_too_far_away_is_an_error():
    pieces = shapely.multilinestrings([[(0, 0), (4, 0)], [(40, 0), (50, 0)]])
    with pytest.raises(BoundaryError, match="36 m"):
        coverage.join_ends(pieces, Point(0, 0), reach_m=2)


def test_a_scrap_goes_to_the_neighbour_around_it():
    scrap, island = box(900, 400, 1_000, 500), box(2_000, 0, 3_000, 1_000)
    around = coverage.cut(box(0, 0, 1_000, 1_000), scrap)
    absorbed = coverage.absorb({"a": around, "b": MultiPolygon([island, scrap])}, 20_000)
    assert absorbed["a"].equals(box(0, 0, 1_000, 1_000))
    assert absorbed["b"].equals(island)


def test_what_the_line_cuts_off_as_a_scrap_stays_with_its_district():
    square, west = (
        box(0, 0, 10_000, 10_000),
        Polygon([(-1, -1), (-1, 10_001), (100, 10_001), (100, -1)]),
    )
    assert list(boundaries.split({"a": square}, west)) == [boundaries.Piece("a", west=False)]
    halves = boundaries.split({"a": square}, box(-1, -1, 5_000, 10_001))
    assert [piece.west for piece in halves] == [True, False]


def test_exteriors_are_turned_counter_clockwise():
    clockwise = Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    assert coverage.tidy(clockwise).exterior.is_ccw
