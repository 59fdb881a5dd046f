"""The tables of results.json: Markdown that reads well on a terminal too.

Run as a script it puts them into README.md, between the marks ``<!-- bench -->`` and
``<!-- /bench -->``.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OPEN, CLOSE = "<!-- bench -->", "<!-- /bench -->"
SHORT = {
    "naive": "naive",
    "fragment": "fragment",
    "time_slider": "TimeSlider",
    "plotly": "plotly",
    "plotly_file": "plotly, file",
    "ours": "**ours**",
    "exported": "**ours, file**",
}
Row = dict[str, Any]


def tables(results: Row) -> str:
    """Return every table that the results have."""
    parts: dict[str, Callable[[Any], str]] = {
        "rivals": lambda rivals: _rivals(rivals, results.get("settled")),
        "growth": _growth,
        "state_on": _states,
    }
    made = [make(results[name]) for name, make in parts.items() if name in results]
    if "settled" in results:
        made.insert(1 if "rivals" in results else 0, _settled(results["settled"]))
    return "\n\n".join([*made, _machine(results["machine"])])


def _rivals(rivals: Row, settled: Row | None) -> str:
    lines: list[tuple[str, Callable[[Row], str]]] = [
        ("input → painted, median / p95, ms", lambda row: _pair(row["latency_ms"])),
        ("frames/s in play", _fps),
        ("frames over 25 ms in play", lambda row: f"{row['play_long_share']:.1%}"),
        ("bytes per change", lambda row: f"{row['bytes_each']:,}{_once(row, 'bytes_settled')}"),
        (
            "server CPU per change, ms",
            lambda row: f"{_number(row['server_cpu_ms_each'])}{_once(row, 'cpu_settled')}",
        ),
        ("map made anew (blank, ms)", _anew),
        ("zoom and pan survive", _view),
        ("cold load, s", lambda row: f"{row['cold_load_s']:.1f}"),
        ("files asked of other hosts", lambda row: str(row["requests_elsewhere"])),
        ("page, kB", lambda row: f"{row['page_bytes'] / 1000:,.0f}"),
    ]
    measured = {name: row for name, row in rivals.items() if "not_measured" not in row}
    if settled and "ours" in measured:
        measured["ours"] = {**measured["ours"], **_settles(settled)}
    columns = [name for name in SHORT if name in measured]
    head = ["", *(SHORT[name] for name in columns)]
    body = [[title, *(show(measured[name]) for name in columns)] for title, show in lines]
    return "\n\n".join([_table(head, body), *_notes(rivals)])


def _notes(rivals: Row) -> Iterable[str]:
    floor = rivals["floor"]
    if "not_measured" not in floor:
        yield (
            f"A page with only `{floor['title']}` takes {floor['cold_load_s']:.1f} s and "
            f"{floor['page_bytes'] / 1000:,.0f} kB to load. ¹ Has no play of its own: keys pressed "
            "every 400 ms; between them it rests. ² Once the date settles, for the panel."
        )
    for row in rivals.values():
        if "not_measured" in row:
            yield f"Not measured: {row['title']}: {row['not_measured']}."
        elif row.get("seen", 0) < row.get("crossed", 0):
            yield f"{row['title']} showed only {row['seen']} of {row['crossed']} changes in time."


def _settles(settled: Row) -> Row:
    return {
        "bytes_settled": round(settled["bytes_to_browser_each"]["median"]),
        "cpu_settled": settled["server_cpu_ms_each"],
    }


def _once(row: Row, name: str) -> str:
    return f" ({row[name]:,} ²)" if name in row else ""


def _fps(row: Row) -> str:
    return f"{row['play_fps']:.0f}" + ("" if row["own_play"] else " ¹")


def _anew(row: Row) -> str:
    return f"{row['made_anew']}/{row['crossed']} ({row['blank_ms']})" if row["made_anew"] else "no"


def _view(row: Row) -> str:
    if not (row["zooms"] and row["pans"]):
        return "cannot"
    return "yes" if row["kept"] else "no"


def _settled(settled: Row) -> str:
    return (
        f"The panel beside our map shows a settled date "
        f"{settled['panel_after_key_ms']['median']:.0f} ms after the key, the wait for "
        "further keys and st_folium's debounce included."
    )


def _growth(rows: Sequence[Row]) -> str:
    lines: list[tuple[str, Callable[[Row], str]]] = [
        ("drawn with", lambda row: row["drawn_with"]),
        ("a step of 7 changes: script, ms", lambda row: _pair(row["step_script_ms"])),
        ("and its frame, ms", lambda row: _pair(row["step_frame_ms"])),
        ("a month: changes", lambda row: f"{row['changes_a_month']:,.0f}"),
        ("script, ms", lambda row: _pair(row["month_script_ms"])),
        ("and its frame, ms ", lambda row: _pair(row["month_frame_ms"])),
        ("first drawing, ms", lambda row: f"{row['draw_ms']:,}"),
        ("JS heap, MB", lambda row: f"{row['heap_mb']:,.1f}"),
        ("payload, kB (packed)", _payload),
    ]
    head = ["areas, 10 periods each", *(f"{row['areas']:,}" for row in rows)]
    body = [[title, *(_shown(show, row) for row in rows)] for title, show in lines]
    return _table(head, body)


def _shown(show: Callable[[Row], str], row: Row) -> str:
    return "not measured" if "not_measured" in row else show(row)


def _payload(row: Row) -> str:
    return f"{row['payload_bytes'] / 1000:,.0f} ({row['payload_packed_bytes'] / 1000:,.0f})"


def _states(rows: Sequence[Row]) -> str:
    head = ["areas", "periods", "state_on, µs", "pandas merge, µs", "changes of a month, µs"]
    names = ("areas", "periods", "state_on_us", "pandas_merge_us", "changes_of_a_month_us")
    return _table(head, [[_number(row[name]) for name in names] for row in rows])


def _machine(machine: Row) -> str:
    return (
        f"{machine['when'][:10]}, {machine['cores']} cores, Chromium {machine['browser']} headless "
        f"without GPU, Python {machine['python']}, Streamlit {machine['streamlit']}, folium "
        f"{machine['folium']}, streamlit-folium {machine['streamlit-folium']}; no network delay."
    )


def _pair(values: Row | None) -> str:
    return f"{values['median']:,} / {values['p95']:,}" if values else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,}"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    rows = [head, *body]
    widths = [max(3, *(len(row[i]) for row in rows)) for i in range(len(head))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    rule = " | ".join("-" * (width - 1) + (":" if i else "-") for i, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def into_readme(readme: str, text: str) -> str:
    """Return the README with the tables between the marks; ValueError if it has none."""
    before, opening, rest = readme.partition(OPEN)
    if not opening:
        raise ValueError(f"README.md has no {OPEN}")
    _old, closing, after = rest.partition(CLOSE)
    return f"{before}{OPEN}\n{text}\n{CLOSE}{after if closing else rest}"


if __name__ == "__main__":
    results = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
    page = ROOT / "README.md"
    page.write_text(
        into_readme(page.read_text(encoding="utf-8"), tables(results)), encoding="utf-8"
    )
    sys.stdout.write(f"{page}: written\n")
