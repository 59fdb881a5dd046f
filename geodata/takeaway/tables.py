"""CSV for spreadsheets: UTF-8 with a byte order mark, as Excel takes anything else for Latin text.

A cell that a spreadsheet would take for a formula begins with an apostrophe here; ``unguarded``
takes it away again. Programs that need none of this read the tables of the data package.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from geodata.dates import UncertainDate
from geodata.model import DataSet
from geodata.tables import TABLES
from geodata.takeaway.rows import rows

# A number cannot compute anything, and would no longer be one behind an apostrophe.
_FORMULA = re.compile(r"(?!-?[0-9]+(?:\.[0-9]+)?\Z)'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

_CELLS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "",
    float: lambda value: format(Decimal(repr(value)).normalize(), "f"),  # never 1e+16
    dt.date: dt.date.isoformat,
    tuple: " ".join,
    UncertainDate: lambda value: value.text,
}


def guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it; ``unguarded`` is the way back.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("-5"), guarded("5 km")
    ("'=1+1", "''=1+1", '-5', '5 km')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell: one apostrophe less, if ``= + - @``, tab or return follows.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def control_csv(data: DataSet) -> bytes:
    """Return one row per period of control, with all that the tables say of it."""
    found = rows(data)
    return _csv(tuple(found[0]), (row.values() for row in found))


def table_csv(data: DataSet, name: str) -> bytes:
    """Return a table of the data set as it is read: applied corrections are in it."""
    table = next(table for table in TABLES if table.name == name)
    records = getattr(data, name)
    return _csv(
        table.columns,
        ((getattr(record, column) for column in table.columns) for record in records),
    )


def _csv(head: Sequence[str], lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(_cell(value)) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    for kind, shown in _CELLS.items():
        if isinstance(value, kind):
            return shown(value)
    return "" if value is None else str(value)
