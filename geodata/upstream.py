"""The raw boundary files: reading them, what they call things, and what we call them.

The names on the left are upstream's, faults included. Reading stops when they change, so that an
upgraded raw file is noticed. Upstream calls Lachin "Lankaran": the correction is a row of
``corrections.csv``, and the seven districts are found by a point inside, never by these names.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.geometry import shape as from_mapping
from shapely.geometry.base import BaseGeometry

from geodata.coverage import (
    DEGREE_M,
    GRID_M,
    BoundaryError,
    cut,
    fill_holes,
    join_ends,
    merge,
    overlap,
    parts_of,
    share_out,
    to_plane,
)
from geodata.translate import gettext as _

SEA = "caspian-sea"
# What the raw extract reaches: west, south, east, north in degrees.
WINDOW = (44.0, 38.2, 49.5, 41.6)
# Ends of the raw lines miss each other by up to 0.01° (1,110 m).
REACH_M = 1_200
# Lines are drawn out by this much, so that they cut right through the border they end at.
OVERSHOOT_M = 20_000
# Islets of the Caspian and shreds of a country at the edge of the window are left out.
ISLET_M2 = 5e6


class District(NamedTuple):
    """The town at a district's centre (GeoNames id) and what upstream calls the polygon."""

    town: int
    upstream_id: str
    upstream_name: str


class Town(NamedTuple):
    """A town: upstream's name, ours, and its rank (1 is shown first; 0 is not drawn)."""

    upstream_name: str
    name: str
    rank: int


SEVEN = {
    "AZ-KAL": District(586268, "AZ.KA", "Kəlbəcər"),
    "AZ-LAC": District(147625, "AZ.SU", "Lankaran"),
    "AZ-QBI": District(147305, "AZ.QD", "Qubadli"),
    "AZ-ZAN": District(146901, "AZ.ZG", "Zəngilan"),
    "AZ-CAB": District(148141, "AZ.CB", "Cəbrayıl"),
    "AZ-FUZ": District(148106, "AZ.FU", "Füzuli"),
    "AZ-AGM": District(148619, "AZ.AM", "Ağdam"),
}
# lon, lat inside upstream's polygon where its town is not: Lachin town lies in upstream's second
# "AZ.SU", Jabrayil town in its Khojavand (both outside the oblast).
POINTS = {"AZ-LAC": (46.30, 39.65), "AZ-CAB": (47.00, 39.30)}
SHUSHA_TOWN = 147105

# Made after 1991 out of the oblast: what of them lies outside its line belongs to its neighbours.
WITHIN_OBLAST = (
    ("AZ.XD", "Xocavənd"),
    ("AZ.SU", "Şuşa"),
    ("AZ.SS", "Şuşa"),
    ("AZ.XC", "Xocalı"),
    ("AZ.XC", "Stepanakert"),
)

# Polygons of one name are drawn as one: a town with the district around it, Nakhchivan as a whole.
DISTRICTS = {
    ("AZ.AB", "Shirvan"): "Hajigabul",
    ("AZ.AC", "Ağcabədi"): "Aghjabadi",
    ("AZ.AF", "Ağstafa"): "Aghstafa",
    ("AZ.AA", "Astara"): "Astara",
    ("AZ.AR", "Abşeron"): "Absheron",
    ("AZ.AS", "Ağdaş"): "Aghdash",
    ("AZ.AU", "Ağsu"): "Aghsu",
    ("AZ.BA", "Bakı"): "Baku",
    ("AZ.BB", "Babək"): "Nakhchivan",
    ("AZ.BL", "Balakən"): "Balakan",
    ("AZ.BQ", "Beyləqan"): "Beylagan",
    ("AZ.BR", "Bərdə"): "Barda",
    ("AZ.BS", "Biləsuvar"): "Bilasuvar",
    ("AZ.CF", "Culfa"): "Nakhchivan",
    ("AZ.CL", "Cəlilabad"): "Jalilabad",
    ("AZ.DS", "Daşkəsən"): "Dashkasan",
    ("AZ.DV", "Dəvəçi"): "Shabran",
    ("AZ.GA", "Gəncə"): "Ganja",
    ("AZ.GD", "Gədəbəy"): "Gadabay",
    ("AZ.GR", "Goranboy"): "Goranboy",
    ("AZ.GY", "Göyçay"): "Goychay",
    ("AZ.HA", "Hajigabul"): "Hajigabul",
    ("AZ.IM", "İmişli"): "Imishli",
    ("AZ.IS", "İsmayıllı"): "Ismayilli",
    ("AZ.KG", "Kangarli"): "Nakhchivan",
    ("AZ.KU", "Kürdəmir"): "Kurdamir",
    ("AZ.LA", "Lankaran"): "Lankaran",
    ("AZ.LE", "Lerik"): "Lerik",
    ("AZ.LN", "Lankaran"): "Lankaran",
    ("AZ.MA", "Masallı"): "Masally",
    ("AZ.MI", "Mingəçevir"): "Mingachevir",
    ("AZ.NA", "Naftalan"): "Goranboy",
    ("AZ.NE", "Neftçala"): "Neftchala",
    ("AZ.NX", "Naxçıvan"): "Nakhchivan",
    ("AZ.OG", "Oğuz"): "Oghuz",
    ("AZ.OR", "Ordubad"): "Nakhchivan",
    ("AZ.QA", "Qəbələ"): "Gabala",
    ("AZ.QB", "Quba"): "Guba",
    ("AZ.QO", "Qobustan"): "Gobustan",
    ("AZ.QR", "Qusar"): "Gusar",
    ("AZ.QX", "Qax"): "Gakh",
    ("AZ.QZ", "Qazax"): "Gazakh",
    ("AZ.SA", "Şəki"): "Shaki",
    ("AZ.SB", "Sabirabad"): "Sabirabad",
    ("AZ.SD", "Sədərək"): "Nakhchivan",
    ("AZ.SH", "Şahbuz"): "Nakhchivan",
    ("AZ.SI", "Şamaxı"): "Shamakhy",
    ("AZ.SK", "Şəki"): "Shaki",
    ("AZ.SL", "Salyan"): "Salyan",
    ("AZ.SM", "Şəmkir"): "Shamkir",
    ("AZ.SQ", "Sumqayıt"): "Sumgayit",
    ("AZ.SR", "Şərur"): "Nakhchivan",
    ("AZ.ST", "Saatlı"): "Saatly",
    ("AZ.SX", "Samux"): "Samukh",
    ("AZ.SY", "Siyəzən"): "Siyazan",
    ("AZ.TA", "Tərtər"): "Tartar",
    ("AZ.TO", "Tovuz"): "Tovuz",
    ("AZ.UC", "Ucar"): "Ujar",
    ("AZ.XI", "Xizı"): "Khizi",
    ("AZ.XR", "Xanlar"): "Goygol",
    ("AZ.XZ", "Xaçmaz"): "Khachmaz",
    ("AZ.YE", "Yevlakh"): "Yevlakh",
    ("AZ.YR", "Yardımlı"): "Yardimli",
    ("AZ.YV", "Yevlakh Rayon"): "Yevlakh",
    ("AZ.ZQ", "Zaqatala"): "Zagatala",
    ("AZ.ZR", "Zərdab"): "Zardab",
}

NEIGHBOURS = {
    "ARM": "Armenia",
    "GEO": "Georgia",
    "IRN": "Iran",
    "TUR": "Türkiye",
    "RUS": "Russia",
}

# A lake's id: a point inside it (lon, lat) and its name.
LAKES = {
    "lake-sevan": ((45.3, 40.35), "Lake Sevan"),
    "mingachevir-reservoir": ((46.75, 40.9), "Mingachevir Reservoir"),
    "lake-urmia": ((45.4, 37.7), "Lake Urmia"),
}

# Rank 1: the largest cities around; 2: centres of the districts, and towns the record speaks of.
TOWNS = {
    174875: Town("Kapan", "Kapan", 2),
    616052: Town("Yerevan", "Yerevan", 1),
    616629: Town("Hrazdan", "Hrazdan", 3),
    616864: Town("Avan", "Avan", 0),  # rank 0: a district of Yerevan
    617026: Town("Abovyan", "Abovyan", 3),
    866152: Town("Erebuni", "Erebuni", 0),
    866153: Town("Nor Nork", "Nor Nork", 0),
    7647071: Town("Kanaker-Zeytun", "Kanaker-Zeytun", 0),
    7670941: Town("Kentron", "Kentron", 0),
    13156582: Town("Arabkir", "Arabkir", 0),
    146901: Town("Zangilan", "Zangilan", 2),
    146970: Town("Khankendi", "Khankendi (Stepanakert)", 1),
    147105: Town("Shusha", "Shusha", 2),
    147305: Town("Qubadlı", "Qubadli", 2),
    147429: Town("Naxçıvan", "Nakhchivan", 1),
    147611: Town("Lerik", "Lerik", 3),
    147625: Town("Laçın", "Lachin", 2),
    147982: Town("Imishli", "Imishli", 3),
    148003: Town("Horadiz", "Horadiz", 2),
    148106: Town("Fuzuli", "Fuzuli", 2),
    148141: Town("Jabrayil", "Jabrayil", 2),
    148290: Town("Jalilabad", "Jalilabad", 3),
    148619: Town("Aghdam", "Agdam", 2),
    584649: Town("Yevlakh", "Yevlakh", 2),
    585152: Town("Shamkhir", "Shamkir", 3),
    585187: Town("Sabirabad", "Sabirabad", 3),
    585514: Town("Mingachevir", "Mingachevir", 3),
    586268: Town("Kalbajar", "Kalbajar", 2),
    586427: Town("Göyçay", "Goychay", 3),
    586523: Town("Ganja", "Ganja", 1),
    587057: Town("Barda", "Barda", 3),
    587384: Town("Aghjabadi", "Aghjabadi", 3),
    35017: Town("Hādīshahr", "Hadishahr", 3),
    120954: Town("Poldasht", "Poldasht", 3),
    121380: Town("Pārsābād", "Parsabad", 3),
    126972: Town("Khūy", "Khoy", 3),
}


class Raw(NamedTuple):
    """The raw files, in the plane of :mod:`geodata.coverage`; towns are (name, lon, lat)."""

    countries: dict[str, BaseGeometry]
    districts: dict[tuple[str, str], BaseGeometry]
    lines: dict[str, BaseGeometry]
    lakes: list[BaseGeometry]
    towns: dict[int, tuple[str, float, float]]


def _features(path: Path) -> list[tuple[dict[str, str], BaseGeometry]]:
    collection = json.loads(path.read_text("utf-8"))
    return [(f["properties"], from_mapping(f["geometry"])) for f in collection["features"]]


def _towns(path: Path) -> dict[int, tuple[str, float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    towns = {
        int(row["geonameid"]): (row["name"], float(row["longitude"]), float(row["latitude"]))
        for row in rows
    }
    expected = {number: town.upstream_name for number, town in TOWNS.items()}
    expect(path.name, {number: town[0] for number, town in towns.items()}, expected)
    return towns


def expect(file: str, found: object, expected: object) -> None:
    """Raise :class:`BoundaryError` unless ``found`` is what was ``expected`` in ``file``."""
    if found != expected:
        raise BoundaryError(
            _(
                "{file}: expected {expected}, found {found}; compare them and change upstream.py"
            ).format(file=file, expected=expected, found=found)
        )


def read(folder: Path) -> Raw:
    """Read the raw files in ``folder``, repaired and projected to the plane.

    Raises
    ------
    BoundaryError
        If upstream's ids or names are not those expected here.
    """
    districts_file = folder / "natural_earth_azerbaijan_districts.geojson"
    districts = [((p["id"], p["name"]), g) for p, g in _features(districts_file)]
    seven = [(d.upstream_id, d.upstream_name) for d in SEVEN.values()]
    known = sorted([*DISTRICTS, *WITHIN_OBLAST, *seven])
    expect(districts_file.name, sorted(name for name, _shape in districts), known)
    pieces: dict[str, list[BaseGeometry]] = {}
    for properties, line in _features(folder / "natural_earth_disputed_borders.geojson"):
        in_plane = shapely.transform(line, lambda lonlat: lonlat * DEGREE_M)
        pieces.setdefault(properties["name"], []).extend(shapely.get_parts(in_plane))
    return Raw(
        countries={
            properties["iso_a3"]: to_plane(land)
            for properties, land in _features(folder / "osm_country_land.geojson")
        },
        districts={name: to_plane(shape) for name, shape in districts},
        lines={name: shapely.multilinestrings(parts) for name, parts in pieces.items()},
        lakes=[to_plane(lake) for _none, lake in _features(folder / "natural_earth_lakes.geojson")],
        towns=_towns(folder / "geonames_towns.csv"),
    )


def point_at(lon: float, lat: float) -> Point:
    """Return the point at ``lon``, ``lat`` (degrees) in the plane of :mod:`geodata.coverage`."""
    return Point(np.array([lon, lat]) * DEGREE_M)


def lands(raw: Raw) -> dict[str, BaseGeometry]:
    """Return the countries and the sea, which together fill the window without a gap.

    Upstream leaves out lakes and rivers, and has nothing of Russia: what no country covers in the
    north of the window is Russia, in the east the Caspian; the rest goes to the nearest country.
    """
    solid: dict[str, BaseGeometry] = {}
    for name, land in raw.countries.items():
        others = merge(other for key, other in raw.countries.items() if key != name)
        whole = parts_of(cut(fill_holes(land), others))
        solid[name] = MultiPolygon([part for part in whole if part.area >= ISLET_M2])
    rest = parts_of(cut(to_plane(box(*WINDOW)), merge(solid.values())))
    beyond = {"RUS": [point_at(47.7, 41.5)], SEA: [point_at(49.3, 39.0), point_at(49.3, 41.2)]}
    found = {
        name: merge(part for part in rest if any(part.contains(point) for point in points))
        for name, points in beyond.items()
    }
    gaps = cut(MultiPolygon(rest), merge(found.values()))
    return share_out(gaps, solid) | found


def oblast(raw: Raw) -> BaseGeometry:
    """Return the former oblast, its border joined from the pieces and closed with a straight line.

    Raises
    ------
    BoundaryError
        If the pieces do not close to a ring.
    """
    pieces = raw.lines["Former USSR oblast in 1991"]
    ring = join_ends(pieces, point_at(46.31467, 40.24349), REACH_M)
    if Point(ring.coords[0]).distance(Point(ring.coords[-1])) > REACH_M:
        raise BoundaryError(_("the pieces of the oblast's border no longer close to a ring"))
    # Shared stretches may make the ring touch itself, which cuts scraps off the one large part.
    return parts_of(shapely.set_precision(shapely.make_valid(Polygon(ring)), GRID_M))[0]


def west_of_line(raw: Raw) -> BaseGeometry:
    """Return all that lies south and west of the 1994 ceasefire line, far beyond the window."""
    pieces = raw.lines["Ceasefire Line 1994"]
    path = shapely.get_coordinates(join_ends(pieces, point_at(45.97924, 40.22359), REACH_M))
    step = path[-1] - path[-2]
    end = path[-1] + step / np.hypot(*step) * OVERSHOOT_M
    corner = np.minimum(path[0], end) - 1e6
    around = [end, (end[0], corner[1]), corner, (corner[0], path[0][1])]
    side: BaseGeometry = shapely.make_valid(Polygon([*path, *around]))
    return side


def modern_districts(raw: Raw, country: BaseGeometry) -> dict[tuple[str, str], BaseGeometry]:
    """Return the modern districts, by upstream's id and name, matched to ``country``'s border.

    Natural Earth's border is up to 4 km off. Districts are clipped to the country, and what no
    district covers of it goes to the nearest.
    """
    clipped = {name: overlap(shape, country) for name, shape in raw.districts.items()}
    present = {name: shape for name, shape in clipped.items() if not shape.is_empty}
    return share_out(cut(country, merge(present.values())), present)


def named_districts(
    raw: Raw, modern: Mapping[tuple[str, str], BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Return ``modern`` by our names, but for the districts made out of the oblast.

    The seven come first, each found by a point inside it.

    Raises
    ------
    BoundaryError
        If upstream calls the polygon at that point something else than expected.
    """
    found: dict[str, BaseGeometry] = {}
    for area, district in SEVEN.items():
        place = point_at(*POINTS.get(area, raw.towns[district.town][1:]))
        there = [name for name, shape in modern.items() if shape.contains(place)]
        expect(area, there, [(district.upstream_id, district.upstream_name)])
        found[area] = modern[there[0]]
    for key in sorted(modern.keys() & DISTRICTS.keys()):
        name = slug(DISTRICTS[key])
        found[name] = merge([modern[key], found[name]]) if name in found else modern[key]
    return found


def slug(name: str) -> str:
    """Return the id of a district in the background: its name in lower case."""
    return name.lower().replace(" ", "-")
