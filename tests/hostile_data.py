"""A data set with the same text, or text made for the place, in every field that may hold any."""

import csv
import io
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
import pandera.errors
from conftest import SquareData
from hostile import NAMES, PAYLOADS
from shapely.geometry import box

from geodata.replay import replay_of
from geodata.tables import TABLES

Text = Callable[[str], str]  # from the name of a place to what stands there

# A carriage return cannot be in a table that is read.
SAID = " ¦ ".join([*(text for text in PAYLOADS if "\r" not in text), *NAMES])


def plain(place: str) -> str:
    return f"word {place} end"


def hostile(place: str) -> str:
    return f"word {place} end {SAID} end"


# Where another rule than that of the column says what stands there.
_BOUND = {
    *(("corrections.csv", name) for name in ("file", "row", "field", "printed", "corrected")),
    ("claims.csv", "value"),
    ("provisions.csv", "value"),
}
NO = ("", "", "")
_MORE = {
    "claims.csv": [["C-3", "C-3", "EAST", "", "statement", "said", "", "preferred", "", "PRESS"]],
    "names.csv": [
        ["EAST", "ru", "Восток", "display", "", "BOOK"],
        ["EAST", "hy", "Արևելք", "other", "", "BOOK"],
        ["NORTH", "en", "Northern", "1993-2020", "", "BOOK"],
    ],
    "events.csv": [
        ["DECREE", "2002-01-01", "2002-01-01", "legal", "EAST", "", "A", "", "announced", "PRESS"],
        ["LATER", "2009-01-01", "2009-01~", "political", "", "", "B", "", "single", "PRESS BOOK"],
    ],
    "population.csv": [
        ["EAST/left", "EAST", "displacement", "total", "2002", "7", "5", "9", "", "", "PRESS", ""],
        *(
            [f"{area}/c/{group}", area, "census_1979", group, "1979", value, *NO, "", "BOOK", ""]
            for area in ("NORTH", "EAST", "WEST")
            for group, value in (("total", "100"), ("settlers", "60"), ("herders", "30"))
        ),
    ],
    "provisions.csv": [
        ["provision_id", "event_id", "about", "value", "text", "area_ids", "outcome", "sources"],
        ["V-1", "DECREE", "names", "", "", "EAST", "", "PRESS"],
        ["V-2", "DECREE", "votes_for", "15", "", "", "", "PRESS"],
        ["V-3", "DECREE", "deadline", "2003-01", "", "", "TALKS", "PRESS"],
    ],
    "topics.csv": [
        [
            "topic_id",
            "page",
            "title",
            "note",
            "event_ids",
            "position_ids",
            "claim_ids",
            "figure_ids",
            "sources",
        ],
        ["T-0", "law", "", "", "", "", "", "", "PRESS"],
        *(
            [f"T-{page}", page, "", "", "TALKS DECREE", "P-1", "C-1a C-3", "EAST/left", "PRESS"]
            for page in ("law", "aftermath", "method")
        ),
    ],
    "tour.csv": [
        [
            "step_id",
            "date",
            "district",
            "title",
            "text",
            "question",
            "answer",
            "event_ids",
            "sources",
        ],
        ["S-1", "2001-01-01", "", "", "", "", "", "", "BOOK"],
        ["S-2", "2002-12-31", "EAST", "", "", "", "", "TAKEN TALKS", "PRESS"],
    ],
}


def texts_of(data: SquareData, text: Text) -> dict[str, str]:
    """Put text wherever the format admits any; return what stands where."""
    places: dict[str, str] = {}

    def put(place: str) -> str:
        return places.setdefault(place, text(place))

    for name, rows in _MORE.items():
        known = _rows(data, name) if (data.folder / name).exists() else []
        data.write_rows(name, [*known, *rows])
    for table in TABLES:
        head, *rows = _rows(data, table.file)
        free = [name for name in head if _is_free(table.schema.columns[name])]
        for line, row in enumerate(rows, 2):
            for name in free:
                if (table.file, name) not in _BOUND and not _must_be_empty(table.name, row, name):
                    row[head.index(name)] = put(f"{table.name} {line} {name}")
            if table.name == "claims" and "statement" in row:
                row[head.index("value")] = put(f"claims {line} value")
        data.write_rows(table.file, [head, *rows])
    _fill_package(data, put)
    _fill_background(data, put)
    return places


def _rows(data: SquareData, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.read(name))))


def _is_free(column: Any) -> bool:
    """Whether the rules of a column let anything stand there."""
    try:
        column.validate(pd.DataFrame({column.name: ["{{ <any> text }}"]}))
    except pandera.errors.SchemaError:
        return False
    return True


def _must_be_empty(table: str, row: list[str], name: str) -> bool:
    """Whether the rules let nothing stand there: the first step of a tour asks nothing."""
    return table == "tour" and row[0] == "S-1" and name in {"question", "answer"}


def _fill_package(data: SquareData, put: Text) -> None:
    package = data.read_json("datapackage.json")
    for name in ("title", "description", "version"):
        package[name] = put(f"package {name}")
    package["licenses"] = [{"title": put("licence"), "path": "https://example.org/'onclick='x"}]
    package["contributors"] = [{"title": put("contributor")}]
    package["created"] = "2024-01-01"
    replay = package["replay"]
    replay |= {name: put(f"replay {name}") for name in ("attribution", "population_label")}
    replay["contact"] = "https://example.org/'onclick='x"
    replay["history"] = [
        {"version": package["version"], "date": "2024-01-01", "changes": put("release")}
    ]
    for part in replay["controllers"]:
        part |= {name: put(f"controller {part['id']} {name}") for name in ("label", "short")}
    replay["chapters"] = [
        {"id": put("chapter 1 id"), "title": put("chapter 1"), "start": "2000-01-01"}
        | {"end": "2002-06-01"},
        {"id": put("chapter 2 id"), "title": put("chapter 2"), "start": "2002-06-01", "end": None},
    ]
    replay["lines"][0] |= {"id": put("line id"), "title": put("line")}
    data.write_json("datapackage.json", package)


def _fill_background(data: SquareData, put: Text) -> None:
    known = data.read_json("background.geojson")
    for feature in known["features"]:
        feature["properties"]["name"] = put(f"background {feature['id']}")
        if feature["id"] == "river":
            feature["id"] = put("line id")
    for kind in ("country", "lake"):
        square = {"type": "Polygon", "coordinates": [[[4, 0], [5, 0], [5, 1], [4, 0]]]}
        properties = {"kind": kind, "name": put(f"background {kind}"), "label": [4.8, 0.1]}
        feature = {"type": "Feature", "id": put(f"{kind} id"), "properties": properties}
        known["features"].append({**feature, "geometry": square})
    data.write_json("background.geojson", known)


# Frames, as the plugin takes them


def squares(names: list[str]) -> gpd.GeoDataFrame:
    shapes = [box(x, 0, x + 1, 1) for x in range(len(names))]
    return gpd.GeoDataFrame({"area_id": names, "name": names}, geometry=shapes, crs=4326)


def of_names(names: list[str]) -> dict[str, Any]:
    """Return a payload with the names as ids, names, states, event titles and attribution."""
    days = pd.date_range("2001-01-01", periods=len(names))
    begun = pd.DataFrame({"area_id": names, "state": names, "start": days, "end": None})
    events = pd.DataFrame({"date": days, "title": names})
    palette = dict.fromkeys(names, "#6f5fa3")
    credit = " ¦ ".join(names)
    return replay_of(squares(names), begun, palette, events=events, attribution=credit)
