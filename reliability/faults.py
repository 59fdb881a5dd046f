"""Faults: a killed server, a broken network, a damaged data set; what readers see of each."""

import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from network import Network
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright
from report import Result
from restart import CHOSEN, FRAME, PATIENCE_MS, drawn, survive, views

from browser import launch_options
from geodata.load import DEFAULT, load
from serving import Server

ROUNDS = 20
OUTAGE_SECONDS = 10
BACK_SECONDS = 5  # the target
ENDED = (0, -SIGTERM)


@dataclass(frozen=True, slots=True)
class Outage:
    """A broken network.

    ``days`` that the replay went on, whether the map could still be clicked at the end of it, and
    the seconds from the mend until the address and the panel had caught up.
    """

    days: int
    usable: bool
    seconds: float


def outage(page: Page, network: Network, breach: Callable[[], None], seconds: float) -> Outage:
    """Play, break the network, choose a district, go to the next change, mend the network."""
    page.goto(f"{network.address}?date=1993-04-01")
    drawn(page)
    frame = page.frame_locator(FRAME)
    frame.locator(".replay-button-play").click()
    breach()
    first = _day(page)
    page.wait_for_timeout(seconds / 2 * 1000)
    days = _day(page) - first
    page.locator("select[data-choose]").select_option(CHOSEN)
    page.wait_for_timeout(seconds / 2 * 1000)
    usable = _click(frame.locator(".replay-button-next"))
    day = frame.locator(".replay-picker").input_value()
    network.mend()
    mended = time.monotonic()
    expect(page).to_have_url(f"{network.address}?date={day}&district={CHOSEN}", timeout=PATIENCE_MS)
    name = load(DEFAULT).district_name(CHOSEN)
    expect(page.locator(".panel h2").first).to_have_text(name, timeout=PATIENCE_MS)
    return Outage(days, usable, round(time.monotonic() - mended, 2))


def _day(page: Page) -> int:
    return int(page.frame_locator(FRAME).locator(".replay-input").input_value())


def _click(button: Locator) -> bool:
    """Click; whether a reader could, with nothing lying over it."""
    try:
        button.click(timeout=2000)
    except Error:
        button.dispatch_event("click")
        return False
    return True


# -- a server that is told to end --


def end(page: Page, server: Server) -> tuple[int | None, float]:
    """End the server of an open page (SIGTERM); return its exit code, and seconds until then."""
    page.goto(server.address)
    drawn(page)
    begun = time.monotonic()
    code = server.stop()
    seconds = time.monotonic() - begun
    expect(page.locator("[data-test-connection-state=CONNECTED]")).to_have_count(0)
    return code, round(seconds, 2)


# -- a damaged data set --

DAMAGED = ("districts.geojson", "control.csv", "names.csv", "datapackage.json")


def damage(folder: Path) -> None:
    """Do what disks and people do: half a file, another's, none, and zeros."""
    shapes = (folder / "districts.geojson").read_bytes()
    (folder / "districts.geojson").write_bytes(shapes[: len(shapes) // 2])
    (folder / "control.csv").write_bytes((folder / "areas.csv").read_bytes())
    (folder / "names.csv").unlink()
    (folder / "datapackage.json").write_bytes(b"\0" * 9)


@contextmanager
def _server(folder: Path) -> Iterator[tuple[Server, Path]]:
    """Return a server, not started, of a data set of its own."""
    copied = Path(shutil.copytree(DEFAULT, folder / "data"))
    server = Server(folder / "server.log", environment={"REPLAY_DATASET": str(copied)})
    try:
        yield server, copied
    finally:
        server.stop()


def start_damaged(folder: Path) -> tuple[int, str]:
    """Start the server on a damaged data set; return its exit code and what it told."""
    with _server(folder) as (server, data):
        damage(data)
        server.launch()
        assert server.process  # noqa: S101 -- just launched
        return server.process.wait(PATIENCE_MS / 1000), server.told()


def damage_running(page: Page, folder: Path) -> tuple[list[str], str]:
    """Damage the data set under a running server; return what it then fails at, and its log."""
    with _server(folder) as (server, data):
        server.start()
        damage(data)
        failed = []
        for name in ("", "districts", "method"):
            page.goto(f"{server.address}{name}")
            drawn(page)
            failed += [name] * page.get_by_test_id("stException").count()
        links = page.locator("a[href*='download/']").evaluate_all("(all) => all.map((a) => a.href)")
        failed += [link for link in links if not _answers(link)] or ([] if links else ["no files"])
        return failed + server.complaints(), server.told()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 -- our own server
            return bool(answer.read())
    except urllib.error.HTTPError:
        return False


# -- all of it --


def measure_restarts(result: Result, browser: Browser, server: Server) -> None:
    """Kill the server under every page."""
    rounds = []
    for name, place in views(load(DEFAULT), ROUNDS):
        with _page(browser) as page:
            rounds.append(survive(page, server, name, place))
    back = [one for one in rounds if not one.fault and one.seconds <= BACK_SECONDS]
    what = f"kill -9: pages back within {BACK_SECONDS} s of health and of use, of {ROUNDS}"
    result.add(what, len(back), least=ROUNDS)
    result.add("kill -9: the slowest", max(one.seconds for one in rounds), "s", most=BACK_SECONDS)
    result.notes += [f"{one.place}: {one.fault}" for one in rounds if one.fault]


def measure_outages(result: Result, browser: Browser, server: Server) -> None:
    """Break the network, once refusing and once hanging."""
    with Network(server.port) as network:
        for name, breach in {"refusing": network.cut, "hanging": network.hang}.items():
            with _page(browser) as page:
                found = outage(page, network, breach, OUTAGE_SECONDS)
            what = f"network {name} for {OUTAGE_SECONDS} s"
            result.add(f"{what}: the replay went on", found.days, "days", least=1)
            result.add(f"{what}: the map could be clicked", int(found.usable), least=1)
            result.add(f"{what}: until the panel caught up", found.seconds, "s", most=BACK_SECONDS)


def measure_end(result: Result, browser: Browser, server: Server) -> None:
    """End the server."""
    with _page(browser) as page:
        code, seconds = end(page, server)
    result.add("SIGTERM: ended by itself", int(code in ENDED), least=1)
    result.add("SIGTERM: until it had ended", seconds, "s", most=BACK_SECONDS)


def measure_damage(result: Result, browser: Browser, folder: Path) -> None:
    """Damage the data set, before the start and after."""
    for name in ("before", "after"):
        (folder / name).mkdir()
    code, report = start_damaged(folder / "before")
    named = [name for name in DAMAGED if f"\n{name}" in f"\n{report}"]
    what = "damaged at the start"
    result.add(f"{what}: exit code", code, least=1)
    result.add(f"{what}: damaged files named, of {len(DAMAGED)}", len(named), least=len(DAMAGED))
    with _page(browser) as page:
        failed, log = damage_running(page, folder / "after")
    what = "damaged under a running server"
    result.add(f"{what}: pages and files that fail", len(failed), most=0)
    result.add(f"{what}: told in the log", int("has changed" in log), least=1)
    result.notes += failed


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield context.new_page()
    context.close()


def main() -> int:
    """Measure; return the exit code, 1 if a target is missed."""
    result = Result("Faults", "make faults")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(**launch_options())
        server = Server(folder / "server.log")
        server.start()
        try:
            measure_restarts(result, browser, server)
            measure_outages(result, browser, server)
            measure_end(result, browser, server)
            measure_damage(result, browser, folder)
        finally:
            server.stop()
    print(*result.notes, sep="\n")
    result.save("faults")
    return 0 if result.met else 1


if __name__ == "__main__":
    sys.exit(main())
