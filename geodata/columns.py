"""What a field of a table may hold, each kind with the words that say how to put it right."""

import datetime as dt
import re
from collections.abc import Callable

import pandera.pandas as pa

from geodata.dates import parse_uncertain

_ID = r"[A-Za-z0-9][A-Za-z0-9._/-]*"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBER = r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"  # what a float keeps exact
_ADDRESS = r"https?://[^\s\"<>`{}\\]+"


def holds(test: Callable[[str], object], remedy: str, *, optional: bool = False) -> pa.Column:
    """Return a column whose every field passes ``test``; ``optional`` fields may be empty."""

    def passes(text: str) -> bool:
        return bool(test(text)) if text else optional

    remedy = f"{remedy}, or leave it empty" if optional else remedy
    return pa.Column(str, pa.Check(passes, element_wise=True, error=remedy))


def matches(pattern: str, remedy: str, *, optional: bool = False) -> pa.Column:
    """Return a column whose every field is ``pattern`` from its first character to its last."""
    return holds(re.compile(pattern).fullmatch, remedy, optional=optional)


def one_of(*values: str, optional: bool = False) -> pa.Column:
    """Return a column of these values."""
    return holds(values.__contains__, f"write one of {', '.join(values)}", optional=optional)


def flag() -> pa.Column:
    """Return a column of yes and no."""
    return one_of("yes", "no", optional=True)


def an_id(*, optional: bool = False) -> pa.Column:
    """Return a column of one id."""
    return matches(_ID, "write an id of letters, digits and . _ / -", optional=optional)


def ids() -> pa.Column:
    """Return a column of any number of ids."""
    pattern = re.compile(f"{_ID}(?: {_ID})*")

    def each_once(text: str) -> bool:
        found = text.split(" ")
        return bool(pattern.fullmatch(text)) and len(set(found)) == len(found)

    return holds(each_once, "write ids, each once, with one space between", optional=True)


def words() -> pa.Column:
    """Return a column of text that may not be empty."""
    return holds(str.strip, "fill it in")


def anything() -> pa.Column:
    """Return a column of text that may be empty."""
    return pa.Column(str)


def day(*, optional: bool = False) -> pa.Column:
    """Return a column of ISO days."""
    return holds(_is_day, "write a day as 1993-04-05", optional=optional)


def uncertain_date(*, optional: bool = False) -> pa.Column:
    """Return a column of EDTF dates."""
    remedy = "write a date in a form of docs/format.md, the earlier day first"
    return holds(_is_uncertain_date, remedy, optional=optional)


def number() -> pa.Column:
    """Return a column of numbers that are not negative."""
    remedy = "write a number without separators and leading zeros, as 1936 or 0.5"
    return matches(_NUMBER, remedy, optional=True)


def address() -> pa.Column:
    """Return a column of one address."""
    return matches(_ADDRESS, "write an http(s) address", optional=True)


def addresses() -> pa.Column:
    """Return a column of addresses."""
    remedy = "write http(s) addresses with one space between"
    return matches(f"{_ADDRESS}(?: {_ADDRESS})*", remedy, optional=True)


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(_DAY, text)) and _can_be_read(dt.date.fromisoformat, text)


def _is_uncertain_date(text: str) -> bool:
    return _can_be_read(parse_uncertain, text)


def _can_be_read(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
