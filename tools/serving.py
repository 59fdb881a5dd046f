"""Start the app on a free port of this machine; end it, kill it, start it again."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
END_SECONDS = 20
FAILURE = re.compile(r"Traceback|Error\b")  # not the name of a file, as ErrorElement.js
OURS = {"REPLAY_DATASET": ""}  # whatever the environment says


class Server:
    """`streamlit run serve.py`; each start is on the same port and writes to the same log."""

    def __init__(
        self, log: Path, port: int | None = None, environment: Mapping[str, str] = OURS
    ) -> None:
        self.log = log
        self.port = port or free_port()
        self.environment = environment
        self.url = f"http://127.0.0.1:{self.port}"
        self.address = f"{self.url}/"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; RuntimeError with the log's end if it does not."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "streamlit", "run", "serve.py"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--server.port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Wait until it answers; RuntimeError with the log's end if it does not."""
        assert self.process is not None  # noqa: S101 -- it was launched
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"The app did not start on {self.url}:\n{self.told()[-2000:]}")

    def answers(self) -> bool:
        """Whether it says that it is healthy."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004
        except OSError:
            return False

    def stop(self) -> int | None:
        """End it, politely at first; return its exit code, None if it does not run."""
        if self.process is None:
            return None
        self.process.terminate()
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
        finally:
            self.process = None

    def kill(self) -> None:
        """End it as a crash would: SIGKILL."""
        assert self.process is not None  # noqa: S101 -- it was launched
        self.process.kill()
        self.process.wait(END_SECONDS)
        self.process = None

    def told(self) -> str:
        """Return its output so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def complaints(self) -> list[str]:
        """Return the lines of its output that tell of a failure."""
        lines = self.told().splitlines()
        return [line for line in lines if FAILURE.search(line)]


@contextmanager
def app_server(
    log: Path, port: int | None = None, environment: Mapping[str, str] = OURS
) -> Iterator[Server]:
    """Serve the app inside the block; RuntimeError with the log's end if it does not start."""
    server = Server(log, port, environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
