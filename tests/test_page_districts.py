"""The page of the districts, run without a browser: every figure on it is the data set's."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from read_page import elements, markup, opened, served

from geodata.control import state_on
from geodata.model import DataSet
from geodata.words import date_words, number


@pytest.fixture(scope="module")
def data() -> Iterator[DataSet]:
    with served() as ours:
        yield ours


@pytest.mark.parametrize("day", [dt.date(1992, 1, 1), dt.date(1993, 8, 25), dt.date(2024, 1, 1)])
def test_all_districts_are_shown_as_they_are_on_the_day(data: DataSet, day: dt.date) -> None:
    shown = markup(opened("districts", date=day.isoformat()))
    state = state_on(data, day)
    assert f"{number(state.totals.held_km2)} of {number(state.totals.area_km2)} km²" in shown
    for district in state.districts:
        card = shown.split(f"district={district.id}")[1].split("</li>")[0]
        assert data.settings.controller(district.controller).label in card
        if district.held_km2:
            assert f"{number(district.held_km2)} of {number(district.area_km2)} km² held" in card


def texts_of(data: DataSet, district: str) -> list[str]:
    """Return what the page of a district has to show: names, days, claims, figures, events."""
    ids = {district, *(area.area_id for area in data.districts[district])}
    rows = [row for row in data.control if row.area_id in ids]
    claims = [claim for claim in data.claims if claim.area_id in ids and claim.note]
    figures = [
        figure
        for figure in data.population
        if (figure.area_id, figure.measure) == (district, "census_1979")
    ]
    return [
        *(date_words(row.start) for row in rows),
        *(f">{source}<" for row in rows for source in row.sources),
        *(n.name for n in data.names if n.area_id == district and n.use != "alias"),
        *(claim.note[:20].replace("'", "&#39;") for claim in claims),
        *(number(figure.value or 0) for figure in figures),
        *(f'id="event-{e.event_id}"' for e in data.events if ids & set(e.area_ids)),
    ]


def test_a_district_is_shown_whole(data: DataSet) -> None:
    for district in data.districts:
        shown = markup(opened("districts", date="1993-08-25", district=district))
        wanted = texts_of(data, district)
        assert len(wanted) > 30
        assert [text for text in wanted if text not in shown] == []


def test_a_corrected_figure_shows_what_was_printed_and_why(data: DataSet) -> None:
    shown = markup(opened("districts", district="AZ-QBI"))
    fixes = data.corrections_for("population.csv", "AZ-QBI/census_1979/russians")
    assert fixes
    for fix in fixes:
        assert f"printed: {fix.printed}" in shown


def test_the_choice_of_a_district_and_a_day_is_written_to_the_address() -> None:
    page = opened("districts", date="1993-08-25")
    page.selectbox[0].set_value("AZ-FUZ").run()
    page.date_input[0].set_value(dt.date(2020, 10, 17)).run()
    assert dict(page.query_params) == {"date": "2020-10-17", "district": "AZ-FUZ"}


def test_strips_periods_and_events_lead_to_the_replay_in_its_colouring() -> None:
    shown = markup(opened("districts", date="1993-08-25", district="AZ-FUZ", colour="share"))
    [strips] = elements(shown, "div", class_="strips")
    parts = [strips, *elements(shown, "tbody"), *re.findall(r'<li id="event-.*?</li>', shown)]
    found = [to for part in parts for to in re.findall(r'href="([^"]*)" data-page=""', part)]
    assert len(found) > 10
    assert [to for to in found if "colour=share" not in to] == []


def test_a_context_area_has_a_page_too() -> None:
    assert "Nagorno-Karabakh" in markup(opened("districts", district="NKAO"))


def test_a_hostile_address_shows_all_districts() -> None:
    shown = markup(opened("districts", date="{{7*7}}", district="<script>alert(1)</script>"))
    assert "alert(1)" not in shown
    assert "district-cards" in shown
