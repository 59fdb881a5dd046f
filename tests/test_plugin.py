"""The element on any table of periods: docs/plugin.md holds what it says."""

import re
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geodata.replay import Replay, replay_of

DOCUMENT = Path(__file__).parents[1] / "docs" / "plugin.md"
PALETTE = {"north": "#6f5fa3", "south": "#d9a93a"}
START = pd.Timestamp("2001-01-01")


def squares(count: int = 3, **columns: Any) -> gpd.GeoDataFrame:
    shapes = [box(x, 0, x + 1, 1) for x in range(count)]
    ids = [chr(ord("a") + x) for x in range(count)]
    return gpd.GeoDataFrame({"area_id": ids, **columns}, geometry=shapes, crs=4326)


def table(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["area_id", "state", "start", "end"])


def state_in(payload: dict[str, Any], area: int, day: int) -> str:
    """Read the payload as the browser does: a gap is the state without a colour."""
    for number, start, end, state, _contested, _note in payload["periods"]:
        if number == area and start <= day < end:
            return str(payload["states"][state]["id"])
    return "unknown"


def test_the_documented_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102 - our own document
    page = (tmp_path / "squares.html").read_text(encoding="utf-8")
    assert "districtReplay.attach(" in page
    assert "Birch goes over to the south" in page


def test_the_day_of_a_change_belongs_to_the_new_state() -> None:
    periods = table(("a", "north", "2001-01-01", "2001-01-11"), ("a", "south", "2001-01-11", None))
    payload = replay_of(squares(1), periods, PALETTE)
    assert [state_in(payload, 0, day) for day in (0, 9, 10)] == ["north", "north", "south"]


def test_a_gap_is_not_known_and_never_the_state_before() -> None:
    periods = table(("a", "north", "2001-01-01", "2001-01-03"), ("a", "north", "2001-01-05", None))
    payload = replay_of(squares(1), periods, PALETTE)
    assert [state_in(payload, 0, day) for day in (1, 2, 3, 4)] == [
        "north",
        "unknown",
        "unknown",
        "north",
    ]


@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 400), st.sampled_from(sorted(PALETTE))), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_the_counts_on_the_map_are_those_of_the_periods(
    turns: list[list[tuple[int, str]]],
) -> None:
    rows: list[tuple[str, str, Any, Any]] = []
    for number, cuts in enumerate(turns):
        days = {0: "north", **dict(sorted(cuts))}
        starts = sorted(days)
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            last = None if end is None else START + pd.Timedelta(days=end)
            area_id = chr(ord("a") + number)
            rows.append((area_id, days[start], START + pd.Timedelta(days=start), last))
    payload = replay_of(squares(len(turns)), table(*rows), PALETTE)
    for step in payload["steps"]:
        found = [state_in(payload, area, step["day"]) for area in range(len(turns))]
        shown = [str(found.count(state)) for state in PALETTE]
        if step["day"] <= (pd.Timestamp(payload["end"]) - START).days:
            assert step["values"] == shown


@pytest.mark.parametrize(
    ("periods", "palette", "told"),
    [
        (table(("z", "north", "2001-01-01", None)), PALETTE, "without an area: z"),
        (table(("a", "east", "2001-01-01", None)), PALETTE, "state without a colour: east"),
        (table(("a", "north", "2001-01-01", None)), {"north": "red"}, "not #rrggbb: red"),
        (table(("a", "north", None, None)), PALETTE, "without a start: a"),
        (table(("a", "north", "2001-01-02", "2001-01-01")), PALETTE, "before it starts: a"),
        (
            table(("b", "north", "2001-01-01", None), ("b", "south", "2002-01-01", None)),
            PALETTE,
            "overlaps the next: b",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    periods: pd.DataFrame, palette: dict[str, str], told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        replay_of(squares(), periods, palette)


def test_every_problem_is_named_at_once() -> None:
    periods = table(("z", "east", "2001-01-02", "2001-01-01"))
    with pytest.raises(ValueError, match=r"without an area: z; .*colour: east; .*starts: z"):
        replay_of(squares(), periods, PALETTE)


def test_any_projection_will_do() -> None:
    periods = table(("a", "north", "2001-01-01", None))
    payload = replay_of(squares(1).to_crs(3857), periods, PALETTE)
    ring = payload["areas"]["features"][0]["geometry"]["coordinates"][0]
    assert sorted({(round(x, 6), round(y, 6)) for x, y in ring}) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_hostile_name_neither_runs_nor_breaks_out() -> None:
    name = "{{ 7*7 }}</script><script>alert(1)</script>"
    periods = table(("a", "north", "2001-01-01", None))
    figure = folium.Map(tiles=None)
    Replay(replay_of(squares(1, name=[name]), periods, PALETTE)).add_to(figure)
    page = figure.get_root().render()
    assert "alert(1)</script>" not in page
    assert '"name":"49' not in page
    assert "\\u007b\\u007b 7*7 \\u007d\\u007d" in page
