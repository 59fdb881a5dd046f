"""Who else is there while a replica fails: readers on every replica, and programs that download."""

import asyncio
import itertools
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookies import SimpleCookie

from reader import Reader, ReaderError

DATES = ("1993-07-23", "1993-07-24", "1993-08-23", "1993-10-31")
PAUSE_S = 0.2
COOKIE = "replica"  # deploy/haproxy.cfg


@dataclass
class Onlooker:
    """A reader who settles on one date after another."""

    replica: str
    waits: list[float] = field(default_factory=list)
    failure: str = ""


@dataclass
class Onlookers:
    """The readers, and how the downloads went: how many of each status or failure."""

    readers: list[Onlooker] = field(default_factory=list)
    downloads: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)  # of those that failed
    slowest: float = 0

    def elsewhere(self, replica: str) -> list[Onlooker]:
        """Return the readers whom another replica serves."""
        return [reader for reader in self.readers if reader.replica != replica]

    @property
    def broken(self) -> int:
        """How many downloads did not come whole."""
        return self.downloads.total() - self.downloads["200"]


@contextmanager
def onlookers(url: str, paths: Iterable[str], readers: int) -> Iterator[Onlookers]:
    """Let the readers read and the paths be fetched, over and over, inside the block."""
    seen = Onlookers()
    there, over = threading.Barrier(3), threading.Event()
    crowd = threading.Thread(target=lambda: asyncio.run(_read(url, readers, seen, there, over)))
    fetching = threading.Thread(target=_fetch, args=(url, list(paths), seen, there, over))
    crowd.start()
    fetching.start()
    try:
        there.wait(timeout=60)
        yield seen
    finally:
        over.set()
        crowd.join()
        fetching.join()


async def _read(
    url: str, count: int, seen: Onlookers, there: threading.Barrier, over: threading.Event
) -> None:
    opened = [await Reader.arrive(url, date=DATES[-1]) for _ in range(count)]
    seen.readers += [Onlooker(_replica(reader)) for reader in opened]
    there.wait(timeout=60)
    await asyncio.gather(
        *(_settle(reader, notes, over) for reader, notes in zip(opened, seen.readers, strict=True))
    )


def _replica(reader: Reader) -> str:
    """Return which replica serves a reader, as its cookie says."""
    answer = reader.socket.response
    cookies = SimpleCookie(answer.headers.get("Set-Cookie", "") if answer else "")
    return cookies[COOKIE].value


def rush(url: str, count: int, seconds: float) -> list[Onlooker]:
    """Let readers settle on one date after another without a pause."""
    over = threading.Event()
    threading.Timer(seconds, over.set).start()
    with ThreadPoolExecutor(1) as thread:  # Playwright has an event loop in this one
        return thread.submit(asyncio.run, _rush(url, count, over)).result()


async def _rush(url: str, count: int, over: threading.Event) -> list[Onlooker]:
    opened = [await Reader.arrive(url, date=DATES[-1]) for _ in range(count)]
    seen = [Onlooker(_replica(reader)) for reader in opened]
    await asyncio.gather(
        *(_settle(reader, notes, over, 0) for reader, notes in zip(opened, seen, strict=True))
    )
    return seen


async def _settle(
    reader: Reader, notes: Onlooker, over: threading.Event, pause: float = PAUSE_S
) -> None:
    for date in itertools.cycle(DATES):
        if over.is_set():
            await reader.leave()
            return
        try:
            notes.waits.append((await reader.report(date=date)).seconds)
        except ReaderError as error:
            notes.failure = str(error)
            return
        await asyncio.sleep(pause)


def _fetch(
    url: str, paths: list[str], seen: Onlookers, there: threading.Barrier, over: threading.Event
) -> None:
    there.wait(timeout=60)
    for path in itertools.cycle(paths):
        if over.is_set():
            return
        start = time.perf_counter()
        status = fetched(url, path)[0]
        seen.slowest = max(seen.slowest, time.perf_counter() - start)
        seen.downloads[status] += 1
        if status != "200":
            seen.paths[path] += 1


def fetched(url: str, path: str) -> tuple[str, bytes]:
    """Return the status of a file, or the name of what went wrong, and its content."""
    try:
        with urllib.request.urlopen(f"{url}{path}", timeout=30) as answer:  # noqa: S310 -- our own http
            return str(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return str(error.code), error.read()
    except (OSError, HTTPException) as error:
        return type(error).__name__, b""
