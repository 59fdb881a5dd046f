"""Find HAProxy or install it, and run it with the configuration that is deployed.

Run as a script it makes sure that one is there, and that it takes the configuration.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from serving import END_SECONDS, free_port

CONFIGURATION = Path(__file__).resolve().parents[1] / "deploy" / "haproxy.cfg"
START_SECONDS = 10
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


def executable() -> str:
    """Return the path of an HAProxy, installed with apt if need be; RuntimeError if that fails."""
    if found := shutil.which("haproxy", path=PLACES):
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "haproxy"]):
            subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if found := shutil.which("haproxy", path=PLACES):
        return found
    raise RuntimeError("No HAProxy was found and none could be installed: install it, then repeat.")


def version() -> str:
    """Return what it says that it is."""
    told = subprocess.run([executable(), "-v"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split()[:3])


def complaints(environment: Mapping[str, str]) -> str:
    """Return what it finds wrong with the configuration; "" if nothing."""
    command = [executable(), "-c", "-f", str(CONFIGURATION)]
    told = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    # Notices tell which version it is, and where; a warning counts even where it would start.
    lines = [line for line in told.stderr.splitlines() if not line.startswith("[NOTICE]")]
    return "\n".join(lines) or ("" if told.returncode == 0 else told.stdout)


@contextmanager
def proxy(log: Path, **replicas: str) -> Iterator[str]:
    """Serve ``REPLICA_A="host:port"`` and so on inside the block; yield the proxy's address."""
    listens = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "REPLAY_BIND": listens, **replicas}
    with log.open("ab") as output:
        command = [executable(), "-f", str(CONFIGURATION)]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        _wait(f"http://{listens}/healthz", process, log)
        yield f"http://{listens}"
    finally:
        process.terminate()
        process.wait(END_SECONDS)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"HAProxy reaches no replica:\n{log.read_text(encoding='utf-8')[-2000:]}")


if __name__ == "__main__":
    example = {"REPLAY_BIND": ":8080", "REPLICA_A": "127.0.0.1:1", "REPLICA_B": "127.0.0.1:2"}
    print(version())
    if told := complaints(example):
        sys.exit(told)
