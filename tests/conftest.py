"""A tiny data set: three square districts, one of them in two parts, and a square of context."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from geodata.load import load
from geodata.model import DataSet
from geodata.problems import DataSetError, Problem
from geodata.tables import TABLES

# How long an example takes says more about the machine than about the law.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

SQUARES = {"NORTH": (0, 1), "EAST-A": (1, 1), "EAST-B": (2, 1), "WEST": (0, 0), "RING": (1, 0)}

FILES = {
    "areas.csv": """\
area_id,district_id,kind,name,centre,area_km2,held_km2,note,sources
NORTH,NORTH,district,North,yes,100,99,,BOOK
EAST-A,EAST,part,near the river,yes,60,,,BOOK
EAST-B,EAST,part,behind the hills,,40,,,BOOK
WEST,WEST,district,West,yes,50,,,BOOK
RING,,context,Ring,,,,,
""",
    "control.csv": """\
area_id,start,end,start_edtf,controller,contested,basis,event_id,note,sources
NORTH,2000-01-01,2001-03-01,2000-01-01,blue,,opening,,,BOOK
NORTH,2001-03-01,2003-05-10,[2001-02-27..2001-03-02],red,,captured,TAKEN,,BOOK PRESS
NORTH,2003-05-10,,2003-05-10,blue,,handover,,,PRESS
EAST-A,2000-01-01,2002-04-01,../2000-01-01,blue,,opening,,,BOOK
EAST-A,2002-04-01,2002-06-01,2002-04~,blue,yes,contest,,,BOOK
EAST-A,2002-06-01,,2002-06-01,red,,captured,,,BOOK
EAST-B,2000-01-01,,,blue,,opening,,,BOOK
WEST,2000-01-01,2004-01-01,2000-01-01,red,,opening,,,BOOK
WEST,2004-01-01,2004-02-01,2004-01,unknown,,reported,,,
WEST,2004-02-01,,2004-02-01,blue,,reported,,,BOOK
RING,2000-01-01,,2000-01-01,blue,,opening,,,BOOK
""",
    "claims.csv": """\
claim_id,conflict,area_id,change,about,value,unit,weight,note,sources
C-1a,C-1,NORTH,2001-03-01,start_of_control,2001-03-01,,preferred,,BOOK
C-1b,C-1,NORTH,2001-03-01,start_of_control,[2001-02-27..2001-03-02],,alternative,,PRESS
C-1c,C-1,NORTH,2001-03-01,start_of_control,2001-04,,weak,,PRESS
C-2a,C-2,EAST,,area_km2,~100,km²,preferred,,BOOK
""",
    "events.csv": """\
event_id,date,edtf,kind,area_ids,place,title,text,standing,sources
TAKEN,2001-03-01,[2001-02-27..2001-03-02],military,NORTH,,North taken,,corroborated,BOOK PRESS
TALKS,2002-12-31,2002/..,diplomatic,EAST WEST,,Talks,,single,PRESS
""",
    "population.csv": """\
figure_id,area_id,measure,group,as_of,value,low,high,printed,unit,sources,note
NORTH/census/total,NORTH,census,total,1999,1000,900,1100,1 000,people,BOOK,
EAST/census/total,EAST,census,total,1999,2000,,,2000,people,BOOK,
WEST/census/total,WEST,census,total,1999,505,,,505,people,BOOK,
""",
    "names.csv": """\
area_id,lang,name,use,note,sources
NORTH,en,North,display,,BOOK
EAST,en,East,display,,BOOK
EAST-A,en,"East, near the river",display,,BOOK
EAST-B,en,"East, behind the hills",display,,BOOK
WEST,en,West,display,,BOOK
RING,en,Ring,display,,BOOK
ford,ru,Брод,display,,BOOK
""",
    "positions.csv": """\
position_id,party,topic,text,sources
P-1,Blue,status,Blue says that all three are its own.,PRESS
""",
    "identifiers.csv": """\
area_id,scheme,value,address,sources
EAST,ISO 3166-2,XX-EA,https://example.org/XX-EA,BOOK
""",
    "sources.csv": """\
source_id,kind,producer,title,address,published,version,licence,file,sha256,lean,used_for,note
BOOK,document,A. Author,A book,https://example.org/a https://example.org/b,,,,,,other,,
PRESS,web,The Press,A report,,2001-03-03,,,,,international,,
SHAPE,raw,A survey,Squares,,,,,raw/squares.txt,{sha256},other,,
""",
    "corrections.csv": """\
correction_id,file,row,field,printed,corrected,effect,reason,sources
X-1,population.csv,WEST/census/total,value,505,500,applied,A slip.,BOOK
X-2,areas.csv,NORTH,held_km2,99,100,noted,Probably a slip.,BOOK
X-3,raw/squares.txt,"0.5,0.5",name,Wset,West,applied,A slip.,SHAPE
X-4,,,,,,reading,The book counts from zero.,BOOK
""",
}

REPLAY = {
    "start": "2000-01-01",
    "end": "2009-12-31",
    "subject": "red",
    "subject_key": "red",
    "population": "census",
    "expected_totals": {"area_km2": 250, "held_km2": 209, "population": 3500},
    "attribution": "Nobody",
    "controllers": [
        {"id": key, "label": key, "short": key, "color": color, "dark": color, "pattern": pattern}
        for key, color, pattern in (
            ("red", "#aa3333", "lines"),
            ("blue", "#3333aa", "solid"),
            ("unknown", "#999999", "cross"),
        )
    ],
    "chapters": [{"id": "all", "title": "All", "start": "2000-01-01", "end": None}],
    "lines": [{"id": "river", "title": "River", "start": "2001-01-01", "end": "2002-01-01"}],
}


class SquareData:
    """The data set as files that a test can spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "raw").mkdir()
        (folder / "raw" / "squares.txt").write_text("untouched", encoding="utf-8")
        digest = hashlib.sha256(b"untouched").hexdigest()
        for name, text in FILES.items():
            self.write(name, text.replace("{sha256}", digest))
        self.write_json("datapackage.json", _package())
        self.write_json("districts.geojson", _collection(map(_square, SQUARES)))
        self.write_json("background.geojson", _collection([_river(), _town()]))

    def write(self, name: str, text: str | bytes) -> None:
        content = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(content)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write_json(self, name: str, value: object) -> None:
        self.write(name, json.dumps(value))

    def read_json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def alter(self, name: str, line: int, column: str, value: str) -> None:
        """Change one cell; the header is line 1."""
        rows = list(csv.reader(io.StringIO(self.read(name))))
        rows[line - 1][rows[0].index(column)] = value
        self.write_rows(name, rows)

    def add(self, name: str, *cells: str) -> None:
        self.write_rows(name, [*csv.reader(io.StringIO(self.read(name))), list(cells)])

    def remove(self, name: str, line: int) -> None:
        rows = list(csv.reader(io.StringIO(self.read(name))))
        del rows[line - 1]
        self.write_rows(name, rows)

    def write_rows(self, name: str, rows: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self.write(name, text.getvalue())

    def alter_json(self, name: str, value: object, *path: str | int) -> None:
        """Change one value; ``path`` are the keys and indexes that lead to it."""
        whole = part = self.read_json(name)
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        self.write_json(name, whole)

    def load(self) -> DataSet:
        return load(self.folder)

    def problems(self) -> list[Problem]:
        try:
            load(self.folder)
        except DataSetError as error:
            return list(error.problems)
        return []

    def complaints(self) -> list[str]:
        return [str(problem) for problem in self.problems()]


@pytest.fixture
def square_data(tmp_path: Path) -> SquareData:
    folder = tmp_path / "squares"
    folder.mkdir()
    return SquareData(folder)


def _package() -> dict[str, Any]:
    return {
        "name": "squares",
        "title": "Squares",
        "description": "Three districts that do not exist.",
        "version": "1.2.3",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [
            {
                "name": table.name,
                "path": table.file,
                "schema": {"fields": [{"name": name} for name in table.columns]},
            }
            for table in TABLES
        ],
        "replay": REPLAY,
    }


def _collection(features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _square(area_id: str) -> dict[str, Any]:
    x, y = SQUARES[area_id]
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {
        "type": "Feature",
        "id": area_id,
        "properties": {"label": [x + 0.5, y + 0.5]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _river() -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": "river",
        "properties": {"kind": "line", "name": "River"},
        "geometry": {"type": "LineString", "coordinates": [[0, 0], [3, 2]]},
    }


def _town() -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": "ford",
        "properties": {"kind": "town", "name": "Ford", "rank": 1},
        "geometry": {"type": "Point", "coordinates": [0.25, 0.25]},
    }
