"""Dates and numbers in the reader's words."""

import datetime as dt

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from geodata.dates import UncertainDate
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import language

_DAY = "d MMMM y"


def date_words(day: dt.date) -> str:
    """Return a day in words.

    >>> date_words(dt.date(1993, 7, 23))
    '23 July 1993'
    """
    return format_date(day, _DAY, locale=language())


def month_words(day: dt.date) -> str:
    """Return the month and year of a day, or the year alone where it is the first of January.

    >>> month_words(dt.date(2020, 11, 10)), month_words(dt.date(1992, 1, 1))
    ('Nov 2020', '1992')
    """
    first = (day.month, day.day) == (1, 1)
    return format_date(day, "y" if first else "LLL y", locale=language())


def since_words(since: dt.date, record_start: dt.date) -> str:
    """Return since when, in words; the state on the record's first day is older than the record."""
    phrase = _("since before {date}") if since <= record_start else _("since {date}")
    return phrase.format(date=date_words(since))


def subject_words(data: DataSet) -> str:
    """Return the short name of the controller that the totals count, as in "Armenian control"."""
    return _(data.settings.controller(data.settings.subject).short)


def uncertain_words(date: UncertainDate) -> str:
    """Return an uncertain date in words.

    >>> from geodata.dates import parse_uncertain
    >>> uncertain_words(parse_uncertain("[1993-08-18,1993-08-23,1993-08-25]"))
    '18 August 1993, 23 August 1993 or 25 August 1993'
    >>> uncertain_words(parse_uncertain("2020-10-18~/2020-11-10"))
    'about 18 October 2020 to 10 November 2020'
    >>> uncertain_words(parse_uncertain("../1992"))
    'until 1992'
    """
    text = date.text
    if text.startswith("["):
        if ".." in text:
            first, last = text[1:-1].split("..")
            return _("between {first} and {last}").format(first=_part(first), last=_part(last))
        *most, last = (_part(part) for part in text[1:-1].split(","))
        return _("{most} or {last}").format(most=", ".join(most), last=last)
    if "/" not in text:
        return _part(text)
    first, last = text.split("/")
    if first == "..":
        return _("until {last}").format(last=_part(last))
    if last == "..":
        return _("from {first}").format(first=_part(first))
    return _("{first} to {last}").format(first=_part(first), last=_part(last))


def _part(text: str) -> str:
    """Return a day, month or year, with its ``~`` if it has one."""
    plain = text.removesuffix("~")
    pattern = {10: _DAY, 7: "LLLL y", 4: "y"}[len(plain)]
    day = dt.date.fromisoformat(plain + "-01-01"[len(plain) - 4 :])
    words = format_date(day, pattern, locale=language())
    return _("about {date}").format(date=words) if text.endswith("~") else words


def number(value: float) -> str:
    """Return a number with the language's grouping, without decimals.

    >>> number(421726)
    '421,726'
    """
    return format_decimal(value, format="#,##0", locale=language())


def percent(share: float, pattern: str = "0.#\u202f%") -> str:
    """Return a share, 0 to 1, as a percentage.

    >>> percent(0.8664).replace(chr(0x202F), " ")
    '86.6 %'
    """
    return format_percent(share, format=pattern, locale=language())
