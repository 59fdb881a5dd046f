"""The page about people: every figure with its source, what is computed, printed and disputed."""

from collections.abc import Iterator

import pytest
from conftest import SquareData
from read_page import HOSTILE, SHOWN, cited, content, elements, opened, rows, served, words
from streamlit.testing.v1 import AppTest

from geodata import figures
from geodata.figurewords import figure_words, preferred_words, share_words
from geodata.model import DataSet
from geodata.words import number, percent


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


@pytest.fixture(scope="module")
def page(ours: DataSet) -> AppTest:
    assert ours.population
    return opened("population")


@pytest.fixture(scope="module")
def shown(page: AppTest) -> str:
    return content(page)


def named_rows(table: str) -> dict[str, list[str]]:
    """Return the cells of each row, by the words of the row's heading."""
    [body] = elements(table, "tbody")
    found = elements(body, "tr")
    return {
        words(elements(row, "th")[0]): [words(cell) for cell in elements(row, "td")]
        for row in found
    }


def test_it_says_that_figures_are_of_whole_districts(shown: str) -> None:
    [scope] = elements(shown, "p", class_="scope")
    assert "count the whole district" in words(scope)
    assert "Fuzuli (462 of 1,386 km²), Agdam (842 of 1,094 km²)" in words(scope)


def test_the_measure_of_the_map_is_that_of_the_address(ours: DataSet) -> None:
    page = opened("population", measure="settlers_2005")
    assert page.selectbox[0].value == "settlers_2005"
    table = next(t for t in elements(content(page), "table") if "Sum" in t)
    found = named_rows(table)
    for key, figure in figures.district_figures(ours, "settlers_2005").items():
        cells = found[ours.district_name(key)]
        if not figures.claims_of(ours, figure):
            assert cells[0] == figure_words(figure)
            assert cells[1] == f"“{figure.printed}” {' '.join(figure.sources)}"
    assert found["Sum"][0] == "12,000–13,110"


def test_where_sources_differ_the_preferred_figure_stands_first_and_each_has_its_source() -> None:
    page = opened("population", measure="settlers_2005")
    found = named_rows(next(t for t in elements(content(page), "table") if "Sum" in t))
    assert found["Lachin"] == [
        "under 8,000",
        "under 8,000 S48 ; about 8,000 D1 ; 8,000–11,000 S51",
    ]
    assert found["Kalbajar"] == ["about 1,500", "about 1,500 D1 ; 1,500–2,000 S51"]


def test_choosing_a_measure_changes_the_address() -> None:
    page = opened("population")
    assert page.selectbox[0].value == "population_1989"
    page.selectbox[0].set_value("census_1979")
    page.run()
    assert "census_1979" in str(page.query_params["measure"])


def test_a_measure_without_districts_gives_way_to_the_first() -> None:
    assert opened("population", measure="resettled").selectbox[0].value == "population_1989"


def test_the_census_shows_numbers_and_computed_shares(shown: str, ours: DataSet) -> None:
    [table] = elements(shown, "table", class_="census")
    found = named_rows(table)
    for row in figures.census(ours, "census_1979"):
        cells = [
            cell.replace("†", "").replace("  ", " ")
            for cell in found[ours.district_name(row.district_id)]
        ]
        for share in row.shares.values():
            assert f"{number(share.value)} {words(share_words(share.share))}" in " | ".join(
                " ".join(cell.split()) for cell in cells
            )
        assert cells[-1] == number(row.all)


def test_a_corrected_number_is_marked_and_shown_with_what_was_printed(
    shown: str, ours: DataSet
) -> None:
    [census] = elements(shown, "table", class_="census")
    assert "45 †" in named_rows(census)["Qubadli"][1]
    [table] = elements(shown, "table", class_="corrections")
    found = rows(table)
    fixes = [fix for fix in ours.corrections if fix.file == "population.csv"]
    assert len(found) == len(fixes)
    for fix in fixes:
        [row] = [r for r in found if r[1] == fix.printed and r[2].startswith(fix.corrected)]
        assert row[3] == f"{fix.reason} {' '.join(fix.sources)}"


def test_it_says_whether_the_printed_numbers_add_up(shown: str) -> None:
    told = words(shown)
    assert "Every printed sum is the sum of the numbers printed for the districts." in told
    assert (
        "Qubadli: the groups as printed are 26,896 people, 223 more than all people as printed "
        "(26,673)."
    ) in told
    assert "printed as 1,410; 1,143 with the corrections" in told
    assert "printed as 3,352; 3,085 with the corrections" in told


def test_two_censuses_are_compared(shown: str, ours: DataSet) -> None:
    [table] = elements(shown, "table", class_="growth")
    found = named_rows(table)
    for key, share in figures.change(ours, "census_1979", "population_1989").items():
        assert found[ours.district_name(key)][2] == f"+{words(percent(share))}"
    assert found["Sum"][:2] == ["371,441", "421,726"]


def test_other_figures_are_shown_with_date_range_and_source(shown: str, ours: DataSet) -> None:
    found = [row for table in elements(shown, "table", class_="figures") for row in rows(table)]
    wanted = [figure for group in figures.families(ours).values() for figure in group]
    assert len(found) == len(wanted)
    for row, figure in zip(found, wanted, strict=True):
        assert row[1] == preferred_words(ours, figure)
        if not figures.claims_of(ours, figure):
            assert row[3].endswith(" ".join(figure.sources))
    assert found[1][1:4:2] == [
        "under 8,000",
        "Lachin: under 8,000 S48 ; about 8,000 D1 ; 8,000–11,000 S51",
    ]


def test_what_is_disputed_is_all_there(shown: str, ours: DataSet) -> None:
    [table] = elements(shown, "table", class_="claims")
    claims = [claim for group in figures.disputed(ours) for claim in group]
    for row, claim in zip(rows(table), claims, strict=True):
        assert cited_last(row[2]) == claim.sources[-1]
        assert words(claim.note) in row[2]


def cited_last(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1]


def test_every_figure_and_claim_is_cited_in_full_at_the_end(shown: str, ours: DataSet) -> None:
    [sources] = elements(shown, "ul", class_="sources")
    used = {source for figure in ours.population for source in figure.sources}
    assert used <= set(cited(sources))


def test_each_chart_says_in_words_what_it_shows(page: AppTest) -> None:
    said = [chart.proto.alt for chart in page.get("vega_lite_chart")]
    assert len(said) == 3
    assert all("table" in one for one in said)


def test_another_data_set_has_a_map_and_no_census_by_group(square_data: SquareData) -> None:
    with served(square_data.folder):
        page = opened("population")
        assert len(page.get("vega_lite_chart")) == 1
        found = named_rows(elements(content(page), "table")[0])
    assert found["North"][0] == "1,000"
    assert found["Sum"][0] == "3,500"


def test_a_data_set_without_figures_says_so(square_data: SquareData) -> None:
    square_data.write("population.csv", square_data.read("population.csv").splitlines()[0] + "\n")
    square_data.remove("corrections.csv", 2)
    square_data.alter_json("datapackage.json", 0, "replay", "expected_totals", "population")
    with served(square_data.folder):
        page = opened("population")
        assert "has no figures about people" in content(page)
        assert page.get("vega_lite_chart") == []


def test_text_of_a_data_set_is_shown_as_text(square_data: SquareData) -> None:
    square_data.alter("population.csv", 2, "note", HOSTILE)
    with served(square_data.folder):
        shown = content(opened("population"))
    assert "<script" not in shown
    assert SHOWN in shown
