"""What each way to serve the replay holds: the tables of docs/deploy.md, from what was measured.

Run as a script it puts them between the marks of the page; a test tells when they are stale.
"""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from markdown import between, table  # noqa: E402

from geodata.load import load  # noqa: E402
from geodata.replay import standalone  # noqa: E402
from ui.server.options import SESSIONS  # noqa: E402

PAGE = ROOT / "docs" / "deploy.md"
RESULTS = ROOT / "reliability" / "results"
MISSING = "not measured"
MILLION = 1_000_000
DAY_S = 24 * 60 * 60
# Playwright brings Node.js, and that Brotli.
NODE = Path(playwright.__file__).parent / "driver" / "node"
BROTLI = "process.stdout.write(require('zlib').brotliCompressSync(require('fs').readFileSync(0)))"


def measured(file: str, what: str) -> float | None:
    """Return a figure of reliability/results; None if it was not measured."""
    path = RESULTS / f"{file}.json"
    if not path.is_file():
        return None
    figures: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["figures"]
    return next((float(figure["value"]) for figure in figures if figure["what"] == what), None)


def steps() -> str:
    """Return the table of the steps: replicas, readers at a time, dates a second, memory."""
    rate = measured("readers", "settled dates a second, without thought")
    base = measured("readers", "memory of the process before them")
    each = measured("readers", "memory a session, when all have read")
    memory = None if base is None or each is None else base + SESSIONS * each / 1000
    most = _highest()
    rows = [
        _step(name, replicas, rate, memory)
        for name, replicas in (
            ("one process", 1),
            ("one machine, HAProxy and two replicas", 2),
            (f"Kubernetes, at its limit of {most} replicas", most),
        )
    ]
    last = ("the export behind a CDN", "–", "as many as the CDN's", "all, in the browser", "–")
    head = ("step", "replicas", "readers at a time", "settled dates a second", "memory, GB")
    return table(head, [*rows, last])


def _step(name: str, replicas: int, rate: float | None, memory: float | None) -> tuple[str, ...]:
    return (
        name,
        str(replicas),
        f"{replicas * SESSIONS:,}",
        MISSING if rate is None else f"{replicas * rate:,.0f}",
        MISSING if memory is None else f"{replicas * memory / 1000:,.1f}",
    )


def _highest() -> int:
    text = (ROOT / "deploy" / "kubernetes" / "autoscaler.yaml").read_text(encoding="utf-8")
    found = re.search(r"maxReplicas: (\d+)", text)
    return int(found[1]) if found else 0


def failures() -> str:
    """Return the table of what readers notice of a replica that fails, behind HAProxy."""
    whats = {
        "the reader is back after": ("reader is back after", "{:.1f} s"),
        "and has settled on another date after": ("and settles on dates again after", "{:.1f} s"),
        "of them disturbed": ("readers of the other replica disturbed", "{:.0f}"),
        "downloads meanwhile": ("downloads meanwhile", "{:,.0f}"),
        "of them not whole": ("of them not whole", "{:.0f}"),
        "of them answered 404": ("of them answered 404", "{:.0f}"),
    }
    scenes = {"kill -9": "killed (SIGKILL)", "frozen": "frozen (SIGSTOP)", "update": "updated"}
    rows = [
        (words, *(_shown(measured("replicas", f"{scene}: {what}"), form) for scene in scenes))
        for what, (words, form) in whats.items()
    ]
    return table(("a replica is", *scenes.values()), rows)


def _shown(value: float | None, form: str) -> str:
    return MISSING if value is None else form.format(value)


def export() -> str:
    """Return the table of the exported file: its bytes, packed, and what a million readers take."""
    plain = standalone(load()).encode()
    brotli = subprocess.run([NODE, "-e", BROTLI], input=plain, capture_output=True, check=True)  # noqa: S603
    sizes = {"as it is": plain, "gzip": gzip.compress(plain, 9), "Brotli": brotli.stdout}
    # In steps of 5 kB: a script that grows by a line is no news here.
    packed = {name: 5 * round(len(content) / 5000) for name, content in sizes.items()}
    rows = [
        (name, f"{kilobytes}", f"{kilobytes * MILLION / 1e6:,.0f}", _rate(kilobytes))
        for name, kilobytes in packed.items()
    ]
    return table(("the export", "kB", "GB for a million readers", "Mbit/s, in a day"), rows)


def _rate(kilobytes: int) -> str:
    return f"{kilobytes * 8 * MILLION / DAY_S / 1000:,.0f}"


def page(text: str) -> str:
    """Return the page with the tables of today."""
    for mark, told in (("steps", steps()), ("failures", failures()), ("export", export())):
        text = between(text, mark, told)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
