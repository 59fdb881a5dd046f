"""Files to take away: each read back equal, the same bytes each time, nothing in them that runs."""

import csv
import datetime as dt
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import SquareData
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq

from geodata import takeaway
from geodata.load import load
from geodata.model import DataSet
from geodata.tables import TABLES, Table, records
from geodata.takeaway import guarded, unguarded
from geodata.takeaway.rows import rows

HOSTILE = (
    '=HYPERLINK("http://evil.example";"x")',
    "@SUM(1+1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "'=1+1",
    "\t=1+1",
    'a "quoted", text\nof two lines',
    "{{ 7*7 }} ${x} </script><b>",
    "Ağdam \u202eԱղդամ Агдам",
)
SHAPED = ("control.gpkg", "control.parquet")


def hostile_squares(squares: SquareData) -> DataSet:
    for line, text in enumerate(HOSTILE[:7], start=2):
        squares.alter("names.csv", line, "name", text)
        squares.alter("control.csv", line, "note", text)
    squares.alter("events.csv", 2, "title", HOSTILE[0])
    squares.alter("events.csv", 3, "title", HOSTILE[7])
    squares.alter("sources.csv", 2, "title", HOSTILE[8])
    squares.alter("sources.csv", 3, "producer", HOSTILE[3])
    squares.alter("areas.csv", 3, "area_km2", "60.25")
    squares.alter("areas.csv", 4, "area_km2", "39.75")
    squares.alter_json("datapackage.json", {}, "replay", "expected_totals")
    squares.alter_json("datapackage.json", HOSTILE[7], "title")
    return squares.load()


@pytest.fixture(params=["ours", "squares", "hostile"])
def data(request: pytest.FixtureRequest, square_data: SquareData) -> DataSet:
    if request.param == "ours":
        return load()
    return square_data.load() if request.param == "squares" else hostile_squares(square_data)


def cells(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV as a program reads them, apostrophes undone."""
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return head, [[unguarded(cell) for cell in line] for line in lines]


def read_back(table: Table, content: bytes, lines: list[int]) -> tuple[Any, ...]:
    head, found = cells(content)
    frame = pd.DataFrame(found, columns=head, index=lines, dtype="str")
    return records(table, frame[list(table.columns)])


def on_disk(folder: Path, data: DataSet, name: str) -> Path:
    path = folder / name
    path.write_bytes(takeaway.make(data, name))
    return path


def as_days(column: "pd.Series[Any]") -> list[dt.date | None]:
    return [None if pd.isna(day) else pd.Timestamp(day).date() for day in column]


def test_every_table_with_rows_is_offered(data: DataSet) -> None:
    filled = {table.file for table in TABLES if getattr(data, table.name)}
    tables = {name for name in takeaway.offered(data) if name not in takeaway.MAIN}
    assert tables == filled - {"control.csv"}


def test_an_empty_table_is_not_offered(square_data: SquareData) -> None:
    square_data.remove("positions.csv", 2)
    assert "positions.csv" not in takeaway.offered(square_data.load())


def test_each_table_is_read_back_equal(data: DataSet) -> None:
    for table in TABLES:
        expected = getattr(data, table.name)
        name = table.file
        if name in takeaway.offered(data):
            lines = [record.line for record in expected]
            assert read_back(table, takeaway.make(data, name), lines) == expected


def test_the_periods_hold_what_the_other_tables_say(square_data: SquareData) -> None:
    head, lines = cells(takeaway.make(square_data.load(), "control.csv"))
    assert dict(zip(head, lines[1], strict=True)) == {
        "area_id": "NORTH",
        "district_id": "NORTH",
        "kind": "district",
        "name": "North",
        "district": "North",
        "start": "2001-03-01",
        "end": "2003-05-10",
        "start_edtf": "[2001-02-27..2001-03-02]",
        "start_earliest": "2001-02-27",
        "start_latest": "2001-03-02",
        "certainty": "between",
        "controller": "red",
        "controller_label": "red",
        "contested": "",
        "basis": "captured",
        "area_km2": "100",
        "held_km2": "99",
        "event_id": "TAKEN",
        "event": "North taken",
        "note": "",
        "sources": "BOOK PRESS",
        "source_titles": "A. Author: A book | The Press: A report",
    }


def test_certainty_is_that_of_the_first_day(square_data: SquareData) -> None:
    found = {
        (row["area_id"], str(row["start"])): row["certainty"] for row in rows(square_data.load())
    }
    assert found["NORTH", "2000-01-01"] == "opening"
    assert found["NORTH", "2001-03-01"] == "between"
    assert found["NORTH", "2003-05-10"] == "day"
    assert found["EAST-A", "2002-04-01"] == "about"
    assert found["WEST", "2004-01-01"] == "between"  # "2004-01" is a month


def test_an_ongoing_period_has_no_end_and_context_no_district(square_data: SquareData) -> None:
    ring = rows(square_data.load())[-1]
    assert (ring["area_id"], ring["district"], ring["end"]) == ("RING", "", None)


def test_a_spreadsheet_knows_the_tables_for_utf_8(data: DataSet) -> None:
    content = takeaway.make(data, "control.csv")
    assert content.startswith(b"\xef\xbb\xbfarea_id,")
    assert content.endswith(b"\r\n")


def test_pandas_reads_the_periods_as_they_are(tmp_path: Path) -> None:
    data = load()
    frame = pd.read_csv(on_disk(tmp_path, data, "control.csv"), parse_dates=["start", "end"])
    assert list(frame.area_id) == [period.area_id for period in data.control]
    assert as_days(frame.end) == [period.end for period in data.control]


@given(st.text())
def test_a_guarded_text_is_undone_and_no_formula(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))
    assert not cell.startswith("-") or float(cell) <= 0


@given(st.sampled_from(HOSTILE), st.text(alphabet="'=+-@\t\r", max_size=4))
def test_apostrophes_of_the_text_itself_survive(text: str, before: str) -> None:
    assert unguarded(guarded(before + text)) == before + text


@pytest.mark.parametrize("number", ["-5", "0.5", "-12.25", "43713"])
def test_a_number_stays_a_number(number: str) -> None:
    assert guarded(number) == number


@pytest.mark.parametrize("text", ["-", "-1-1", "-1e5", "--1", "+1", "-5\n"])
def test_what_only_resembles_a_number_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_no_cell_of_any_table_runs(square_data: SquareData) -> None:
    data = hostile_squares(square_data)
    for name in (name for name in takeaway.offered(data) if name.endswith(".csv")):
        text = takeaway.make(data, name).decode("utf-8-sig")
        for line in csv.reader(io.StringIO(text, newline="")):
            assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and cell for cell in line)


def test_large_and_small_numbers_are_written_out(square_data: SquareData) -> None:
    square_data.alter("population.csv", 2, "value", "0.00001")
    square_data.alter("population.csv", 2, "low", "")
    square_data.alter("population.csv", 2, "high", "100000000000000.5")
    square_data.alter_json("datapackage.json", {}, "replay", "expected_totals")
    [first, *_rest] = cells(takeaway.make(square_data.load(), "population.csv"))[1]
    assert "0.00001" in first
    assert "100000000000000.5" in first


def test_geojson_reads_back_equal(data: DataSet) -> None:
    found = json.loads(takeaway.make(data, "control.geojson"))
    assert len(found["features"]) == len(data.control)
    for feature, period in zip(found["features"], data.control, strict=True):
        known = feature["properties"]
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.equals(data.shapes.geometry[period.area_id])
        assert known["start"] == period.start.isoformat()
        assert known["end"] == (period.end.isoformat() if period.end else None)
        assert known["name"] == data.area_name(period.area_id)
        assert (known["controller"], known["note"]) == (period.controller, period.note)
        assert known["contested"] is period.contested
        assert tuple(known["sources"]) == period.sources


def test_geojson_is_as_rfc_7946_wants_it(data: DataSet) -> None:
    found = json.loads(takeaway.make(data, "control.geojson"))
    assert "crs" not in found
    assert found["bbox"] == list(data.shapes.total_bounds)
    ids = [feature["id"] for feature in found["features"]]
    assert len(set(ids)) == len(ids)
    for feature in found["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        for part in getattr(shape, "geoms", [shape]):
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_geojson_says_what_it_is() -> None:
    data = load()
    known = json.loads(takeaway.make(data, "control.geojson"))["metadata"]
    assert known["title"] == data.title
    assert (known["version"], known["revision"]) == (data.version, data.revision)
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in known["licence"]
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in known["licence"]
    assert known["attribution"] == data.settings.attribution


@pytest.mark.parametrize("name", SHAPED)
def test_shapes_and_days_are_read_back_equal(data: DataSet, tmp_path: Path, name: str) -> None:
    path = on_disk(tmp_path, data, name)
    # pyarrow's threads now and then abort a process that ends.
    frame = (
        gpd.read_file(path) if name.endswith("gpkg") else gpd.read_parquet(path, use_threads=False)
    )
    expected = rows(data)
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns.drop("geometry")) == list(expected[0])
    for column in expected[0]:
        wanted = [row[column] for row in expected]
        if column.startswith(("start", "end")) and column != "start_edtf":
            assert as_days(frame[column]) == wanted
        elif column.endswith("km2"):
            assert [None if pd.isna(km2) else km2 for km2 in frame[column]] == wanted
        else:
            assert list(frame[column]) == wanted
    shapes = data.shapes.geometry.loc[[row["area_id"] for row in expected]]
    assert frame.geometry.geom_equals(shapes.reset_index(drop=True)).all()


@pytest.mark.parametrize("name", SHAPED)
def test_days_keep_their_type_though_no_period_ends(
    square_data: SquareData, tmp_path: Path, name: str
) -> None:
    head = square_data.read("control.csv").splitlines()[0]
    areas = ("NORTH", "EAST-A", "EAST-B", "WEST", "RING")
    lines = [f"{area},2000-01-01,,2000-01-01,blue,,opening,,,BOOK" for area in areas]
    square_data.write("control.csv", "\n".join([head, *lines, ""]))
    square_data.write("claims.csv", square_data.read("claims.csv").splitlines()[0] + "\n")
    square_data.alter_json("datapackage.json", {}, "replay", "expected_totals")
    path = on_disk(tmp_path, square_data.load(), name)
    if name.endswith("gpkg"):
        known = pyogrio.read_info(path)
        kinds = dict(zip(known["fields"], known["ogr_types"], strict=True))
        assert kinds["end"] == kinds["start"] == "OFTDate"
    else:
        assert str(pq.read_schema(path).field("end").type) == "date32[day]"


def test_a_geopackage_says_what_it_is(tmp_path: Path) -> None:
    data = load()
    known = pyogrio.read_info(on_disk(tmp_path, data, "control.gpkg"))
    assert known["layer_name"] == "control"
    assert known["dataset_metadata"]["REVISION"] == data.revision
    assert known["dataset_metadata"]["ATTRIBUTION"] == data.settings.attribution
    assert known["layer_metadata"]["IDENTIFIER"] == data.title


def test_geoparquet_says_what_it_is(tmp_path: Path) -> None:
    data = load()
    known = pq.read_schema(on_disk(tmp_path, data, "control.parquet")).metadata
    assert known[b"revision"].decode() == data.revision
    assert known[b"attribution"].decode() == data.settings.attribution
    assert json.loads(known[b"geo"])["columns"]["geometry"]["encoding"] == "WKB"


def test_a_geopackage_holds_no_time_of_its_making(tmp_path: Path) -> None:
    path = on_disk(tmp_path, load(), "control.gpkg")
    with sqlite3.connect(path) as base:
        times = {
            *base.execute("SELECT last_change FROM gpkg_contents"),
            *base.execute("SELECT timestamp FROM gpkg_metadata_reference"),
        }
    base.close()
    assert times == {("1980-01-01T00:00:00.000Z",)}


def test_the_same_data_give_the_same_bytes(square_data: SquareData) -> None:
    once, again = square_data.load(), square_data.load()
    for name in takeaway.offered(once):
        assert takeaway.make(once, name) == takeaway.make(again, name), name


def test_the_data_package_unpacks_to_the_same_data_set(data: DataSet, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(on_disk(tmp_path, data, "datapackage.zip")) as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    found = load(folder)
    assert found.revision == data.revision
    assert (found.title, found.version, found.settings) == (data.title, data.version, data.settings)
    for table in TABLES:
        assert getattr(found, table.name) == getattr(data, table.name)
    assert found.shapes.geometry.geom_equals(data.shapes.geometry).all()
    assert found.background == data.background
    assert found.raw == data.raw


def test_the_data_package_names_the_licence_of_each_raw_file() -> None:
    data = load()
    with zipfile.ZipFile(io.BytesIO(takeaway.make(data, "datapackage.zip"))) as packed:
        readme = packed.read("README.md").decode()
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    lines = readme.splitlines()
    for source in (source for source in data.sources if source.kind == "raw"):
        [line] = [line for line in lines if f"`{source.file}`" in line]
        assert source.licence in line
    assert data.settings.attribution in readme


@pytest.mark.parametrize("gone", [True, False])
def test_a_folder_that_has_changed_is_not_packed(square_data: SquareData, gone: bool) -> None:
    data = square_data.load()
    if gone:
        (square_data.folder / "background.geojson").unlink()
    else:
        square_data.alter("control.csv", 3, "note", "One word more.")
    with pytest.raises(takeaway.ChangedError):
        takeaway.make(data, "datapackage.zip")
    assert b"One word more" not in takeaway.make(data, "control.csv")


@pytest.mark.parametrize(
    ("name", "version", "file"),
    [
        ("squares", "1.2.3", "squares-1.2.3.gpkg"),
        ("a/../../b", '1"; x=\r\n2', "a-b-1-x-2.gpkg"),
        ("squares", "../..", "squares-0.gpkg"),
    ],
)
def test_a_file_name_holds_nothing_but_letters_and_digits(
    square_data: SquareData, name: str, version: str, file: str
) -> None:
    square_data.alter_json("datapackage.json", name, "name")
    square_data.alter_json("datapackage.json", version, "version")
    assert takeaway.file_name(square_data.load(), "control.gpkg") == file


def test_files_are_neither_empty_nor_large() -> None:
    data = load()
    for name in takeaway.offered(data):
        assert 200 < len(takeaway.make(data, name)) < 1_000_000, name
