"""The tables of a data set: their columns, what a field may hold, and the record a row becomes.

A table is read as text first, so that nothing is guessed; the index of a frame is the line in the
file, and messages use it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

import pandas as pd
import pandera.pandas as pa

from geodata import columns, model
from geodata.dates import UncertainDate, parse_uncertain
from geodata.problems import MOST_SHOWN, Problem

ABOUT_DATES = ("start_of_control", "offensive", "event_date")
ABOUT_NUMBERS = ("area_km2", "held_km2", "share", "population")
VOTES = ("votes_for", "votes_against", "abstentions", "absent")
DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Table:
    """A file, the columns that tell its rows apart, and what its columns may hold.

    A folder may do without an ``optional`` table's file.
    """

    name: str
    record: type
    key: tuple[str, ...]
    schema: pa.DataFrameSchema
    may_be_empty: bool = True
    optional: bool = False

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the order of docs/format.md."""
        return tuple(self.schema.columns)


def check(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each column, field and key of ``frame`` that is not as it should be."""
    if frame.empty and not table.may_be_empty:
        yield Problem(table.file, None, "the table has no rows", "add at least one row")
    try:
        table.schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        found = errors.failure_cases.sort_values("index", kind="stable")
        cases = found.head(MOST_SHOWN + 1).to_dict("records")
        yield from (_problem(table, frame, case) for case in cases)
    if set(table.key) <= set(frame.columns):
        for line in frame.index[frame.duplicated(list(table.key))][: MOST_SHOWN + 1]:
            shown = " ".join(frame.loc[line, list(table.key)])
            what = f"{', '.join(table.key)} is used by an earlier row too"
            yield Problem(table.file, line, what, "give each row its own", key=shown)


def records(table: Table, frame: pd.DataFrame) -> tuple[Any, ...]:
    """Make the record of each row of a frame that ``check`` passes."""
    hints = get_type_hints(table.record)
    readers = [(column, _READERS.get(hints[column], str)) for column in table.columns]
    return tuple(
        table.record(**{column: read(row[column]) for column, read in readers}, line=line)
        for line, row in zip(frame.index, frame.to_dict("records"), strict=True)
    )


def _problem(table: Table, frame: pd.DataFrame, case: dict[Any, Any]) -> Problem:
    if case["check"] == "column_in_schema":
        column = case["failure_case"]
        return Problem(table.file, 1, f"column {column!r} is not known", "remove or rename it")
    if case["check"] == "column_in_dataframe":
        what = f"column {case['failure_case']!r} is missing"
        return Problem(table.file, 1, what, f"the columns are {', '.join(table.columns)}")
    line, value = int(case["index"]), str(case["failure_case"])
    key = str(frame.loc[line].get(table.key[0], ""))
    what = f"{case['column']} is {value!r}" if value else f"{case['column']} is empty"
    return Problem(table.file, line, what, str(case["check"]), key=key)


def _number(text: str) -> float | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)


_READERS: dict[Any, Callable[[str], Any]] = {
    bool: "yes".__eq__,
    dt.date: dt.date.fromisoformat,
    dt.date | None: lambda text: dt.date.fromisoformat(text) if text else None,
    float | None: _number,
    tuple[str, ...]: lambda text: tuple(text.split()),
    UncertainDate: parse_uncertain,
    UncertainDate | None: lambda text: parse_uncertain(text) if text else None,
}


def _table(  # noqa: PLR0913 -- two flags, by keyword
    name: str,
    record: type,
    key: str,
    fields: dict[str, pa.Column],
    *,
    needed: bool = False,
    optional: bool = False,
) -> Table:
    schema = pa.DataFrameSchema(fields, strict=True)
    return Table(name, record, tuple(key.split()), schema, not needed, optional)


TABLES = (
    _table(
        "areas",
        model.Area,
        "area_id",
        {
            "area_id": columns.an_id(),
            "district_id": columns.an_id(optional=True),
            "kind": columns.one_of("district", "part", "context"),
            "name": columns.words(),
            "centre": columns.flag(),
            "area_km2": columns.number(),
            "held_km2": columns.number(),
            "note": columns.anything(),
            "sources": columns.ids(),
        },
        needed=True,
    ),
    _table(
        "control",
        model.ControlPeriod,
        "area_id start",
        {
            "area_id": columns.an_id(),
            "start": columns.day(),
            "end": columns.day(optional=True),
            "start_edtf": columns.uncertain_date(optional=True),
            "controller": columns.an_id(),
            "contested": columns.flag(),
            "basis": columns.one_of(
                "opening", "captured", "announced", "handover", "agreement", "contest", "reported"
            ),
            "event_id": columns.an_id(optional=True),
            "note": columns.anything(),
            "sources": columns.ids(),
        },
        needed=True,
    ),
    _table(
        "sources",
        model.Source,
        "source_id",
        {
            "source_id": columns.an_id(),
            "kind": columns.one_of("document", "web", "raw", "register"),
            "producer": columns.words(),
            "title": columns.words(),
            "address": columns.addresses(),
            "published": columns.anything(),
            "version": columns.anything(),
            "licence": columns.anything(),
            "file": columns.matches(
                r"raw/(?!\.)[\w.-]+", "write the path of a file in raw/", optional=True
            ),
            "sha256": columns.matches(r"[0-9a-f]{64}", "write 64 hex digits", optional=True),
            "lean": columns.one_of(
                "azerbaijani", "armenian", "russian", "international", "encyclopedia", "other"
            ),
            "used_for": columns.anything(),
            "note": columns.anything(),
        },
        needed=True,
    ),
    _table(
        "names",
        model.Name,
        "area_id lang name",
        {
            "area_id": columns.an_id(),
            "lang": columns.matches(
                r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "write a tag as hy or hy-Latn"
            ),
            "name": columns.words(),
            "use": columns.one_of("display", "other", "alias", "1993-2020"),
            "note": columns.anything(),
            "sources": columns.ids(),
        },
        needed=True,
    ),
    _table(
        "claims",
        model.Claim,
        "claim_id",
        {
            "claim_id": columns.an_id(),
            "conflict": columns.an_id(),
            "area_id": columns.an_id(optional=True),
            "change": columns.day(optional=True),
            "about": columns.one_of(*ABOUT_DATES, *ABOUT_NUMBERS, "statement"),
            "value": columns.words(),
            "unit": columns.anything(),
            "weight": columns.one_of("preferred", "alternative", "weak"),
            "note": columns.anything(),
            "sources": columns.ids(),
        },
    ),
    _table(
        "events",
        model.Event,
        "event_id",
        {
            "event_id": columns.an_id(),
            "date": columns.day(),
            "edtf": columns.uncertain_date(),
            "kind": columns.one_of(
                "military", "diplomatic", "legal", "humanitarian", "handover", "political"
            ),
            "area_ids": columns.ids(),
            "place": columns.anything(),
            "title": columns.words(),
            "text": columns.anything(),
            "standing": columns.one_of("corroborated", "single", "documents", "announced"),
            "sources": columns.ids(),
        },
    ),
    _table(
        "population",
        model.Figure,
        "figure_id",
        {
            "figure_id": columns.an_id(),
            "area_id": columns.an_id(optional=True),
            "measure": columns.an_id(),
            "group": columns.an_id(),
            "as_of": columns.uncertain_date(optional=True),
            "value": columns.number(),
            "low": columns.number(),
            "high": columns.number(),
            "printed": columns.anything(),
            "unit": columns.anything(),
            "sources": columns.ids(),
            "note": columns.anything(),
        },
    ),
    _table(
        "positions",
        model.Position,
        "position_id",
        {
            "position_id": columns.an_id(),
            "party": columns.words(),
            "topic": columns.words(),
            "text": columns.words(),
            "sources": columns.ids(),
        },
    ),
    _table(
        "provisions",
        model.Provision,
        "provision_id",
        {
            "provision_id": columns.an_id(),
            "event_id": columns.an_id(),
            "about": columns.one_of("names", DEADLINE, *VOTES),
            "value": columns.anything(),
            "text": columns.anything(),
            "area_ids": columns.ids(),
            "outcome": columns.an_id(optional=True),
            "sources": columns.ids(),
        },
        optional=True,
    ),
    _table(
        "topics",
        model.Topic,
        "topic_id",
        {
            "topic_id": columns.an_id(),
            "page": columns.one_of("law", "aftermath", "method"),
            "title": columns.words(),
            "note": columns.anything(),
            "event_ids": columns.ids(),
            "position_ids": columns.ids(),
            "claim_ids": columns.ids(),
            "figure_ids": columns.ids(),
            "sources": columns.ids(),
        },
        optional=True,
    ),
    _table(
        "tour",
        model.TourStep,
        "step_id",
        {
            "step_id": columns.an_id(),
            "date": columns.day(),
            "district": columns.an_id(optional=True),
            "title": columns.words(),
            "text": columns.words(),
            "question": columns.anything(),
            "answer": columns.anything(),
            "event_ids": columns.ids(),
            "sources": columns.ids(),
        },
        optional=True,
    ),
    _table(
        "identifiers",
        model.Identifier,
        "area_id scheme value",
        {
            "area_id": columns.an_id(),
            "scheme": columns.words(),
            "value": columns.words(),
            "address": columns.address(),
            "sources": columns.ids(),
        },
    ),
    _table(
        "corrections",
        model.Correction,
        "correction_id",
        {
            "correction_id": columns.an_id(),
            "file": columns.anything(),
            "row": columns.anything(),
            "field": columns.anything(),
            "printed": columns.anything(),
            "corrected": columns.anything(),
            "effect": columns.one_of("applied", "noted", "reading"),
            "reason": columns.words(),
            "sources": columns.ids(),
        },
    ),
)

CORRECTIONS = next(table for table in TABLES if table.name == "corrections")
