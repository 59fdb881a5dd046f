"""The tables of results.json: Markdown that reads well on a terminal too.

Run as a script it prints them and puts them into README.md, between the marks ``<!-- bench -->``
and ``<!-- /bench -->``.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools")]

from markdown import between, table  # noqa: E402
from targets import TARGETS  # noqa: E402

COLUMNS = {
    "naive": "naive",
    "feature_group": "feature_group",
    "time_slider_choropleth": "TimeSlider",
    "plotly": "plotly",
    "replay": "**replay**",
    "export": "**export**",
}
Row = dict[str, Any]
Lines = Sequence[tuple[str, Callable[[Row], str]]]

VARIANT_LINES: Lines = (
    (
        "key → painted, median / p95, ms",
        lambda row: f"{row['latency_ms_median']} / {row['latency_ms_p95']}",
    ),
    ("frames/s in play", lambda row: f"{row['fps']:.0f}"),
    ("frames over 25 ms", lambda row: f"{row['slow_frames_share']:.1%}"),
    ("bytes per change", lambda row: f"{row['bytes_per_change']:,}"),
    ("server CPU per change, ms", lambda row: f"{row['server_cpu_ms_per_change']:,}"),
    ("map made anew, of changes", lambda row: f"{row['maps_made_anew']}/{row['changes']}"),
    ("zoom and pan survive", lambda row: "yes" if row["keeps_view"] else "**no**"),
    ("cold load, ms", lambda row: f"{row['cold_load_ms_median']:,}"),
    ("page, kB", lambda row: f"{row['page_bytes'] / 1000:,.0f}"),
)
GROWTH_LINES: Lines = (
    ("drawn with", lambda row: row["drawn_with"]),
    ("recolour 7 changes, ms", lambda row: f"{row['recolour_ms']}"),
    ("the frame that paints them, ms", lambda row: f"{row['frame_ms']}"),
    ("changes on the first of a month", lambda row: f"{row['changes_a_month']:,.0f}"),
    ("recolour those, ms", lambda row: _number(row["month_recolour_ms"])),
    ("first drawing, ms", lambda row: f"{row['first_drawing_ms']:,}"),
    ("JS heap, MB", lambda row: f"{row['heap_mb']:,}"),
    (
        "payload, kB (packed)",
        lambda row: (
            f"{row['payload_bytes'] / 1000:,.0f} ({row['payload_packed_bytes'] / 1000:,.0f})"
        ),
    ),
    ("periods arranged, once, ms", lambda row: f"{row['arrange_once_ms']:,.0f}"),
    ("state_on, µs", lambda row: f"{row['state_on_us']:,.0f}"),
    ("pandas merge, the same answer, µs", lambda row: f"{row['pandas_merge_us']:,.0f}"),
)


def tables(results: Row) -> str:
    """Return every table that the results have, the targets last."""
    parts = []
    if "variants" in results:
        parts += [_variants(results["variants"]), *_notes(results)]
    if "settle" in results:
        parts.append(_settle(results["settle"]))
    if "growth" in results:
        parts += [_growth(results["growth"]), _growth_note(results["growth"])]
    head = ("target", "goal", "measured", "")
    parts.append(table(head, [target.judged(results) for target in TARGETS]))
    return "\n\n".join([*parts, _machine(results["machine"])])


def _variants(variants: Row) -> str:
    measured = {name: variants[name] for name in COLUMNS if "not_measured" not in variants[name]}
    head = ["", *(COLUMNS[name] for name in measured)]
    return table(head, _body(VARIANT_LINES, measured.values()))


def _growth(rows: Sequence[Row]) -> str:
    head = ["areas, 10 periods each", *(f"{row['areas']:,}" for row in rows)]
    return table(head, _body(GROWTH_LINES, rows))


def _body(lines: Lines, rows: Iterable[Row]) -> list[list[str]]:
    rows = list(rows)
    return [[title, *(_shown(show, row) for row in rows)] for title, show in lines]


def _shown(show: Callable[[Row], str], row: Row) -> str:
    try:
        return show(row)
    except KeyError:
        return "not measured"


def _notes(results: Row) -> Iterable[str]:
    bare = results["bare_page"]
    if "not_measured" not in bare:
        yield (
            f"A bare page (`{bare['title']}`) takes {bare['cold_load_ms_median']:,} ms. What has "
            "no play of its own is driven by a key every 400 ms; *plotly* is `st.plotly_chart`, "
            "*export* the app written to one file, which has no server."
        )
    for row in results["variants"].values():
        if "not_measured" in row:
            yield f"Not measured: {row['title']}: {row['not_measured']}."
        elif row["changes_seen"] < row["changes"]:
            seen = f"{row['changes_seen']} of {row['changes']}"
            yield f"{row['title']} showed only {seen} changes in time."


def _growth_note(rows: Sequence[Row]) -> str:
    start = next((row["canvas_from"] for row in rows if "canvas_from" in row), 0)
    return (
        f"From {start:,} areas on, a canvas takes the place of SVG. `state_on` and the merge both "
        "say of every area: controller, since, contested, certain; and km² and people held. What "
        "is done once (arranging the periods; walking back to *since*) is in neither."
    )


def _settle(settle: Row) -> str:
    return (
        f"When a date settles, the app's server spends {settle['server_cpu_ms']} ms of CPU and "
        f"sends {settle['bytes']:,} bytes; one process answers {settle['dates_per_second']:.0f} "
        f"settled dates a second from {settle['sessions']} sessions."
    )


def _machine(machine: Row) -> str:
    return (
        f"{machine['when'][:10]}, {machine['cores']} cores, Chromium {machine['browser']} headless "
        f"without GPU, Python {machine['python']}, Streamlit {machine['streamlit']}, folium "
        f"{machine['folium']}, streamlit-folium {machine['streamlit-folium']}; no network delay."
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,}"


def into_readme(readme: str, text: str) -> str:
    """Return the README with the tables between the marks; ValueError if it has none."""
    return between(readme, "bench", text)


if __name__ == "__main__":
    found = tables(json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8")))
    page = ROOT / "README.md"
    page.write_text(into_readme(page.read_text(encoding="utf-8"), found), encoding="utf-8")
    print(found)
