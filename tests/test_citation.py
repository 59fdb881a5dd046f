"""How to cite: whole, stable, and safe in LaTeX."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from conftest import SquareData
from hypothesis import given
from hypothesis import strategies as st

from geodata import citation
from geodata.load import load
from geodata.takeaway import about
from geodata.translate import use_language

ROOT = Path(__file__).parents[1]
AUTHORS = "District control replay authors"
TODAY = dt.date(2031, 2, 3)
SITE = "https://example.org/map/"


def of_squares(squares: SquareData, address: str = SITE) -> citation.Reference:
    return citation.of_dataset(squares.load(), address, TODAY)


def test_the_text_holds_who_what_which_version_when_and_where() -> None:
    data = load()
    text = citation.as_text(citation.of_dataset(data, SITE, TODAY))
    assert text.startswith(f"{AUTHORS} ({data.settings.history[0].date.year}). ")
    assert (
        f"{data.title} (version {data.version}, revision {data.revision[:7]}) [Data set]." in text
    )
    assert text.endswith(f"Retrieved 3 February 2031, from {SITE}")


def test_the_citation_of_a_view_names_day_and_district() -> None:
    data = load()
    address = f"{SITE}?date=1993-07-23&district=AZ-LAC"
    found = citation.of_view(data, dt.date(1993, 7, 23), "AZ-LAC", address, TODAY)
    text = citation.as_text(found)
    assert f"{data.title}: Lachin, 23 July 1993 (version" in text
    assert "[Interactive map]" in text
    assert text.endswith(address)
    assert found.key.endswith("-1993-07-23-AZ-LAC")


def test_a_view_without_a_district_names_the_day_alone(square_data: SquareData) -> None:
    found = citation.of_view(square_data.load(), dt.date(2001, 3, 1), "", SITE, TODAY)
    assert found.title == "Squares: 1 March 2001"
    assert found.key == "squares-1.2.3-2001-03-01"


def test_without_an_address_nothing_is_retrieved(square_data: SquareData) -> None:
    found = of_squares(square_data, "")
    assert "Retrieved" not in citation.as_text(found)
    assert "url" not in citation.as_bibtex(found)
    assert {"URL", "accessed"}.isdisjoint(citation.as_csl(found))


def test_the_data_of_a_stranger_are_not_ours(square_data: SquareData) -> None:
    found = of_squares(square_data)
    assert AUTHORS not in citation.as_text(found) + citation.as_bibtex(found)
    assert citation.as_text(found).startswith("Squares (version 1.2.3, revision ")
    assert "] (n.d.). Retrieved" in citation.as_text(found)
    assert "author" not in citation.as_csl(found)


def test_the_package_names_authors_and_year(square_data: SquareData) -> None:
    square_data.alter_json("datapackage.json", "2030-05-06T07:08:09Z", "created")
    makers = [{"title": "B. Maker"}, {"title": "R&D and Co"}]
    square_data.alter_json("datapackage.json", makers, "contributors")
    found = of_squares(square_data)
    assert citation.as_text(found).startswith("B. Maker, R&D and Co (2030). Squares (")
    assert r"author = {{B. Maker} and {R\&D and Co}}" in citation.as_bibtex(found)
    assert citation.as_csl(found)["issued"] == {"date-parts": [[2030]]}


def test_without_a_date_of_its_own_the_package_is_of_the_year_of_its_version(
    square_data: SquareData,
) -> None:
    history = [
        {"version": "1.2.3", "date": "2029-05-06", "changes": "More."},
        {"version": "1.0.0", "date": "2028-01-01", "changes": "First."},
    ]
    square_data.alter_json("datapackage.json", history, "replay", "history")
    assert citation.as_text(of_squares(square_data)).startswith("Squares (version 1.2.3, ")
    assert citation.as_csl(of_squares(square_data))["issued"] == {"date-parts": [[2029]]}


@pytest.mark.parametrize("value", ["x", 7, None, [], [7], [{"title": 7}], [{}], {"title": "x"}])
def test_contributors_that_make_no_sense_are_passed_over(
    square_data: SquareData, value: object
) -> None:
    square_data.alter_json("datapackage.json", value, "contributors")
    square_data.alter_json("datapackage.json", value, "created")
    known = about(square_data.load())
    assert (known.authors, known.year) == ((), "")


def test_bibtex_is_one_entry_with_a_field_a_line(square_data: SquareData) -> None:
    revision = square_data.load().revision[:7]
    assert citation.as_bibtex(of_squares(square_data)).splitlines() == [
        "@misc{squares-1.2.3,",
        "  title = {{Squares}},",
        f"  howpublished = {{Data set, version 1.2.3, revision {revision}}},",
        "  url = {https://example.org/map/},",
        "  urldate = {2031-02-03},",
        "}",
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_key_is_that_of_the_version_whatever_the_words(
    square_data: SquareData, language: str
) -> None:
    square_data.alter_json("datapackage.json", "Other words", "title")
    with use_language(language):
        assert of_squares(square_data).key == "squares-1.2.3"


@given(st.text())
def test_nothing_in_a_text_is_a_command_of_latex(text: str) -> None:
    escaped = citation.latex(text)
    known = r"\\(?:textbackslash|textasciicircum|textasciitilde)\{\}|\\[{}$&#%_]"
    assert not re.search(r"[\\{}$&#%_^~]", re.sub(known, "", escaped))


def test_a_hostile_title_leaves_the_entry_whole(square_data: SquareData) -> None:
    title = r"50 % of A_b & {c} }, url = {http://evil.example} \input{/etc/passwd} $x^2$ #~"
    square_data.alter_json("datapackage.json", title, "title")
    square_data.alter_json("datapackage.json", "1_0 {x}\n}", "version")
    entry = citation.as_bibtex(of_squares(square_data))
    assert r"50 \% of A\_b \& \{c\} \}" in entry
    assert r"\textbackslash{}input" in entry
    assert entry.count("\n") == 5
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert re.fullmatch(r"@misc\{[A-Za-z0-9.-]+,", entry.splitlines()[0])


def test_an_address_cannot_end_the_field_it_stands_in(square_data: SquareData) -> None:
    found = of_squares(square_data, "https://example.org/?q={a}\\b}&x=%20")
    assert found.address == "https://example.org/?q=%7Ba%7D%5Cb%7D&x=%20"


def test_csl_json_is_what_zotero_reads() -> None:
    data = load()
    found = citation.as_csl(citation.of_dataset(data, SITE, TODAY))
    assert (found["type"], found["title"], found["URL"]) == ("dataset", data.title, SITE)
    assert found["author"] == [{"literal": AUTHORS}]
    assert found["accessed"] == {"date-parts": [[2031, 2, 3]]}


# -- CITATION.cff --


def cff() -> dict[str, list[str]]:
    """Return the values of each key, in order, whatever their depth: it holds no other YAML."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\s*(?:- )?([a-z-]+):\s*(.*)", line)
        key, value = match.groups() if match else (key, line.strip().removeprefix("- "))
        found.setdefault(key, []).extend([value.strip('"')] if value else [])
    return found


def test_the_citation_file_is_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = cff()
    assert found["cff-version"] == ["1.2.0"]
    assert found["version"] == [project["version"], load().version]
    assert found["license"][0] == project["license"]
    assert found["abstract"] == [project["description"]]


def test_the_citation_file_names_the_data_set_as_its_package_does() -> None:
    data = load()
    found = cff()
    assert found["title"] == ["District control replay", data.title]
    addresses = " ".join(licence.address for licence in about(data).licences)
    assert found["license"][1:] == ["CC-BY-SA-4.0", "ODbL-1.0"]
    assert "licenses/by-sa/4.0" in addresses
    assert "licenses/odbl/1-0" in addresses


def test_the_authors_are_those_of_the_licence() -> None:
    assert f"The {AUTHORS}\n" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert cff()["name"] == [AUTHORS, AUTHORS]
    assert about(load()).authors == (AUTHORS,)
