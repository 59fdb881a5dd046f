"""What is wrong with a data set, said so that it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct.

    ``row`` is the line in the file where the row begins (the header is 1); ``key`` names the row.

    >>> print(Problem("control.csv", 41, "end 1993-08-01 is before start 1993-08-23",
    ...               "swap the two or correct one", key="AZ-FUZ"))
    control.csv:41 AZ-FUZ: end 1993-08-01 is before start 1993-08-23 — swap the two or correct one
    >>> print(Problem("names.csv", None, "the file is missing", "add it"))
    names.csv: the file is missing — add it
    """

    file: str
    row: int | None
    what: str
    remedy: str
    key: str = ""

    def __str__(self) -> str:
        row = "" if self.row is None else f":{self.row}"
        key = f" {self.key}" if self.key else ""
        # One problem, one line, whatever the file held.
        text = f"{self.file}{row}{key}: {self.what} — {self.remedy}"
        return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class DataSetError(Exception):
    """A data set that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
