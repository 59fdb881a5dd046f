"""The figures about people: the census by group, its sums, and what each district has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.model import Claim, Correction, DataSet, Figure

TOTAL = "total"
# A measure that ends so is a printed sum: of the districts that are whole, or in parts.
WHOLE, PARTS = "_full", "_partial"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group a row counts, and their share of all, 0 to 1, computed.

    ``figure`` is what the share is drawn from; its ``corrections`` say what was printed and why it
    is not used.
    """

    figure: Figure
    value: float
    share: float
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class CensusRow:
    """A district in a census: its groups, all people, and those of no group of the census."""

    district_id: str
    total: Figure
    shares: dict[str, Share]

    @property
    def all(self) -> float:
        """Everybody counted."""
        return self.total.value or 0

    @property
    def others(self) -> float:
        """The people of other groups: all, less those of the groups."""
        return self.all - sum(share.value for share in self.shares.values())


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed sum over districts, of one group or of all people.

    ``computed`` is the sum of the districts' values, ``computed_printed`` of what is printed for
    them, and ``printed`` what is printed for the sum.
    """

    figure: Figure
    districts: tuple[str, ...]
    computed: float
    computed_printed: float
    printed: float


def claims_of(data: DataSet, figure: Figure) -> tuple[Claim, ...]:
    """Return the claims of the conflict in which one has its value, the preferred first."""
    rivals = [
        claim
        for claim in data.claims
        if (claim.about, claim.area_id, claim.unit) == ("population", figure.area_id, figure.unit)
    ]
    value = f"{figure.value:g}" if figure.value is not None else None
    own = {claim.conflict for claim in rivals if claim.value.removeprefix("~") == value}
    found = [claim for claim in rivals if claim.conflict in own]
    return tuple(sorted(found, key=lambda claim: claim.weight != "preferred"))


def censuses(data: DataSet) -> tuple[str, ...]:
    """Return the measures that count districts by group."""
    found = (f.measure for f in data.population if f.area_id and f.group != TOTAL)
    return tuple(dict.fromkeys(found))


def census(data: DataSet, measure: str) -> tuple[CensusRow, ...]:
    """Return the rows of a census, one a district that has a total.

    >>> from geodata.load import load
    >>> row = census(load(), "census_1979")[2]
    >>> row.district_id, row.all, row.others, row.shares["russians"].value
    ('AZ-QBI', 26673, 44, 45)
    """
    return tuple(
        CensusRow(district_id, total, _shares(data, measure, total))
        for district_id, total in district_figures(data, measure).items()
    )


def _shares(data: DataSet, measure: str, total: Figure) -> dict[str, Share]:
    found = (
        figure
        for figure in data.population
        if (figure.measure, figure.area_id) == (measure, total.area_id) and figure.group != TOTAL
    )
    return {figure.group: _share(data, figure, total.value or 0) for figure in found}


def _share(data: DataSet, figure: Figure, whole: float) -> Share:
    value = figure.value or 0
    fixes = corrections_of(data, figure)
    return Share(figure, value, value / whole if whole else 0.0, fixes)


def corrections_of(data: DataSet, figure: Figure) -> tuple[Correction, ...]:
    """Return the corrections to a figure."""
    return data.corrections_for("population.csv", figure.figure_id)


def district_figures(data: DataSet, measure: str) -> dict[str, Figure]:
    """Return the figure for all people of each district that has one, in the districts' order."""
    found = {
        figure.area_id: figure
        for figure in data.population
        if (figure.measure, figure.group) == (measure, TOTAL)
    }
    return {key: found[key] for key in data.districts if key in found}


def mapped_measures(data: DataSet) -> tuple[str, ...]:
    """Return the measures with figures for more than one district."""
    measures = dict.fromkeys(figure.measure for figure in data.population)
    return tuple(measure for measure in measures if len(district_figures(data, measure)) > 1)


def printed_value(data: DataSet, figure: Figure) -> float:
    """Return the number as the source prints it, before any correction."""
    for fix in corrections_of(data, figure):
        if fix.field == "value":
            return float(fix.printed)
    return figure.value or 0


def printed_share(figure: Figure) -> tuple[float, int] | None:
    """Return the percentage as printed and its number of decimals; None where none is printed.

    >>> from geodata.load import load
    >>> printed_share(next(f for f in load().population if f.printed == "95.5% (26,537)"))
    (95.5, 1)
    """
    found = re.match(r"([0-9]+)(?:\.([0-9]+))? ?%", figure.printed)
    if not found:
        return None
    return float(found[0].rstrip("% ")), len(found[2] or "")


def sums(data: DataSet, measure: str) -> tuple[Sum, ...]:
    """Return the printed sums over districts that belong to a measure."""
    return tuple(_sums(data, measure))


def _sums(data: DataSet, measure: str) -> Iterator[Sum]:
    for figure in data.population:
        ending = figure.measure.removeprefix(measure)
        if figure.area_id or figure.measure == ending or figure.value is None:
            continue
        districts = summed_districts(data, ending)
        parts = [
            part
            for part in data.population
            if (part.measure, part.group) == (measure, figure.group) and part.area_id in districts
        ]
        if ending in {"", WHOLE, PARTS} and parts:
            yield Sum(
                figure=figure,
                districts=districts,
                computed=sum(part.value or 0 for part in parts),
                computed_printed=sum(printed_value(data, part) for part in parts),
                printed=printed_value(data, figure),
            )


def summed_districts(data: DataSet, ending: str) -> tuple[str, ...]:
    """Return the districts that a printed sum covers."""
    return tuple(
        key
        for key, areas in data.districts.items()
        if not ending or (ending == PARTS) == (len(areas) > 1)
    )


def change(data: DataSet, before: str, after: str) -> dict[str, float]:
    """Return by how much each district's figure grew from one measure to another, 0.1 for 10 %."""
    first, second = district_figures(data, before), district_figures(data, after)
    return {
        key: (second[key].value or 0) / value - 1
        for key, figure in first.items()
        if (value := figure.value) and key in second and second[key].value is not None
    }


def partly_held(data: DataSet) -> dict[str, tuple[float, float]]:
    """Return, of each district in parts, the km² that the subject ever held, and those of all."""
    ever = {row.area_id for row in data.control if row.controller == data.settings.subject}
    return {
        key: (
            sum(area.counted_km2 for area in areas if area.area_id in ever),
            sum(area.area_km2 or 0 for area in areas),
        )
        for key, areas in data.districts.items()
        if len(areas) > 1
    }


def middle(figure: Figure) -> float | None:
    """Return the number, or the middle of a closed range; only a colour may be made of it."""
    if figure.value is not None:
        return figure.value
    if figure.low is None or figure.high is None:
        return None
    return (figure.low + figure.high) / 2


def families(data: DataSet) -> dict[str, tuple[Figure, ...]]:
    """Return the figures that are no count of a whole district, by what they are about.

    ``settlers_2005`` and ``settlers_2010`` are one family, ``settlers``. Measures with a printed
    sum of their own, counts of the population, are shown as tables of districts instead.
    """
    counted = {*censuses(data), data.settings.population}
    shown = {f"{measure}{ending}" for measure in counted for ending in ("", WHOLE, PARTS)}
    found: dict[str, tuple[Figure, ...]] = {}
    for figure in data.population:
        if figure.measure not in shown:
            family = re.sub(r"_[0-9]{4}$", "", figure.measure)
            found[family] = (*found.get(family, ()), figure)
    return found


def disputed(data: DataSet) -> tuple[tuple[Claim, ...], ...]:
    """Return what sources claim about numbers of people, those of one conflict together.

    Within a conflict they are in order of area, then the preferred one first.
    """
    order = {"preferred": 0, "alternative": 1, "weak": 2}
    found: dict[str, list[Claim]] = {}
    for claim in data.claims:
        if claim.about == "population":
            found.setdefault(claim.conflict, []).append(claim)
    ranks = {claim.area_id: index for index, claim in reversed(list(enumerate(data.claims)))}
    return tuple(
        tuple(sorted(claims, key=lambda claim: (ranks[claim.area_id], order[claim.weight])))
        for claims in found.values()
    )
