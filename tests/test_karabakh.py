"""The data set that comes with the program, held against figures and dates checked by hand."""

import csv
import io
import json
from datetime import date

import pytest

from geodata.control import Change, changes, state_on
from geodata.load import DEFAULT, load
from geodata.model import UNKNOWN, DataSet
from geodata.tables import TABLES, Table


@pytest.fixture(scope="module")
def karabakh() -> DataSet:
    return load()


def test_the_check_passes(karabakh: DataSet) -> None:
    assert karabakh.folder == DEFAULT
    assert len(karabakh.districts) == 7
    assert len(karabakh.shapes) == len(karabakh.areas)


@pytest.mark.parametrize(
    ("day", "districts", "held_km2", "population"),
    [
        ("1992-01-01", 0, 0, 0),
        ("1992-05-17", 0, 0, 0),
        ("1992-05-18", 1, 1_835, 47_339),
        ("1993-04-05", 2, 3_770, 91_052),
        ("1993-10-29", 7, 7_633, 421_726),
        ("1994-05-12", 7, 7_633, 421_726),
        ("2020-09-27", 7, 7_633, 421_726),
        ("2020-10-18", 5, 6_121, 283_153),
        ("2020-11-10", 3, 4_612, 222_345),
        ("2020-11-25", 1, 1_835, 47_339),
        ("2020-11-30", 1, 1_835, 47_339),
        ("2020-12-01", 0, 0, 0),
        ("2024-01-01", 0, 0, 0),
    ],
)
def test_totals_on_days_reckoned_by_hand(
    karabakh: DataSet, day: str, districts: int, held_km2: int, population: int
) -> None:
    totals = state_on(karabakh, date.fromisoformat(day)).totals
    assert (totals.districts_held, totals.held_km2) == (districts, held_km2)
    assert totals.population == population
    assert totals.area_km2 == 8_810


def test_jabrayil_and_fuzuli_are_uncertain_on_18_october_2020(karabakh: DataSet) -> None:
    state = state_on(karabakh, date(2020, 10, 18))
    gone = {found.name: found.certain for found in state.districts if found.held_km2 == 0}
    assert gone == {"Jabrayil": False, "Fuzuli": False}


# date, district, earliest and latest day that sources give (facts 2.1 and Part 3).
GOLDEN = """\
1992-05-18 AZ-LAC azerbaijan armenian_forces 1992-05-17 1992-05-18
1993-04-05 AZ-KAL azerbaijan armenian_forces 1993-04-02 1993-04-05
1993-07-23 AZ-AGM azerbaijan armenian_forces 1993-07-23 1993-07-23
1993-08-22 AZ-FUZ azerbaijan armenian_forces 1993-08-22 1993-08-23
1993-08-25 AZ-CAB azerbaijan armenian_forces 1993-08-18 1993-08-25
1993-08-31 AZ-QBI azerbaijan armenian_forces 1993-08-31 1993-08-31
1993-10-29 AZ-ZAN azerbaijan armenian_forces 1993-10-28 1993-10-30
2020-10-04 AZ-CAB armenian_forces azerbaijan 2020-09-27 2020-11-10
2020-10-17 AZ-FUZ armenian_forces azerbaijan 2020-09-27 2020-11-10
2020-10-20 AZ-ZAN armenian_forces azerbaijan 2020-10-18 2020-11-10
2020-10-25 AZ-QBI armenian_forces azerbaijan 2020-10-23 2020-11-10
2020-11-20 AZ-AGM armenian_forces azerbaijan 2020-11-20 2020-11-20
2020-11-25 AZ-KAL armenian_forces azerbaijan 2020-11-25 2020-11-25
2020-12-01 AZ-LAC armenian_forces azerbaijan 2020-12-01 2020-12-01
"""


def test_the_fourteen_changes_of_the_districts(karabakh: DataSet) -> None:
    found = [change for change in changes(karabakh) if karabakh.area(change.area_id).centre]
    assert "".join(map(_golden_line, found)) == GOLDEN


def test_every_change_of_a_district_is_told_by_an_event(karabakh: DataSet) -> None:
    events = {event.event_id for event in karabakh.events}
    for change in changes(karabakh):
        assert change.event_id in events or not change.district_id, change


def test_a_change_without_a_source_leads_to_unknown_only(karabakh: DataSet) -> None:
    for change in changes(karabakh):
        assert change.sources or change.after == UNKNOWN, change


def test_every_event_id_of_control_resolves(karabakh: DataSet) -> None:
    events = {event.event_id for event in karabakh.events}
    assert {row.event_id for row in karabakh.control if row.event_id} <= events


@pytest.mark.parametrize("table", [t for t in TABLES if "sources" in t.columns], ids=str)
def test_every_source_referred_to_exists(karabakh: DataSet, table: Table) -> None:
    for row in getattr(karabakh, table.name):
        for source_id in row.sources:
            assert karabakh.source(source_id)


def test_every_raw_file_is_as_registered(karabakh: DataSet) -> None:
    registered = {s.file: s.sha256 for s in karabakh.sources if s.kind == "raw"}
    assert registered
    assert karabakh.raw == registered


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_table_survives_a_round_trip_byte_for_byte(table: Table) -> None:
    content = (DEFAULT / table.file).read_bytes()
    text = io.StringIO()
    rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    csv.writer(text, lineterminator="\n").writerows(rows)
    assert text.getvalue().encode() == content


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_the_table_schema_names_the_columns_of_the_table(table: Table) -> None:
    package = json.loads((DEFAULT / "datapackage.json").read_bytes())
    schemas = {
        resource["path"]: resource["schema"]
        for resource in package["resources"]
        if "schema" in resource
    }
    fields = [field["name"] for field in schemas[table.file]["fields"]]
    header = (DEFAULT / table.file).read_text(encoding="utf-8").split("\n")[0].split(",")
    assert fields == list(table.columns) == header


def test_the_package_lists_every_file_with_its_media_type() -> None:
    package = json.loads((DEFAULT / "datapackage.json").read_bytes())
    listed = {resource["path"]: resource["mediatype"] for resource in package["resources"]}
    types = {".csv": "text/csv", ".geojson": "application/geo+json"}
    files = {path.name: types[path.suffix] for path in DEFAULT.glob("*.[cg]*")}
    assert listed == files


def test_the_package_names_its_founding_sources_its_makers_and_the_day_of_its_version() -> None:
    data = load()
    package = json.loads((DEFAULT / "datapackage.json").read_bytes())
    founding = [
        {"title": f"{source.producer}: {source.title}", "path": " ".join(source.address)}
        for source in data.sources
        if source.kind in {"document", "raw"}
    ]
    assert [{"path": "", **source} for source in package["sources"]] == founding
    assert package["created"] == f"{data.settings.history[0].date}T00:00:00Z"
    assert [maker["role"] for maker in package["contributors"]] == ["author"]


def test_shapes_have_five_decimals() -> None:
    collection = json.loads(
        (DEFAULT / "districts.geojson").read_bytes(), parse_float=_with_five_decimals
    )
    assert all(feature["id"] for feature in collection["features"])


def _with_five_decimals(text: str) -> float:
    assert len(text.partition(".")[2]) <= 5, text
    return float(text)


def _golden_line(change: Change) -> str:
    days = f"{change.earliest} {change.latest}"
    return f"{change.date} {change.district_id} {change.before} {change.after} {days}\n"
