"""How many readers one process bears: settled dates, memory, arrivals, a long run.

    python reliability/load.py [--quick] [--only PART ...]

The readers are reader.py's, but for the one who scrubs and a tenth of those who arrive: these are
real, in Chromium, on the server's own cores. Writes a file in reliability/results for each part and
exits with 1 where a target is missed; --quick tries everything in small and writes nothing.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "reliability"), str(ROOT / "tools"), str(ROOT)]

from arrivals import measure_arrivals  # noqa: E402
from meter import cpu_ms, quantile, resident_mb, slope  # noqa: E402
from reader import Reader, ReaderError, days_of  # noqa: E402
from report import Result  # noqa: E402
from scrubbing import measure_scrubbing  # noqa: E402
from soak import measure_soak  # noqa: E402

from browser import executable  # noqa: E402
from geodata.load import load  # noqa: E402
from geodata.model import DataSet  # noqa: E402
from serving import Server, app_server  # noqa: E402

SEED = 10
MOST_S = 15 * 60  # of all parts together
REST_S = 1.5
SETTLED = 5  # dates before the memory of a session counts
NOTES = [
    (
        "Memory is that of the process (RSS) at rest; Streamlit has collected garbage after "
        "the last run. It holds what all pages need; the slope is what one more open page "
        "adds."
    ),
    (
        "These readers are no browsers, but send what one sends and check what one shows. A "
        "settled date runs from the report of the map until the server has answered it in "
        "full."
    ),
]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many readers, in groups of how many; for how long they think, read, and do not think."""

    readers: int = 50
    group: int = 10
    think_s: float = 10.0
    read_s: float = 120.0
    rush_s: float = 20.0


QUICK = Extent(readers=10, group=2, think_s=2.0, read_s=6.0, rush_s=3.0)


@dataclass
class Readers:
    """Readers of one server, who settle on one date after the other."""

    server: Server
    pid: int
    days: list[str]
    open: list[Reader] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def memory(self, extent: Extent) -> list[tuple[int, float]]:
        """Open them group by group; return how many there were and the server's memory."""
        found = []
        for number in range(extent.readers):
            if number % extent.group == 0:
                found.append((number, await self.memory_at_rest()))
            reader = await Reader.arrive(self.server.url, date=self.days[0])
            self.open.append(reader)
            for _date in range(SETTLED):
                await self._settle(reader)
        return [*found, (extent.readers, await self.memory_at_rest())]

    async def read(self, seconds: float, think_s: float) -> None:
        """Let all of them settle on dates, and think between two of them."""
        self.waits, end = [], time.perf_counter() + seconds
        await asyncio.gather(
            *(self._read(reader, end, think_s, number) for number, reader in enumerate(self.open))
        )

    async def _read(self, reader: Reader, end: float, think_s: float, number: int) -> None:
        draw = random.Random(SEED + number)  # noqa: S311 -- reproducible, not secret
        await asyncio.sleep(draw.uniform(0, think_s))
        while time.perf_counter() < end:
            await self._settle(reader)
            await asyncio.sleep(think_s)

    async def _settle(self, reader: Reader) -> None:
        at = self.days.index(reader.query["date"])
        try:
            answer = await reader.report(date=self.days[(at + 1) % len(self.days)])
            self.waits.append(answer.seconds)
        except ReaderError as error:
            self.errors.append(str(error))

    async def memory_at_rest(self) -> float:
        """Return the server's memory in MB when it has nothing to do."""
        await asyncio.sleep(REST_S)
        return resident_mb(self.pid)


async def measure_readers(server: Server, pid: int, data: DataSet, *, quick: bool) -> Result:
    """Return what a server needs for readers who settle on dates, and how long these wait."""
    extent, days = QUICK if quick else Extent(), days_of(data)
    readers = Readers(server, pid, days)
    await _warm_up(server, days)
    result = Result(f"{extent.readers} readers", "make load", notes=NOTES)
    memory = await readers.memory(extent)
    result.add("memory of the process before them", memory[0][1], "MB")
    grown = 1000 * slope(memory)
    result.add(f"memory a session: slope from 0 to {extent.readers}", grown, "kB", most=1000)
    busy = await _busy(pid, readers.read(extent.read_s, extent.think_s))
    result.add(f"settled dates, {extent.think_s:g} s of thought between", len(readers.waits))
    result.add("a settled date, 95th percentile", quantile(readers.waits, 0.95), "s", most=1)
    result.add("a settled date, median", statistics.median(readers.waits), "s")
    result.add("server's CPU meanwhile", busy, "% of a core")
    held = 1000 * (await readers.memory_at_rest() - memory[0][1]) / extent.readers
    result.add("memory a session, when all have read", held, "kB", most=1000)
    sent = statistics.mean(reader.received for reader in readers.open) / 1000
    result.add("bytes over the socket a session, until then", sent, "kB", most=1000)
    start = time.perf_counter()
    await readers.read(extent.rush_s, 0)
    rate = len(readers.waits) / (time.perf_counter() - start)
    result.add("settled dates a second, without thought", rate, least=20)
    result.add("errors that a reader would have seen", len(readers.errors), most=0)
    return result


async def _warm_up(server: Server, days: list[str]) -> None:
    """Have what the first reader of all waits for done."""
    first = await Reader.arrive(server.url, date=days[0])
    await first.report(date=days[1])
    await first.leave()


async def _busy(pid: int, work: Coroutine[Any, Any, None]) -> float:
    """Return how many hundredths of a core a process needed during some work."""
    start, before = time.perf_counter(), cpu_ms(pid)
    await work
    return (cpu_ms(pid) - before) / (time.perf_counter() - start) / 10


PARTS = {
    "readers": measure_readers,
    "scrubbing": measure_scrubbing,
    "arrivals": measure_arrivals,
    "soak": measure_soak,
}


def _measured(part: str, data: DataSet, seconds: float, *, quick: bool) -> Result:
    """Measure one part on a server of its own; TimeoutError if it takes longer."""
    with tempfile.TemporaryDirectory() as folder, app_server(Path(folder) / "log.txt") as server:
        if server.process is None:
            raise RuntimeError("the server does not run")
        work = PARTS[part](server, server.process.pid, data, quick=quick)
        result = asyncio.run(asyncio.wait_for(work, seconds))
        result.add("tracebacks in the server's log", server.told().count("Traceback"), most=0)
    return result


def main() -> int:
    """Measure, print, write; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="does it work? in small, no file")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    executable()  # looks for Chromium, which it cannot do while a loop runs
    data, met, end = load(), True, time.monotonic() + MOST_S
    for part in options.only:
        print(f"\n{part}", flush=True)
        start = time.monotonic()
        result = _measured(part, data, end - start, quick=options.quick)
        print(f"took {time.monotonic() - start:.0f} s", flush=True)
        met &= result.met
        if not options.quick:
            result.save(part)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
