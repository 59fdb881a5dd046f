"""Which events a reader finds."""

import datetime as dt

import pytest
from conftest import SquareData

from geodata.events import chosen_events, event_districts
from geodata.load import load
from geodata.model import DataSet


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


def ids(data: DataSet, **asked: object) -> list[str]:
    return [event.event_id for event in chosen_events(data, **asked)]  # type: ignore[arg-type]


def test_nothing_asked_for_finds_every_event_by_date(data: DataSet) -> None:
    found = chosen_events(data)
    assert len(found) == len(data.events)
    assert [event.date for event in found] == sorted(event.date for event in data.events)


def test_kinds_find_those_kinds_only(data: DataSet) -> None:
    found = chosen_events(data, kinds=["legal", "handover"])
    assert {event.kind for event in found} == {"legal", "handover"}
    assert len(found) == sum(event.kind in {"legal", "handover"} for event in data.events)


@pytest.mark.parametrize("name", ["Ağdam", "agdam", "AGHDAM", "Աղդամ", "Агдам", "Akna"])
def test_any_spelling_of_a_district_finds_its_events(data: DataSet, name: str) -> None:
    found = ids(data, query=name)
    assert "E06" in found
    assert set(ids(data, district="AZ-AGM")) <= set(found)


def test_a_spelling_of_a_town_finds_what_names_the_town_otherwise(data: DataSet) -> None:
    assert "E51" in ids(data, query="Şuşa")


def test_all_words_must_be_found(data: DataSet) -> None:
    assert "E37" in ids(data, query="mosque agdam")
    assert ids(data, query="mosque zangilan") == []


def test_an_event_of_a_part_is_one_of_its_district(square_data: SquareData) -> None:
    square_data.alter("events.csv", 3, "area_ids", "EAST-A WEST")
    data = square_data.load()
    assert ids(data, district="EAST") == ["TALKS"]
    assert event_districts(data, data.events[1]) == ("EAST", "WEST")


def test_an_unsure_event_is_in_every_period_it_may_be_in(square_data: SquareData) -> None:
    data = square_data.load()
    assert ids(data, until=dt.date(2001, 2, 27)) == ["TAKEN"]
    assert ids(data, until=dt.date(2001, 2, 26)) == []
    assert ids(data, since=dt.date(2001, 3, 2), until=dt.date(2001, 12, 31)) == ["TAKEN"]


def test_an_open_end_does_not_put_an_event_into_every_later_period(
    square_data: SquareData,
) -> None:
    data = square_data.load()
    assert ids(data, since=dt.date(2002, 6, 1)) == ["TALKS"]
    assert ids(data, since=dt.date(2003, 1, 1)) == []


def test_a_query_that_has_no_word_finds_nothing(data: DataSet) -> None:
    assert ids(data, query="§§§") == []


def test_a_query_of_spaces_is_no_query(data: DataSet) -> None:
    assert len(ids(data, query="  ")) == len(data.events)


def test_filters_together_find_what_fits_all_of_them(data: DataSet) -> None:
    one = set(ids(data, kinds=["military"]))
    other = set(ids(data, district="AZ-AGM"))
    third = set(ids(data, since=dt.date(2020, 1, 1)))
    both = ids(data, kinds=["military"], district="AZ-AGM", since=dt.date(2020, 1, 1))
    assert set(both) == one & other & third != set()
