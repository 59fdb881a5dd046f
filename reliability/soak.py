"""A long run: readers who go through everything again and again, then visitors who come and go.

What it looks for is growth: memory once the warm-up is over against memory at the end, each taken
when the server is at rest. Streamlit collects garbage after every run, so what is left is held.
"""

import asyncio
import json
import random
import urllib.request
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from meter import open_files, resident_mb
from reader import Reader, ReaderError, days_of
from report import Result

from geodata.model import DataSet
from geodata.translate import languages
from serving import Server
from ui.page import pages
from ui.view import COLOURINGS, selectable

SEED = 20
REST_S = 1.5
DATES, DISTRICTS = 15, 2  # of a round, with a colouring, another page and the way back
ROUND = DATES + DISTRICTS + 3
TOGETHER = 10  # visitors at a time
NOTES = [
    (
        "A step is a settled date (three in four), another district or colouring, another "
        "page of the site, or the way back to the map; no reader stops to think. Every page "
        "had been opened once before."
    ),
    (
        "Streamlit keeps a closed page for two minutes, 128 of them at most, for readers "
        "whose connection broke. So memory while visitors come and go is compared from when "
        "that many are kept."
    ),
    "What Python has freed it keeps for later: the memory of a process need not fall.",
]
KEPT = 128  # pages that Streamlit remembers for two minutes after they were closed
FILES = 4  # that each may hold: its socket, and three of its event loop


@dataclass(frozen=True, slots=True)
class Extent:
    """How many readers stay, for how many rounds; how many visitors come and go."""

    readers: int = 50
    rounds: int = 10
    visitors: int = 500


QUICK = Extent(readers=10, rounds=3, visitors=60)


@dataclass
class Soak:
    """One run against one server."""

    server: Server
    pid: int
    data: DataSet
    extent: Extent
    errors: list[str] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        self.days = days_of(self.data)
        self.others = [page for page in pages() if page]

    async def stay(self) -> list[float]:
        """Let the readers go through their rounds; return the memory after each."""
        await self._open_every_page()
        readers = await asyncio.gather(*map(self._arrive, range(self.extent.readers)))
        draws = [random.Random(SEED + number) for number in range(len(readers))]  # noqa: S311
        memory = []
        for turn in range(self.extent.rounds):
            await asyncio.gather(
                *(self._round(*both, turn) for both in zip(readers, draws, strict=True))
            )
            memory.append(await self._memory_at_rest())
            print(f"{self.steps:,} steps: {memory[-1]:.1f} MB", flush=True)
        await asyncio.gather(*(reader.leave() for reader in readers))
        return memory

    async def come_and_go(self) -> list[float]:
        """Let visitors arrive, read and leave; return the memory after each tenth of them."""
        memory = []
        tenth = self.extent.visitors // 10
        for first in range(0, self.extent.visitors, tenth):
            for start in range(first, first + tenth, TOGETHER):
                number = min(TOGETHER, first + tenth - start)
                await asyncio.gather(*map(self._visit, range(start, start + number)))
            memory.append(await self._memory_at_rest())
        return memory

    def open_pages(self) -> int:
        """Return how many pages the server believes to be open."""
        with urllib.request.urlopen(f"{self.server.url}/healthz") as answer:  # noqa: S310 -- ours
            return int(json.load(answer)["sessions"])

    async def _open_every_page(self) -> None:
        """Open each page once: a process that has not shown it yet has not loaded all it needs."""
        reader = await self._arrive(0)
        for page in self.others:
            await reader.visit(page, date=self.days[0])
        await reader.leave()

    async def _arrive(self, number: int) -> Reader:
        return await Reader.arrive(self.server.url, date=self.days[number % len(self.days)])

    async def _round(self, reader: Reader, draw: random.Random, turn: int) -> None:
        steps = [self._settle(reader, draw) for _step in range(DATES)]
        steps += [self._choose(reader, draw) for _step in range(DISTRICTS)]
        steps.append(self._colour(reader, turn))
        draw.shuffle(steps)
        page = self.others[(draw.randrange(len(self.others)) + turn) % len(self.others)]
        language = draw.choice(list(languages()))
        for step in (*steps, self._go(reader, page, ""), self._go(reader, "", language)):
            await self._try(step)

    async def _try(self, step: Coroutine[Any, Any, object]) -> None:
        self.steps += 1
        try:
            await step
        except ReaderError as error:
            self.errors.append(str(error))

    async def _settle(self, reader: Reader, draw: random.Random) -> None:
        now = reader.query.get("date")
        await reader.report(date=draw.choice([day for day in self.days if day != now]))

    async def _choose(self, reader: Reader, draw: random.Random) -> None:
        now = reader.query.get("district", "")
        others = [key for key in ("", *selectable(self.data)) if key != now]
        await reader.report(district=draw.choice(others))

    async def _colour(self, reader: Reader, turn: int) -> None:
        await reader.report(colouring=COLOURINGS[(turn + 1) % len(COLOURINGS)])

    async def _go(self, reader: Reader, page: str, language: str) -> None:
        kept = {key: value for key, value in reader.query.items() if key != "lang"}
        await reader.visit(page, **kept, **({"lang": language} if language else {}))

    async def _visit(self, number: int) -> None:
        try:
            reader = await self._arrive(number)
            for ahead in (1, 2, 3):
                await reader.report(date=self.days[(number + ahead) % len(self.days)])
            await reader.leave()
        except ReaderError as error:
            self.errors.append(str(error))

    async def _memory_at_rest(self) -> float:
        await asyncio.sleep(REST_S)
        return resident_mb(self.pid)


async def measure_soak(server: Server, pid: int, data: DataSet, *, quick: bool) -> Result:
    """Return what a long run did to a server."""
    soak = Soak(server, pid, data, QUICK if quick else Extent())
    extent = soak.extent
    result = Result("A long run", "make load", notes=NOTES)
    memory = await soak.stay()
    result.add("readers", extent.readers)
    result.add("steps of all readers together", soak.steps)
    result.add(f"memory after {ROUND} steps of each", memory[0], "MB")
    result.add(f"memory after {ROUND * extent.rounds} steps of each", memory[-1], "MB")
    result.add("growth between the two", 100 * (memory[-1] / memory[0] - 1), "%", most=5)
    memory = await soak.come_and_go()
    first = memory[min(10 * KEPT // extent.visitors, len(memory) // 2)]
    result.add("visitors who came, read and left afterwards", extent.visitors)
    result.add("growth of memory while they did", 100 * (memory[-1] / first - 1), "%", most=5)
    result.add("pages still open on the server when all had left", soak.open_pages(), most=0)
    result.add("files and sockets it then holds", open_files(pid), most=FILES * KEPT)
    result.add("errors that a reader would have seen", len(soak.errors), most=0)
    for error in sorted(set(soak.errors))[:5]:
        print(error, flush=True)
    return result
