"""A sound file -> a spoilt one, the same for the same seed: by its bytes, tokens or structure."""

import csv
import io
import json
import random
import re
from collections.abc import Callable
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PAIR = re.compile(r'"\w+": (?:"[^"]*"|-?[\d.]+|null)')
_MARK = re.compile(r'[{}\[\],:"]')
_SPLIT = re.compile(r'[,"\n]')

NUMBERS = (
    *("NaN", "Infinity", "-Infinity", "1e999", "-0", "1e-999", "01", "+1", "0x10", ".5", "1_000"),
    *("9" * 400, "9" * 5000, "1e308", "5e6", "-181", "91", "180", "90", "9007199254740993"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**53, 10**400, 1e308, "", "x", "\u202e\x00", "NORTH", "9" * 999),
    *([], {}, [[]], [None], [1, 2, 3], [1], [0, 0], {"type": "Point"}, "2001-02-30", "Polygon"),
    *("GeometryCollection", "{{ 7 * 7 }}", "<script>", "../../etc/passwd", "https://a.example/"),
)
CELLS = (
    *("", " ", "NA", "NaN", "null", "None", "0", "-1", "007", "1e9", "9" * 30, "9" * 5000, "1,5"),
    *("01/02/1993", "1993-02-30", "0001-01-01", "9999-12-31", "2001", "2001-03~", "[2001,2002]"),
    *("../2000", "2000/..", "[2001..", "2001-03-01/2001-02-01", "yes", "no", "NORTH", "BOOK BOOK"),
    *("a\nb", 'a"b', "a;b", "=1+1", "\u202eabc", "ß" * 300, "٣", "../../etc/passwd", "{{ 7 * 7 }}"),
)
TIMES = (1, 1, 1, 1, 2, 3)  # what is wrong with one file
BYTES = (
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b'"',
    b"\\",
    b"{",
    b"]",
    b"\xed\xa0\x80",
)


def mutated_json(seed: int, text: str) -> bytes:
    """Return a JSON text with one to three things wrong, or, now and then, with none."""
    rng = random.Random(seed)  # noqa: S311 -- to repeat it is the point
    for _ in range(rng.choice(TIMES)):
        change = rng.choice((_structure, _structure, _number, _pair, _nested, _mark))
        text = change(rng, text)
    return _encoded(rng, text)


def mutated_csv(seed: int, text: str) -> bytes:
    """Return a CSV text with one to three things wrong, or, now and then, with none."""
    rng = random.Random(seed)  # noqa: S311 -- to repeat it is the point
    for _ in range(rng.choice(TIMES)):
        text = rng.choice((_table, _table, _table, _split))(rng, text)
    return _encoded(rng, text)


def _encoded(rng: random.Random, text: str) -> bytes:
    """Return the bytes: as they are in three of four cases, else with bytes or encoding spoilt."""
    content = text.encode("utf-8", "surrogatepass")
    if rng.random() < 3 / 4:
        return content
    if rng.random() < 1 / 4:
        encoding = rng.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1251"))
        return text.encode(encoding, "replace")
    start = rng.randrange(len(content) + 1)
    end = min(len(content), start + rng.choice((0, 1, 1, 20, 500)))
    noise = rng.choice((b"", rng.choice(BYTES), rng.randbytes(4), content[start:end] * 2))
    rest = b"" if rng.random() < 1 / 6 else content[end:]  # cut off
    return content[:start] + noise + rest


def _structure(rng: random.Random, text: str) -> str:
    """Change, delete, rename or swap a value anywhere in the tree."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return text
    places = [*_places(whole)]
    if not places:
        return text
    inside, key = rng.choice(places)
    other, other_key = rng.choice(places)
    match rng.randrange(6):
        case 0:
            del inside[key]
        case 1 if isinstance(inside, dict):
            inside[rng.choice(("id", "type", "geometry", "crs", key + "x"))] = inside.pop(key)
        case 2:
            inside[key] = json.loads(json.dumps(other[other_key]))
        case 3:
            inside[key] = [inside[key]]
        case 4 if isinstance(inside, list):
            inside.insert(0, inside[key])
        case _:
            inside[key] = rng.choice(VALUES)
    return json.dumps(whole)


def _places(part: Any) -> Any:  # noqa: ANN401 -- JSON is any
    keys = part.keys() if isinstance(part, dict) else range(len(part))
    for key in keys:
        yield part, key
        if isinstance(part[key], dict | list):
            yield from _places(part[key])


def _replaced(
    rng: random.Random, text: str, pattern: re.Pattern[str], by: Callable[[str], str]
) -> str:
    found = [*pattern.finditer(text)]
    if not found:
        return text
    match = rng.choice(found)
    return text[: match.start()] + by(match[0]) + text[match.end() :]


def _number(rng: random.Random, text: str) -> str:
    return _replaced(rng, text, _NUMBER, lambda _old: rng.choice(NUMBERS))


def _pair(rng: random.Random, text: str) -> str:
    return _replaced(rng, text, _PAIR, lambda old: f"{old}, {old}")


def _nested(rng: random.Random, text: str) -> str:
    depth = rng.choice((2, 60, 70, 1_000, 10_000))
    return _replaced(rng, text, _NUMBER, lambda old: "[" * depth + old + "]" * depth)


def _mark(rng: random.Random, text: str) -> str:
    return _replaced(rng, text, _MARK, lambda old: rng.choice(("", old * 2, *'{}[],:"')))


def _split(rng: random.Random, text: str) -> str:
    marks = ("", '"', ";", "\t", ",", "\n", "\r\n", "\r", "\n\n", "\x1c", "\u2028")
    if rng.random() < 1 / 5:
        return text.replace(*rng.choice(((",", ";"), ("\n", "\r\n"), (",", ", "), ('"', "'"))))
    return _replaced(rng, text, _SPLIT, lambda _old: rng.choice(marks))


def _table(rng: random.Random, text: str) -> str:
    """Change cells, rows or columns of a table."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error:
        return text
    if not rows:
        return text
    rng.choice((_cell, _cell, _cell, _row, _column))(rng, rows)
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


def _cell(rng: random.Random, rows: list[list[str]]) -> None:
    row, other = rng.choice(rows), rng.choice(rows)
    place = rng.randrange(len(row))
    column = [each[place] for each in rows if place < len(each)]
    row[place] = rng.choice((rng.choice(CELLS), rng.choice(other), rng.choice(column)))
    if rng.random() < 1 / 8:
        row.insert(place, rng.choice(CELLS))


def _row(rng: random.Random, rows: list[list[str]]) -> None:
    place, other = rng.randrange(len(rows)), rng.randrange(len(rows))
    rows[place], rows[other] = rows[other], rows[place]
    if rng.random() < 1 / 2:
        del rows[place]
    elif rng.random() < 1 / 2:
        rows.insert(other, list(rows[place]))


def _column(rng: random.Random, rows: list[list[str]]) -> None:
    place, other = (rng.randrange(min(map(len, rows))) for _ in range(2))
    for row in rows:
        row[place], row[other] = row[other], row[place]
    if rng.random() < 1 / 2:
        for row in rows:
            del row[place]
