"""The last chapter as a text: every event, figure and state, in order, each with its sources."""

import re
from collections.abc import Iterator
from datetime import date

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
    served,
    words,
)

from geodata.control import changes
from geodata.model import DataSet


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


@pytest.fixture(scope="module")
def shown(ours: DataSet) -> str:
    assert ours.topics
    return content(opened("aftermath", date="2022-08-26", colour="share"))


def section(shown: str, anchor: str) -> str:
    [found] = elements(shown, "section", id=anchor)
    return found


def test_every_event_of_the_chapter_is_there_once_with_its_sources(
    ours: DataSet, shown: str
) -> None:
    start = ours.settings.chapters[-1].start
    events = [event for event in ours.events if event.date >= start]
    assert len(events) == 22
    for event in events:
        [told] = elements(shown, "li", id=f"event-{event.event_id}")
        assert event.text in words(told)
        assert set(event.sources) <= set(cited(told))
        assert f'<time datetime="{event.date}"><a class="jump" href="./?date={event.date}&' in told


def test_each_stage_runs_in_order_of_time_and_so_do_the_stages(shown: str) -> None:
    stages = elements(shown, "section")[:-1]
    days = [re.findall(r'<time datetime="([^"]+)"', stage) for stage in stages]
    assert all(days)
    assert all(found[0] <= found[-1] for found in days)
    lasts = [found[-1] for found in days]
    # The steps of 2023 as a whole stand after the talks and the displacement.
    assert lasts[:-3] == sorted(lasts[:-3])
    assert lasts[-1] == "2024-01-01" == max(lasts)


@pytest.mark.parametrize(
    ("anchor", "told"),
    [
        ("aftermath-corridor", "a Lachin corridor 5 km wide was under Russian peacekeepers"),
        (
            "aftermath-lachin",
            "The three places in the corridor of 2020 came under full Azerbaijani",
        ),
        ("aftermath-road", "describe this as a blockade; Azerbaijan denies that it was one"),
        ("aftermath-operation", "A ceasefire began at 13:00 local time"),
        ("aftermath-displacement", "100,000 arrivals out of 120,000 people"),
        ("aftermath-displacement", "between 50 and 1,000"),
        ("aftermath-end", "not internationally recognised"),
    ],
)
def test_each_stage_is_told(shown: str, anchor: str, told: str) -> None:
    assert told in words(section(shown, anchor))


def test_the_talks_have_their_four_days(shown: str) -> None:
    found = re.findall(r'<time datetime="([^"]+)"', section(shown, "aftermath-talks"))
    assert found == ["2023-09-21", "2023-09-25", "2023-09-29", "2023-10-02"]


def test_figures_that_differ_stand_in_one_row_with_their_sources(shown: str) -> None:
    rows = elements(section(shown, "aftermath-displacement"), "ul", class_="claim-row")
    arrivals = next(row for row in rows if "100,417" in row)
    found = [
        (words(elements(item, "span", class_="value")[0]), cited(item))
        for item in elements(arrivals, "li")
    ]
    assert found == [
        ("100,417 people", ["S33"]),
        ("about 100,000 people", ["D2"]),
        ("100,520 people", ["S34"]),
    ]


def test_both_sides_words_for_september_2023_stand_in_cards_of_one_kind(shown: str) -> None:
    [cards] = elements(section(shown, "aftermath-operation"), "ul", class_="cards")
    assert [words(card) for card in elements(cards, "li")] == [
        "Azerbaijan Military operation of September 2023"
        " It speaks of “local anti-terrorist measures”. S32",
        "Armenia Military operation of September 2023 It speaks of “aggression”. S32",
    ]


def test_every_state_of_what_is_not_counted_is_told_with_its_sources(
    ours: DataSet, shown: str
) -> None:
    told = section(shown, "states")
    start = ours.settings.chapters[-1].start
    uncounted = {area.area_id for area in ours.areas if not area.district_id}
    periods = [
        row
        for row in ours.control
        if row.area_id in uncounted and (row.end is None or row.end > start)
    ]
    items = elements(told, "li")
    assert len(items) == len(periods) == 5
    for period, item in zip(periods, sorted(items, key=items.index), strict=False):
        assert period.note in words(told)
        assert f"date={period.start}&amp;district={period.area_id}" in told
        assert cited(item)


def test_the_oblast_is_divided_then_comes_under_azerbaijani_control(shown: str) -> None:
    [strip] = [
        s for s in elements(shown, "div", class_="chapter-strip") if "19 September 2023" in s
    ]
    assert re.findall(r'title="([^"]+)"', strip) == [
        "10 November 2020: Divided or not known",
        "19 September 2023: Divided or not known",
        "20 September 2023: Azerbaijan",
    ]
    days = [int(length) for length in re.findall(r"flex:(\d+) 0 0", strip)]
    first, last = date(2020, 12, 2), date(2024, 1, 1)
    assert days == [(date(2023, 9, 19) - first).days, 1, (last - date(2023, 9, 20)).days]


def test_there_is_a_picture_of_each_key_day(ours: DataSet, shown: str) -> None:
    [listed] = elements(shown, "ul", class_="key-days")
    start, end = ours.settings.chapters[-1].start, ours.settings.end
    days = {start, *(c.date for c in changes(ours) if start < c.date <= end), end}
    assert re.findall(r"href=\"\./\?date=([\d-]+)", listed) == [str(day) for day in sorted(days)]
    assert listed.count("<img ") == len(days) == 4
    assert "Russian peacekeepers: Lachin corridor" in listed  # the text of a picture


def test_every_claim_and_figure_shown_has_a_source(shown: str) -> None:
    claims = elements(shown, "ul", class_="claim-row")
    assert claims
    assert all(cited(item) for row in claims for item in elements(row, "li"))


def test_every_number_is_one_of_the_data_set(ours: DataSet, shown: str) -> None:
    # 2021 to 2024 are the years under the strips.
    years = {str(year) for year in range(2021, 2025)}
    assert numbers(words(shown)) - recorded(ours) - years == set()


def test_the_glossary_holds_in_our_own_voice(shown: str) -> None:
    own = re.sub(r"“[^”]*”", "", words(shown)).lower()
    for word in ("liberat", "seized", "exodus", "ethnic cleansing", "separatist", "anti-terror"):
        assert word not in own


# Other data sets


def test_another_data_set_shows_its_last_chapter_by_year(square_data: SquareData) -> None:
    chapters = [
        {"id": "one", "title": "One", "start": "2000-01-01", "end": "2002-01-01"},
        {"id": "two", "title": "Two", "start": "2002-01-01", "end": None},
    ]
    square_data.alter_json("datapackage.json", chapters, "replay", "chapters")
    with served(square_data.folder):
        shown = content(opened("aftermath"))
    assert "Two: 1 January 2002 to 31 December 2009." in words(shown)
    assert words(elements(shown, "h2")[0]) == "2002"
    assert "event-TALKS" in shown
    assert "event-TAKEN" not in shown
    assert "Ring" in words(section(shown, "states"))


def test_an_event_that_no_section_has_stands_at_the_end(square_data: SquareData) -> None:
    head = "topic_id,page,title,note,event_ids,position_ids,claim_ids,figure_ids,sources\n"
    square_data.write("topics.csv", f"{head}t,aftermath,The talks,,TALKS,,,,\n")
    with served(square_data.folder):
        shown = content(opened("aftermath"))
    assert "North taken" in words(section(shown, "rest"))
    assert [words(title) for title in elements(shown, "h2")][:2] == [
        "The talks",
        "Also in this time",
    ]


def test_a_record_without_chapters_says_so(square_data: SquareData) -> None:
    square_data.alter_json("datapackage.json", [], "replay", "chapters")
    with served(square_data.folder):
        assert "has no chapters" in words(content(opened("aftermath")))


def test_a_record_without_context_has_no_strips(square_data: SquareData) -> None:
    for file, line in (("areas.csv", 6), ("control.csv", 12), ("names.csv", 7)):
        square_data.remove(file, line)
    shapes = square_data.read_json("districts.geojson")
    shapes["features"] = [f for f in shapes["features"] if f["id"] != "RING"]
    square_data.write_json("districts.geojson", shapes)
    with served(square_data.folder):
        shown = content(opened("aftermath"))
    assert 'class="chapter-strip"' not in shown
    assert 'id="states"' not in shown


def test_hostile_text_comes_out_as_text(square_data: SquareData) -> None:
    chapters = [{"id": "all", "title": f"A {HOSTILE}", "start": "2000-01-01", "end": None}]
    square_data.alter_json("datapackage.json", chapters, "replay", "chapters")
    square_data.alter("events.csv", 2, "title", f"B {HOSTILE}")
    square_data.alter("control.csv", 12, "note", f"C {HOSTILE}")
    square_data.alter("areas.csv", 6, "note", f"D {HOSTILE}")
    square_data.alter("names.csv", 7, "name", f"E {HOSTILE}")
    with served(square_data.folder):
        shown = content(opened("aftermath"))
    assert "<script" not in shown
    for mark in "ABCDE":
        assert f"{mark} {SHOWN}" in shown
