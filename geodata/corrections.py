"""Corrections as data: a printed value, what it should be, and why."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from geodata.model import Correction
from geodata.problems import Problem

RAW = "raw/"


def apply_corrections(
    corrections: Iterable[Correction], frames: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """Replace the values that corrections with effect ``applied`` name, in place.

    ``frames`` are text, by file name. Yields a problem for each correction that matches nothing.
    Corrections of files in raw/ belong to the build of the shapes and are left to it.
    """
    for correction in corrections:
        if correction.effect == "reading" or correction.file.startswith(RAW):
            continue
        if correction.file not in frames:
            yield _wrong(correction, f"there is no table {correction.file}", "name a table")
            continue
        frame = frames[correction.file]
        if correction.field not in frame.columns:
            what = f"{correction.file} has no column {correction.field!r}"
            yield _wrong(correction, what, "name a column")
            continue
        of_row = frame[frame.columns[0]] == correction.row
        matching = frame.index[of_row & (frame[correction.field] == correction.printed)]
        if len(matching) != 1:
            what = (
                f"printed value {correction.printed!r} of {correction.field} stands in "
                f"{len(matching)} rows {correction.row!r} of {correction.file}"
            )
            yield _wrong(correction, what, "write row, field and value as in the file")
        elif correction.effect == "applied":
            frame.loc[matching, correction.field] = correction.corrected


def _wrong(correction: Correction, what: str, remedy: str) -> Problem:
    return Problem("corrections.csv", correction.line, what, remedy, key=correction.correction_id)
