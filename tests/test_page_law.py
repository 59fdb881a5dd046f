"""Law and talks: every document, vote, deadline and position, each with its sources."""

import re
from collections.abc import Iterator
from itertools import pairwise

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

from geodata.control import state_on
from geodata.dates import parse_day
from geodata.model import DataSet
from geodata.safe import plain_text


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


@pytest.fixture(scope="module")
def shown(ours: DataSet) -> str:
    assert ours.topics
    return content(opened("law", date="1993-07-23", district="AZ-LAC", colour="share"))


def section(shown: str, anchor: str) -> str:
    [found] = elements(shown, "section", id=anchor)
    return found


def moment(shown: str, event_id: str) -> str:
    [found] = elements(shown, "li", id=f"event-{event_id}")
    return found


def test_every_legal_and_diplomatic_event_is_there_once_with_its_sources(
    ours: DataSet, shown: str
) -> None:
    events = [event for event in ours.events if event.kind in {"legal", "diplomatic"}]
    assert len(events) == 24
    for event in events:
        told = moment(shown, event.event_id)
        assert words(event.title) in words(told)
        assert plain_text(event.text) in words(told)
        assert set(event.sources) <= set(cited(told))


def test_what_rests_on_one_side_or_one_source_says_so(ours: DataSet, shown: str) -> None:
    for event in ours.events:
        for told in elements(shown, "li", id=f"event-{event.event_id}"):
            assert ('class="standing"' in told) == (event.standing != "corroborated")


def test_a_date_leads_to_its_day_with_the_view_and_the_area_it_is_about(shown: str) -> None:
    told = moment(shown, "E58")
    assert 'href="./?date=1993-07-29&amp;district=AZ-AGM&amp;colour=share"' in told
    assert 'href="./?date=2008-03-14&amp;colour=share"' in moment(shown, "E15")


def test_what_holds_in_law_stands_beside_what_holds_in_fact_before_all_else(shown: str) -> None:
    [lead] = elements(shown, "div", class_="lead")
    [law, fact] = elements(lead, "li", class_="card")
    assert "internationally recognised as part of Azerbaijan throughout the period" in law
    assert "with military support from Armenia, controlled" in fact
    assert cited(law)
    assert cited(fact)
    assert shown.index("de jure") < shown.index("<section")


@pytest.mark.parametrize("day", ["1992-01-01", "1993-07-23", "2020-10-18", "2024-01-01"])
def test_the_state_on_the_day_is_that_of_the_map(ours: DataSet, day: str) -> None:
    totals = state_on(ours, parse_day(day, ours.settings.start, ours.settings.end)).totals
    [line] = elements(content(opened("law", date=day)), "p", class_="on-the-day")
    told = words(line)
    assert f": {totals.districts_held} of 7 districts under Armenian control" in told
    assert f"{totals.held_km2:,.0f} of 8,810 km²." in told


def test_the_four_resolutions_say_when_and_which_areas(shown: str) -> None:
    told = section(shown, "law-security-council")
    found = [words(item) for item in elements(told, "li") if "names-line" in item]
    assert [re.findall(r"^(.*?) UN .* (\d+) United", item)[0] for item in found] == [
        ("30 April 1993", "822"),
        ("29 July 1993", "853"),
        ("14 October 1993", "874"),
        ("12 November 1993", "884"),
    ]
    names = [item.partition("Names: ")[2] for item in found]
    assert names == [
        "Kalbajar district (“Kelbadjar” in the copy read) S43",
        "Agdam district S42",
        "not known from what was read here",
        "Zangilan district and Horadiz S45",
    ]


def test_what_could_not_be_read_is_said(shown: str) -> None:
    assert "contain no list of the seven districts" in section(shown, "law-general-assembly")
    assert "Lachin and Jabrayil are not named" in section(shown, "law-security-council")
    assert "own wording was not checked" in section(shown, "law-court")
    assert "the text of the law was not read" in section(shown, "law-2022")


def test_the_vote_of_the_assembly_is_drawn_and_told(shown: str) -> None:
    told = moment(shown, "E15")
    [bar] = elements(told, "div", class_="vote-bar")
    assert re.findall(r"vote-(\w+)\" style=\"flex-grow:(\d+)\"", bar) == [
        ("votes_for", "39"),
        ("votes_against", "7"),
        ("abstentions", "100"),
        ("absent", "46"),
    ]
    [listed] = elements(told, "dl")
    votes = [(words(term), words(who)) for term, who in zip(*_terms(listed), strict=True)]
    assert votes == [
        ("39 for", "D1 S40"),
        (
            "7 against",
            "Angola, Armenia, France, India, Russia, the United States and Vanuatu D1 S40",
        ),
        ("100 abstained", "S40"),
        ("46 absent", "S41"),
    ]


def _terms(listed: str) -> tuple[list[str], list[str]]:
    return elements(listed, "dt"), elements(listed, "dd")


def test_the_states_against_are_as_many_as_the_votes(ours: DataSet) -> None:
    for row in ours.provisions:
        if row.about == "votes_against" and row.text:
            assert len(re.split(r", | and ", row.text)) == int(row.value)


def test_the_deadlines_stand_beside_what_happened(ours: DataSet, shown: str) -> None:
    [table] = elements(moment(shown, "E26"), "table", class_="deadlines")
    assert [[cell.split(" S23")[0] for cell in row[:2]] for row in rows(table)] == [
        ["Kalbajar", "15 November 2020"],
        ["Agdam", "20 November 2020"],
        ["Lachin, without the corridor", "1 December 2020"],
    ]
    happened = [row[2] for row in rows(table)]
    assert happened[0].startswith("25 November 2020 : Kalbajar handed over 10 days later")
    assert happened[1].startswith("20 November 2020 : Agdam handed over on the day set")
    assert happened[2].startswith("1 December 2020 : Lachin district handed over")
    due = {row.outcome: row.value for row in ours.provisions if row.outcome}
    handed = {e.event_id: e.date.isoformat() for e in ours.events if e.event_id in due}
    assert [handed[key] > value for key, value in due.items()] == [True, False, False]
    for day in {*due.values(), *handed.values()}:
        assert f"date={day}&" in table


# Positions


def test_every_position_is_there_in_the_card_of_its_party(ours: DataSet, shown: str) -> None:
    [cards] = elements(section(shown, "positions"), "ul", class_="equal")
    found = {words(elements(card, "h3")[0]): card for card in elements(cards, "li")}
    for position in ours.positions:
        card = found[position.party]
        assert position.topic in words(card)
        assert position.text in words(card)
        assert set(position.sources) <= set(cited(card))
        assert not any(position.text in words(other) for other in found.values() if other != card)


def test_the_cards_are_of_one_kind_in_the_order_of_the_table(ours: DataSet, shown: str) -> None:
    [cards] = elements(section(shown, "positions"), "ul", class_="equal")
    parties = [words(elements(card, "h3")[0]) for card in elements(cards, "li", class_="card")]
    assert parties == list(dict.fromkeys(position.party for position in ours.positions))
    assert set(re.findall(r"<li[^>]*>", cards)) == {'<li class="card">'}


def test_the_formulas_of_the_talks_stand_side_by_side(shown: str) -> None:
    [cards] = elements(section(shown, "law-formulas"), "ul", class_="cards")
    found = [words(elements(card, "h3")[0]) for card in elements(cards, "li")]
    assert found == ["Azerbaijan", "Armenia", "Mediators"]


# What every number and claim rests on


def test_every_claim_and_note_shown_has_a_source(ours: DataSet, shown: str) -> None:
    claims = elements(shown, "ul", class_="claim-row")
    assert claims
    for claim in (item for row in claims for item in elements(row, "li")):
        assert cited(claim)
    notes = [note for note in elements(shown, "p", class_="topic-note") if "no rank" not in note]
    assert len(notes) == sum(topic.page == "law" and bool(topic.note) for topic in ours.topics)
    assert all(cited(note) for note in notes)


def test_every_source_cited_is_one_of_the_data_set(ours: DataSet, shown: str) -> None:
    assert set(cited(shown)) <= {source.source_id for source in ours.sources}


def test_every_number_is_one_of_the_data_set_or_reckoned_from_it(ours: DataSet, shown: str) -> None:
    totals = state_on(ours, parse_day("1993-07-23", ours.settings.start, ours.settings.end)).totals
    reckoned = {str(totals.districts_held), f"{totals.held_km2:.0f}", "10"}  # 10 days later
    assert numbers(words(shown)) - recorded(ours) - reckoned == set()


def test_the_sections_are_linked_in_their_order(shown: str) -> None:
    [nav] = elements(shown, "nav", class_="contents")
    linked = re.findall(r'href="#([^"]+)"', nav)
    assert linked == re.findall(r'<section class="topic" id="([^"]+)"', shown)
    assert all(shown.index(f'id="{a}"') < shown.index(f'id="{b}"') for a, b in pairwise(linked))


def test_no_id_stands_twice(shown: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', shown)
    assert len(ids) == len(set(ids))


# Other data sets


def test_without_sections_events_stand_by_kind(square_data: SquareData) -> None:
    square_data.alter("events.csv", 2, "kind", "legal")
    with served(square_data.folder):
        shown = content(opened("law"))
    assert [words(title) for title in elements(shown, "h2")] == [
        "Law",
        "Talks and agreements",
        "Positions side by side",
    ]
    assert "North taken" in section(shown, "legal")
    assert "Talks" in words(section(shown, "diplomatic"))
    assert "Three districts that do not exist." in shown


def test_what_no_section_has_stands_at_the_end(square_data: SquareData) -> None:
    square_data.alter("events.csv", 2, "kind", "legal")
    head = "topic_id,page,title,note,event_ids,position_ids,claim_ids,figure_ids,sources\n"
    square_data.write("topics.csv", f"{head}t,law,The talks,,TALKS,,,,\n")
    with served(square_data.folder):
        shown = content(opened("law"))
    titles = [words(title) for title in elements(shown, "h2")]
    assert titles == ["The talks", "Also in law", "Positions side by side"]


def test_an_empty_page_is_no_error(square_data: SquareData) -> None:
    for table in ("positions.csv", "claims.csv"):
        square_data.write(table, square_data.read(table).split("\n")[0] + "\n")
    square_data.alter("events.csv", 3, "kind", "military")
    with served(square_data.folder):
        shown = content(opened("law"))
    assert elements(shown, "section") == []
    assert "of 3 districts under red control" in words(shown)


def test_hostile_text_comes_out_as_text(square_data: SquareData) -> None:
    head = "topic_id,page,title,note,event_ids,position_ids,claim_ids,figure_ids,sources\n"
    row = f"t,law,A {HOSTILE},B {HOSTILE},TALKS,P-1,C-1b,NORTH/census/total,BOOK\n"
    square_data.write("topics.csv", head + row)
    kinds = "provision_id,event_id,about,value,text,area_ids,outcome,sources\n"
    votes = f"v,TALKS,votes_for,3,C {HOSTILE},,,BOOK\nn,TALKS,names,,D {HOSTILE},,,BOOK\n"
    square_data.write("provisions.csv", f"{kinds}{votes}d,TALKS,deadline,2003,E {HOSTILE},,,BOOK\n")
    for column, mark in (("party", "F"), ("topic", "G"), ("text", "H")):
        square_data.alter("positions.csv", 2, column, f"{mark} {HOSTILE}")
    for column, mark in (("title", "I"), ("text", "J"), ("place", "K")):
        square_data.alter("events.csv", 3, column, f"{mark} {HOSTILE}")
    square_data.alter("claims.csv", 3, "note", f"L {HOSTILE}")
    square_data.alter("population.csv", 2, "note", f"M {HOSTILE}")
    square_data.alter("population.csv", 2, "printed", f"N {HOSTILE}")
    with served(square_data.folder):
        shown = content(opened("law"))
    assert "<script" not in shown
    for mark in "ABCDEFGHIJKLMN":
        assert f"{mark} {SHOWN}" in shown
