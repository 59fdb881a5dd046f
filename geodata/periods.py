"""What must hold of control.csv, and between it and claims.csv."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from geodata.dates import UncertainDate, parse_uncertain
from geodata.model import Claim, ControlPeriod, DataSet
from geodata.problems import Problem
from geodata.tables import ABOUT_DATES, ABOUT_NUMBERS

_NUMBER = re.compile(r"[<~]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:–[0-9]{1,15}(?:\.[0-9]{1,15})?)?")


def check_periods(data: DataSet) -> Iterator[Problem]:
    """Yield what is wrong with the rows of each area, which are taken in the order of the file."""
    rows: dict[str, list[ControlPeriod]] = {area.area_id: [] for area in data.areas}
    for period in data.control:
        rows.get(period.area_id, []).append(period)
    for area in data.areas:
        periods = rows[area.area_id]
        if not periods:
            what = "the area has no row in control.csv"
            yield Problem("areas.csv", area.line, what, "add one, even of unknown", area.area_id)
            continue
        yield from _check_ends(periods)
        for period in periods:
            yield from _check_days(period)
        for before, after in pairwise(periods):
            yield from _check_neighbours(before, after)


def check_openings(data: DataSet) -> Iterator[Problem]:
    """Yield each area whose first row does not start with the record."""
    start = data.settings.start
    first: dict[str, ControlPeriod] = {}
    for period in data.control:
        first.setdefault(period.area_id, period)
    for period in first.values():
        if period.start != start:
            what = f"the first row starts {period.start}, the record {start}"
            yield _wrong(period, what, f"start it on {start}, as unknown if nothing is known")


def check_claims(data: DataSet) -> Iterator[Problem]:
    """Yield what is wrong with a claim's value, its change, or the range of a change's claims."""
    areas = {key: tuple(part.area_id for part in parts) for key, parts in data.districts.items()}
    periods = {(period.area_id, period.start): period for period in data.control}
    ranges: dict[tuple[str, date], list[UncertainDate]] = {}
    for claim in data.claims:
        problem = _value_problem(claim)
        if problem:
            yield problem
        if not claim.change:
            continue
        keys = [(area_id, claim.change) for area_id in areas.get(claim.area_id, (claim.area_id,))]
        found = [key for key in keys if key in periods]
        if not found:
            what = f"no row of control.csv of {claim.area_id or 'no area'} starts on {claim.change}"
            remedy = "write the area and the start of the row it is about"
            yield Problem("claims.csv", claim.line, what, remedy, key=claim.claim_id)
        if not problem and claim.about in ABOUT_DATES and claim.weight != "weak":
            for key in found:
                ranges.setdefault(key, []).append(parse_uncertain(claim.value))
    for key, dates in ranges.items():
        yield from _check_range(periods[key], dates)


def _check_ends(periods: list[ControlPeriod]) -> Iterator[Problem]:
    first, last = periods[0], periods[-1]
    if first.basis != "opening":
        yield _wrong(first, f"basis of the first row is {first.basis}", "write opening")
    if last.end:
        yield _wrong(last, f"the last row ends {last.end}", "leave its end empty")


def _check_days(period: ControlPeriod) -> Iterator[Problem]:
    if period.end and period.end < period.start:
        what = f"end {period.end} is before start {period.start}"
        yield _wrong(period, what, "swap the two or correct one")
    if period.end == period.start:
        yield _wrong(period, f"it starts and ends on {period.start}", "correct one of them")
    if period.start_edtf is None:
        if period.basis != "opening":
            yield _wrong(period, "start_edtf is empty", f"write {period.start} or a range")
    elif not period.start_edtf.covers(period.start):
        what = f"start {period.start} is outside start_edtf {period.start_edtf.text}"
        yield _wrong(period, what, "correct one of them")


def _check_neighbours(before: ControlPeriod, after: ControlPeriod) -> Iterator[Problem]:
    if before.end is None:
        yield _wrong(before, "end is empty, but a row follows", f"end it on {after.start}")
    elif before.end < after.start:
        what = f"nothing is said of the days from {before.end} to before {after.start}"
        yield _wrong(after, what, "close the gap, with a row of unknown if need be")
    elif before.end > after.start:
        what = f"start {after.start} is before the end {before.end} of the row above"
        yield _wrong(after, what, "let one start on the day the other ends")
    same = before.controller == after.controller
    if same and before.contested == after.contested:
        what = "controller and contested are those of the row above"
        yield _wrong(after, what, "make one row of the two")
    if after.basis == "opening":
        yield _wrong(after, "basis is opening, but a row comes before", "write how it came about")
    elif same and after.basis != "contest":
        what = f"basis is {after.basis}, but the controller does not change"
        yield _wrong(after, what, "write contest")
    elif not same and after.basis == "contest":
        yield _wrong(after, "basis is contest, but the controller changes", "write how")


def _value_problem(claim: Claim) -> Problem | None:
    if claim.about in ABOUT_DATES:
        try:
            parse_uncertain(claim.value)
        except ValueError as error:
            remedy = "write a date in a form of docs/format.md"
            return Problem("claims.csv", claim.line, str(error), remedy, key=claim.claim_id)
    if claim.about in ABOUT_NUMBERS and not _NUMBER.fullmatch(claim.value):
        what = f"value {claim.value!r} of {claim.about} is not a number"
        remedy = "write a number, as 462, <100, ~1500 or 800–1000"
        return Problem("claims.csv", claim.line, what, remedy, key=claim.claim_id)
    return None


def _check_range(period: ControlPeriod, dates: list[UncertainDate]) -> Iterator[Problem]:
    earliest = min(found.earliest or date.min for found in dates)
    latest = max(found.latest or date.max for found in dates)
    edtf = period.start_edtf
    if edtf and (edtf.earliest or date.min, edtf.latest or date.max) != (earliest, latest):
        what = f"start_edtf is {edtf.text}, its claims give {earliest} to {latest}"
        yield _wrong(period, what, "let both give the same days, or weigh a claim as weak")


def _wrong(period: ControlPeriod, what: str, remedy: str) -> Problem:
    return Problem("control.csv", period.line, what, remedy, key=period.area_id)
