"""Where each subject is opened: its server, or its file; and why one cannot be."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from hosts import NotMeasuredError, assets, serve
from record import change_days, write_record
from subjects import BARE_PAGE, VARIANTS, Subject

from geodata.model import DataSet
from serving import ROOT, app_server, free_port

RIVALS = Path(__file__).parent / "rivals"
START_SECONDS = 60
HOW_TO_INSTALL = (
    "no Python with requirements-bench.lock: make one (`make bench` does) or name it with --rivals"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address; ``pid`` of its server, or the ``file`` opened without one.

    ``hosts`` is what stands in for other hosts.
    """

    url: str
    pid: int | None = None
    file: Path | None = None
    hosts: str = ""


class Places:
    """Opens subjects; all servers run until the block ends, so that the rounds can take turns."""

    def __init__(self, data: DataSet, rivals: Path | None, folder: Path, stack: ExitStack) -> None:
        self.data = data
        self.rivals = rivals
        self.folder = folder
        self.stack = stack
        self.record = folder / "record.json"
        write_record(data, self.record)
        self.hosts_url, self.hosts_missing = self._serve_hosts()

    def _serve_hosts(self) -> tuple[str, str]:
        """Serve what folium asks of CDNs; return the address, and why it cannot be served."""
        try:
            files = self.stack.enter_context(serve(assets(self.folder)))
        except NotMeasuredError as error:
            return "", str(error)
        return files.url, ""

    def open(self) -> tuple[dict[str, Place], dict[str, str]]:
        """Return the place of each subject, and the reasons why others have none."""
        places: dict[str, Place] = {}
        missing: dict[str, str] = {}
        for subject in (BARE_PAGE, *VARIANTS):
            try:
                places[subject.name] = self._open(subject)
            except (NotMeasuredError, RuntimeError) as error:
                missing[subject.name] = str(error)
        return places, missing

    def _open(self, subject: Subject) -> Place:
        if subject.name == "replay":
            server = self.stack.enter_context(app_server(self.folder / "replay.log"))
            first = change_days(self.data)[0]
            return Place(f"{server.url}/?date={first}", server.process.pid)
        if subject.name == "export":
            return self._export()
        if self.rivals is None:
            raise NotMeasuredError(HOW_TO_INSTALL)
        if self.hosts_missing and subject is not BARE_PAGE:
            raise NotMeasuredError(self.hosts_missing)
        return self.stack.enter_context(self._rival_server(subject))

    def _export(self) -> Place:
        path = self.folder / "export.html"
        command = [sys.executable, "-m", "geodata", "export", str(path)]
        done = subprocess.run(  # noqa: S603 -- our own command
            command, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode or not path.exists():
            last = (done.stderr.strip().splitlines() or ["no file was written"])[-1]
            raise NotMeasuredError(last)
        return Place(path.as_uri(), file=path)

    @contextmanager
    def _rival_server(self, subject: Subject) -> Iterator[Place]:
        port = free_port()
        options = {
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        flags = [text for key, value in options.items() for text in (f"--{key}", str(value))]
        script = subject.script or f"{subject.name}.py"
        command = [str(self.rivals), "-m", "streamlit", "run", script, *flags]
        log = self.folder / f"{subject.name}.log"
        given = {"BENCH_DATA": str(self.record), "BENCH_HOSTS": self.hosts_url}
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 -- our own command
                command, cwd=RIVALS, env={**os.environ, **given}, stdout=output, stderr=output
            )
        try:
            _wait(f"http://127.0.0.1:{port}", process, log)
            yield Place(f"http://127.0.0.1:{port}", process.pid, hosts=self.hosts_url)
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310 -- http
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    end = log.read_text(encoding="utf-8", errors="replace")[-500:]
    raise RuntimeError(f"it did not start: {end}")
