"""Reading a folder: whatever its files hold, a data set or problems, never a traceback."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import FILES, SQUARES, SquareData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.caps import CAPS, Caps, caps_of
from geodata.files import parse_json
from geodata.load import load
from geodata.problems import DataSetError, Problem
from geodata.settings import read_settings
from geodata.shapes import check_shapes, read_background, read_shapes

EVERY_FILE = sorted([*FILES, "datapackage.json", "districts.geojson"])


def test_every_row_of_every_table_becomes_a_record(square_data: SquareData) -> None:
    data = square_data.load()
    for name, text in FILES.items():
        records = getattr(data, name.removesuffix(".csv"))
        assert len(records) == text.count("\n") - 1
        assert [record.line for record in records] == list(range(2, len(records) + 2))
    assert (data.version, data.title) == ("1.2.3", "Squares")
    assert data.folder == square_data.folder


def test_fields_are_read_as_what_they_are(square_data: SquareData) -> None:
    data = square_data.load()
    taken = data.control[1]
    assert (taken.start, taken.end) == (date(2001, 3, 1), date(2003, 5, 10))
    assert taken.start_edtf is not None
    assert taken.start_edtf.earliest == date(2001, 2, 27)
    assert taken.sources == ("BOOK", "PRESS")
    assert [period.contested for period in data.control[3:6]] == [False, True, False]
    assert data.area("NORTH").counted_km2 == 99
    assert data.area("EAST-A").counted_km2 == 60
    assert data.source("BOOK").address == ("https://example.org/a", "https://example.org/b")


def test_districts_come_with_their_parts_in_the_order_of_the_file(square_data: SquareData) -> None:
    data = square_data.load()
    found = {key: [area.area_id for area in areas] for key, areas in data.districts.items()}
    assert found == {"NORTH": ["NORTH"], "EAST": ["EAST-A", "EAST-B"], "WEST": ["WEST"]}
    assert list(found) == ["NORTH", "EAST", "WEST"]
    assert data.district_name("EAST") == "East"
    assert data.area_name("EAST-A") == "East, near the river"


def test_shapes_are_longitude_and_latitude_by_area_id(square_data: SquareData) -> None:
    shapes = square_data.load().shapes
    assert shapes.crs == "EPSG:4326"
    assert list(shapes.index) == list(SQUARES)
    assert shapes.label["EAST-A"] == (1.5, 1.5)
    assert shapes.geometry["EAST-A"].bounds == (1, 1, 2, 2)


def test_an_applied_correction_replaces_the_value_and_keeps_the_printed_one(
    square_data: SquareData,
) -> None:
    data = square_data.load()
    assert data.population[2].value == 500
    (correction,) = data.corrections_for("population.csv", "WEST/census/total")
    assert (correction.printed, correction.corrected) == ("505", "500")


def test_a_noted_correction_leaves_the_value_as_printed(square_data: SquareData) -> None:
    data = square_data.load()
    assert data.area("NORTH").held_km2 == 99
    assert data.corrections_for("areas.csv", "NORTH")[0].corrected == "100"


def test_a_tour_is_read_in_the_order_of_its_file_and_is_optional(square_data: SquareData) -> None:
    assert square_data.load().tour == ()
    columns = "step_id,date,district,title,text,question,answer,event_ids,sources"
    late = "late,2002-01-01,NORTH,Late,It is late.,When?,Late.,TAKEN TALKS,BOOK"
    square_data.write("tour.csv", f"{columns}\nearly,2000-01-01,,Early,It is.,,,,BOOK\n{late}\n")
    first, second = square_data.load().tour
    assert (first.step_id, first.district, first.question, first.line) == ("early", "", "", 2)
    assert (second.date, second.event_ids) == (date(2002, 1, 1), ("TAKEN", "TALKS"))


def test_a_background_is_optional(square_data: SquareData) -> None:
    (square_data.folder / "background.geojson").unlink()
    square_data.alter_json("datapackage.json", [], "replay", "lines")
    square_data.remove("names.csv", 8)
    assert square_data.load().background is None


def test_the_revision_is_that_of_the_files(square_data: SquareData, tmp_path: Path) -> None:
    revision = square_data.load().revision
    assert len(revision) == 16
    assert square_data.load().revision == revision
    copy = tmp_path / "copy"
    copy.mkdir()
    assert SquareData(copy).load().revision == revision


@pytest.mark.parametrize("name", [*EVERY_FILE, "background.geojson"])
def test_the_revision_changes_with_any_file(square_data: SquareData, name: str) -> None:
    revision = square_data.load().revision
    text = square_data.read(name)
    harmless = [("BOOK", "PRESS"), ("its own", "its"), ("A book", "The book"), ("}", "} ")]
    if name in {"sources.csv", "events.csv"}:  # each source is listed once, and named once
        harmless = [*harmless[2:], ("North taken", "North was taken")]
    old, new = next((old, new) for old, new in harmless if old in text)
    square_data.write(name, text.replace(old, new, 1))
    assert square_data.load().revision != revision


def test_the_revision_changes_with_a_raw_file(square_data: SquareData) -> None:
    before = square_data.load()
    square_data.write("raw/squares.txt", "another")
    digest = hashlib.sha256(b"another").hexdigest()
    square_data.alter("sources.csv", 4, "sha256", digest)
    after = square_data.load()
    assert after.raw == {"raw/squares.txt": digest}
    assert after.revision != before.revision


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_missing_file_is_a_problem(square_data: SquareData, name: str) -> None:
    (square_data.folder / name).unlink()
    assert f"{name}: the file is missing — add it to the folder" in square_data.complaints()


@pytest.mark.parametrize("name", ["nowhere", "a" * 300, "file"])
def test_a_missing_folder_is_one_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataSetError) as error:
        load(tmp_path / name)
    assert [problem.file for problem in error.value.problems] == [str(tmp_path / name)]


def test_all_problems_are_raised_at_once(square_data: SquareData) -> None:
    square_data.alter("events.csv", 2, "kind", "rumour")
    square_data.alter("control.csv", 3, "end", "2001-01-01")
    square_data.alter_json("datapackage.json", "red", "replay", "controllers", 0, "color")
    square_data.write("districts.geojson", "{")
    assert {problem.file for problem in square_data.problems()} == {
        "events.csv",
        "control.csv",
        "datapackage.json",
        "districts.geojson",
    }


def test_a_broken_table_is_not_blamed_on_the_rows_that_refer_to_it(square_data: SquareData) -> None:
    square_data.alter("sources.csv", 2, "lean", "left")
    assert [problem.file for problem in square_data.problems()] == ["sources.csv"]


@pytest.mark.parametrize("name", [*EVERY_FILE, "background.geojson"])
@pytest.mark.parametrize(
    ("spoil", "row", "what", "remedy"),
    [
        (lambda content: b"\xef\xbb\xbf" + content, 1, "byte order mark", "UTF-8 without BOM"),
        (lambda content: content.decode().encode("utf-16"), 1, "UTF-16", "save it as UTF-8"),
        (lambda content: content + b"\xff", None, "not UTF-8", "save it as UTF-8"),
        (lambda content: b"\0" + content, 1, "NUL character", "remove it"),
    ],
)
def test_bytes_that_are_not_plain_utf8_are_a_problem(
    square_data: SquareData,
    name: str,
    spoil: Callable[[bytes], bytes],
    row: int | None,
    what: str,
    remedy: str,
) -> None:
    square_data.write(name, spoil((square_data.folder / name).read_bytes()))
    (problem,) = (problem for problem in square_data.problems() if problem.file == name)
    assert what in problem.what
    assert remedy in problem.remedy
    assert problem.row is not None
    assert row in (None, problem.row)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (
            lambda text: text.replace("near the river,yes", "near, the river,yes"),
            "areas.csv:3 EAST-A: the row has 10 fields, the header 9 — give each column one field; "
            "put quotes around a field with a comma",
        ),
        (
            lambda text: text + "LAST\n",
            "areas.csv:7 LAST: the row has 1 fields, the header 9 — give each column one field; "
            "put quotes around a field with a comma",
        ),
        (
            lambda text: text.replace("\n", "\r\n"),
            "areas.csv:1: a carriage return is in the file — end lines with \\n alone",
        ),
        (
            lambda text: text + '"WEST',
            "areas.csv:7: it is not CSV: unexpected end of data — "
            "check the quotes in and after this row",
        ),
        (
            lambda _text: "",
            "areas.csv:1: the header is missing or names a column twice — write each column once",
        ),
        (
            lambda text: text.replace("district_id", "area_id", 1),
            "areas.csv:1: the header is missing or names a column twice — write each column once",
        ),
        (
            lambda text: text.replace("note", "nota", 1),
            "areas.csv:1: column 'nota' is not known — remove or rename it",
        ),
        (
            lambda text: text.replace("note", "nota", 1),
            "areas.csv:1: column 'note' is missing — the columns are area_id, district_id, kind, "
            "name, centre, area_km2, held_km2, note, sources",
        ),
        (
            lambda text: text.split("\n")[0] + "\n",
            "areas.csv: the table has no rows — add at least one row",
        ),
    ],
)
def test_a_table_that_is_not_one_is_a_problem(
    square_data: SquareData, spoil: Callable[[str], str], complaint: str
) -> None:
    square_data.write("areas.csv", spoil(square_data.read("areas.csv")))
    assert complaint in square_data.complaints()


def test_lines_are_counted_as_an_editor_counts_them(square_data: SquareData) -> None:
    square_data.alter("areas.csv", 2, "note", "two\nlines")
    square_data.alter("areas.csv", 3, "kind", "planet")
    assert [(problem.row, problem.key) for problem in square_data.problems()] == [(4, "EAST-A")]


@pytest.mark.parametrize(
    ("text", "row", "what"),
    [
        ("{", 1, "it is not JSON"),
        ('{\n"a": 1,\n}', 3, "it is not JSON"),
        ('{"a": 1, "a": 2}', 1, "key 'a' stands twice in one object"),
        ('{"b": [{"a": ":"},\n{"a": 1,\n"\\u0061": 2}]}', 3, "key 'a' stands twice in one object"),
        ('{"b": {"a": 1},\n"a": {"a": 1,\n"b": 2},\n"b": 3}', 4, "key 'b' stands twice"),
        ('{"NaN": "NaN",\n"a": NaN}', 2, "NaN is not a number"),
        ('{"a": \n-Infinity}', 2, "-Infinity is not a number"),
        ('{"a": 1e999}', 1, "1e999 is not a number that can be kept"),
        ('{"a": ' + "9" * 5000 + "}", 1, "999 is not a number that can be kept"),
        ('{"a": 9007199254740992}', 1, "9007199254740992 is not a number that can be kept"),
        ('{"a": "\\ud83d\\ude00",\n"b": "\\ud800"}', 2, "half of a pair"),
        ('{"a": "\\ude00\\ud83d"}', 1, "half of a pair"),
        ('{"a": "\\\\\\u0000"}', 1, "NUL character"),
        ("[" * 100_000, None, "nested deeper than 64"),
        ('{"a": "' + "[" * 100 + '", "b": ' + "[" * 65 + "]" * 65 + "}", None, "nested deeper"),
        ('"' + '\\"' * 100_000, 1, "it is not JSON"),
    ],
)
def test_json_that_is_not_plain_is_a_problem(text: str, row: int | None, what: str) -> None:
    with pytest.raises(DataSetError) as error:
        parse_json("any.json", text.encode())
    (problem,) = error.value.problems
    assert (problem.file, problem.row) == ("any.json", row)
    assert what in problem.what
    assert problem.remedy


@pytest.mark.parametrize("name", ["datapackage.json", "districts.geojson", "background.geojson"])
def test_every_json_file_is_read_with_the_same_care(square_data: SquareData, name: str) -> None:
    square_data.write(name, square_data.read(name).replace("{", '{"a": 1, "a": 2, ', 1))
    complaint = f"{name}:1: key 'a' stands twice in one object — leave one of them out"
    assert complaint in square_data.complaints()


@pytest.mark.parametrize("text", ["[]", "null", "3", '"text"', "{}"])
@pytest.mark.parametrize("name", ["datapackage.json", "districts.geojson", "background.geojson"])
def test_json_of_another_kind_is_a_problem(square_data: SquareData, name: str, text: str) -> None:
    square_data.write(name, text)
    assert name in {problem.file for problem in square_data.problems()}


@pytest.mark.parametrize(
    ("caps", "what"),
    [
        (Caps(megabytes=0.0004), "it has 868 bytes, more than 400"),
        (Caps(features=4), "it has 5 features, more than 4"),
        (Caps(vertices=24), "it has 25 vertices, more than 24"),
        (Caps(json_depth=3), "it is nested deeper than 3"),
    ],
)
def test_a_file_over_a_cap_is_a_problem(square_data: SquareData, caps: Caps, what: str) -> None:
    with pytest.raises(DataSetError) as error:
        load(square_data.folder, caps)
    found = [p for p in error.value.problems if p.file == "districts.geojson"]
    assert [problem.what for problem in found] == [what]
    assert found[0].remedy


def test_what_is_not_a_regular_file_is_not_opened(square_data: SquareData) -> None:
    (square_data.folder / "areas.csv").unlink()
    os.mkfifo(square_data.folder / "areas.csv")
    complaint = "areas.csv: it is a folder, a pipe or a device — put a file in its place"
    assert complaint in square_data.complaints()


@pytest.mark.parametrize("name", ["background.geojson", "tour.csv"])
def test_a_link_that_leads_nowhere_is_not_an_optional_file_left_out(
    square_data: SquareData, name: str
) -> None:
    (square_data.folder / name).unlink(missing_ok=True)
    (square_data.folder / name).symlink_to("nowhere")
    assert f"{name}: the file is missing — add it to the folder" in square_data.complaints()


def test_links_within_the_folder_are_followed(square_data: SquareData) -> None:
    # A mounted ConfigMap is made of such.
    (square_data.folder / "..data").mkdir()
    for name in FILES:
        (square_data.folder / name).rename(square_data.folder / "..data" / name)
        (square_data.folder / name).symlink_to(Path("..data") / name)
    assert square_data.complaints() == []


def test_raw_is_not_a_link(square_data: SquareData) -> None:
    (square_data.folder / "raw").rename(square_data.folder / "other")
    (square_data.folder / "raw").symlink_to("other")
    assert "raw: it is a link — put the folder there" in square_data.complaints()


def test_backslashes_before_an_escape_are_counted() -> None:
    assert parse_json("any.json", rb'["\\u0000", "\\\\ud800"]') == [r"\u0000", r"\\ud800"]


def test_of_many_problems_a_hundred_are_told(square_data: SquareData) -> None:
    square_data.write("names.csv", square_data.read("names.csv") + "x,y\n" * 500)
    found = [problem for problem in square_data.problems() if problem.file == "names.csv"]
    assert len(found) == 101
    assert found[-1].what == "it has more than 100 problems"


def test_caps_come_from_the_environment() -> None:
    given = {"REPLAY_MAX_MEGABYTES": "0.5", "REPLAY_MAX_DEPTH": "9", "REPLAY_MAX_ROWS": ""}
    assert caps_of(given) == Caps(megabytes=0.5, json_depth=9)
    assert caps_of({}) == CAPS


@pytest.mark.parametrize("text", ["many", "0", "-1", "1.5", "nan", "inf", "1e10", "9" * 5000])
def test_a_cap_that_is_no_number_is_named(text: str) -> None:
    with pytest.raises(DataSetError, match=r"^REPLAY_MAX_FEATURES: .* is not a number from 1 to"):
        caps_of({"REPLAY_MAX_FEATURES": text})


def test_a_raw_file_with_a_strange_name_is_a_problem(square_data: SquareData) -> None:
    name = os.fsdecode(b"raw/\xff\n")
    square_data.write(name, "x")
    assert square_data.complaints() == [
        "raw/\\udcff\\n: the file is not registered — add its row to sources.csv"
    ]


def test_a_problem_is_one_printable_line() -> None:
    problem = Problem("a.csv", 3, "text is 'a\n\x1b[31m\u202eb'", "correct it", key="K\r")
    assert str(problem) == "a.csv:3 K\\r: text is 'a\\n\\x1b[31m\\u202eb' — correct it"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bytes_end_in_a_traceback(square_data: SquareData, draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from([*EVERY_FILE, "background.geojson"]))
    content = (square_data.folder / name).read_bytes()
    start = draw.draw(st.integers(0, len(content)))
    end = draw.draw(st.integers(start, min(start + 20, len(content))))
    noise = draw.draw(st.one_of(st.binary(max_size=8), st.text(max_size=4).map(str.encode)))
    square_data.write(name, content[:start] + noise + content[end:])
    try:
        for problem in square_data.problems():
            assert str(problem).isprintable()
    finally:
        square_data.write(name, content)


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {}, {"a": 1}, True])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        *(("datapackage.json", (key,)) for key in ("title", "licenses", "resources", "replay")),
        ("datapackage.json", ("resources", 0)),
        ("datapackage.json", ("resources", 0, "path")),
        ("datapackage.json", ("resources", 0, "schema")),
        ("datapackage.json", ("resources", 0, "schema", "fields")),
        *(
            ("datapackage.json", ("replay", key))
            for key in ("start", "expected_totals", "controllers", "chapters", "lines", "subject")
        ),
        ("datapackage.json", ("replay", "controllers", 0)),
        ("datapackage.json", ("replay", "controllers", 0, "color")),
        ("datapackage.json", ("replay", "expected_totals", "area_km2")),
        *(
            (name, path)
            for name in ("districts.geojson", "background.geojson")
            for path in (
                ("features",),
                ("features", 0),
                ("features", 0, "id"),
                ("features", 0, "properties"),
                ("features", 0, "properties", "label"),
                ("features", 0, "properties", "kind"),
                ("features", 0, "geometry"),
                ("features", 0, "geometry", "type"),
                ("features", 0, "geometry", "coordinates"),
                ("features", 0, "geometry", "coordinates", 0),
                ("features", 0, "geometry", "coordinates", 0, 0),
            )
        ),
    ],
)
def test_no_json_value_ends_in_a_traceback(
    square_data: SquareData, name: str, path: tuple[str | int, ...], value: object
) -> None:
    square_data.alter_json(name, value, *path)
    whole = square_data.read_json(name)
    problems: tuple[Problem, ...] = ()
    try:
        if name == "datapackage.json":
            read_settings(whole)
        elif name == "background.geojson":
            read_background(whole, 10, 100)
        else:
            areas = replace(square_data.load(), shapes=read_shapes(whole, 10, 100))
            problems = tuple(check_shapes(areas))
    except DataSetError as error:
        problems = error.problems
    assert all(problem.remedy for problem in problems)
