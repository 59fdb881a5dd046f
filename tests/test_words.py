"""Dates and numbers as a reader reads them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import parse_uncertain
from geodata.load import load
from geodata.words import date_words, number, percent, since_words, uncertain_words

NARROW = "\u202f"  # between a number and its percent sign

days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
parts = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1993, 4, 5), "5 April 1993"),
        (date(1992, 1, 1), "1 January 1992"),
        (date(2024, 1, 1), "1 January 2024"),
        (date(2020, 2, 29), "29 February 2020"),
    ],
)
def test_a_day_is_written_out(day: date, words: str) -> None:
    assert date_words(day) == words


@given(st.dates(min_value=date(1000, 1, 1)))
def test_two_days_are_never_written_alike(day: date) -> None:
    if day < date.max:
        assert date_words(day) != date_words(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1993-04-05", "5 April 1993"),
        ("1993-04", "April 1993"),
        ("1993", "1993"),
        ("1993-08-23~", "about 23 August 1993"),
        ("1993-08~", "about August 1993"),
        ("1993~", "about 1993"),
        ("[1993-08-22,1993-08-23]", "22 August 1993 or 23 August 1993"),
        ("[1993-08,1993-10,1994]", "August 1993, October 1993 or 1994"),
        ("[1993-04-02..1993-04-05]", "between 2 April 1993 and 5 April 1993"),
        ("[1993-04..1993-06]", "between April 1993 and June 1993"),
        ("1993-03-27/1993-04-05", "27 March 1993 to 5 April 1993"),
        ("1988/1994", "1988 to 1994"),
        ("1993-08~/1994", "about August 1993 to 1994"),
        ("1993/1994-05~", "1993 to about May 1994"),
        ("../1992", "until 1992"),
        ("../1992-05-18", "until 18 May 1992"),
        ("1994/..", "from 1994"),
        ("1994-05-12~/..", "from about 12 May 1994"),
    ],
)
def test_each_form_of_an_uncertain_date_has_its_words(edtf: str, words: str) -> None:
    assert uncertain_words(parse_uncertain(edtf)) == words


@given(
    st.one_of(
        parts,
        parts.map("{}~".format),
        st.lists(parts, min_size=2, max_size=4).map(lambda found: f"[{','.join(found)}]"),
        st.tuples(parts, parts).map(lambda pair: f"[{'..'.join(sorted(pair))}]"),
        st.tuples(parts, parts).map(lambda pair: "/".join(sorted(pair))),
        parts.map("../{}".format),
        parts.map("{}/..".format),
    )
)
def test_whatever_can_be_read_can_be_said(edtf: str) -> None:
    try:
        found = parse_uncertain(edtf)
    except ValueError:  # 1993/1993-05 may be read as ending before it begins
        return
    words = uncertain_words(found)
    assert words
    assert not set("[]~/") & set(words)
    assert ".." not in words


@pytest.mark.parametrize(
    "edtf",
    [
        "[1993-04-02,1993-08-22..1993-08-25]",
        "[1993-04-02..1993-04-05,1993-08-22]",
        "[1993-04-02..1993-04-03..1993-04-05]",
    ],
)
def test_a_set_that_mixes_commas_and_dots_is_said_or_refused_but_never_breaks_a_page(
    edtf: str,
) -> None:
    try:
        found = parse_uncertain(edtf)
    except ValueError:
        return
    words = uncertain_words(found)
    assert "2 April 1993" in words


def test_every_uncertain_date_of_the_data_set_has_words() -> None:
    data = load()
    dates = [event.edtf for event in data.events]
    dates += [period.start_edtf for period in data.control if period.start_edtf]
    dates += [figure.as_of for figure in data.population if figure.as_of]
    assert all(uncertain_words(found) for found in dates)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (802, "802"),
        (8810, "8,810"),
        (421726, "421,726"),
        (7633.4, "7,633"),
        (1234567890, "1,234,567,890"),
    ],
)
def test_a_number_is_grouped_and_whole(value: float, words: str) -> None:
    assert number(value) == words


@given(st.integers(min_value=0, max_value=10**12))
def test_no_digit_of_a_number_is_lost(value: int) -> None:
    assert int(number(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0"),
        (0.8664, "86.6"),
        (0.8699, "87"),
        (0.005, "0.5"),
        (0.0004, "0"),
        (1, "100"),
    ],
)
def test_a_share_has_one_decimal_at_most(share: float, words: str) -> None:
    assert percent(share) == f"{words}{NARROW}%"


def test_the_state_on_the_first_day_is_older_than_the_record() -> None:
    start = date(1992, 1, 1)
    assert since_words(start, start) == "since before 1 January 1992"
    assert since_words(date(1992, 1, 2), start) == "since 2 January 1992"
    assert since_words(date(1993, 4, 5), start) == "since 5 April 1993"
