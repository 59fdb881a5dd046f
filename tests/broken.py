"""A corpus of broken data sets: how the squares are spoilt, and what the check must say of it.

``told`` are parts of one line that the check prints: first how the line begins (file, row or
feature), then the value, then a word of the remedy. An empty ``told`` is a data set that is read
as docs/format.md says.
"""

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conftest import SquareData

SHAPES, BACKGROUND, PACKAGE = "districts.geojson", "background.geojson", "datapackage.json"
RING = [[0, 1], [1, 1], [1, 2], [0, 2], [0, 1]]  # of NORTH, the first feature


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken data set."""

    name: str
    spoil: Callable[[SquareData], object]
    told: tuple[str, ...]


def text(file: str, change: Callable[[str], str | bytes]) -> Callable[[SquareData], object]:
    return lambda data: data.write(file, change(data.read(file)))


def put(file: str, content: str | bytes) -> Callable[[SquareData], object]:
    return lambda data: data.write(file, content)


def cell(file: str, line: int, column: str, value: str) -> Callable[[SquareData], object]:
    return lambda data: data.alter(file, line, column, value)


def row(file: str, cells: str) -> Callable[[SquareData], object]:
    return lambda data: data.add(file, *cells.split(","))


def at(file: str, value: object, *path: str | int) -> Callable[[SquareData], object]:
    return lambda data: data.alter_json(file, value, *path)


def north(geometry: object) -> Callable[[SquareData], object]:
    return at(SHAPES, geometry, "features", 0, "geometry")


def ring(*positions: object) -> Callable[[SquareData], object]:
    return north({"type": "Polygon", "coordinates": [list(positions)]})


def moved(change: Callable[[list[float]], list[float]], *files: str) -> Callable[[Any], object]:
    """Return what changes every position of ``files``, the labels too."""

    def move(part: Any) -> Any:
        if isinstance(part, list) and part and isinstance(part[0], int | float):
            return change(part)
        if isinstance(part, list):
            return [move(one) for one in part]
        return {key: move(one) for key, one in part.items()} if isinstance(part, dict) else part

    def spoil(data: SquareData) -> None:
        for file in files:
            data.write_json(file, move(data.read_json(file)))

    return spoil


def both(*spoils: Callable[[SquareData], object]) -> Callable[[SquareData], object]:
    return lambda data: [spoil(data) for spoil in spoils]


def sparse(file: str, size: int) -> Callable[[SquareData], object]:
    return lambda data: os.truncate(data.folder / file, size)


def instead(file: str, make: Callable[[Any], object]) -> Callable[[SquareData], object]:
    """Return what puts something else in the place of a file; ``make`` gets its path."""

    def spoil(data: SquareData) -> None:
        (data.folder / file).unlink(missing_ok=True)
        make(data.folder / file)

    return spoil


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHAPES, bytes(10_000_000))
    return packed.getvalue()


def vrt(source: str) -> str:
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


def nested(depth: int) -> str:
    return '{"type": "FeatureCollection", "features": ' + "[" * depth + "]" * depth + "}"


def crs(name: str) -> Callable[[SquareData], object]:
    return at(SHAPES, {"type": "name", "properties": {"name": name}}, "crs")


def swap(position: list[float]) -> list[float]:
    return position[::-1]


def to_caucasus(position: list[float]) -> list[float]:
    return [position[0] + 46, position[1] + 39]


def to_metres(position: list[float]) -> list[float]:
    return [position[0] * 111_320 + 5_100_000, position[1] * 111_320 + 4_700_000]


def many_features(data: SquareData) -> None:
    collection = data.read_json(SHAPES)
    data.write_json(SHAPES, {**collection, "features": collection["features"] * 1001})


def combs(data: SquareData) -> None:
    """Two combs of 1,000 teeth: small files whose intersection takes gigabytes."""
    teeth = [
        corner
        for left in (n / 1000 for n in range(1000))
        for corner in ([left, 1], [left, 0], [left + 0.0005, 0], [left + 0.0005, 1])
    ]
    comb = [[0, 1.2], *teeth, [1, 1], [1, 1.2], [0, 1.2]]
    ring(*comb)(data)
    across = [[y, x] for x, y in comb]
    at(SHAPES, [across], "features", 3, "geometry", "coordinates")(data)


def many_vertices(data: SquareData) -> None:
    top = [[1 - i / 500_000, 2] for i in range(500_001)]
    data.write_json(SHAPES, data.read_json(SHAPES))
    ring([0, 1], [1, 1], *top, [0, 1])(data)


NESTED = "it is nested deeper than 64"
OTHER_GEOMETRY = ("districts.geojson NORTH: its geometry is ", "write one of")
AS_DAY = "write a day as 1993-04-05"

CORPUS = [
    # JSON
    Broken("json truncated", text(SHAPES, lambda t: t[:300]), (f"{SHAPES}:1: it is not JSON",)),
    Broken("json empty", put(SHAPES, ""), (f"{SHAPES}:1: it is not JSON", "correct it there")),
    Broken(
        "json with a key twice",
        text(PACKAGE, lambda t: t.replace('"title"', '\n"name": "a", "title"', 1)),
        (f"{PACKAGE}:2: ", "key 'name' stands twice", "leave one"),
    ),
    Broken(
        "feature with a key twice, once escaped",
        text(SHAPES, lambda t: t.replace('"id"', '"\\u0074ype": "Feature",\n"id"', 1)),
        (f"{SHAPES}:1: ", "key 'type' stands twice", "leave one"),
    ),
    Broken(
        "json with a comment", text(PACKAGE, "// squares\n{}".__add__), (f"{PACKAGE}:1: it is not",)
    ),
    Broken(
        "json with NaN",
        ring([0, 1], [float("nan"), 1], [1, 2], [0, 1]),
        (f"{SHAPES}:1: ", "NaN is not a number", "correct"),
    ),
    Broken(
        "json with Infinity",
        at(PACKAGE, float("-inf"), "replay", "expected_totals", "area_km2"),
        (f"{PACKAGE}:1: ", "-Infinity is not a number", "correct"),
    ),
    Broken(
        "number too large",
        text(SHAPES, lambda t: t.replace("0.5", "1e400", 1)),
        (f"{SHAPES}:1: ", "1e400 is not a number that can be kept", "correct"),
    ),
    Broken(
        "number of 5,000 digits",
        text(PACKAGE, lambda t: t.replace("3500", "9" * 5000)),
        (f"{PACKAGE}:1: ", "9999 is not a number that can be kept", "correct"),
    ),
    Broken(
        "number that a float does not keep",
        at(PACKAGE, 10**400, "replay", "expected_totals", "population"),
        (f"{PACKAGE}:1: ", "10000", "correct"),
    ),
    Broken(
        "half of a surrogate pair",
        text(PACKAGE, lambda t: t.replace("Squares", "\\ud83d", 1)),
        (f"{PACKAGE}:1: ", "half of a pair", "write the character"),
    ),
    Broken(
        "NUL in a text",
        text(PACKAGE, lambda t: t.replace("Squares", "\\u0000", 1)),
        (f"{PACKAGE}:1: ", "NUL character", "write the character"),
    ),
    Broken("depth 10,000", put(SHAPES, nested(10_000)), (f"{SHAPES}: ", NESTED, "--max-depth")),
    Broken(
        "depth 10,000 of objects",
        put(PACKAGE, '{"a":' * 10_000 + "1" + "}" * 10_000),
        (f"{PACKAGE}: ", NESTED, "--max-depth"),
    ),
    Broken(
        "depth 10,000, never closed", put(BACKGROUND, "[" * 10_000), (f"{BACKGROUND}: ", NESTED)
    ),
    # Encodings and other formats
    *(
        Broken(f"{file} in {what}", text(file, change), (f"{file}:1: it ", value, "UTF-8"))
        for file in ("control.csv", SHAPES)
        for what, change, value in (
            ("UTF-8 with BOM", lambda t: b"\xef\xbb\xbf" + t.encode(), "byte order mark"),
            ("UTF-16", lambda t: t.encode("utf-16"), "is UTF-16"),
            ("UTF-32", lambda t: t.encode("utf-32"), "is UTF-16 or UTF-32"),
        )
    ),
    Broken(
        "UTF-16 without BOM",
        text("control.csv", lambda t: t.encode("utf-16-le")),
        ("control.csv:1: ", "NUL", "UTF-8"),
    ),
    Broken(
        "Latin-1",
        text("names.csv", lambda t: t.replace("North", "Nörth").encode("latin-1", "replace")),
        ("names.csv:2: ", "not UTF-8", "save it as UTF-8"),
    ),
    Broken("zip bomb", put(SHAPES, zip_bomb()), (f"{SHAPES}:1: ", "zip archive", "UTF-8 text")),
    Broken("zip as a table", put("areas.csv", zip_bomb()), ("areas.csv:1: ", "zip", "UTF-8 text")),
    Broken("gzip", put(SHAPES, b"\x1f\x8b\x08\0\0"), (f"{SHAPES}:1: ", "gzip", "UTF-8 text")),
    Broken(
        "GeoPackage", put(SHAPES, b"SQLite format 3\0"), (f"{SHAPES}:1: ", "database", "UTF-8 text")
    ),
    Broken("VRT to a file", put(SHAPES, vrt("/etc/passwd")), (f"{SHAPES}:1: it is not JSON",)),
    Broken(
        "VRT to an address", put(SHAPES, vrt("/vsicurl/http://a.example/b")), (f"{SHAPES}:1: ",)
    ),
    Broken(
        "VRT that is its own source", put(SHAPES, vrt(SHAPES)), (f"{SHAPES}:1: it is not JSON",)
    ),
    Broken("address in place of shapes", put(SHAPES, "https://a.example/b.geojson"), (SHAPES,)),
    Broken(
        "address in quotes in place of shapes",
        put(SHAPES, '"/vsizip/vsicurl/https://a.example/b.zip"'),
        (f"{SHAPES}: it is not a FeatureCollection", "RFC 7946"),
    ),
    # The files themselves
    Broken(
        "1 GB of shapes",
        sparse(SHAPES, 10**9),
        (f"{SHAPES}: ", "1,000,000,000 bytes", "--max-megabytes"),
    ),
    Broken(
        "1 GB of a table",
        sparse("claims.csv", 10**9),
        ("claims.csv: ", "1,000,000,000 bytes", "--max-megabytes"),
    ),
    Broken(
        "1 GB in raw",
        sparse("raw/squares.txt", 10**9),
        ("raw/squares.txt: ", "1,000,000,000 bytes", "--max-megabytes"),
    ),
    Broken("file missing", instead("names.csv", str), ("names.csv: ", "missing", "add it")),
    Broken("folder", instead(SHAPES, lambda path: path.mkdir()), (f"{SHAPES}: it is a folder",)),
    Broken("pipe", instead("control.csv", os.mkfifo), ("control.csv: ", "a pipe", "put a file")),
    Broken("pipe in raw", instead("raw/squares.txt", os.mkfifo), ("raw/squares.txt: ", "a pipe")),
    Broken(
        "device",
        instead("areas.csv", lambda path: path.symlink_to("/dev/zero")),
        ("areas.csv: it is a link that leads out of the folder", "put the file there"),
    ),
    Broken(
        "link out of the folder",
        instead(SHAPES, lambda path: path.symlink_to("/etc/passwd")),
        (f"{SHAPES}: it is a link that leads out of the folder", "put the file there"),
    ),
    Broken(
        "link out of raw",
        instead("raw/squares.txt", lambda path: path.symlink_to("/etc/passwd")),
        ("raw/squares.txt: it is a link that leads out of the folder", "put the file there"),
    ),
    Broken(
        "links in a circle",
        instead(SHAPES, lambda path: path.symlink_to(path.name)),
        (f"{SHAPES}: it cannot be read: ", "put a file there"),
    ),
    *(
        Broken(
            f"resource {path}",
            at(PACKAGE, path, "resources", 0, "path"),
            (f"{PACKAGE} resources[0]: path is '{path}'", "no address, no .."),
        )
        for path in ("../areas.csv", "/etc/passwd", "https://a.example/areas.csv", "raw/../../a")
    ),
    Broken(
        "resource twice",
        at(PACKAGE, "areas.csv", "resources", 1, "path"),
        (f"{PACKAGE}: resources names a path twice", "once"),
    ),
    # Coordinates and geometries
    Broken(
        "coordinates in metres",
        moved(to_metres, SHAPES),
        (f"{SHAPES} NORTH: position [5100000, 4811320] is not", "degrees (EPSG:4326)"),
    ),
    Broken(
        "another reference system",
        crs("urn:ogc:def:crs:EPSG::3857"),
        (f"{SHAPES}: crs is ", "EPSG::3857", "degrees (EPSG:4326)"),
    ),
    Broken("the reference system named", crs("urn:ogc:def:crs:OGC:1.3:CRS84"), ()),
    Broken(
        "latitude first",
        both(moved(to_caucasus, SHAPES, BACKGROUND), moved(swap, SHAPES)),
        (f"{SHAPES} NORTH: the shape around [40.5, 46.5] is outside", "longitude first"),
    ),
    Broken(
        "latitude first, beyond the pole",
        moved(lambda position: [position[1], position[0] + 100], SHAPES),
        (f"{SHAPES} NORTH: position [1, 100] is not", "longitude first"),
    ),
    Broken(
        "latitude first in one label",
        at(SHAPES, [1.5, 2.5], "features", 2, "properties", "label"),
        (f"{SHAPES} EAST-B: label [1.5, 2.5] is outside", "move it"),
    ),
    Broken(
        "over the antimeridian",
        ring([179, 1], [-179, 1], [-179, 2], [179, 1]),
        (f"{SHAPES} NORTH: an edge runs from [179, 1] to [-179, 1]", "antimeridian"),
    ),
    Broken(
        "bow-tie",
        ring([0, 1], [1, 2], [1, 1], [0, 2], [0, 1]),
        (f"{SHAPES} NORTH: the shape is not valid: Self-intersection[0.5 1.5]", "redraw"),
    ),
    Broken(
        "hole outside",
        north({"type": "Polygon", "coordinates": [RING, [[5, 5], [6, 5], [6, 6], [5, 5]]]}),
        (f"{SHAPES} NORTH: the shape is not valid: Hole", "holes lie inside"),
    ),
    Broken(
        "shape without an area",
        ring([0, 1], [1, 1], [0, 1], [0, 1]),
        (f"{SHAPES} NORTH: the shape is not valid", "redraw"),
    ),
    Broken(
        "ring not closed",
        ring(*RING[:4]),
        (f"{SHAPES} NORTH: a ring is not closed", "[0, 2]", "end"),
    ),
    Broken(
        "ring of three positions",
        ring([0, 1], [1, 1], [0, 1]),
        (f"{SHAPES} NORTH: a ring at [0, 1] has fewer than 4", "draw it"),
    ),
    Broken(
        "line of one position",
        at(BACKGROUND, [[0, 0]], "features", 0, "geometry", "coordinates"),
        (f"{BACKGROUND} river: a line at [0, 0] has fewer than 2", "draw it"),
    ),
    Broken("geometry null", north(None), (f"{OTHER_GEOMETRY[0]}null", OTHER_GEOMETRY[1])),
    Broken(
        "geometry empty",
        north({"type": "Polygon", "coordinates": []}),
        (f"{SHAPES} NORTH: its geometry is empty", "draw it"),
    ),
    Broken(
        "GeometryCollection",
        north({"type": "GeometryCollection", "geometries": []}),
        (f"{OTHER_GEOMETRY[0]}a 'GeometryCollection'", OTHER_GEOMETRY[1]),
    ),
    Broken(
        "point for a district",
        north({"type": "Point", "coordinates": [0, 1]}),
        (f"{SHAPES} NORTH: it is not a Polygon", "draw it as one"),
    ),
    Broken(
        "heights",
        ring(*([x, y, 0] for x, y in RING)),
        (f"{SHAPES} NORTH: position [0, 1, 0] is not", "without a height"),
    ),
    Broken(
        "coordinates as text",
        ring(["0", "1"], *RING[1:]),
        (f"{SHAPES} NORTH: position ['0', '1'] is not made of numbers", "write [longitude"),
    ),
    Broken(
        "shapes that overlap",
        ring([0, 0.5], *RING[1:4], [0, 0.5]),
        (f"{SHAPES} NORTH: the shape overlaps WEST by 2.5e-01", "cut one"),
    ),
    Broken(
        "combs that cross four million times",
        combs,
        (f"{SHAPES} NORTH: its border crosses that of WEST 10,000 times", "cut one"),
    ),
    Broken(
        "id twice",
        at(SHAPES, "WEST", "features", 0, "id"),
        (f"{SHAPES} WEST: the id is used twice", "its own"),
    ),
    Broken(
        "id that no area has",
        at(SHAPES, "SOUTH", "features", 0, "id"),
        (f"{SHAPES} SOUTH: the shape belongs to no area", "areas.csv"),
    ),
    Broken(
        "id that is a number",
        at(SHAPES, 7, "features", 0, "id"),
        (f"{SHAPES} features[0]: it has no id that is text", "in quotes"),
    ),
    Broken(
        "no features", at(SHAPES, [], "features"), ("areas.csv:2 NORTH: ", "no shape", "add it")
    ),
    Broken(
        "TopoJSON", at(SHAPES, "Topology", "type"), (f"{SHAPES}: it is not a FeatureCollection",)
    ),
    Broken(
        "a property called geometry", at(SHAPES, "x", "features", 0, "properties", "geometry"), ()
    ),
    Broken("rings turned the other way", ring(*RING[::-1]), ()),
    Broken("a vertex twice", ring(*RING[:2], *RING[1:]), ()),
    Broken("5,005 features", many_features, (f"{SHAPES}: it has 5005 features", "--max-features")),
    Broken(
        "500,004 vertices", many_vertices, (f"{SHAPES}: it has 500024 vertices", "--max-vertices")
    ),
    # Tables
    Broken("table empty", put("areas.csv", ""), ("areas.csv:1: the header is missing", "write")),
    Broken(
        "header alone", text("areas.csv", lambda t: t.split("\n")[0]), ("areas.csv: ", "no rows")
    ),
    Broken(
        "row too short",
        text("control.csv", lambda t: t.replace("NORTH,2001-03-01,", "NORTH,", 1)),
        ("control.csv:3 NORTH: the row has 9 fields, the header 10", "give each column one"),
    ),
    Broken(
        "row too long",
        text("names.csv", lambda t: t.replace('"East, near the river"', "East, near the river")),
        ("names.csv:4 EAST-A: the row has 7 fields", "quotes"),
    ),
    Broken("blank row", text("names.csv", "{}\n".format), ("names.csv:9: the row has 0 fields",)),
    Broken(
        "quote not closed",
        text("events.csv", lambda t: t.replace("North taken", '"North taken')),
        ("events.csv:2: it is not CSV", "quotes"),
    ),
    Broken(
        "field of 200,000 letters",
        cell("areas.csv", 2, "note", "x" * 200_000),
        ("areas.csv:2: it is not CSV: field larger", "check"),
    ),
    Broken(
        "semicolons",
        text("areas.csv", lambda t: t.replace(",", ";")),
        ("areas.csv:1: there is ';' between the columns", "write ,"),
    ),
    Broken(
        "tabs",
        text("areas.csv", lambda t: t.replace(",", "\t")),
        ("areas.csv:1: there is '\\t' between the columns", "write ,"),
    ),
    Broken(
        "line ends of Windows",
        text("events.csv", lambda t: t.replace("\n", "\r\n")),
        ("events.csv:1: a carriage return", "\\n"),
    ),
    Broken(
        "line ends of old Macs",
        text("events.csv", lambda t: t.replace("\n", "\r")),
        ("events.csv:1: a carriage return", "\\n"),
    ),
    Broken(
        "NUL in a table",
        text("events.csv", lambda t: t.replace("Talks", "Ta\0lks")),
        ("events.csv:3: a NUL character", "remove it"),
    ),
    Broken(
        "column missing",
        text("events.csv", lambda t: t.replace("kind", "sort", 1)),
        ("events.csv:1: column 'kind' is missing", "the columns are event_id"),
    ),
    Broken(
        "column twice",
        text("events.csv", lambda t: t.replace("place", "kind", 1)),
        ("events.csv:1: the header", "once"),
    ),
    Broken("a line break in quotes", cell("areas.csv", 2, "note", "two\nlines"), ()),
    Broken("a cell that begins like a formula", cell("areas.csv", 2, "note", "=1+1"), ()),
    Broken("NA as a name stays text", cell("areas.csv", 2, "name", "NA"), ()),
    *(
        Broken(
            f"{value} for a number",
            cell("population.csv", 3, "value", value),
            (f"population.csv:3 EAST/census/total: value is '{value}'", "write a number"),
        )
        for value in ("NA", "2,000", "-1", "1e3", "007", "٢٠٠٠", "9" * 16)
    ),
    Broken(
        "number of 5,000 digits in a table",
        cell("population.csv", 3, "value", "9" * 5000),
        ("population.csv:3 EAST/census/total: value is '999", "write a number"),
    ),
    Broken(
        "id in use", cell("events.csv", 3, "event_id", "TAKEN"), ("events.csv:3 TAKEN: ", "earlier")
    ),
    Broken(
        "id unknown",
        cell("control.csv", 3, "area_id", "SOUTH"),
        ("control.csv:3 SOUTH: area_id 'SOUTH' is not in areas.csv", "correct it or add it"),
    ),
    Broken(
        "id with zeros in front that was read as a number",
        both(
            text("events.csv", lambda t: t.replace("TAKEN", "007")),
            cell("control.csv", 3, "event_id", "7"),
        ),
        ("control.csv:3 NORTH: event_id '7' is not in events.csv", "correct it"),
    ),
    Broken(
        "controller unknown",
        cell("control.csv", 3, "controller", "green"),
        ("control.csv:3 NORTH: controller 'green' is not in datapackage.json", "add it"),
    ),
    # Days and periods
    *(
        Broken(
            f"day {value}",
            cell("events.csv", 2, "date", value),
            (f"events.csv:2 TAKEN: date is '{value}'", AS_DAY),
        )
        for value in (
            *("01/02/1993", "1993-02-30", "1993-2-3", "19930203", "1993", "0000-01-01", "34001"),
            *("1993-02-03T00:00:00Z", "10000-01-01", "١٩٩٣-٠٢-٠٣"),
        )
    ),
    Broken(
        "uncertain date reversed",
        cell("events.csv", 2, "edtf", "2001-03-02/2001-02-27"),
        ("events.csv:2 TAKEN: edtf is '2001-03-02/2001-02-27'", "earlier day first"),
    ),
    Broken(
        "period reversed",
        cell("control.csv", 3, "end", "2001-01-01"),
        ("control.csv:3 NORTH: end 2001-01-01 is before start 2001-03-01", "swap"),
    ),
    Broken(
        "periods that overlap",
        cell("control.csv", 2, "end", "2001-04-01"),
        ("control.csv:3 NORTH: start 2001-03-01 is before the end 2001-04-01", "let one start"),
    ),
    Broken(
        "gap between periods",
        cell("control.csv", 2, "end", "2001-02-28"),
        ("control.csv:3 NORTH: nothing is said of the days from 2001-02-28", "close the gap"),
    ),
    Broken(
        "record that ends before it begins",
        at(PACKAGE, "1999-01-01", "replay", "end"),
        (f"{PACKAGE} replay: end 1999-01-01 is not after start 2000-01-01", "swap"),
    ),
    # Sources and corrections
    Broken(
        "source unknown",
        cell("control.csv", 3, "sources", "BOOK TALE"),
        ("control.csv:3 NORTH: sources 'TALE' is not in sources.csv", "add it"),
    ),
    Broken(
        "no source", cell("control.csv", 3, "sources", ""), ("control.csv:3 NORTH: ", "name one")
    ),
    Broken(
        "a source that corroborates itself",
        cell("events.csv", 2, "sources", "BOOK BOOK"),
        ("events.csv:2 TAKEN: sources is 'BOOK BOOK'", "each once"),
    ),
    Broken(
        "corrections that turn in a circle",
        row(
            "corrections.csv", "X-5,population.csv,WEST/census/total,value,500,505,applied,No.,BOOK"
        ),
        ("corrections.csv:6 X-5: '500' is what an earlier correction wrote", "keep one"),
    ),
    Broken(
        "a correction of corrections",
        row("corrections.csv", "X-5,corrections.csv,X-1,reason,A slip.,No.,applied,No.,BOOK"),
        ("corrections.csv:6 X-5: there is no table corrections.csv", "name a table"),
    ),
    Broken(
        "raw file outside raw",
        cell("sources.csv", 4, "file", "raw/../../squares.txt"),
        ("sources.csv:4 SHAPE: file is 'raw/../../squares.txt'", "a file in raw/"),
    ),
    Broken(
        "raw file altered",
        put("raw/squares.txt", "touched"),
        ("sources.csv:4 SHAPE: raw/squares.txt has sha256 ", "put the untouched file back"),
    ),
    Broken(
        "address that runs",
        cell("sources.csv", 2, "address", "javascript:alert(1)"),
        ("sources.csv:2 BOOK: address is 'javascript:alert(1)'", "http(s)"),
    ),
]
