"""Bytes of a file -> text, JSON or a table; whatever the bytes, the answer or a DataSetError."""

import csv
import io
import json
import os
import re
import stat
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from geodata.caps import CAPS, allow_more
from geodata.problems import MOST_SHOWN, DataSetError, Problem

_UTF8_BOM = b"\xef\xbb\xbf"
_NO_TEXT = {
    b"\xff\xfe": "UTF-16 or UTF-32",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "a zip archive or a workbook",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a database, as a GeoPackage is",
    b"PAR1": "Parquet",
}
# A string to its end, or to the end of the text (possessive: a hostile file costs no backtracking).
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_TOKEN = re.compile(rf"(?P<string>{_STRING.pattern})(?P<key>\s*+:)?|[\[\]{{}}]", re.DOTALL)
# Escape by escape: a pair, or what is legal JSON but cannot be printed or saved, or any other.
_ESCAPE = re.compile(r"\\(?:ud[89ab]..\\ud[c-f]..|(?P<unfit>u0000|ud[89a-f]..)|.)", re.IGNORECASE)
_LARGEST = 2**53 - 1  # the largest whole number that every reader of JSON keeps exact (RFC 8259)


class _NumberError(ValueError):
    """A number that JSON does not have, or that not every reader keeps."""


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def read_bytes(folder: Path, name: str, most: int) -> bytes:
    """Return the content of a file of the folder that has no more than ``most`` bytes."""
    try:
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()):
            _refuse(name, None, "it is a link that leads out of the folder", "put the file there")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # to open a pipe or a device might never end
            _refuse(name, None, "it is a folder, a pipe or a device", "put a file in its place")
        content = b""
        if status.st_size <= most:
            with path.open("rb") as file:
                content = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        _refuse(name, None, "the file is missing", "add it to the folder")
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        reason = getattr(error, "strerror", None) or "links lead in a circle"
        _refuse(name, None, f"it cannot be read: {reason}", "put a file there that can be read")
    if (size := max(status.st_size, len(content))) > most:
        what = f"it has {size:,} bytes, more than {most:,}"
        _refuse(name, None, what, allow_more("megabytes"))
    return content


def stands_in(folder: Path, name: str) -> bool:
    """Whether a folder has something of this name, be it a link that leads nowhere."""
    return os.path.lexists(folder / name)


def parse_table(name: str, content: bytes, max_rows: int = CAPS.rows) -> pd.DataFrame:
    """Read CSV as text; the index is the line where a row begins, the header being line 1."""
    text = _decode(name, content)
    if "\r" in text:
        line = _line(text, text.index("\r"))
        _refuse(name, line, "a carriage return is in the file", "end lines with \\n alone")
    lines, rows = _rows(name, text, max_rows)
    header = rows[0] if rows else []
    if not header or len(set(header)) < len(header):
        _refuse(name, 1, "the header is missing or names a column twice", "write each column once")
    if len(header) == 1 and (mark := re.search(r"[;\t|]", header[0])):
        _refuse(name, 1, f"there is {mark[0]!r} between the columns", "write , between fields")
    ragged = (
        Problem(
            name,
            line,
            f"the row has {len(row)} fields, the header {len(header)}",
            "give each column one field; put quotes around a field with a comma",
            key=row[0] if row else "",
        )
        for line, row in zip(lines[1:], rows[1:], strict=True)
        if len(row) != len(header)
    )
    if found := [*islice(ragged, MOST_SHOWN + 1)]:
        raise DataSetError(found)
    return pd.DataFrame(rows[1:], columns=header, index=lines[1:], dtype="str")


def parse_json(name: str, content: bytes, max_depth: int = CAPS.json_depth) -> Any:  # noqa: ANN401 -- JSON is any
    """Read JSON without duplicate keys, NaN or nesting deeper than ``max_depth``."""
    text = _decode(name, content)
    if _depth(text) > max_depth:
        _refuse(name, None, f"it is nested deeper than {max_depth}", allow_more("depth"))
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_whole,
        )
        _check_escapes(name, text)
    except json.JSONDecodeError as error:
        _refuse(name, error.lineno, f"it is not JSON: {error.msg}", "correct it there")
    except _NumberError as error:
        number = re.compile(rf"{_STRING.pattern}|(?P<found>{re.escape(str(error))})", re.DOTALL)
        line = _first_line(text, number, "found")
        _refuse(name, line, f"{error!s:.40} is not a number that can be kept", "correct it")
    except _TwiceError:
        key, line = _second_key(text)
        _refuse(name, line, f"key {key!r:.60} stands twice in one object", "leave one of them out")
    except RecursionError:
        _refuse(name, None, "it is nested too deep to be read", "flatten it")
    return value


def _decode(name: str, content: bytes) -> str:
    for beginning, what in _NO_TEXT.items():
        if content.startswith(beginning):
            _refuse(name, 1, f"it is {what}", "save it as UTF-8 text")
    if content.startswith(_UTF8_BOM):
        _refuse(name, 1, "it begins with a byte order mark", "save it as UTF-8 without BOM")
    if (nul := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, nul) + 1
        _refuse(name, line, "a NUL character is in the file", "remove it; save it as UTF-8 text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(name, line, "it is not UTF-8", "save it as UTF-8")


def _rows(name: str, text: str, max_rows: int) -> tuple[list[int], list[list[str]]]:
    lines: list[int] = []
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if len(rows) > max_rows:  # the header is no row
                what = f"it has more than {max_rows:,} rows"
                _refuse(name, line, what, allow_more("rows"))
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
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _second_key(text: str) -> tuple[str, int]:
    """Return the first key that stands twice in one object, and its second line."""
    around: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] in {"{", "["}:
            around.append(set())
        elif token[0] in {"}", "]"}:
            around.pop()
        elif token["key"]:
            key = json.loads(token["string"])
            if key in around[-1]:
                return key, _line(text, token.start())
            around[-1].add(key)
    raise AssertionError("the parser found one")


def _no_number(text: str) -> NoReturn:
    raise _NumberError(text)


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise _NumberError(text)
    return number


def _whole(text: str) -> int:
    if len(text) > len(str(-_LARGEST)) or abs(int(text)) > _LARGEST:
        raise _NumberError(text)
    return int(text)


def _check_escapes(name: str, text: str) -> None:
    if line := _first_line(text, _ESCAPE, "unfit"):
        what = "a \\u escape is a NUL character or half of a pair"
        _refuse(name, line, what, "write the character itself")


def _first_line(text: str, pattern: re.Pattern[str], group: str) -> int | None:
    """Return the line of the first match that has ``group``."""
    found = (_line(text, match.start()) for match in pattern.finditer(text) if match[group])
    return next(found, None)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse(name: str, line: int | None, what: str, remedy: str) -> NoReturn:
    raise DataSetError([Problem(name, line, what, remedy)])
