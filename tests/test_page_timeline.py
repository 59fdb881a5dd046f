"""The timeline: every event with what is known of it, what the filters let through, and the day."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import SquareData
from read_page import HOSTILE, SHOWN, cited, content, elements, opened, rows, served, words
from streamlit.testing.v1 import AppTest

from geodata.control import changes, state_on
from geodata.model import DataSet, Event
from geodata.safe import plain_text
from geodata.words import date_words, number, uncertain_words

DAY = "1993-07-23"


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


@pytest.fixture(scope="module")
def page(ours: DataSet) -> AppTest:
    assert ours.events
    return opened("timeline", date=DAY, colour="share")


@pytest.fixture(scope="module")
def shown(page: AppTest) -> str:
    return content(page)


def item(shown: str, event: Event) -> str:
    [found] = elements(shown, "li", id=f"event-{event.event_id}")
    return found


def listed(shown: str) -> list[str]:
    return re.findall(r'<li id="event-([^"]+)"', shown)


def links(markup: str, page: str) -> list[dict[str, list[str]]]:
    """Return the parameters of the links to a page ("" is the replay)."""
    found = re.findall(r'<a class="jump" href="([^"]+)" data-page="([^"]*)"', markup)
    return [
        parse_qs(urlsplit(href.replace("&amp;", "&")).query) for href, to in found if to == page
    ]


# The list


def test_every_event_is_there_in_order(shown: str, ours: DataSet) -> None:
    dates = {event.event_id: event.date for event in ours.events}
    assert sorted(listed(shown)) == sorted(dates)
    found = [dates[event_id] for event_id in listed(shown)]
    assert found == sorted(found)


def test_an_event_tells_all_that_is_known_of_it(shown: str, ours: DataSet) -> None:
    for event in ours.events:
        told = item(shown, event)
        for part in (uncertain_words(event.edtf), event.title, event.text, event.place):
            assert words(plain_text(part)) in words(told)
        assert cited(told) == list(event.sources)


def test_an_event_leads_to_the_replay_on_its_day(shown: str, ours: DataSet) -> None:
    for event in ours.events:
        [replay] = links(item(shown, event), "")
        day = min(max(event.date, ours.settings.start), ours.settings.end)
        assert replay["date"] == [day.isoformat()]
        assert replay["colour"] == ["share"]


def test_an_event_leads_to_the_page_of_each_of_its_areas(shown: str, ours: DataSet) -> None:
    for event in ours.events:
        found = [link["district"][0] for link in links(item(shown, event), "districts")]
        assert found == list(event.area_ids)


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        ("corroborated", "several independent sources"),
        ("single", "one source beside the founding documents"),
        ("documents", "the founding documents only"),
        ("announced", "an announcement of one side, not a confirmation"),
    ],
)
def test_an_event_says_how_well_it_is_attested(
    shown: str, ours: DataSet, standing: str, told: str
) -> None:
    events = [event for event in ours.events if event.standing == standing]
    assert events
    for event in events:
        assert f"Known from {told}" in words(item(shown, event))


def test_the_event_of_the_day_is_marked(shown: str, ours: DataSet) -> None:
    marked = re.findall(r'<li id="event-([^"]+)" class="is-now"', shown)
    assert marked == [e.event_id for e in ours.events if e.date == dt.date.fromisoformat(DAY)]
    assert marked


def chapters(shown: str) -> dict[str, tuple[bool, str]]:
    """Return whether each chapter is unfolded, and how many events it says it has."""
    found = re.findall(r'<details class="chapter"( open="")?><summary>(.*?)</summary>', shown)
    heads = {words(head): bool(unfolded) for unfolded, head in found}
    parted = {head.rsplit(" ", 2)[0]: (heads[head], head.rsplit(" ", 2)[1]) for head in heads}
    assert len(parted) == len(found)
    return parted


def test_the_chapter_of_the_day_is_unfolded_and_each_says_how_many_it_has(
    shown: str, ours: DataSet
) -> None:
    found = chapters(shown)
    assert list(found) == [chapter.title for chapter in ours.settings.chapters]
    assert [title for title, (unfolded, _) in found.items() if unfolded] == ["First war 1992–94"]
    assert sum(int(count) for _, count in found.values()) == len(ours.events)


def test_the_list_begins_with_a_link_into_each_chapter(shown: str) -> None:
    links = re.findall(r'<a class="chip" href="#(chapter-[^"]+)">', shown)
    assert links == re.findall(r'<ol class="events" id="([^"]+)">', shown)
    assert len(links) == 4


def test_what_the_filters_let_through_is_all_unfolded() -> None:
    found = chapters(content(opened("timeline", kinds="legal")))
    assert len(found) > 1
    assert all(unfolded for unfolded, _count in found.values())


def test_events_without_chapters_are_one_list(square_data: SquareData) -> None:
    square_data.alter_json("datapackage.json", [], "replay", "chapters")
    with served(square_data.folder):
        shown = content(opened("timeline"))
    assert chapters(shown) == {}
    assert listed(shown) == ["TAKEN", "TALKS"]
    assert "<nav" not in shown


# The filters


def count(page: AppTest) -> str:
    [found] = elements(content(page), "p", class_="event-count")
    return words(found)


def test_all_events_are_counted(page: AppTest, ours: DataSet) -> None:
    assert count(page) == f"{len(ours.events)} of {len(ours.events)} events"


def test_the_address_holds_the_filters_and_the_widgets_show_them(ours: DataSet) -> None:
    page = opened("timeline", kinds="legal", district="AZ-AGM", since="1993-01-01", q="UN")
    assert page.multiselect[0].value == ["legal"]
    assert page.selectbox[0].value == "AZ-AGM"
    assert page.date_input[0].value == dt.date(1993, 1, 1)
    assert page.text_input[0].value == "UN"
    assert listed(content(page)) == ["E58"]
    assert count(page).startswith(f"1 of {len(ours.events)} events")


def test_a_filter_goes_to_the_address_and_leaves_the_rest() -> None:
    page = opened("timeline", date=DAY, district="AZ-LAC")
    page.multiselect[0].set_value(["handover"])
    page.run()
    found = {key: value for key, value in page.query_params.items() if value}
    assert {key: str(value).strip("[]'") for key, value in found.items()} == {
        "date": DAY,
        "district": "AZ-LAC",
        "kinds": "handover",
    }
    assert listed(content(page)) == ["E38"]


def test_a_search_finds_any_spelling() -> None:
    page = opened("timeline")
    page.text_input[0].set_value("Քարվաճառ")
    page.run()
    assert "E34" in listed(content(page))
    assert "E38" not in listed(content(page))


def test_nothing_found_says_so_and_offers_the_way_back(ours: DataSet) -> None:
    page = opened("timeline", date=DAY, q="xyzzy", kinds="legal")
    assert listed(content(page)) == []
    assert (
        count(page) == f"0 of {len(ours.events)} events: nothing fits all of this. Show all events"
    )
    [back] = links(elements(content(page), "p", class_="event-count")[0], "timeline")
    assert back == {"date": [DAY]}


# The day and the charts


def test_the_day_is_told_with_what_was_held(shown: str, ours: DataSet) -> None:
    totals = state_on(ours, dt.date.fromisoformat(DAY)).totals
    [day] = elements(shown, "div", class_="timeline-day")
    assert "23 July 1993" in words(day)
    assert f"{number(totals.held_km2)} of {number(totals.area_km2)} km²" in words(day)
    assert f"the centres of {totals.districts_held} districts" in words(day)


def test_the_day_leads_to_the_replay_and_to_the_changes_beside_it(shown: str) -> None:
    [day] = elements(shown, "div", class_="timeline-day")
    assert links(day, "") == [{"date": [DAY], "colour": ["share"]}]
    assert [link["date"] for link in links(day, "timeline")] == [["1993-04-05"], ["1993-08-22"]]


def test_before_the_first_and_after_the_last_change_there_is_no_way_on(ours: DataSet) -> None:
    for day, there in ((ours.settings.start, "after"), (ours.settings.end, "before")):
        [told] = elements(
            content(opened("timeline", date=day.isoformat())), "div", class_="timeline-day"
        )
        assert len(links(told, "timeline")) == 1
        assert f"Change {there}" in words(told)


def test_both_charts_say_in_words_what_they_show(page: AppTest, ours: DataSet) -> None:
    words_of = [chart.proto.alt for chart in page.get("vega_lite_chart")]
    assert len(words_of) == 2
    assert "largest from 29 October 1993 on, with 7,633 km²" in words_of[0]
    assert f"with {len(changes(ours))} changes" in words_of[1]


def test_the_table_of_the_step_chart_has_every_step(shown: str, ours: DataSet) -> None:
    [table] = [t for t in elements(shown, "table") if "km², by other days" in t]
    found = {row[0]: row[1:] for row in rows(table)}
    days = {change.date for change in changes(ours) if change.district_id}
    assert set(found) == {date_words(day) for day in days}
    for day in days:
        totals = state_on(ours, day).totals
        held, _other, districts, population = found[date_words(day)]
        assert (held, districts) == (number(totals.held_km2), str(totals.districts_held))
        assert population == number(totals.population)


def test_the_table_of_the_strips_has_every_change_with_its_sources(
    shown: str, ours: DataSet
) -> None:
    [table] = [t for t in elements(shown, "table") if "Days that sources give" in t]
    found = rows(table)
    assert len(found) == len(changes(ours))
    for row, change in zip(found, changes(ours), strict=True):
        assert row[0] == date_words(change.date)
        assert row[4] == " ".join(change.sources)


# Other data sets


def test_text_of_a_data_set_is_shown_as_text(square_data: SquareData) -> None:
    for column in ("title", "text", "place"):
        square_data.alter("events.csv", 2, column, HOSTILE)
    with served(square_data.folder):
        shown = content(opened("timeline"))
    assert "<script" not in shown
    assert shown.count(SHOWN) == 3


def test_a_data_set_without_events_has_charts_and_an_empty_list(square_data: SquareData) -> None:
    for name in ("events.csv", "topics.csv", "provisions.csv", "tour.csv"):
        if (Path(square_data.folder) / name).exists():
            square_data.write(name, square_data.read(name).splitlines()[0] + "\n")
    square_data.alter("control.csv", 3, "event_id", "")
    with served(square_data.folder):
        page = opened("timeline")
        assert len(page.get("vega_lite_chart")) == 2
        assert count(page) == "0 of 0 events"
