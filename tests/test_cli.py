"""The command line, as a reader at a terminal meets it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SquareData

from geodata import takeaway
from geodata.__main__ import main


def test_check_of_a_sound_folder_prints_one_line(
    square_data: SquareData, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(square_data.folder)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out == (
        "Squares 1.2.3: no problems. Rows: areas 5, control 11, sources 3, names 7, claims 4, "
        "events 2, population 3, positions 1, identifiers 1, corrections 4, shapes 5\n"
    )


@pytest.mark.parametrize("option", [[], ["--dataset"]])
def test_check_prints_every_problem_and_their_number(
    square_data: SquareData, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    square_data.alter("control.csv", 3, "end", "2001-01-01")
    square_data.alter("events.csv", 2, "kind", "rumour")
    assert main(["check", *option, str(square_data.folder)]) == 1
    captured = capsys.readouterr()
    problems = captured.out.splitlines()
    assert (
        "control.csv:3 NORTH: end 2001-01-01 is before start 2001-03-01 — "
        "swap the two or correct one"
    ) in problems
    assert captured.err == f"{len(problems)} problems\n"


def test_one_problem_is_counted_as_one(
    square_data: SquareData, capsys: pytest.CaptureFixture[str]
) -> None:
    square_data.alter("events.csv", 2, "kind", "rumour")
    assert main(["check", str(square_data.folder)]) == 1
    assert capsys.readouterr().err == "1 problem\n"


def test_state_is_a_table_with_totals(
    square_data: SquareData, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["state", "2001-03-01", "--dataset", str(square_data.folder)]) == 0
    assert capsys.readouterr().out == (
        "district  controller  since       until       certain      held km²\n"
        "North     red         2001-03-01  2003-05-10  not certain  99 of 100\n"
        "East      blue        2000-01-01  2002-06-01  certain      0 of 100\n"
        "West      red         2000-01-01  2004-01-01  certain      50 of 50\n"
        "red: 2 of 3 districts, 149 of 250 km² (59.6%); 1,500 people (census)\n"
    )


def test_state_as_json(square_data: SquareData, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["state", "2003-01-01", "--json", "--dataset", str(square_data.folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["totals"]["districts_red"] == 3


def test_changes_are_a_table(square_data: SquareData, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--dataset", str(square_data.folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["date", "area", "before", "after", "between"]
    assert lines[1] == (
        "2001-03-01  North                 blue     red      2001-02-27 to 2001-03-02"
    )
    assert len(lines) == 6


def test_changes_as_json(square_data: SquareData, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--json", "--dataset", str(square_data.folder)]) == 0
    assert [change["date"] for change in json.loads(capsys.readouterr().out)] == [
        "2001-03-01",
        "2002-06-01",
        "2003-05-10",
        "2004-01-01",
        "2004-02-01",
    ]


@pytest.mark.parametrize("text", ["1993", "2001-02-30", "1999-12-31", "2010-01-01", "soon"])
def test_a_wrong_date_is_one_line_with_the_range(
    square_data: SquareData, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert main(["state", text, "--dataset", str(square_data.folder)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert text in captured.err
    assert "2000-01-01 to 2009-12-31" in captured.err


@pytest.mark.parametrize("command", [["state", "2001-01-01"], ["changes", "--json"]])
def test_a_data_set_with_problems_is_not_shown(
    square_data: SquareData, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    square_data.alter("events.csv", 2, "kind", "rumour")
    assert main([*command, "--dataset", str(square_data.folder)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("events.csv:2 TAKEN: kind is 'rumour' — ")


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/at/all"]) == 1
    assert capsys.readouterr().out == (
        "/nowhere/at/all: there is no such folder — name the folder of a data set, unpacked\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--max-megabytes", "0.0005"], "control.csv"),
        (["--max-rows", "10"], "control.csv:12"),
        (["--max-features", "4"], "districts.geojson"),
        (["--max-vertices", "24"], "districts.geojson"),
        (["--max-depth", "6"], "districts.geojson"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["state", "2001-01-01"], ["changes"]])
def test_what_is_over_a_cap_is_told_with_the_option_that_allows_it(
    square_data: SquareData,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    options: list[str],
    told: str,
) -> None:
    whole = [*command, "--dataset", str(square_data.folder)]
    assert main([*whole, *options]) == 1
    captured = capsys.readouterr()
    lines = (captured.out + captured.err).splitlines()
    line = next(line for line in lines if line.startswith(f"{told}: it "))
    assert line.endswith(f"allow more with {options[0]}")
    assert main([*whole, options[0], "1000"]) == 0


def test_a_cap_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--max-rows", "many"])
    assert stopped.value.code == 2
    assert "--max-rows: 'many' is not a number from 1 to" in capsys.readouterr().err


def test_letters_that_the_terminal_lacks_are_escaped(square_data: SquareData) -> None:
    square_data.alter("events.csv", 2, "kind", "Քարվաճառ")
    found = subprocess.run(
        [sys.executable, "-m", "geodata", "check", str(square_data.folder)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.startswith("events.csv:2 TAKEN: kind is '\\u0554")
    assert (found.returncode, found.stderr) == (1, "1 problem\n")


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["state"], ["check", "a", "b"]])
def test_a_wrong_command_is_told_in_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m geodata" in capsys.readouterr().err


def test_a_reader_who_has_enough_is_no_error(square_data: SquareData) -> None:
    command = [sys.executable, "-m", "geodata", "changes", "--dataset", str(square_data.folder)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert isinstance(process.stdout, io.BufferedReader)
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_domain_never_imports_the_page() -> None:
    code = "import sys, geodata.__main__; print({'streamlit', 'ui'} & set(sys.modules))"
    root = Path(__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout == "set()\n"


@pytest.mark.parametrize(
    "format_", ["control.csv", "control.gpkg", "datapackage.zip", "events.csv"]
)
def test_take_writes_what_the_page_offers(
    square_data: SquareData,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    format_: str,
) -> None:
    file = tmp_path / "taken"
    assert main(["take", format_, str(file), "--dataset", str(square_data.folder)]) == 0
    assert file.read_bytes() == takeaway.make(square_data.load(), format_)
    assert capsys.readouterr().out == f"{file}: {round(file.stat().st_size / 1000)} kB\n"


def test_take_into_a_folder_names_the_file(square_data: SquareData, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert main(["take", "control.gpkg", str(folder), "--dataset", str(square_data.folder)]) == 0
    assert [path.name for path in folder.iterdir()] == ["squares-1.2.3.gpkg"]


def test_take_of_an_unknown_format_names_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["take", "shp", str(tmp_path / "taken")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("shp is no format: choose one of control.csv, ")
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_take_to_where_nothing_can_be_written_is_told(
    square_data: SquareData, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["take", "control.csv", "/no/where", "--dataset", str(square_data.folder)]) == 1
    assert capsys.readouterr().err == "/no/where: No such file or directory\n"
