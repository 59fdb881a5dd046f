"""Every rule of docs/format.md, by a data set that breaks it: file, row, what, remedy."""

import re
from collections.abc import Iterator

import pytest
from conftest import SquareData

from geodata.tables import TABLES


def test_the_squares_break_no_rule(square_data: SquareData) -> None:
    assert square_data.complaints() == []


# file:line column=new value
#     the key of the row: what is wrong — what to do
CELLS = """\
areas.csv:2 kind=planet
    NORTH: kind is 'planet' — write one of district, part, context
areas.csv:2 name=
    NORTH: name is empty — fill it in
areas.csv:2 centre=maybe
    NORTH: centre is 'maybe' — write one of yes, no, or leave it empty
areas.csv:2 area_km2=1,936
    NORTH: area_km2 is '1,936' — write a number without separators and leading zeros, as 1936
    or 0.5, or leave it empty
areas.csv:2 area_km2=0100
    NORTH: area_km2 is '0100' — write a number without separators and leading zeros, as 1936
    or 0.5, or leave it empty
areas.csv:2 area_km2=
    NORTH: area_km2 of a district is empty or 0 — write its size
areas.csv:2 held_km2=101
    NORTH: held_km2 is more than area_km2 — correct one of them
areas.csv:2 area_id=NO RTH
    NO RTH: area_id is 'NO RTH' — write an id of letters, digits and . _ / -
areas.csv:3 area_id=NORTH
    NORTH: area_id is used by an earlier row too — give each row its own
areas.csv:3 district_id=
    EAST-A: district_id of a part is empty — write its district
areas.csv:3 district_id=EAST-A
    EAST-A: district_id of a part is EAST-A — a district has its own id there, a part has
    another's
areas.csv:2 district_id=SOUTH
    NORTH: district_id of a district is SOUTH — a district has its own id there, a part has
    another's
areas.csv:3 centre=
    EAST-A: district EAST has 0 areas with centre yes — write yes in exactly one
areas.csv:6 area_km2=5
    RING: a context area has a district_id, a centre or an area_km2 — leave all three empty
areas.csv:2 sources=
    NORTH: sources is empty — name one
areas.csv:2 sources=BOOK  PRESS
    NORTH: sources is 'BOOK  PRESS' — write ids, each once, with one space between, or leave
    it empty
events.csv:2 sources=BOOK BOOK
    TAKEN: sources is 'BOOK BOOK' — write ids, each once, with one space between, or leave
    it empty
areas.csv:2 sources=BOOK TALE
    NORTH: sources 'TALE' is not in sources.csv — correct it or add it

control.csv:3 area_id=SOUTH
    SOUTH: area_id 'SOUTH' is not in areas.csv — correct it or add it
control.csv:3 start=2001-3-1
    NORTH: start is '2001-3-1' — write a day as 1993-04-05
control.csv:3 start=2001-02-29
    NORTH: start is '2001-02-29' — write a day as 1993-04-05
control.csv:3 end=2001-01-01
    NORTH: end 2001-01-01 is before start 2001-03-01 — swap the two or correct one
control.csv:3 end=2001-03-01
    NORTH: it starts and ends on 2001-03-01 — correct one of them
control.csv:3 start_edtf=
    NORTH: start_edtf is empty — write 2001-03-01 or a range
control.csv:3 start_edtf=spring 2001
    NORTH: start_edtf is 'spring 2001' — write a date in a form of docs/format.md, the
    earlier day first, or leave it empty
control.csv:3 start_edtf=2001-02
    NORTH: start 2001-03-01 is outside start_edtf 2001-02 — correct one of them
control.csv:3 start_edtf=2001-03-01
    NORTH: start_edtf is 2001-03-01, its claims give 2001-02-27 to 2001-03-02 — let both
    give the same days, or weigh a claim as weak
control.csv:3 controller=green
    NORTH: controller 'green' is not in datapackage.json — correct it or add it
control.csv:3 contested=1
    NORTH: contested is '1' — write one of yes, no, or leave it empty
control.csv:3 basis=rumour
    NORTH: basis is 'rumour' — write one of opening, captured, announced, handover,
    agreement, contest, reported
control.csv:2 basis=reported
    NORTH: basis of the first row is reported — write opening
control.csv:3 basis=opening
    NORTH: basis is opening, but a row comes before — write how it came about
control.csv:3 basis=contest
    NORTH: basis is contest, but the controller changes — write how
control.csv:6 basis=captured
    EAST-A: basis is captured, but the controller does not change — write contest
control.csv:6 contested=
    EAST-A: controller and contested are those of the row above — make one row of the two
control.csv:3 event_id=PARTY
    NORTH: event_id 'PARTY' is not in events.csv — correct it or add it
control.csv:3 sources=
    NORTH: sources is empty — name one
control.csv:4 end=2009-01-01
    NORTH: the last row ends 2009-01-01 — leave its end empty
control.csv:3 end=
    NORTH: end is empty, but a row follows — end it on 2003-05-10
control.csv:2 start=2000-01-02
    NORTH: the first row starts 2000-01-02, the record 2000-01-01 — start it on 2000-01-01,
    as unknown if nothing is known

claims.csv:3 claim_id=C-1a
    C-1a: claim_id is used by an earlier row too — give each row its own
claims.csv:2 conflict=
    C-1a: conflict is empty — write an id of letters, digits and . _ / -
claims.csv:2 area_id=SOUTH
    C-1a: area_id 'SOUTH' is not in areas.csv — correct it or add it
claims.csv:2 change=2001-03-02
    C-1a: no row of control.csv of NORTH starts on 2001-03-02 — write the area and the start
    of the row it is about
claims.csv:2 about=weather
    C-1a: about is 'weather' — write one of start_of_control, offensive, event_date,
    area_km2, held_km2, share, population, statement
claims.csv:2 value=March
    C-1a: 'March' is not a date (write one of the forms of docs/format.md, such as
    1993-04-05 or 1993-08~) — write a date in a form of docs/format.md
claims.csv:5 value=many
    C-2a: value 'many' of area_km2 is not a number — write a number, as 462, <100, ~1500 or
    800–1000
claims.csv:2 weight=heavy
    C-1a: weight is 'heavy' — write one of preferred, alternative, weak
claims.csv:2 sources=
    C-1a: sources is empty — name one

events.csv:2 date=2001-03-05
    TAKEN: date 2001-03-05 is outside edtf [2001-02-27..2001-03-02] — correct one of them
events.csv:3 date=2001-12-31
    TALKS: date 2001-12-31 is outside edtf 2002/.. — correct one of them
events.csv:2 edtf=
    TAKEN: edtf is empty — write a date in a form of docs/format.md, the earlier day first
events.csv:2 kind=rumour
    TAKEN: kind is 'rumour' — write one of military, diplomatic, legal, humanitarian,
    handover, political
events.csv:2 area_ids=NORTH SOUTH
    TAKEN: area_ids 'SOUTH' is not in areas.csv — correct it or add it
events.csv:2 standing=sure
    TAKEN: standing is 'sure' — write one of corroborated, single, documents, announced
events.csv:2 sources=BOOK
    TAKEN: standing is corroborated, but one source is given — add a source
events.csv:3 sources=
    TALKS: sources is empty — name one

population.csv:2 area_id=SOUTH
    NORTH/census/total: area_id 'SOUTH' is not in areas.csv — correct it or add it
population.csv:2 value=~1000
    NORTH/census/total: value is '~1000' — write a number without separators and leading
    zeros, as 1936 or 0.5, or leave it empty
population.csv:2 low=1001
    NORTH/census/total: low, value and high are not in order — correct one
population.csv:2 as_of=1999-21
    NORTH/census/total: as_of is '1999-21' — write a date in a form of docs/format.md, the
    earlier day first, or leave it empty
population.csv:2 sources=
    NORTH/census/total: sources is empty — name one

names.csv:2 lang=English
    NORTH: lang is 'English' — write a tag as hy or hy-Latn
names.csv:2 use=nick
    NORTH: use is 'nick' — write one of display, other, alias, 1993-2020
names.csv:8 area_id=dam
    dam: area_id 'dam' is not in areas.csv or background.geojson — correct it or add it
names.csv:2 sources=TALE
    NORTH: sources 'TALE' is not in sources.csv — correct it or add it

positions.csv:2 text=' '
    P-1: text is ' ' — fill it in
positions.csv:2 sources=
    P-1: sources is empty — name one

identifiers.csv:2 area_id=SOUTH
    SOUTH: area_id 'SOUTH' is not in areas.csv or background.geojson — correct it or add it
identifiers.csv:2 address=javascript:alert(1)
    EAST: address is 'javascript:alert(1)' — write an http(s) address, or leave it empty

sources.csv:2 address=ftp://example.org
    BOOK: address is 'ftp://example.org' — write http(s) addresses with one space between,
    or leave it empty
sources.csv:2 kind=tale
    BOOK: kind is 'tale' — write one of document, web, raw, register
sources.csv:2 lean=left
    BOOK: lean is 'left' — write one of azerbaijani, armenian, russian, international,
    encyclopedia, other
sources.csv:4 sha256=
    SHAPE: kind is raw, but file or sha256 is empty — fill in both
sources.csv:4 sha256=ABC
    SHAPE: sha256 is 'ABC' — write 64 hex digits, or leave it empty
sources.csv:4 file=raw/circles.txt
    SHAPE: raw/circles.txt is missing — add the file or remove the row
sources.csv:4 file=raw/../areas.csv
    SHAPE: file is 'raw/../areas.csv' — write the path of a file in raw/, or leave it empty

corrections.csv:2 file=weather.csv
    X-1: there is no table weather.csv — name a table
corrections.csv:2 field=weather
    X-1: population.csv has no column 'weather' — name a column
corrections.csv:2 printed=506
    X-1: printed value '506' of value stands in 0 rows 'WEST/census/total' of population.csv
    — write row, field and value as in the file
corrections.csv:3 row=SOUTH
    X-2: printed value '99' of held_km2 stands in 0 rows 'SOUTH' of areas.csv — write row,
    field and value as in the file
corrections.csv:2 file=corrections.csv
    X-1: there is no table corrections.csv — name a table
corrections.csv:4 file=raw/circles.txt
    X-3: raw/circles.txt is not registered in sources.csv — register it
corrections.csv:2 effect=done
    X-1: effect is 'done' — write one of applied, noted, reading
corrections.csv:5 sources=
    X-4: sources is empty — name one
"""


def cells() -> Iterator[tuple[str, int, str, str, str]]:
    for block in re.split(r"\n+(?=\S)", CELLS.strip()):
        cell, complaint = block.split("\n", 1)
        where, value = cell.split("=", 1)
        name, line, column = re.split("[: ]", where)
        yield name, int(line), column, value.strip("'"), re.sub(r"\n +", " ", complaint.strip())


@pytest.mark.parametrize(("name", "line", "column", "value", "complaint"), list(cells()))
def test_a_cell_that_breaks_a_rule_is_named_with_its_remedy(
    square_data: SquareData, name: str, line: int, column: str, value: str, complaint: str
) -> None:
    square_data.alter(name, line, column, value)
    assert f"{name}:{line} {complaint}" in square_data.complaints()


def test_a_gap_between_rows_is_a_problem(square_data: SquareData) -> None:
    square_data.alter("control.csv", 2, "end", "2001-02-01")
    assert square_data.complaints() == [
        "control.csv:3 NORTH: nothing is said of the days from 2001-02-01 to before 2001-03-01 — "
        "close the gap, with a row of unknown if need be"
    ]


def test_an_overlap_of_rows_is_a_problem(square_data: SquareData) -> None:
    square_data.alter("control.csv", 2, "end", "2001-04-01")
    assert square_data.complaints() == [
        "control.csv:3 NORTH: start 2001-03-01 is before the end 2001-04-01 of the row above — "
        "let one start on the day the other ends"
    ]


def test_an_area_without_control_is_a_problem(square_data: SquareData) -> None:
    square_data.remove("control.csv", 12)
    assert square_data.complaints() == [
        "areas.csv:6 RING: the area has no row in control.csv — add one, even of unknown"
    ]


def test_unknown_needs_no_source(square_data: SquareData) -> None:
    assert "unknown,,reported,,,\n" in square_data.read("control.csv")
    assert square_data.complaints() == []


def test_a_weak_claim_does_not_widen_the_range(square_data: SquareData) -> None:
    square_data.alter("claims.csv", 4, "weight", "alternative")
    (complaint,) = square_data.complaints()
    assert complaint.startswith("control.csv:3 NORTH: start_edtf is [2001-02-27..2001-03-02], its")
    assert "2001-02-27 to 2001-04-30" in complaint


@pytest.mark.parametrize(("line", "area_id"), [(2, "NORTH"), (3, "EAST"), (4, "EAST-A")])
def test_each_area_and_district_has_one_english_name_to_display(
    square_data: SquareData, line: int, area_id: str
) -> None:
    square_data.alter("names.csv", line, "use", "alias")
    where = {"NORTH": 2, "EAST": 4, "EAST-A": 3}[area_id]
    complaint = "names.csv has 0 English display names for it — write exactly one"
    assert square_data.complaints() == [f"areas.csv:{where} {area_id}: {complaint}"]
    square_data.alter("names.csv", line, "use", "display")
    square_data.add("names.csv", area_id, "en", "Another", "display", "", "BOOK")
    complaint = complaint.replace("0", "2")
    assert square_data.complaints() == [f"areas.csv:{where} {area_id}: {complaint}"]


def test_a_district_has_one_centre(square_data: SquareData) -> None:
    square_data.alter("areas.csv", 4, "centre", "yes")
    assert square_data.complaints() == [
        "areas.csv:3 EAST-A: district EAST has 2 areas with centre yes — write yes in exactly one"
    ]


def test_a_district_is_whole_or_in_parts(square_data: SquareData) -> None:
    square_data.alter("areas.csv", 3, "district_id", "NORTH")
    complaint = (
        "areas.csv:2 NORTH: district NORTH is there as a whole and in parts — "
        "write it as one district or as parts"
    )
    assert complaint in square_data.complaints()


@pytest.mark.parametrize(
    ("key", "printed", "total"),
    [("area_km2", 251, 250), ("held_km2", 210, 209), ("population", 3501, 3500)],
)
def test_sums_equal_the_printed_totals(
    square_data: SquareData, key: str, printed: int, total: int
) -> None:
    square_data.alter_json("datapackage.json", printed, "replay", "expected_totals", key)
    assert square_data.complaints() == [
        f"datapackage.json replay: expected_totals: {key} is {printed}, the tables add up to "
        f"{total} — correct the row that is wrong"
    ]


def test_an_altered_raw_file_is_a_problem(square_data: SquareData) -> None:
    square_data.write("raw/squares.txt", "touched")
    (complaint,) = square_data.complaints()
    assert complaint.startswith("sources.csv:4 SHAPE: raw/squares.txt has sha256 ")
    assert complaint.endswith(" — put the untouched file back, or register the new one")


def test_a_raw_file_without_a_row_is_a_problem(square_data: SquareData) -> None:
    square_data.write("raw/more.txt", "more")
    assert square_data.complaints() == [
        "raw/more.txt: the file is not registered — add its row to sources.csv"
    ]


def test_an_ambiguous_correction_is_a_problem(square_data: SquareData) -> None:
    square_data.add(
        "corrections.csv",
        *("X-5", "control.csv", "NORTH", "controller", "blue", "red", "applied", "A slip.", "BOOK"),
    )
    assert square_data.complaints() == [
        "corrections.csv:6 X-5: printed value 'blue' of controller stands in 2 rows 'NORTH' of "
        "control.csv — write row, field and value as in the file"
    ]


PACKAGE = [
    (None, ("title",), ": title is missing — write text"),
    ("Squares!", ("name",), ": name is 'Squares!' — write lower-case letters, digits and . _ / -"),
    ([], ("licenses",), ": licenses is empty — name the licence"),
    (
        "positions",
        ("resources", 7, "path"),
        ": resources has no positions.csv — add the table with its schema",
    ),
    (
        [{"name": "party"}],
        ("resources", 7, "schema", "fields"),
        " resources[7]: the fields of positions.csv differ — "
        "they are position_id, party, topic, text, sources",
    ),
    ("2000", ("replay", "start"), " replay: start is '2000' — write a day as 1993-04-05"),
    (
        "1999-01-01",
        ("replay", "end"),
        " replay: end 1999-01-01 is not after start 2000-01-01 — swap or correct them",
    ),
    ("green", ("replay", "subject"), " replay: green is not among the controllers — add it"),
    (
        "Red!",
        ("replay", "subject_key"),
        " replay: subject_key is 'Red!' — write a word as armenian",
    ),
    (
        3,
        ("replay", "expected_totals", "weight"),
        " replay expected_totals: weight is not known — "
        "the totals are area_km2, held_km2, population",
    ),
    (
        "many",
        ("replay", "expected_totals", "population"),
        " replay expected_totals: population is 'many' — write a number",
    ),
    (
        "nobody",
        ("replay", "controllers", 2, "id"),
        " replay: unknown is not among the controllers — add it",
    ),
    (
        "red",
        ("replay", "controllers", 1, "id"),
        " replay: two controllers have one id — give each its own",
    ),
    (
        "#AA3333",
        ("replay", "controllers", 0, "color"),
        " replay controllers[0]: color is '#AA3333' — write a colour as #1f77b4, in lower case",
    ),
    (
        "red; background: url(//example.org)",
        ("replay", "controllers", 0, "dark"),
        " replay controllers[0]: dark is 'red; background: url(//example.org)' — "
        "write a colour as #1f77b4, in lower case",
    ),
    (
        "stars",
        ("replay", "controllers", 0, "pattern"),
        " replay controllers[0]: pattern is 'stars' — write one of solid, lines, dots, cross",
    ),
    (
        "2000-01-01",
        ("replay", "chapters", 0, "end"),
        " replay: all ends 2000-01-01, not after its start — swap or correct the days",
    ),
    (
        "road",
        ("replay", "lines", 0, "id"),
        " replay: line road has no feature of kind line in background.geojson — "
        "draw it or remove it",
    ),
]


@pytest.mark.parametrize(("value", "path", "complaint"), PACKAGE)
def test_settings_that_break_a_rule_are_named(
    square_data: SquareData, value: object, path: tuple[str | int, ...], complaint: str
) -> None:
    square_data.alter_json("datapackage.json", value, *path)
    assert f"datapackage.json{complaint}" in square_data.complaints()


GEOMETRY = ("features", 0, "geometry")
BOW = [[[0, 1], [1, 2], [1, 1], [0, 2], [0, 1]]]
SHAPES = [
    (
        "SOUTH",
        ("features", 0, "id"),
        "SOUTH: the shape belongs to no area — add the area to areas.csv",
    ),
    ("WEST", ("features", 0, "id"), "WEST: the id is used twice — give each its own"),
    (
        5,
        ("features", 0, "id"),
        "features[0]: it has no id that is text — give it the id of its row, in quotes",
    ),
    (
        {"type": "Point", "coordinates": [0, 0]},
        GEOMETRY,
        "NORTH: it is not a Polygon or MultiPolygon — draw it as one",
    ),
    (
        {"type": "Polygon", "coordinates": []},
        GEOMETRY,
        "NORTH: its geometry is empty — draw it or leave the feature out",
    ),
    (
        BOW,
        (*GEOMETRY, "coordinates"),
        "NORTH: the shape is not valid: Self-intersection[0.5 1.5] — redraw it there: "
        "rings neither cross nor touch, holes lie inside",
    ),
    (
        [181, 1],
        (*GEOMETRY, "coordinates", 0, 1),
        "NORTH: position [181, 1] is not longitude and latitude in degrees — "
        "write the longitude first, from -180 to 180, then the latitude",
    ),
    (
        [1, 91],
        (*GEOMETRY, "coordinates", 0, 1),
        "NORTH: position [1, 91] is not longitude and latitude in degrees — "
        "write the longitude first, from -180 to 180, then the latitude",
    ),
    (
        [1, 1, 9],
        (*GEOMETRY, "coordinates", 0, 1),
        "NORTH: position [1, 1, 9] is not longitude and latitude alone — "
        "write [longitude, latitude], without a height",
    ),
    (
        ["1", 1],
        (*GEOMETRY, "coordinates", 0, 1),
        "NORTH: position ['1', 1] is not made of numbers — write [longitude, latitude]",
    ),
    (
        [0.5, 0.9],
        (*GEOMETRY, "coordinates", 0, 1),
        "NORTH: the shape overlaps WEST by 2.7e-02 square degrees — cut one along the other",
    ),
    (
        [1, 1],
        (*GEOMETRY, "coordinates", 0, 4),
        "NORTH: a ring is not closed: it begins at [0, 1] and ends at [1, 1] — "
        "write its first position again at its end",
    ),
    (
        [1.5, 0.5],
        ("features", 0, "properties", "label"),
        "NORTH: label [1.5, 0.5] is outside the shape — move it inside",
    ),
    (
        "here",
        ("features", 0, "properties", "label"),
        "NORTH: label is not a position — write [longitude, latitude] of a point inside",
    ),
]


@pytest.mark.parametrize(("value", "path", "complaint"), SHAPES)
def test_shapes_that_break_a_rule_are_named(
    square_data: SquareData, value: object, path: tuple[str | int, ...], complaint: str
) -> None:
    square_data.alter_json("districts.geojson", value, *path)
    assert any(complaint in found for found in square_data.complaints()), square_data.complaints()
    assert any(problem.file == "districts.geojson" for problem in square_data.problems())


def test_an_area_without_a_shape_is_a_problem(square_data: SquareData) -> None:
    collection = square_data.read_json("districts.geojson")
    del collection["features"][0]
    square_data.write_json("districts.geojson", collection)
    assert square_data.complaints() == [
        "areas.csv:2 NORTH: the area has no shape — add it to districts.geojson"
    ]


def test_neighbours_may_overlap_by_what_rounding_leaves(square_data: SquareData) -> None:
    bottom = [0.5, 1 - 1e-9]
    square_data.alter_json("districts.geojson", bottom, *GEOMETRY, "coordinates", 0, 1)
    assert square_data.complaints() == []


@pytest.mark.parametrize(
    ("value", "path", "complaint"),
    [
        (
            "cloud",
            ("features", 0, "properties", "kind"),
            "river: kind is 'cloud' — write one of district, country, lake, town, line, outline",
        ),
        (
            None,
            ("features", 0, "properties", "name"),
            "river: name is not text — write the name, or an empty one",
        ),
        (
            "1",
            ("features", 1, "properties", "rank"),
            "ford: rank is '1' — write a whole number, 1 for the first shown",
        ),
        (
            [0, 100],
            ("features", 0, "properties", "label"),
            "river: label is not a position — write [longitude, latitude], or leave it out",
        ),
        (
            "outline",
            ("features", 0, "properties", "kind"),
            "river: the outline runs around no district — give it the id of one",
        ),
    ],
)
def test_a_background_that_breaks_a_rule_is_named(
    square_data: SquareData, value: object, path: tuple[str | int, ...], complaint: str
) -> None:
    square_data.alter_json("background.geojson", value, *path)
    assert f"background.geojson {complaint}" in square_data.complaints()


@pytest.mark.parametrize(
    "name", [t.name for t in TABLES if "sources" in t.columns and not t.optional]
)
def test_a_source_that_is_not_listed_is_a_problem_in_every_table(
    square_data: SquareData, name: str
) -> None:
    square_data.alter(f"{name}.csv", 2, "sources", "BOOK TALE")
    (complaint,) = square_data.complaints()
    assert complaint.startswith(f"{name}.csv:2 ")
    assert complaint.endswith("sources 'TALE' is not in sources.csv — correct it or add it")


TOUR = """\
step_id,date,district,title,text,question,answer,event_ids,sources
begin,2000-01-01,,Begin,It begins.,,,,BOOK
north,2001-03-01,NORTH,North,North is taken.,Which?,North.,TAKEN,BOOK PRESS
"""


@pytest.mark.parametrize(
    ("line", "column", "value", "complaint"),
    [
        (3, "step_id", "begin", "begin: step_id is used by an earlier row too — give each"),
        (3, "date", "2001-3-1", "north: date is '2001-3-1' — write a day as 1993-04-05"),
        (2, "date", "1999-12-31", "begin: date 1999-12-31 is outside the record — choose a day"),
        (3, "date", "2010-01-01", "north: date 2010-01-01 is outside the record — choose a day"),
        (2, "date", "2002-01-01", "north: date 2001-03-01 is before 2002-01-01, the day of the"),
        (3, "district", "SOUTH", "north: district 'SOUTH' is not in areas.csv — correct it or"),
        (3, "district", "EAST-A", "north: district 'EAST-A' is a part of one — write the"),
        (3, "title", " ", "north: title is ' ' — fill it in"),
        (3, "text", "", "north: text is empty — fill it in"),
        (3, "answer", "", "north: it has a question and no answer — write both, or leave"),
        (3, "question", "", "north: it has an answer and no question — write both, or leave"),
        (3, "event_ids", "TALE", "north: event_ids 'TALE' is not in events.csv — correct it or"),
        (3, "sources", "TALE", "north: sources 'TALE' is not in sources.csv — correct it or add"),
        (3, "sources", "", "north: sources is empty — name one"),
    ],
)
def test_a_step_of_the_tour_that_breaks_a_rule_is_named(
    square_data: SquareData, line: int, column: str, value: str, complaint: str
) -> None:
    square_data.write("tour.csv", TOUR)
    assert square_data.complaints() == []
    square_data.alter("tour.csv", line, column, value)
    where = 3 if complaint.startswith("north") or column == "step_id" else 2
    found = square_data.complaints()
    assert any(one.startswith(f"tour.csv:{where} {complaint}") for one in found), found


def test_a_step_may_stand_on_the_day_of_the_one_before_or_on_a_context_area(
    square_data: SquareData,
) -> None:
    square_data.write("tour.csv", TOUR)
    square_data.add("tour.csv", "ring", "2001-03-01", "RING", "Ring", "Blue.", "", "", "", "BOOK")
    assert square_data.complaints() == []
