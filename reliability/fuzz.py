"""Spoil the files of a data set 22,000 times: each is loaded and can be shown, or is refused.

What is no DataSetError, or takes longer than the limit, is a failure. The same seed spoils the
same file in the same way; ``--seed`` begins elsewhere.
"""

import argparse
import contextlib
import faulthandler
import json
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import SquareData  # noqa: E402 -- found by the line above
from mutate import mutated_csv, mutated_json  # noqa: E402
from report import Result  # noqa: E402

from geodata import load as loading  # noqa: E402
from geodata import takeaway  # noqa: E402
from geodata.control import changes, state_on  # noqa: E402
from geodata.problems import DataSetError  # noqa: E402
from geodata.replay import background, payload  # noqa: E402
from geodata.tables import TABLES, check  # noqa: E402

GEOJSON = ("districts.geojson", "background.geojson")
OPTIONAL = {
    "tour.csv": "s-1,2000-01-01,,Start,It starts.,,,,BOOK\n"
    "s-2,2002-06-01,EAST,East,It changes.,When?,In June.,TAKEN,BOOK\n",
    "topics.csv": "t-1,law,Talks,A note.,TALKS,P-1,C-1a C-1b,NORTH/census/total,BOOK\n",
    "provisions.csv": "p-1,TALKS,names,,North is named.,NORTH,,BOOK\n"
    "p-2,TALKS,votes_for,39,,,,BOOK\np-3,TALKS,deadline,2003-01,To leave.,,TAKEN,BOOK\n",
}
KINDS = {"GeoJSON": 10_000, "CSV": 10_000, "datapackage.json": 2_000}
CPU_SECONDS, SECONDS = 10, 60  # of one case: at work, and in all
LETTERS = 600  # of one problem
CHUNK = 250
NOTES = [
    "A file of a tiny data set is changed by its bytes, its tokens or its structure, from a seed.",
    "What loads is then made into a day's state, the changes, the map's data and two downloads.",
]


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one spoilt file: loaded, refused, failed or slow."""

    kind: str
    seed: int
    file: str
    outcome: str
    seconds: float
    trace: str = ""


class _SlowError(BaseException):
    """A case that takes too long; no Exception, so that nothing catches it on the way."""


def run(kind: str, seeds: range, folder: Path) -> Iterator[Case]:
    """Yield what becomes of each spoilt file of this kind; ``folder`` is to be empty."""
    data = SquareData(folder)
    columns = {table.file: ",".join(table.columns) for table in TABLES}
    for name, rows in OPTIONAL.items():
        data.write(name, f"{columns[name]}\n{rows}")
    data.load()
    for seed in seeds:
        name = _file(kind, seed)
        sound = data.read(name)
        data.write(name, (mutated_csv if kind == "CSV" else mutated_json)(seed, sound))
        began = time.process_time()
        outcome, trace = outcome_of(data)
        yield Case(kind, seed, name, outcome, time.process_time() - began, trace)
        data.write(name, sound)


def _file(kind: str, seed: int) -> str:
    tables = [table.file for table in TABLES]
    names = {"GeoJSON": GEOJSON, "CSV": tables}.get(kind, [kind])
    return names[seed % len(names)]


def outcome_of(data: SquareData) -> tuple[str, str]:
    """Return what becomes of a data set, and the traceback if it is no answer."""
    try:
        with _limited():
            try:
                loaded = data.load()
            except DataSetError as error:
                _check(error)
                return "refused", ""
            _use(loaded)
    except _SlowError:
        return "slow", traceback.format_exc()
    except Exception:  # noqa: BLE001 -- that there is none is what is measured
        return "failed", traceback.format_exc()
    return "loaded", ""


def _check(error: DataSetError) -> None:
    """Each problem is one line that names a file of the data set and a remedy."""
    known = {table.file for table in TABLES} | {*GEOJSON, "datapackage.json"}
    for problem in error.problems:
        line = str(problem)
        if not (line.isprintable() and problem.what and problem.remedy and len(line) < LETTERS):
            raise AssertionError(line)
        if problem.file not in known and not problem.file.startswith("raw/"):
            raise AssertionError(line)
    if not error.problems:
        raise AssertionError("refused without a reason")


def _use(data: Any) -> None:  # noqa: ANN401 -- a DataSet
    """Do what the app does with a data set before anyone has chosen anything."""
    state_on(data, data.settings.opening)
    list(changes(data))
    json.dumps([payload(data), background(data)], allow_nan=False).encode()
    for name in ("control.csv", "control.geojson"):
        takeaway.make(data, name)


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _SlowError

    for signal_, timer, limit in (
        (signal.SIGPROF, signal.ITIMER_PROF, CPU_SECONDS),
        (signal.SIGALRM, signal.ITIMER_REAL, SECONDS),
    ):
        signal.signal(signal_, stop)
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def remember_checks() -> None:
    """Check a table once for each content: most tables of a case are those of the case before."""
    known: dict[Any, Any] = {}

    def remembered(table: Any, frame: Any) -> Any:  # noqa: ANN401 -- stands in for check
        key = (table.name, *frame.columns, *frame.index, *frame.to_numpy().ravel())
        if key not in known:
            if len(known) > len(TABLES) * 20:
                known.clear()
            known[key] = [*check(table, frame)]
        return known[key]

    loading.check = remembered  # type: ignore[attr-defined]


def _chunk(kind: str, seeds: range) -> list[Case]:
    # Code in C heeds no signal: then the process ends, and the run with it.
    faulthandler.dump_traceback_later(SECONDS * CHUNK / 10, exit=True)
    remember_checks()
    with tempfile.TemporaryDirectory() as folder:
        return [*run(kind, seeds, Path(folder))]


def main() -> int:
    """Run all, print the figures and write them; 1 if a case failed or was slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=1, help="of the files; 0.1 is a tenth")
    options = parser.parse_args()
    jobs = [
        (kind, range(start, min(start + CHUNK, options.seed + round(number * options.share))))
        for kind, number in KINDS.items()
        for start in range(options.seed, options.seed + round(number * options.share), CHUNK)
    ]
    began = time.monotonic()
    with ProcessPoolExecutor(2) as pool:
        cases = [case for found in pool.map(_chunk, *zip(*jobs, strict=True)) for case in found]
    for case in cases:
        if case.trace:
            print(f"{case.kind} seed {case.seed} {case.file}: {case.outcome}\n{case.trace}")
    return _report(cases, time.monotonic() - began)


def _report(cases: list[Case], seconds: float) -> int:
    result = Result("Spoilt files", "make fuzz", notes=NOTES)
    counts = Counter((case.kind, case.outcome) for case in cases)
    for kind in KINDS:
        result.add(f"spoilt {kind}", sum(case.kind == kind for case in cases), "files")
        result.add(f"{kind}: loaded, and shown", counts[kind, "loaded"], "files")
        result.add(f"{kind}: refused with file and remedy", counts[kind, "refused"], "files")
        result.add(f"{kind}: another exception", counts[kind, "failed"], "files", most=0)
        result.add(f"{kind}: over the limit of time", counts[kind, "slow"], "files", most=0)
    slowest = max(case.seconds for case in cases)
    result.add("slowest file, of the processor", slowest, "s", most=CPU_SECONDS)
    result.add("all files, in two processes", seconds, "s")
    result.save("fuzz")
    return int(not result.met)


if __name__ == "__main__":
    sys.exit(main())
