"""Sections of pages, and what documents name and set: the rules of both tables, and who is in."""

import re
from collections.abc import Callable

import pytest
from conftest import SquareData

from geodata.load import load
from geodata.model import DataSet
from geodata.topics import events_of, last_chapter, left_over, of_kinds, topics_of, within

TOPICS = """\
topic_id,page,title,note,event_ids,position_ids,claim_ids,figure_ids,sources
talks,law,Talks,Read in part.,TALKS TAKEN,P-1,C-1b C-1a,NORTH/census/total,BOOK
how,method,How,In our own words.,,,,,
"""
PROVISIONS = """\
provision_id,event_id,about,value,text,area_ids,outcome,sources
yes,TALKS,votes_for,39,Blue,,,PRESS
due,TALKS,deadline,2003-05-01,North,NORTH,TAKEN,PRESS
named,TALKS,names,,North and East,NORTH EAST,,BOOK
"""


@pytest.fixture
def squares(square_data: SquareData) -> SquareData:
    square_data.write("topics.csv", TOPICS)
    square_data.write("provisions.csv", PROVISIONS)
    return square_data


@pytest.fixture(scope="module")
def ours() -> DataSet:
    return load()


def test_a_folder_may_do_without_either_table(square_data: SquareData) -> None:
    data = square_data.load()
    assert (data.topics, data.provisions) == ((), ())


def test_a_package_may_leave_out_what_the_folder_has_not(square_data: SquareData) -> None:
    package = square_data.read_json("datapackage.json")
    kept = [r for r in package["resources"] if r["name"] not in {"topics", "provisions"}]
    square_data.alter_json("datapackage.json", kept, "resources")
    assert square_data.complaints() == []


def test_a_section_has_its_rows_in_the_order_of_the_table(squares: SquareData) -> None:
    data = squares.load()
    [talks] = topics_of(data, "law")
    assert [event.event_id for event in events_of(data, talks)] == ["TALKS", "TAKEN"]
    assert talks.claim_ids == ("C-1b", "C-1a")


# file:line column=new value, and what is said of it
CELLS = """\
topics.csv:2 event_ids=TALKS WAR
    talks: event_ids 'WAR' is not in events.csv — correct it or add it
topics.csv:2 position_ids=P-2
    talks: position_ids 'P-2' is not in positions.csv — correct it or add it
topics.csv:2 claim_ids=C-1b C-9
    talks: claim_ids 'C-9' is not in claims.csv — correct it or add it
topics.csv:2 figure_ids=SOUTH/census/total
    talks: figure_ids 'SOUTH/census/total' is not in population.csv — correct it or add it
topics.csv:2 sources=TALE
    talks: sources 'TALE' is not in sources.csv — correct it or add it
topics.csv:2 sources=
    talks: sources is empty — name one
topics.csv:2 page=index
    talks: page is 'index' — write one of law, aftermath, method
topics.csv:2 title=
    talks: title is empty — fill it in
topics.csv:3 topic_id=talks
    talks: topic_id is used by an earlier row too — give each row its own
provisions.csv:2 event_id=WAR
    yes: event_id 'WAR' is not in events.csv — correct it or add it
provisions.csv:2 value=thirty
    yes: value 'thirty' of votes_for is not a number — write how many, as 39
provisions.csv:2 about=mood
    yes: about is 'mood' — write one of names, deadline, votes_for, votes_against, abstentions,
    absent
provisions.csv:2 sources=
    yes: sources is empty — name one
provisions.csv:3 value=soon
    due: value 'soon' of a deadline is not a date — write a date in a form of docs/format.md
provisions.csv:3 value=
    due: value '' of a deadline is not a date — write a date in a form of docs/format.md
provisions.csv:3 outcome=WAR
    due: outcome 'WAR' is not in events.csv — correct it or add it
provisions.csv:3 text=
    due: text of deadline is empty — write what it names or sets
provisions.csv:4 area_ids=NORTH SOUTH
    named: area_ids 'SOUTH' is not in areas.csv — correct it or add it
"""


@pytest.mark.parametrize("case", re.sub(r"\n    ", " | ", CELLS.strip()).split("\n"))
def test_a_wrong_cell_is_told_with_file_row_value_and_remedy(
    squares: SquareData, case: str
) -> None:
    change, *lines = case.split(" | ")
    told = " ".join(lines)
    place, value = change.split("=", 1)
    where, column = place.split(" ")
    file, line = where.split(":")
    squares.alter(file, int(line), column, value)
    assert squares.complaints() == [f"{where} {told}"]


def test_a_note_on_method_is_the_makers_own_and_needs_no_source(squares: SquareData) -> None:
    assert squares.complaints() == []
    squares.alter("topics.csv", 3, "page", "law")
    assert squares.complaints() == ["topics.csv:3 how: sources is empty — name one"]


# Versions and the address for reports


def test_the_newest_version_stands_first_and_is_the_version(squares: SquareData) -> None:
    history = [
        {"version": "1.2.3", "date": "2025-02-01", "changes": "More."},
        {"version": "1.0.0", "date": "2025-01-01", "changes": "First."},
    ]
    squares.alter_json("datapackage.json", history, "replay", "history")
    assert [release.version for release in squares.load().settings.history] == ["1.2.3", "1.0.0"]
    squares.alter_json("datapackage.json", history[::-1], "replay", "history")
    assert squares.complaints() == [
        "datapackage.json: history begins with 1.0.0, the version is another — let the newest"
        " version stand first, and be the version",
        "datapackage.json: history is not in order — write the newest version first",
    ]


@pytest.mark.parametrize(
    "contact", ["", "mailto:errors@example.org", "https://example.org/project/issues/new"]
)
def test_an_address_for_reports_may_be_mail_or_a_form(squares: SquareData, contact: str) -> None:
    squares.alter_json("datapackage.json", contact, "replay", "contact")
    assert squares.load().settings.contact == contact


@pytest.mark.parametrize(
    "contact",
    [
        "javascript:alert(1)",
        "mailto:errors@example.org?bcc=x@example.org",
        'https://example.org/"><script>',
        "https://example.org/new?title=x",
        "errors@example.org",
        7,
    ],
)
def test_any_other_address_for_reports_is_refused(squares: SquareData, contact: object) -> None:
    squares.alter_json("datapackage.json", contact, "replay", "contact")
    [told] = squares.complaints()
    assert told.startswith("datapackage.json replay: contact is ")
    assert told.endswith("or mailto:…, without ? and #")


# What is in no section


def test_what_no_section_has_is_left_over_by_date(squares: SquareData) -> None:
    data = squares.load()
    assert left_over((), data.events[::-1]) == data.events
    assert left_over(data.topics, data.events) == ()


def test_the_last_chapter_is_the_one_that_starts_last(ours: DataSet) -> None:
    chapter = last_chapter(ours)
    assert chapter is not None
    assert chapter.id == "aftermath"
    assert all(event.date >= chapter.start for event in within(ours, chapter))
    before = [event for event in ours.events if event.date < chapter.start]
    assert len(before) + len(within(ours, chapter)) == len(ours.events)


def places(data: DataSet, page: str) -> list[str]:
    return [event_id for topic in topics_of(data, page) for event_id in topic.event_ids]


@pytest.mark.parametrize("page", ["law", "aftermath"])
def test_no_event_stands_twice_on_a_page(ours: DataSet, page: str) -> None:
    placed = places(ours, page)
    assert len(placed) == len(set(placed))


WANTED: dict[str, Callable[[DataSet], set[str]]] = {
    "law": lambda data: {e.event_id for e in of_kinds(data, ("legal", "diplomatic"))},
    "aftermath": lambda data: {
        e.event_id for c in [last_chapter(data)] if c for e in within(data, c)
    },
}


@pytest.mark.parametrize("page", WANTED)
def test_our_sections_leave_nothing_for_the_end(ours: DataSet, page: str) -> None:
    assert WANTED[page](ours) <= set(places(ours, page))
