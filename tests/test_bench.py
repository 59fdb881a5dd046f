"""What the bench says of itself: the merge agrees, the grid is fair, what is lost is said to be."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import SquareData

from geodata.control import changes, changes_between, state_on
from geodata.model import DataSet

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "bench"), str(ROOT / "tools")]

from state import _compare, merged, tables  # noqa: E402
from synthetic import data_set, grid, mover_days  # noqa: E402
from table import into_readme  # noqa: E402
from targets import RIVALS, TARGETS  # noqa: E402
from variants import _row  # noqa: E402

FIGURES = {
    *("latency_ms_median", "latency_ms_p95", "fps", "slow_frames_share", "bytes_per_change"),
    *("server_cpu_ms_per_change", "keeps_view", "cold_load_ms_median", "page_bytes"),
}


@pytest.fixture
def squares(square_data: SquareData) -> DataSet:
    return square_data.load()


def test_the_merge_gives_the_same_answer_as_state_on(squares: DataSet) -> None:
    given = tables(squares)
    days = {change.date + timedelta(n) for change in changes(squares) for n in (-3, -1, 0, 1)}
    for day in days:
        _compare(state_on(squares, day), *merged(given, day, "red"))


def test_another_answer_is_not_timed(squares: DataSet) -> None:
    given = tables(squares)
    state = state_on(squares, date(2001, 2, 26))
    for other in (date(2001, 2, 27), date(2001, 3, 1), date(2002, 4, 2)):
        with pytest.raises(RuntimeError, match="do not agree"):
            _compare(state, *merged(given, other, "red"))


@pytest.mark.parametrize("size", [7, 40, 400])
def test_a_step_over_a_movers_day_crosses_seven_changes_at_any_size(
    squares: DataSet, size: int
) -> None:
    made = data_set(grid(size), squares)
    for number in mover_days():
        day = made.settings.start + timedelta(number)
        assert len(changes_between(made, day - timedelta(1), day)) == 7


def found(**figures: Any) -> dict[str, Any]:
    variant = {"latency_ms_p95": 10.0, "cold_load_ms_median": 900, **figures}
    rivals = {name: {"cold_load_ms_median": 950} for name in RIVALS}
    return {"variants": {"replay": variant, **rivals}}


def verdicts(results: dict[str, Any]) -> list[str]:
    return [target.judged(results)[-1] for target in TARGETS]


def test_what_is_lost_is_said_to_be_lost() -> None:
    assert verdicts(found())[0] == "met"
    assert verdicts(found(latency_ms_p95=21.1))[0] == "**lost**"
    cold = next(i for i, target in enumerate(TARGETS) if "fastest rival" in target.what)
    assert verdicts(found())[cold] == "met"
    assert verdicts(found(cold_load_ms_median=950))[cold] == "**lost**"


def test_what_was_not_measured_is_not_met() -> None:
    assert set(verdicts({})) == {"not measured"}


def test_a_row_has_medians_over_every_change_of_every_round() -> None:
    def change(ms: float | None, size: int) -> dict[str, Any]:
        return {"ms": ms, "bytes": size, "told": 1, "cpu_ms": 2.0, "anew": False, "blank": 0}

    load = {"ms": 800.0, "bytes": 5, "elsewhere": 0}
    first = {"changes": [change(10, 1), change(20, 1)], "frames": [16.0, 48.0], "keeps_view": True}
    row = _row([{"load": load, **first}, {"load": load, "changes": [change(90, 7)]}])
    assert (row["latency_ms_median"], row["latency_ms_p95"]) == (20, 90)
    assert (row["bytes_per_change"], row["bytes_in_all"], row["changes"]) == (1, 9, 3)
    assert (row["fps"], row["slow_frames_share"]) == (31.2, 0.5)
    assert row["keeps_view"] is True
    assert row.keys() >= FIGURES


def test_the_tables_replace_what_stands_between_the_marks() -> None:
    page = "before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n"
    once = into_readme(page, "new")
    assert once == "before\n<!-- bench -->\nnew\n<!-- /bench -->\nafter\n"
    assert into_readme(once, "new") == once
    with pytest.raises(ValueError, match="needs"):
        into_readme("nothing", "new")
