"""The tables of reliability/results/*.json, put into docs/reliability.md between its marks.

``Result`` is how a measurement writes such a file: figures are computed, targets judged, never
typed in.
"""

import json
import math
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools")]

from markdown import between, table  # noqa: E402

RESULTS = ROOT / "reliability" / "results"
PAGE = ROOT / "docs" / "reliability.md"
HEAD = ("what", "target", "measured", "")
DIGITS = 3


def machine() -> str:
    """Return what the figures hold for: date, cores, system, versions."""
    return ", ".join(
        (
            datetime.now(UTC).date().isoformat(),
            f"{os.cpu_count()} cores",
            f"{platform.system()} {platform.machine()}",
            f"Python {platform.python_version()}",
            f"Streamlit {version('streamlit')}",
        )
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in which unit; ``met`` is None where nothing was promised."""

    what: str
    value: float
    unit: str = ""
    target: str = ""
    met: bool | None = None


@dataclass
class Result:
    """The figures of one measurement, and the command that makes them."""

    title: str
    command: str
    machine: str = field(default_factory=machine)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self,
        what: str,
        value: float,
        unit: str = "",
        *,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """Add a figure, and print it; ``most`` or ``least`` is what it is promised to be."""
        target, met = "", None
        if most is not None:
            target, met = f"≤ {number(most)} {unit}".rstrip(), value <= most
        elif least is not None:
            target, met = f"≥ {number(least)} {unit}".rstrip(), value >= least
        figure = Figure(what, value, unit, target, met)
        self.figures.append(figure)
        print("  ".join(filter(None, row(asdict(figure)))), flush=True)

    @property
    def met(self) -> bool:
        """Whether no target was missed."""
        return all(figure.met is not False for figure in self.figures)

    def save(self, name: str, folder: Path = RESULTS) -> None:
        """Write the file."""
        folder.mkdir(exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def number(value: float) -> str:
    """Return a number with three digits that count, or all of a larger whole; "–" for NaN."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 10 ** (DIGITS - 1) or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.{DIGITS}g}"


def row(figure: dict[str, Any]) -> list[str]:
    """Return the cells of a figure."""
    verdict = {True: "met", False: "**missed**", None: ""}[figure["met"]]
    measured = f"{number(figure['value'])} {figure['unit']}".rstrip()
    return [figure["what"], figure["target"], measured, verdict]


def section(result: dict[str, Any]) -> str:
    """Return a result as a part of the page: its command, its table, its notes, its machine."""
    return "\n\n".join(
        (
            f"## {result['title']}",
            f"`{result['command']}`: {result['machine']}.",
            table(HEAD, [row(figure) for figure in result["figures"]]),
            *(["\n".join(f"- {note}" for note in result["notes"])] if result["notes"] else []),
        )
    )


def sections(folder: Path) -> Iterable[str]:
    """Yield the part of every result, by the name of its file."""
    for path in sorted(folder.glob("*.json")):
        yield section(json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    found = "\n\n".join(sections(RESULTS))
    PAGE.write_text(between(PAGE.read_text(encoding="utf-8"), "results", found), encoding="utf-8")
    print(found)
