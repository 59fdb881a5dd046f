"""What is wrong with a data set, said so that it can be put right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_SHOWN = 100  # problems of one file: who has more corrects those first


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
        key = f" {_short(self.key, 80)}" if self.key else ""
        # One problem, one line that can be read, whatever the file held.
        text = f"{self.file}{row}{key}: {_short(self.what, 240)} — {self.remedy}"
        return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


class DataSetError(Exception):
    """A data set that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def shortened(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, of each file no more than a hundred and that there are more."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.file] += 1
        if counts[problem.file] <= MOST_SHOWN:
            yield problem
        elif counts[problem.file] == MOST_SHOWN + 1:
            what = f"it has more than {MOST_SHOWN} problems"
            yield Problem(problem.file, None, what, "correct those above, then check again")
