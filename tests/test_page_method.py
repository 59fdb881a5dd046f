"""Data and method: every source, correction and doubt, what the shapes get wrong, and reports."""

import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import SquareData
from read_page import (
    HOSTILE,
    SHOWN,
    cited,
    content,
    elements,
    numbers,
    opened,
    recorded,
    rows,
    served,
    words,
)

from geodata.accuracy import measure, total
from geodata.dates import parse_uncertain
from geodata.model import DataSet
from ui.method import report_link
from ui.view import View


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


@pytest.fixture(scope="module")
def shown(ours: DataSet) -> str:
    assert ours.topics
    return content(opened("method", date="1993-07-23", district="AZ-AGM"))


def section(shown: str, anchor: str) -> str:
    [found] = elements(shown, "section", id=anchor)
    return found


def table(shown: str, *heads: str) -> list[list[str]]:
    """Return the rows of the one table that has these headings."""
    found = [
        each
        for each in elements(shown, "table")
        if [words(head) for head in elements(each, "th")][: len(heads)] == list(heads)
    ]
    assert len(found) == 1, heads
    return rows(found[0])


# Control and doubt


def test_what_is_recorded_is_said_to_be_control_not_right(shown: str) -> None:
    told = words(section(shown, "control"))
    assert "It is not a right to the area" in told
    assert "The day of a change belongs to the new state." in told
    assert 'href="./law?date=1993-07-23&amp;district=AZ-AGM"' in section(shown, "control")


def test_every_period_and_every_event_is_counted_once(ours: DataSet, shown: str) -> None:
    periods = table(shown, "What a period rests on", "Periods")
    assert len(periods) == len({row.basis for row in ours.control}) == 7
    assert sum(int(count) for _told, count in periods) == len(ours.control)
    announced = sum(row.basis == "announced" for row in ours.control)
    assert [
        "one side announced that it had the centre; not a confirmation",
        str(announced),
    ] in periods
    events = table(shown, "How well an event is attested", "Events")
    assert sum(int(count) for _told, count in events) == len(ours.events)


def test_every_change_in_doubt_is_listed_with_its_bounds(ours: DataSet, shown: str) -> None:
    """Reckoned from the rows of control.csv alone."""
    before: dict[str, str] = {}
    all_changes, wanted = 0, []
    for row in ours.control:
        if before.get(row.area_id, row.controller) != row.controller:
            all_changes += 1
            edtf = parse_uncertain(row.start_edtf.text) if row.start_edtf else None
            if edtf and edtf.earliest != edtf.latest:
                wanted.append((row.start, day(edtf.earliest), day(edtf.latest)))
        before[row.area_id] = row.controller
    listed = table(shown, "Day used", "Area", "Came under", "Earliest to latest")
    assert sorted((row[0], row[3]) for row in listed) == sorted(
        (day(start), f"{first} – {last}") for start, first, last in wanted
    )
    told = f"Of {all_changes} changes of controller, {len(wanted)} have no single day."
    assert told in words(section(shown, "doubt"))
    assert all(row[4] for row in listed)


def day(found: date | None) -> str:
    return f"{found.day} {found:%B %Y}" if found else "open"


def test_what_is_not_known_is_listed(ours: DataSet, shown: str) -> None:
    listed = table(shown, "Divided or not known")
    unknown = [row for row in ours.control if row.controller == "unknown"]
    assert [(row[1], row[2]) for row in listed] == [
        (f"{day(row.start)} – {day(row.end)}", row.note) for row in unknown
    ]


# Shapes


def test_the_measured_areas_stand_beside_the_printed(ours: DataSet, shown: str) -> None:
    listed = {row[0]: row[1:] for row in table(shown, "Area", "On the shape, km²")}
    assert len(listed) == 10
    for row in (*measure(ours), total(measure(ours))):
        name = ours.area_name(row.area_id) if row.area_id else "All districts"
        found = listed[name]
        assert found[0] == f"{row.measured_km2:,.0f}"
        if row.printed_km2 is None:
            assert found[1:3] == ["none printed", ""]
        else:
            assert found[1].split(" ")[0] == f"{row.printed_km2:,.0f}"
            change = 100 * (row.measured_km2 / row.printed_km2 - 1)
            assert found[2].replace(" ", "") == f"{change:+.1f}%".replace("-", "−")
    shares = {name: (row[3], row[4]) for name, row in listed.items() if row[3]}
    assert {name: [s.replace(" ", "") for s in found] for name, found in shares.items()} == {
        "Fuzuli": ["46%", "33%"],
        "Agdam": ["86%", "77%"],
    }


def test_every_note_on_an_area_is_shown(ours: DataSet, shown: str) -> None:
    told = words(section(shown, "shapes"))
    for area in ours.areas:
        assert area.note in told


# Corrections and sources


def test_every_correction_is_shown_with_its_reason(ours: DataSet, shown: str) -> None:
    told = section(shown, "corrections")
    assert len(ours.corrections) == 38
    lines = {
        anchor: row
        for row in elements(told, "tr")
        for anchor in re.findall(r'id="correction-([^"]+)"', row)
    }
    assert list(lines) == [
        row.correction_id
        for effect in ("applied", "noted", "reading")
        for row in ours.corrections
        if row.effect == effect
    ]
    for row in ours.corrections:
        assert row.reason in words(lines[row.correction_id])
        assert set(row.sources) == set(cited(lines[row.correction_id]))
        if row.effect != "reading":
            cells = [words(cell) for cell in elements(lines[row.correction_id], "td")]
            assert cells[1:3] == [row.printed, row.corrected]


def test_every_source_has_its_anchor_licence_use_and_side(ours: DataSet, shown: str) -> None:
    told = section(shown, "sources")
    assert len(ours.sources) == 134
    for source in ours.sources:
        [item] = elements(told, "li", id=f"source-{source.source_id}")
        said = words(item)
        assert source.title in said
        assert source.producer in said
        assert f"licence: {source.licence or 'not stated'}" in said
        assert f"used for: {source.used_for}" in said
        assert source.note in said
        linked = re.findall(r'href="([^"]+)"', item)
        assert [address.replace("&amp;", "&").replace("&#39;", "'") for address in linked] == list(
            source.address
        )


def test_sources_stand_by_kind_and_are_counted_by_side(ours: DataSet, shown: str) -> None:
    told = section(shown, "sources")
    counts = [int(n) for n in re.findall(r"<summary>[^<]*\((\d+)\)</summary>", told)]
    assert counts == [2, 120, 5, 7]
    leans = table(told, "On which side the producer is", "Sources")
    assert sum(int(count) for _side, count in leans) == len(ours.sources)
    armenian = sum(source.lean == "armenian" for source in ours.sources)
    assert ["Armenian source", str(armenian)] in leans


def test_a_long_list_waits_to_be_opened(shown: str) -> None:
    folded = re.findall(r"<details( open)?><summary>([^<(]+) \(", shown)
    closed = [title for is_open, title in folded if not is_open]
    assert "Pages, reports and documents" in closed
    assert "Founding documents" not in closed


# Versions and numbers


def test_the_versions_are_listed_and_this_one_is_named(ours: DataSet, shown: str) -> None:
    told = section(shown, "versions")
    assert f"version {ours.version} of the data, revision {ours.revision}" in words(told)
    listed = table(told, "Version", "Date", "What changed")
    assert [row[0] for row in listed] == [release.version for release in ours.settings.history]
    assert listed[0][0] == ours.version


def test_every_number_is_of_the_data_set_or_tested_above(ours: DataSet, shown: str) -> None:
    """The counts, the measured areas and the revision are held against others above."""
    own = "".join(elements(shown, "section"))
    for reckoned in ("versions", "shapes"):
        own = own.replace(section(shown, reckoned), "")
    for apart in elements(own, "table", class_="counts"):
        own = own.replace(apart, "")
    own = re.sub(r"<summary>[^<]*</summary>|SHA-256 [0-9a-f]+…", "", own)
    told = words(own).replace("Of 22 changes of controller, 13 have", "")
    assert numbers(told) - recorded(ours) == set()


def test_every_note_of_ours_about_shapes_has_its_sources(ours: DataSet, shown: str) -> None:
    for topic in ours.topics:
        if topic.page == "method" and topic.claim_ids:
            assert cited(section(shown, topic.topic_id))


def test_the_files_and_the_way_to_report_stand_at_the_end(shown: str) -> None:
    [nav] = elements(shown, "nav", class_="contents")
    linked = re.findall(r'href="#([^"]+)"', nav)
    assert linked[-2:] == ["downloads", "report"]
    for anchor in linked:
        assert shown.count(f'id="{anchor}"') == 1


# Reports of errors


def test_without_an_address_the_text_of_a_report_can_be_copied(shown: str) -> None:
    [block] = elements(shown, "div", id="report")
    [text] = elements(block, "pre", id="report-view")
    assert 'data-copy="report-view"' in block
    assert "Day: 1993-07-23\nDistrict: Agdam (AZ-AGM)\nClaim:\n" in text


def reported(square_data: SquareData, contact: str, claim: str = "C-1a") -> str:
    square_data.alter_json("datapackage.json", contact, "replay", "contact")
    return report_link(square_data.load(), View(date(2001, 3, 1), "NORTH"), claim)


def test_a_form_is_filled_in_with_district_day_and_claim(square_data: SquareData) -> None:
    link = reported(square_data, "https://example.org/issues/new")
    [address] = re.findall(r'href="([^"]+)"', link)
    parts = urlsplit(address.replace("&amp;", "&"))
    asked = parse_qs(parts.query)
    assert (parts.hostname, parts.path) == ("example.org", "/issues/new")
    assert asked["title"] == ["Error in Squares"]
    [body] = asked["body"]
    for line in ("Day: 2001-03-01", "District: North (NORTH)", "Claim: C-1a"):
        assert line in body.split("\n")


def test_a_letter_is_filled_in_the_same_way(square_data: SquareData) -> None:
    link = reported(square_data, "mailto:errors@example.org", claim="X-1")
    [address] = re.findall(r'href="([^"]+)"', link)
    parts = urlsplit(address.replace("&amp;", "&"))
    assert (parts.scheme, parts.path) == ("mailto", "errors@example.org")
    assert "+" not in parts.query  # mail programs show it as it is
    assert "Claim: X-1" in parse_qs(parts.query)["body"][0].split("\n")


def test_each_claim_has_a_text_of_its_own_to_copy(square_data: SquareData) -> None:
    assert 'data-copy="report-C-1a"' in reported(square_data, "")
    assert 'data-copy="report-view"' in reported(square_data, "", claim="")


# Other data sets


def test_the_squares_have_a_page_too(square_data: SquareData) -> None:
    with served(square_data.folder) as data:
        shown = content(opened("method"))
    assert [words(elements(part, "h2")[0]) for part in elements(shown, "section")] == [
        "What control means here",
        "Dates, and doubt about them",
        "What the shapes get wrong",
        "Corrections",
        "Sources",
        "Versions of the data",
    ]
    for source in data.sources:
        assert f'id="source-{source.source_id}"' in shown
    for row in data.corrections:
        assert f'id="correction-{row.correction_id}"' in shown


def test_without_corrections_there_is_no_section_of_them(square_data: SquareData) -> None:
    square_data.write("corrections.csv", square_data.read("corrections.csv").split("\n")[0] + "\n")
    package = square_data.read_json("datapackage.json")
    package["replay"]["expected_totals"] = {}
    square_data.write("datapackage.json", json.dumps(package))
    with served(square_data.folder):
        assert 'id="corrections"' not in content(opened("method"))


def test_hostile_text_comes_out_as_text(square_data: SquareData) -> None:
    square_data.alter("corrections.csv", 5, "reason", f"A {HOSTILE}")
    square_data.alter("corrections.csv", 3, "corrected", f"B {HOSTILE}")
    for column, mark in (("title", "C"), ("producer", "D"), ("licence", "E"), ("used_for", "F")):
        square_data.alter("sources.csv", 2, column, f"{mark} {HOSTILE}")
    square_data.alter("areas.csv", 2, "note", f"G {HOSTILE}")
    square_data.alter("control.csv", 10, "note", f"H {HOSTILE}")
    square_data.alter("names.csv", 2, "name", f"I {HOSTILE}")
    history = [{"version": "1.2.3", "date": "2025-02-01", "changes": f"J {HOSTILE}"}]
    square_data.alter_json("datapackage.json", history, "replay", "history")
    square_data.alter_json("datapackage.json", f"K {HOSTILE}", "description")
    with served(square_data.folder):
        shown = content(opened("method", district="NORTH"))
    assert "<script" not in shown
    for mark in "ABCDEFGHIJK":
        assert f"{mark} {SHOWN}" in shown
