"""Two replicas behind HAProxy: killed, frozen, overloaded and updated while people read.

The reader is a Chromium that looks at a district on a date; the others are sockets that settle on
dates, on both replicas, and a program that fetches every file that the pages name, without cookie.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM, Signals
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright
from report import ROOT, Result

sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from haproxy import proxy, version  # noqa: E402
from onlookers import Onlookers, fetched, onlookers, rush  # noqa: E402
from readerpage import AWAY, BACK, VIEW, ReaderPage, wait_for_map  # noqa: E402

from browser import launch_options  # noqa: E402
from geodata.load import DEFAULT  # noqa: E402
from serving import Server  # noqa: E402
from ui.page import pages  # noqa: E402

BACK_S = 5
FROZEN_S = 15  # three health checks that time out: a busy replica must not be taken for frozen
CROWD, CROWD_S = 60, 15
SEEN_S = 2  # until HAProxy has seen that a replica is there again
OTHERS = 8
LISTED = """() => [...document.querySelectorAll("a[href*='download/'], [src], [data-ahead]")]
  .flatMap((node) => [node.href || node.src, ...(node.dataset.ahead || "").split(" ")])
  .filter(Boolean).map((address) => new URL(address, location.href).href)"""


@dataclass
class Stage:
    """Two replicas behind a proxy, the paths of their files, and where figures go."""

    result: Result
    browser: Browser
    url: str
    replicas: dict[str, Server]
    paths: list[str] = field(default_factory=list)

    def agree(self) -> None:
        """Fetch every file from both replicas: the proxy may ask either."""
        self.paths = sorted({path for each in self.replicas.values() for path in self.listed(each)})
        one, other = (
            [fetched(server.url, path) for path in self.paths] for server in self.replicas.values()
        )
        unlike = [
            path
            for path, first, second in zip(self.paths, one, other, strict=True)
            if first != second or first[0] != "200"
        ]
        self.result.add("files that the pages name", len(self.paths), least=1)
        self.result.add("not had, or not the same, from both replicas", len(unlike), most=0)
        print(*unlike, sep="\n")

    def listed(self, server: Server) -> list[str]:
        """Return the paths of every file that the pages of a replica load or link to, sorted."""
        context = self.browser.new_context()
        page, found = context.new_page(), set[str]()
        page.on("request", lambda request: found.add(request.url))
        for name in pages():
            page.goto(f"{server.url}/{name}?{VIEW}")
            page.wait_for_function(BACK)
            page.wait_for_load_state("networkidle")
            found.update(page.evaluate(LISTED))
        context.close()
        paths = {urlsplit(each).path for each in found if each.startswith(server.address)}
        return sorted(path for path in paths if path[1:] not in pages() and "/_stcore/" not in path)

    def fail(
        self, name: str, failure: Signals, reader: ReaderPage | None = None, most: float = BACK_S
    ) -> Server:
        """Send a signal to the replica of a reader while others read and download; return it."""
        reader = reader or ReaderPage(self.browser, self.url)
        failing, page = reader.replica, reader.page
        with onlookers(self.url, self.paths, OTHERS) as seen:
            time.sleep(1)
            start = time.monotonic()
            _process(self.replicas[failing]).send_signal(failure)
            page.wait_for_function(AWAY, timeout=20_000)
            page.wait_for_function(BACK, timeout=20_000)
            back, lost = time.monotonic() - start, reader.lost()
            reader.settle()
            settled = time.monotonic() - start
            time.sleep(1)
        add = self.result.add
        add(f"{name}: the reader is back after", back, "s", most=most)
        add(f"{name}: and has settled on another date after", settled, "s", most=most)
        add(f"{name}: parts of the reader's view that were lost", lost, most=0)
        self._add_others(name, seen, failing)
        wait_for_map(page)
        page.context.close()
        return self.replicas[failing]

    def _add_others(self, name: str, seen: Onlookers, failing: str) -> None:
        others, add = seen.elsewhere(failing), self.result.add
        add(f"{name}: other readers, on the other replica", len(others), least=1)
        add(f"{name}: of them disturbed", sum(bool(each.failure) for each in others), most=0)
        slowest = max(wait for each in others for wait in each.waits)
        add(f"{name}: their longest wait for a settled date", slowest, "s", most=BACK_S)
        add(f"{name}: downloads meanwhile", seen.downloads.total(), least=1)
        add(f"{name}: of them answered 404", seen.downloads["404"], most=0)
        add(f"{name}: of them not whole", seen.broken, most=0)
        print(dict(seen.downloads), dict(seen.paths))

    def overload(self) -> None:
        """Let more readers settle on dates than both replicas can bear, without a pause."""
        crowd = rush(self.url, CROWD, CROWD_S)
        lost = sum(bool(each.failure) for each in crowd)
        self.result.add("overload: readers who settle on dates without a pause", len(crowd))
        self.result.add("overload: of them thrown out", lost, most=0)

    def update(self, environment: dict[str, str]) -> None:
        """Replace one replica after the other by one with another revision."""
        old, reader = self.paths, ReaderPage(self.browser, self.url)
        first = next(each for name, each in self.replicas.items() if name != reader.replica)
        first.stop()
        start(first, environment)
        new = self.listed(first)
        both = sorted({*old, *new})
        self.result.add("update: files of either revision, half-way", len(both), least=len(old) + 1)
        self.result.add("update: of them not found", self._missing(both), most=0)
        opened = reader.sockets - 1
        self.result.add("update: sockets that broke on the other replica", opened, most=0)
        self.paths = sorted({*old} & {*new})
        last = self.fail("update", SIGTERM, reader)
        last.stop()
        start(last, environment)
        self.result.add("update: files of the new revision not found", self._missing(new), most=0)

    def _missing(self, paths: list[str]) -> int:
        missing = [path for path in paths if fetched(self.url, path)[0] != "200"]
        print(*missing, sep="\n")
        return len(missing)


def _process(server: Server) -> subprocess.Popen[bytes]:
    if server.process is None:
        raise RuntimeError("the replica does not run")
    return server.process


def start(server: Server, environment: dict[str, str] | None = None) -> None:
    """Start a replica and wait until HAProxy has seen it."""
    server.environment = environment or server.environment
    server.start()
    time.sleep(SEEN_S)


def updated(folder: Path) -> dict[str, str]:
    """Return the environment of a replica with the next version of the data set."""
    shutil.copytree(DEFAULT, folder / "next")
    package = folder / "next" / "datapackage.json"
    about: dict[str, Any] = json.loads(package.read_text(encoding="utf-8"))
    about["title"] += " (next)"
    package.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    return {"REPLAY_DATASET": str(folder / "next")}


def measure(stage: Stage, folder: Path) -> None:
    """Play every scene."""
    stage.agree()
    killed = stage.fail("kill -9", SIGKILL)
    killed.stop()
    start(killed)
    frozen = stage.fail("frozen", SIGSTOP, most=FROZEN_S)
    _process(frozen).send_signal(SIGCONT)
    time.sleep(SEEN_S)
    stage.overload()
    stage.update(updated(folder))


def main() -> int:
    """Measure; return the exit code."""
    result = Result("More than one machine", "make deploy-test")
    result.notes.append(f"{version()} with `deploy/haproxy.cfg`, two replicas, on one machine.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        replicas = {each: Server(folder / f"{each}.log") for each in "ab"}
        browser = playwright.chromium.launch(**launch_options())
        try:
            for server in replicas.values():
                server.start()
            a, b = (urlsplit(server.url).netloc for server in replicas.values())
            with proxy(folder / "proxy.log", REPLICA_A=a, REPLICA_B=b) as url:
                measure(Stage(result, browser, url, replicas), folder)
        finally:
            for server in replicas.values():
                server.stop()
    result.save("replicas")
    return 0 if result.met else 1


if __name__ == "__main__":
    sys.exit(main())
