"""Dates that are not known to the day."""

import time
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.dates import parse_day, parse_uncertain

FIRST, LAST = date(1992, 1, 1), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "approximate"),
    [
        ("1993-04-05", date(1993, 4, 5), date(1993, 4, 5), False),
        ("1993-04", date(1993, 4, 1), date(1993, 4, 30), False),
        ("1992-02", date(1992, 2, 1), date(1992, 2, 29), False),
        ("1993", date(1993, 1, 1), date(1993, 12, 31), False),
        ("1993-08~", date(1993, 8, 1), date(1993, 8, 31), True),
        ("1993-08-14~/1993-08-18", date(1993, 8, 14), date(1993, 8, 18), True),
        ("[1993-08-22,1993-08-23]", date(1993, 8, 22), date(1993, 8, 23), False),
        ("[1993-08-25,1993-08-18,1993-08-23]", date(1993, 8, 18), date(1993, 8, 25), False),
        ("[1993-04-02..1993-04-05]", date(1993, 4, 2), date(1993, 4, 5), False),
        ("1993-03-27/1993-04-05", date(1993, 3, 27), date(1993, 4, 5), False),
        ("1993-12/1994-01-06", date(1993, 12, 1), date(1994, 1, 6), False),
        ("../1992", None, date(1992, 12, 31), False),
        ("1994/..", date(1994, 1, 1), None, False),
    ],
)
def test_each_form_of_the_format_has_its_first_and_last_day(
    text: str, earliest: date | None, latest: date | None, approximate: bool
) -> None:
    found = parse_uncertain(text)
    assert (found.earliest, found.latest, found.approximate) == (earliest, latest, approximate)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1993",
        "1993-21",
        "1993-13",
        "1993-02-30",
        "0000",
        "199X",
        "y1993",
        "-1993",
        "{1993,1994}",
        "[..1993]",
        "[1993]",
        "[1993-01-01, 1993-01-02]",
        "../..",
        "/1993",
        "1993?",
        "~1993",
        "1993-04-05T10:00:00Z",
        "19930405",
        "1993-W14-1",
        "١٩٩٣",
        "1993\n",
    ],
)
def test_a_form_that_the_format_does_not_list_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as error:
        parse_uncertain(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["1994/1993", "1993-04-05/1993-03-27", "[1993-04-05..1993-04-02]"])
def test_a_range_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"before it begins .* swap"):
        parse_uncertain(text)


days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
singles = st.one_of(
    days.map(str), days.map(lambda day: f"{day:%Y-%m}"), days.map(lambda day: f"{day:%Y}")
)


@settings(max_examples=30)  # edtf is slow with sets
@given(st.lists(singles, min_size=2, max_size=3).map(lambda dates: f"[{','.join(dates)}]"))
def test_sets_agree_with_the_edtf_library(text: str) -> None:
    ours, theirs = parse_uncertain(text), parse_edtf(text)
    assert ours.earliest == _date(theirs.lower_strict())
    assert ours.latest == _date(theirs.upper_strict())


@given(singles, singles)
def test_ranges_agree_with_the_edtf_library(first: str, last: str) -> None:
    text = f"{min(first, last)}/{max(first, last)}"
    theirs = parse_edtf(text)
    try:
        ours = parse_uncertain(text)
    except ValueError:
        assert theirs.upper_strict() < theirs.lower_strict()
    else:
        assert ours.earliest == _date(theirs.lower_strict())
        assert ours.latest == _date(theirs.upper_strict())


@given(days, days, days)
def test_a_range_covers_its_ends_and_what_is_between(first: date, day: date, last: date) -> None:
    first, last = sorted((first, last))
    assert parse_uncertain(f"{first}/{last}").covers(day) == (first <= day <= last)


@given(st.text())
def test_any_text_is_a_date_or_refused_in_one_line(text: str) -> None:
    complaint = ""
    try:
        parse_uncertain(text)
    except ValueError as error:
        complaint = str(error)
    assert complaint == "" or complaint.isprintable()


def test_an_open_end_covers_everything_on_its_side() -> None:
    assert parse_uncertain("../1992").covers(date.min)
    assert not parse_uncertain("../1992").covers(date(1993, 1, 1))
    assert parse_uncertain("1994/..").covers(date.max)


def test_a_day_of_the_record_is_read() -> None:
    assert parse_day("1992-01-01", FIRST, LAST) == FIRST
    assert parse_day("2024-01-01", FIRST, LAST) == LAST


@pytest.mark.parametrize(
    "text", ["", "1993-4-5", "19930405", "1993-02-30", "5 April", "1993-04-05 ", "١٩٩٣-٠٤-٠٥"]
)
def test_what_is_not_a_day_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD, from 1992-01-01 to 2024-01-01") as error:
        parse_day(text, FIRST, LAST)
    assert repr(text) in str(error.value)


@pytest.mark.parametrize("text", ["1991-12-31", "2024-01-02", "0001-01-01", "9999-12-31"])
def test_a_day_outside_the_record_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match=f"{text} is outside .* 1992-01-01 to 2024-01-01"):
        parse_day(text, FIRST, LAST)


def _date(moment: time.struct_time) -> date:
    return date(*moment[:3])
