"""What a measurement needs of a process and of its figures. Linux only: it reads /proc."""

import math
import time
from collections.abc import Iterable
from pathlib import Path


def cpu_ms(pid: int | None) -> float:
    """Return the CPU time of a process so far, user and system; 0 where there is no server."""
    # Linux has a clock of every process, to the nanosecond, with the threads that have ended.
    return 0.0 if pid is None else time.clock_gettime((~pid << 3) | 2) * 1000


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds in RAM, in MB of a million bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def open_files(pid: int) -> int:
    """Return how many files and sockets a process holds open."""
    return sum(1 for _file in Path(f"/proc/{pid}/fd").iterdir())


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value that this share of them does not exceed; NaN without values."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else math.nan


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Return by how much y grows with each x, as least squares has it; NaN from one x alone."""
    pairs = list(points)
    x_mean = sum(x for x, _y in pairs) / len(pairs)
    spread = sum((x - x_mean) ** 2 for x, _y in pairs)
    return sum((x - x_mean) * y for x, y in pairs) / spread if spread else math.nan
