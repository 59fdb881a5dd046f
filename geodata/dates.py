"""Days, and dates that are not known to the day."""

import re
import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from edtf import parse_edtf

from geodata.translate import gettext as _

_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_SINGLE = re.compile(f"{_DATE}~?")
_RANGE = re.compile(rf"(?P<first>{_DATE}~?|\.\.)/(?P<last>{_DATE}~?|\.\.)")
_SET = re.compile(rf"\[{_DATE}(?:(?:,{_DATE})+|\.\.{_DATE})\]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as written and the days it may be; both ends are included, None is an open end."""

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool = False

    def covers(self, day: date) -> bool:
        """Whether ``day`` may be the date."""
        after = self.earliest is None or self.earliest <= day
        return after and (self.latest is None or day <= self.latest)


@lru_cache(maxsize=4096)
def parse_uncertain(text: str) -> UncertainDate:
    """Read one of the EDTF forms that docs/format.md lists.

    >>> parse_uncertain("1993-04").latest
    datetime.date(1993, 4, 30)
    >>> found = parse_uncertain("[1993-08-22,1993-08-23]")
    >>> print(found.earliest, found.latest)
    1993-08-22 1993-08-23
    >>> parse_uncertain("../1992").earliest is None
    True
    >>> parse_uncertain("1993-08~").approximate
    True

    Raises
    ------
    ValueError
        With one line that names the text and what to write.
    """
    try:
        earliest, latest = _range_of(text)
    except ValueError as error:
        raise ValueError(f"{text!r:.60} is not a date ({error})") from None
    return UncertainDate(text, earliest, latest, approximate="~" in text)


def parse_day(text: str, first: date, last: date) -> date:
    """Read an ISO day from ``first`` to ``last``, both included.

    >>> parse_day("1993-04-05", date(1992, 1, 1), date(2024, 1, 1))
    datetime.date(1993, 4, 5)

    Raises
    ------
    ValueError
        With one line that names the text and the range.
    """
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass  # 1993-02-30: the same answer as any other text that is not a day
        else:
            if first <= day <= last:
                return day
            raise ValueError(
                _("{day} is outside the record: choose a day from {first} to {last}").format(
                    day=day, first=first, last=last
                )
            )
    raise ValueError(
        _("{text!r:.60} is not a day: write YYYY-MM-DD, from {first} to {last}").format(
            text=text, first=first, last=last
        )
    )


def _range_of(text: str) -> tuple[date | None, date | None]:
    if _SINGLE.fullmatch(text):
        return _bounds(text)
    if _SET.fullmatch(text):
        return _set_bounds(text)
    if (match := _RANGE.fullmatch(text)) and text != "../..":
        first, last = match["first"], match["last"]
        earliest = None if first == ".." else _bounds(first)[0]
        latest = None if last == ".." else _bounds(last)[1]
        return _ordered(earliest, latest)
    raise ValueError("write one of the forms of docs/format.md, such as 1993-04-05 or 1993-08~")


def _set_bounds(text: str) -> tuple[date | None, date | None]:
    for stretch in text[1:-1].split(","):
        first, dots, last = stretch.partition("..")
        if dots:
            _ordered(_bounds(first)[0], _bounds(last)[1])
    bounds = [_bounds(member) for member in re.split(r",|\.\.", text[1:-1])]
    return min(low for low, _high in bounds), max(high for _low, high in bounds)


def _ordered(earliest: date | None, latest: date | None) -> tuple[date | None, date | None]:
    if earliest and latest and latest < earliest:
        raise ValueError(f"it ends {latest}, before it begins {earliest}: swap the two")
    return earliest, latest


@lru_cache(maxsize=4096)
def _bounds(text: str) -> tuple[date, date]:
    """Return the first and last day of a day, month or year.

    Sets and ranges are put together from these here, because edtf needs up to 36 ms for a set;
    tests/test_dates.py holds the result against edtf's own.
    """
    text = text.removesuffix("~")
    if len(text) == len("YYYY-MM-DD"):
        day = date.fromisoformat(text)
        return day, day
    value = parse_edtf(text)
    return _date_of(value.lower_strict()), _date_of(value.upper_strict())


def _date_of(moment: time.struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
