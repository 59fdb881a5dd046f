"""Corrections as data: a printed value, what it should be, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd

from geodata.model import Correction
from geodata.problems import Problem

FILE = "corrections.csv"
RAW = "raw/"


def apply_corrections(
    corrections: Iterable[Correction],
    frames: Mapping[str, pd.DataFrame],
    unusable: Collection[str] = (),
) -> Iterator[Problem]:
    """Replace the values that corrections with effect ``applied`` name, in place.

    ``frames`` are text, by file name; corrections of ``unusable`` files are left out, and those of
    files in raw/, which belong to the build of the shapes. Yields a problem for each correction
    that matches nothing, or a value that an earlier one has replaced: two might turn one value
    round and round.
    """
    lines = {name: _lines(frame) for name, frame in frames.items() if name != FILE}
    replaced: set[tuple[str, int, str]] = set()
    for correction in corrections:
        elsewhere = correction.file in unusable or correction.file.startswith(RAW)
        if correction.effect == "reading" or elsewhere:
            continue
        if correction.file not in lines:
            yield _wrong(correction, f"there is no table {correction.file}", "name a table")
            continue
        frame, field = frames[correction.file], correction.field
        if field not in frame.columns:
            what = f"{correction.file} has no column {field!r}"
            yield _wrong(correction, what, "name a column")
            continue
        of_row = lines[correction.file].get(correction.row, [])
        matching = [line for line in of_row if frame.loc[line, field] == correction.printed]
        if len(matching) != 1:
            what = (
                f"printed value {correction.printed!r} of {field} stands in "
                f"{len(matching)} rows {correction.row!r} of {correction.file}"
            )
            yield _wrong(correction, what, "write row, field and value as in the file")
        elif (correction.file, matching[0], field) in replaced:
            what = (
                f"{correction.printed!r} is what an earlier correction wrote, not what is printed"
            )
            yield _wrong(correction, what, "keep one of the two")
        elif correction.effect == "applied":
            replaced.add((correction.file, matching[0], field))
            frame.loc[matching[0], field] = correction.corrected


def _lines(frame: pd.DataFrame) -> dict[str, list[int]]:
    """Return the lines of the rows, by their first column."""
    found: dict[str, list[int]] = defaultdict(list)
    for line, key in zip(frame.index, frame.iloc[:, 0], strict=True):
        found[key].append(line)
    return found


def _wrong(correction: Correction, what: str, remedy: str) -> Problem:
    return Problem(FILE, correction.line, what, remedy, key=correction.correction_id)
