"""Bytes of a file -> text, JSON or a table; whatever the bytes, the answer or a DataSetError."""

import csv
import io
import json
import re
from itertools import accumulate
from typing import Any, NoReturn

import pandas as pd

from geodata.problems import DataSetError, Problem

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"
# A string to its end, or to the end of the text (possessive: a hostile file costs no backtracking).
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NO_TEXT = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)


def parse_table(name: str, content: bytes) -> pd.DataFrame:
    """Read CSV as text; the index is the line where a row begins, the header being line 1."""
    text = _decode(name, content)
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        _refuse(name, line, "a carriage return is in the file", "end lines with \\n alone")
    lines, rows = _rows(name, text)
    header = rows[0] if rows else []
    if not header or len(set(header)) < len(header):
        _refuse(name, 1, "the header is missing or names a column twice", "write each column once")
    ragged = [
        Problem(
            name,
            line,
            f"the row has {len(row)} fields, the header {len(header)}",
            "give each column one field; put quotes around a field with a comma",
            key=row[0] if row else "",
        )
        for line, row in zip(lines[1:], rows[1:], strict=True)
        if len(row) != len(header)
    ]
    if ragged:
        raise DataSetError(ragged)
    return pd.DataFrame(rows[1:], columns=header, index=lines[1:], dtype="str")


def parse_json(name: str, content: bytes, max_depth: int) -> Any:  # noqa: ANN401 -- JSON is any
    """Read JSON without duplicate keys, NaN or nesting deeper than ``max_depth``."""
    text = _decode(name, content)
    if _depth(text) > max_depth:
        _refuse(name, None, f"it is nested deeper than {max_depth}", "flatten it")
    try:
        value = json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_no_number, parse_float=_finite
        )
        if _NO_TEXT.search(text):
            _check_text(json.dumps(value, ensure_ascii=False))
    except json.JSONDecodeError as error:
        _refuse(name, error.lineno, f"it is not JSON: {error.msg}", "correct it there")
    except ValueError as error:
        _refuse(name, None, f"{error!s:.120}", "correct it")
    return value


def _decode(name: str, content: bytes) -> str:
    if content.startswith(_UTF16):
        _refuse(name, 1, "it is UTF-16", "save it as UTF-8")
    if content.startswith(_UTF8_BOM):
        _refuse(name, 1, "it begins with a byte order mark", "save it as UTF-8 without BOM")
    for unwanted, what in ((content.find(b"\0"), "a NUL character is in the file"),):
        if unwanted >= 0:
            _refuse(name, content.count(b"\n", 0, unwanted) + 1, what, "remove it")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(name, line, "it is not UTF-8", "save it as UTF-8")


def _rows(name: str, text: str) -> tuple[list[int], list[list[str]]]:
    lines, rows = [], []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            lines.append(line)
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        _refuse(name, line, f"it is not CSV: {error}", "check the quotes in and after this row")
    return lines, rows


def _depth(text: str) -> int:
    steps = (1 if mark in "[{" else -1 for mark in re.findall(r"[\[\]{}]", _STRING.sub("", text)))
    return max(accumulate(steps), default=0)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {key!r:.60} stands twice in one object")
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise ValueError(f"{text:.30} is too large")
    return number


def _check_text(text: str) -> None:
    # An escaped NUL or half a surrogate pair is legal JSON, but cannot be printed or saved.
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("a \\u escape is half of a pair") from None
    if "\\u0000" in text:
        raise ValueError("a NUL character is in a text")


def _refuse(name: str, line: int | None, what: str, remedy: str) -> NoReturn:
    raise DataSetError([Problem(name, line, what, remedy)])
