"""Every data set of the corpus is refused or read as documented, and no file reaches GDAL."""

import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from broken import CORPUS, SHAPES, Broken, vrt
from conftest import SquareData

from geodata import takeaway
from geodata.__main__ import main
from geodata.caps import CAPS, FIELDS
from geodata.control import changes
from geodata.problems import DataSetError
from geodata.replay import payload

SECONDS = 20  # of the processor; the slowest, 500,000 vertices, takes about three


def test_the_corpus_has_at_least_60_data_sets_with_names_of_their_own() -> None:
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 60


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_broken_data_set_is_refused_or_read_as_documented(
    square_data: SquareData, case: Broken
) -> None:
    case.spoil(square_data)
    began = time.process_time()
    found = square_data.complaints()
    assert time.process_time() - began < SECONDS
    if not case.told:
        assert found == []
        return
    beginning, *parts = case.told
    lines = [line for line in found if line.startswith(beginning)]
    assert any(all(part in line for part in parts) for line in lines), found
    assert all(line.isprintable() and " — " in line and len(line) < 600 for line in found)


@pytest.mark.parametrize("case", CORPUS[::20], ids=lambda case: case.name)
def test_the_command_line_prints_what_is_wrong_and_fails(
    square_data: SquareData, capsys: pytest.CaptureFixture[str], case: Broken
) -> None:
    case.spoil(square_data)
    assert main(["check", str(square_data.folder)]) == bool(case.told)
    captured = capsys.readouterr()
    assert all(part in captured.out for part in case.told)
    assert captured.err.endswith(("problem\n", "problems\n") if case.told else "")


def test_a_file_of_1_gb_is_refused_without_reading_it(
    square_data: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = square_data.folder / SHAPES
    with path.open("r+b") as file:
        file.truncate(10**9)
    opened: list[Path] = []
    real = Path.open

    def watched(self: Path, *args: Any, **options: Any) -> Any:
        opened.append(self)
        return real(self, *args, **options)

    monkeypatch.setattr(Path, "open", watched)
    assert any(SHAPES in line for line in square_data.complaints())
    assert square_data.folder / "areas.csv" in opened
    assert path not in opened


def test_gdal_would_follow_a_vrt_and_is_never_given_a_file(
    square_data: SquareData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text(square_data.read(SHAPES), encoding="utf-8")
    trap = square_data.folder / "trap.vrt"
    trap.write_text(vrt(str(secret)).replace('"a"', '"secret"'), encoding="utf-8")
    assert len(gpd.read_file(trap)) == 5  # the trap is real

    def refuse(*_args: Any, **_options: Any) -> None:
        raise AssertionError("GDAL was asked to read")

    for module, names in {
        gpd: ("read_file", "list_layers"),
        pyogrio: ("read_dataframe", "read_info", "read_bounds", "read_arrow", "open_arrow"),
        pyogrio.raw: ("ogr_read", "ogr_open_arrow"),
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, refuse)
    written = []
    for name in ("ogr_write", "ogr_write_arrow"):
        monkeypatch.setattr(pyogrio.raw, name, _watched(getattr(pyogrio.raw, name), written))

    data = square_data.load()
    assert payload(data)
    assert list(changes(data))
    for form in takeaway.offered(data):
        assert takeaway.make(data, form)
    # What GDAL writes is in memory; it gets no path of ours, to read or to write.
    assert written
    assert not any(isinstance(path, str | Path) for path in written)

    square_data.write(SHAPES, trap.read_bytes())
    with pytest.raises(DataSetError, match="it is not JSON"):
        square_data.load()


def _watched(write: Any, written: list[object]) -> Any:
    def watched(path: object, *args: Any, **options: Any) -> Any:
        written.append(path)
        return write(path, *args, **options)

    return watched


def test_the_caps_and_their_options_are_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
    for name, field in FIELDS.items():
        row = next(line for line in text.splitlines() if f"`--max-{name}`" in line)
        assert f"| {getattr(CAPS, field):,} |" in row
        assert f"`REPLAY_MAX_{name.upper()}`" in row
