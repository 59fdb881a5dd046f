"""Every number about people, compared with what the source prints."""

import pytest
from conftest import SquareData

from geodata import figures
from geodata.figures import census, change, district_figures, printed_share, printed_value, sums
from geodata.figurewords import figure_words, measure_words, preferred_words
from geodata.load import load
from geodata.model import DataSet, Figure

CENSUS = "census_1979"


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


def figure(data: DataSet, figure_id: str) -> Figure:
    return next(found for found in data.population if found.figure_id == figure_id)


def whole_of(data: DataSet, part: Figure) -> float:
    [total] = [
        found.value
        for found in data.population
        if (found.measure, found.area_id, found.group) == (part.measure, part.area_id, "total")
    ]
    assert total
    return total


def test_every_share_is_value_by_total(data: DataSet) -> None:
    for row in census(data, CENSUS):
        for share in row.shares.values():
            assert share.share * row.all == pytest.approx(share.value)


def test_every_printed_share_is_the_computed_one_or_has_a_correction(data: DataSet) -> None:
    compared = 0
    for part in data.population:
        printed = printed_share(part)
        if printed is None or part.value is None:
            continue
        compared += 1
        share, decimals = printed
        computed = round(100 * part.value / whole_of(data, part), decimals)
        assert computed == share or figures.corrections_of(data, part), part.figure_id
    assert compared == sum("%" in part.printed for part in data.population)


def test_a_census_has_every_district_and_nobody_is_counted_twice(data: DataSet) -> None:
    rows = census(data, CENSUS)
    assert [row.district_id for row in rows] == list(data.districts)
    for row in rows:
        assert row.others >= 0
        assert row.others + sum(share.value for share in row.shares.values()) == row.all


def test_the_misprint_of_qubadli_is_replaced_and_what_was_printed_is_kept(data: DataSet) -> None:
    [row] = [row for row in census(data, CENSUS) if row.district_id == "AZ-QBI"]
    russians = row.shares["russians"]
    assert russians.value == 45
    assert printed_value(data, russians.figure) == 312
    assert {fix.correction_id for fix in russians.corrections} == {"I-06a", "I-06b"}


def test_as_printed_the_groups_of_qubadli_are_more_than_all(data: DataSet) -> None:
    more = {
        row.district_id: sum(printed_value(data, part.figure) for part in row.shares.values())
        - printed_value(data, row.total)
        for row in census(data, CENSUS)
    }
    assert {key: value for key, value in more.items() if value > 0} == {"AZ-QBI": 223}


def test_every_printed_sum_is_the_sum_of_the_printed_numbers(data: DataSet) -> None:
    found = [*sums(data, CENSUS), *sums(data, "population_1989")]
    assert len(found) == 20
    for one in found:
        assert one.computed_printed == one.printed, one.figure.figure_id


def test_corrected_sums_are_those_of_the_corrections(data: DataSet) -> None:
    changed = {
        one.figure.figure_id: one.computed
        for one in sums(data, CENSUS)
        if one.computed != one.printed
    }
    assert changed == {
        "full/census_1979_full/russians": 1143,
        "total/census_1979/russians": 3085,
    }
    for figure_id, computed in changed.items():
        assert figure(data, figure_id).value == computed


def test_a_sum_of_whole_districts_leaves_out_those_in_parts(data: DataSet) -> None:
    covered = {one.figure.measure: one.districts for one in sums(data, CENSUS)}
    assert covered["census_1979_partial"] == ("AZ-FUZ", "AZ-AGM")
    assert set(covered["census_1979_full"]) | set(covered["census_1979_partial"]) == set(
        data.districts
    )


def test_the_population_that_the_map_counts_is_the_printed_total(data: DataSet) -> None:
    counted = district_figures(data, data.settings.population).values()
    total = sum(one.value or 0 for one in counted)
    assert total == data.settings.expected_totals["population"]


def test_change_is_from_the_first_figure_to_the_second(data: DataSet) -> None:
    grown = change(data, CENSUS, "population_1989")
    assert list(grown) == list(data.districts)
    for key, share in grown.items():
        before = figure(data, f"{key}/{CENSUS}/total").value or 0
        after = figure(data, f"{key}/population_1989/total").value or 0
        assert before * (1 + share) == pytest.approx(after)


def test_every_figure_is_shown_somewhere(data: DataSet) -> None:
    shown = {part.figure_id for found in figures.families(data).values() for part in found}
    for measure in [*figures.censuses(data), data.settings.population]:
        shown |= {one.figure.figure_id for one in sums(data, measure)}
        shown |= {one.figure_id for one in district_figures(data, measure).values()}
        for row in census(data, measure):
            shown |= {share.figure.figure_id for share in row.shares.values()}
    assert shown == {part.figure_id for part in data.population}


def test_a_range_is_told_with_both_ends_and_only_coloured_by_its_middle(data: DataSet) -> None:
    found = figure(data, "AZ-QBI/settlers_2005/total")
    assert figure_words(found) == "1,000–1,500"
    assert figures.middle(found) == 1250


def test_an_open_range_has_no_middle(data: DataSet) -> None:
    found = figure(data, "total/displacement_first_war/displaced")
    assert figure_words(found) == "over 600,000"
    assert figures.middle(found) is None


def test_the_computed_sum_of_2005_is_that_of_the_districts(data: DataSet) -> None:
    parts = district_figures(data, "settlers_2005").values()
    low = sum((part.low if part.value is None else part.value) or 0 for part in parts)
    high = sum((part.high if part.value is None else part.value) or 0 for part in parts)
    total = figure(data, "total/settlers_2005/total")
    assert (total.low, total.high) == (low, high)


def test_districts_held_in_part_are_told_with_their_area(data: DataSet) -> None:
    assert figures.partly_held(data) == {"AZ-FUZ": (462, 1386), "AZ-AGM": (842, 1094)}


def test_every_disputed_figure_is_there_with_the_preferred_one_first_in_its_area(
    data: DataSet,
) -> None:
    found = figures.disputed(data)
    claims = [claim for claims in found for claim in claims]
    assert len(claims) == sum(claim.about == "population" for claim in data.claims)
    for conflict in found:
        assert len({claim.conflict for claim in conflict}) == 1
    first = {claim.area_id: claim.weight for claim in reversed(found[0]) if claim.area_id}
    assert set(first.values()) == {"preferred"}


def test_a_measure_of_another_data_set_is_called_by_its_name(square_data: SquareData) -> None:
    data = square_data.load()
    assert figures.mapped_measures(data) == ("census",)
    assert measure_words(data, "head_count") == "head count"
    assert figures.censuses(data) == ()
    assert figures.families(data) == {}


def test_a_sum_that_is_printed_wrong_shows(square_data: SquareData) -> None:
    row = ("all/census/total", "", "census", "total", "1999", "3600", "", "", "3600", "people")
    square_data.add("population.csv", *row, "BOOK", "")
    [found] = sums(square_data.load(), "census")
    assert (found.printed, found.computed_printed, found.computed) == (3600, 3505, 3500)


# Claims


def test_claims_of_another_figure_of_the_place_are_left_out(square_data: SquareData) -> None:
    for claim_id, conflict, value, weight in (
        ("C-8a", "C-8", "1000–1400", "alternative"),
        ("C-8b", "C-8", "~1000", "preferred"),
        ("C-9a", "C-9", "77", "preferred"),
    ):
        row = (claim_id, conflict, "NORTH", "", "population", value, "people", weight, "", "BOOK")
        square_data.add("claims.csv", *row)
    data = square_data.load()
    north, east, _west = data.population
    assert [claim.claim_id for claim in figures.claims_of(data, north)] == ["C-8b", "C-8a"]
    assert preferred_words(data, north) == "about 1,000"
    assert figures.claims_of(data, east) == ()
    assert preferred_words(data, east) == "2,000"
