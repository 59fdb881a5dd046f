"""The guided tour: its steps tell what the data set holds, and the pages lead through them."""

import html
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

import pytest
from conftest import SquareData
from read_page import cited, content, elements, numbers, opened, plain, recorded, served, words

from geodata.control import state_on
from geodata.model import DataSet, TourStep
from geodata.picture import small_map, small_map_words
from geodata.tour import changes_of, step_before

HOSTILE = "{{7*7}} </details><script>alert(1)</script> ${x}"

# What the map never says in its own voice; a party's or a body's word stands in quotation marks.
AVOIDED = re.compile(
    r"liberat|occup|seiz|separatis|terroris|exodus|ethnic cleansing|surrender|ceded|returned|"
    r"\bfell\b|\bfallen\b|conquer|aggress|invad|invasion|puppet|regime|so-called|rebel|fled|"
    r"historic land|repatriat|coloni|buffer|security belt|third war|patriotic|enclave|reclaim|"
    r"recaptur|retook|retak|\blost\b|\bwon\b|victor|defeat|enem|hero|martyr|genocide",
    re.IGNORECASE,
)
QUOTED = re.compile("“[^”]*”")
SENTENCE = re.compile(r"[.?!](?= [A-Z]|$)")


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


def said(step: TourStep) -> str:
    return f"{step.title} {step.text} {step.question} {step.answer}"


def shown(**params: str) -> str:
    return content(opened("tour", **params))


def without_details(markup: str) -> str:
    """Return what is seen before anything is opened."""
    return re.sub(r"<details.*</details>", "", markup, flags=re.DOTALL)


def pictures(markup: str) -> list[str]:
    """Return the drawings of a page."""
    return [unquote(found) for found in re.findall(r'src="data:image/svg\+xml,([^"]*)"', markup)]


# The steps


def test_ten_steps_lead_from_the_first_day_to_the_last(ours: DataSet) -> None:
    assert len(ours.tour) == 10
    assert (ours.tour[0].date, ours.tour[-1].date) == (ours.settings.start, ours.settings.end)


def test_each_step_is_two_or_three_sentences(ours: DataSet) -> None:
    for step in ours.tour:
        assert 2 <= len(SENTENCE.findall(step.text)) <= 3, step.step_id
        assert len(SENTENCE.findall(step.answer)) <= 2, step.step_id


def test_each_step_cites_all_that_its_events_cite(ours: DataSet) -> None:
    events = {event.event_id: event for event in ours.events}
    for step in ours.tour:
        assert step.event_ids
        for event_id in step.event_ids:
            assert set(events[event_id].sources) <= set(step.sources), (step.step_id, event_id)


def test_each_change_of_a_district_is_told_by_an_event_of_its_step(ours: DataSet) -> None:
    told = [change for step in ours.tour for change in changes_of(ours, step)]
    for step in ours.tour:
        for change in changes_of(ours, step):
            assert change.event_id in {"", *step.event_ids}, (step.step_id, change)
    districts = {change.district_id for change in told}
    assert districts - {""} == set(ours.districts)


def test_no_number_is_in_a_step_that_is_not_in_the_other_tables(ours: DataSet) -> None:
    others = [ours.areas, ours.claims, ours.control, ours.events, ours.population, ours.positions]
    known = set().union(*(numbers(str(row)) for rows in others for row in rows))
    known |= plain(re.findall(r"\d+", " ".join(str(row) for rows in others for row in rows)))
    for step in ours.tour:
        # 26 years: from 1994 to 2020.
        assert numbers(said(step)) - known - {"26"} == set(), step.step_id
    assert recorded(ours)


def test_no_step_takes_a_side(ours: DataSet) -> None:
    for step in ours.tour:
        assert AVOIDED.findall(QUOTED.sub("", said(step))) == [], step.step_id
    assert AVOIDED.search("liberated")
    assert any(QUOTED.search(step.text) for step in ours.tour)


def test_a_blockade_is_said_by_others_and_denied(ours: DataSet) -> None:
    [step] = [step for step in ours.tour if "blockade" in said(step)]
    assert "most sources describe this as a blockade, and Azerbaijan denies" in step.text


def test_a_question_is_asked_before_every_step_but_the_first(ours: DataSet) -> None:
    assert [bool(step.question) for step in ours.tour] == [False] + [True] * 9


# The pages


@pytest.fixture(scope="module")
def overview(ours: DataSet) -> str:
    assert ours.tour
    return shown()


def test_the_overview_has_every_step_with_its_map_and_its_link(
    ours: DataSet, overview: str
) -> None:
    cards = elements(elements(overview, "ol", class_="tour-cards")[0], "li")
    assert len(cards) == 10
    for number, (step, card) in enumerate(zip(ours.tour, cards, strict=True), 1):
        assert f"{number}. {step.title}" in words(card)
        assert re.search(rf'href="\./tour\?date={step.date}[^"]*step={number}"', card)
        assert small_map_words(ours, step.date) in html.unescape(card)
    assert "10 steps lead through the record, from 1 January 1992 to 1 January 2024." in overview


def test_the_overview_says_how_to_use_it_as_a_lesson(overview: str) -> None:
    assert "As a lesson" in words(overview)
    assert 'href="./tour?date=1992-01-01&amp;step=1&amp;quiz=1"' in overview


@pytest.mark.parametrize("number", range(1, 11))
def test_each_step_shows_its_day_its_story_and_its_sources(ours: DataSet, number: int) -> None:
    step = ours.tour[number - 1]
    markup = shown(step=str(number))
    assert words(elements(markup, "h2")[0]) == step.title
    assert step.text in words(markup)
    assert set(cited(markup)) == set(step.sources)
    events = {event.event_id: event for event in ours.events}
    for event_id in step.event_ids:
        assert events[event_id].title in html.unescape(markup)
    changed = {change.district_id or change.area_id for change in changes_of(ours, step)}
    assert pictures(markup) == [small_map(ours, step.date, width=400, outlined=changed)]
    for change in changes_of(ours, step):
        assert change.name in words(markup)
    district = f"&amp;district={step.district}" if step.district else ""
    assert f'href="./?date={step.date}{district}"' in markup
    assert f"Step {number} of 10" in words(markup)


@pytest.mark.parametrize("quiz", ["", "1"])
def test_each_link_to_a_step_leads_to_that_step_and_reproduces_itself(
    ours: DataSet, quiz: str
) -> None:
    links = [
        html.unescape(link)
        for link in re.findall(
            r'href="\./(tour\?[^"]*)"',
            elements(shown(step="1", quiz=quiz, colour="share"), "ol", class_="tour-list")[0],
        )
    ]
    assert len(links) == len(ours.tour)
    for number, link in enumerate(links, 1):
        params = dict(pair.split("=") for pair in link.removeprefix("tour?").split("&"))
        assert params["colour"] == "share"
        page = opened("tour", **params)
        assert dict(page.query_params) == params
        steps = elements(content(page), "ol", class_="tour-list")[0]
        [current] = re.findall(r'href="\./([^"]*)" data-page="tour" aria-current="step"', steps)
        assert html.unescape(current) == link
        assert f"Step {number} of 10" in words(content(page))


def turns(markup: str) -> list[tuple[str, str]]:
    """Return where the links before and after lead, and what they say."""
    nav = elements(markup, "nav", class_="tour-turns")[0]
    return re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', nav)


@pytest.mark.usefixtures("ours")
def test_the_steps_lead_to_one_another_and_end_in_the_overview() -> None:
    assert [label for _href, label in turns(shown(step="1"))] == ["All steps", "Next step"]
    before, after = (href for href, _label in turns(shown(step="3", quiz="1")))
    assert before.endswith("step=2&amp;quiz=1")
    assert after.endswith("step=4&amp;quiz=1")
    (_previous, (end, label)) = turns(shown(step="10"))
    assert label == "All steps"
    assert "step=" not in end


@pytest.mark.parametrize("number", range(2, 11))
def test_with_questions_nothing_tells_the_answer_before_it_is_opened(
    ours: DataSet, number: int
) -> None:
    step = ours.tour[number - 1]
    before = step_before(ours, step)
    assert before
    markup = shown(step=str(number), quiz="1")
    seen = html.unescape(without_details(markup))
    assert step.question in seen
    assert pictures(seen) == [small_map(ours, before.date, width=400)]
    for later in ours.tour[number - 1 :]:
        assert later.title not in seen
        assert later.text not in seen
    assert step.answer not in seen
    [answer] = elements(markup, "details", class_="tour-answer")
    assert step.answer in words(answer)
    assert step.title in words(answer)
    assert small_map_words(ours, step.date) in html.unescape(answer)
    assert set(cited(answer)) == set(step.sources)
    assert "<summary" in answer


@pytest.mark.usefixtures("ours")
def test_the_first_step_is_told_at_once() -> None:
    markup = shown(step="1", quiz="1")
    assert "The record begins" in words(elements(markup, "h2")[0])
    assert "What do you think changes next?" not in markup


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("step", ["0", "11", "99", "-1", "x", "<script>", "1" * 50, "１"])
def test_a_step_that_is_not_there_shows_the_overview(step: str, overview: str) -> None:
    assert shown(step=step) == overview


def test_the_picture_of_a_step_is_that_of_its_day(ours: DataSet) -> None:
    for step in ours.tour:
        for district in state_on(ours, step.date).districts:
            assert district.name in small_map_words(ours, step.date)


# Another data set


TOUR = """\
step_id,date,district,title,text,question,answer,event_ids,sources
begin,2000-01-01,,Begin,It begins.,,,,BOOK
north,2001-03-01,NORTH,North,North is taken.,Which?,North.,TAKEN,BOOK PRESS
"""


def test_without_a_tour_the_page_says_so_and_offers_the_way_back(square_data: SquareData) -> None:
    with served(square_data.folder):
        markup = shown(date="2001-03-01", step="1")
    assert "This data set has no tour." in markup
    assert 'href="./?date=2001-03-01"' in markup


def test_hostile_texts_come_out_as_text(square_data: SquareData) -> None:
    square_data.write("tour.csv", TOUR)
    for column in ("title", "text", "question", "answer"):
        square_data.alter("tour.csv", 3, column, HOSTILE)
    square_data.alter("events.csv", 2, "title", HOSTILE)
    with served(square_data.folder):
        for params in ({}, {"step": "2"}, {"step": "2", "quiz": "1"}):
            markup = shown(**params)
            assert "<script" not in markup
            assert "{{7*7}} &lt;/details&gt;&lt;script&gt;" in markup
            assert markup.count("<details") == markup.count("</details>")


def test_what_changed_is_counted_from_the_step_before(square_data: SquareData) -> None:
    square_data.write("tour.csv", TOUR)
    data = square_data.load()
    begin, north = data.tour
    assert changes_of(data, begin) == ()
    assert [(c.name, c.date) for c in changes_of(data, north)] == [("North", date(2001, 3, 1))]
