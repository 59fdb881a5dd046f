"""The most that is read of a data set: no file may take the memory or the time of the machine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from geodata.problems import DataSetError, Problem

_MOST = 10**9  # of anything: beyond, the machine's own limits come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most of one file: megabytes of 1,000,000 bytes; rows of a table; then of a GeoJSON file.

    The last word of a name is that of the option (``--max-depth``) and of the variable
    (``REPLAY_MAX_DEPTH``) that change it.
    """

    megabytes: float = 20
    rows: int = 50_000
    features: int = 5_000
    vertices: int = 500_000
    json_depth: int = 64


CAPS = Caps()
FIELDS = {field.name.rpartition("_")[2]: field.name for field in fields(Caps)}


def caps_of(environ: Mapping[str, str]) -> Caps:
    """Return the caps, as variables such as ``REPLAY_MAX_ROWS`` change them.

    >>> caps_of({"REPLAY_MAX_ROWS": "9", "HOME": "/"}).rows
    9

    Raises
    ------
    DataSetError
        With each variable that is not a number above 0.
    """
    changed, problems = {}, []
    for name, field in FIELDS.items():
        variable = f"REPLAY_MAX_{name.upper()}"
        try:
            if text := environ.get(variable):
                changed[field] = read_cap(name, text)
        except ValueError as error:
            problems.append(Problem(variable, None, str(error), "correct it or leave it out"))
    if problems:
        raise DataSetError(problems)
    return Caps(**changed)  # type: ignore[arg-type]


def read_cap(name: str, text: str) -> float:
    """Return the number of a cap, which is whole except that of megabytes; ValueError if none."""
    try:
        number = float(text) if name == "megabytes" else int(text)
    except ValueError:
        number = 0
    if not 0 < number <= _MOST:
        raise ValueError(f"{text!r:.60} is not a number from 1 to {_MOST}")
    return number


def allow_more(name: str) -> str:
    """Return the remedy for a file over a cap."""
    return f"leave out what is not needed, or allow more with --max-{name}"
