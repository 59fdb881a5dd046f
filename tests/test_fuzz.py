"""Spoilt files, fewer than `make fuzz` tries and from other seeds; and that it would notice."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import SquareData

sys.path.append(str(Path(__file__).parents[1] / "reliability"))

import fuzz
from mutate import mutated_csv, mutated_json

from geodata.problems import DataSetError, Problem

FIRST = 10_000_000


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setattr(fuzz.loading, "check", fuzz.loading.check)  # put back what is replaced
    fuzz.remember_checks()
    return lambda kind, number: [*fuzz.run(kind, range(FIRST, FIRST + number), tmp_path)]


@pytest.mark.parametrize(
    ("kind", "number"), [("GeoJSON", 200), ("CSV", 200), ("datapackage.json", 50)]
)
def test_a_spoilt_file_is_loaded_or_refused(run: Any, kind: str, number: int) -> None:
    found = run(kind, number)
    assert len(found) == number
    assert [case for case in found if case.trace] == []
    assert {case.outcome for case in found} >= {"refused", "loaded"}


@pytest.mark.parametrize(
    ("mutated", "name"), [(mutated_json, "districts.geojson"), (mutated_csv, "control.csv")]
)
def test_a_seed_spoils_the_same_file_in_the_same_way(
    square_data: SquareData, mutated: Any, name: str
) -> None:
    sound = square_data.read(name)
    spoilt = [mutated(seed, sound) for seed in range(50)]
    assert spoilt == [mutated(seed, sound) for seed in range(50)]
    assert len({*spoilt, sound.encode()}) > 40


def _raise(error: BaseException) -> Any:
    def load(*_: object) -> None:
        raise error

    return load


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RecursionError(), "failed"),
        (ValueError("no"), "failed"),
        (DataSetError([]), "failed"),
        (DataSetError([Problem("/etc/passwd", 1, "a", "b")]), "failed"),
        (DataSetError([Problem("areas.csv", 1, "a", "")]), "failed"),
        (DataSetError([Problem("areas.csv", 1, "a", "b")]), "refused"),
    ],
)
def test_what_is_no_refusal_counts_as_a_failure(
    square_data: SquareData, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str
) -> None:
    monkeypatch.setattr(SquareData, "load", _raise(error))
    assert fuzz.outcome_of(square_data)[0] == outcome


@pytest.mark.parametrize("limit", ["CPU_SECONDS", "SECONDS"])
def test_what_takes_too_long_counts_as_a_failure(
    square_data: SquareData, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(fuzz, limit, 0.2)

    def load(_data: SquareData) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass

    monkeypatch.setattr(SquareData, "load", load)
    assert fuzz.outcome_of(square_data)[0] == "slow"
