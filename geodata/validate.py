"""The rules of docs/format.md that concern more than one field, and which files each needs."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from geodata.dates import parse_uncertain
from geodata.model import Area, DataSet
from geodata.periods import check_claims, check_openings, check_periods
from geodata.problems import MOST_SHOWN, Problem
from geodata.references import REFERENCES, STATEMENTS, Rule, check_raw_files
from geodata.settings import PACKAGE
from geodata.shapes import BACKGROUND, SHAPES, check_places, check_shapes
from geodata.tables import DEADLINE, VOTES
from geodata.tour import check_tour


def validate(data: DataSet, unusable: Collection[str] = ()) -> list[Problem]:
    """Return every problem, by file and row.

    A rule that needs a file in ``unusable`` is left out: it would report consequences only.
    """
    rules = (rule for needed, rule in RULES if not needed & set(unusable))
    found = [problem for rule in rules for problem in islice(rule(data), MOST_SHOWN + 1)]
    return sorted(found, key=lambda problem: (problem.file, problem.row or 0))


def check_areas(data: DataSet) -> Iterator[Problem]:
    """Yield what is wrong with kind, size and centre of an area, or with a district's parts."""
    for area in data.areas:
        yield from _check_area(area)
    for district_id, areas in data.districts.items():
        centres = [area for area in areas if area.centre]
        if len(centres) != 1:
            what = f"district {district_id} has {len(centres)} areas with centre yes"
            yield _of_area(areas[0], what, "write yes in exactly one")
        if len(areas) > 1 and any(area.kind == "district" for area in areas):
            what = f"district {district_id} is there as a whole and in parts"
            yield _of_area(areas[0], what, "write it as one district or as parts")


def check_names(data: DataSet) -> Iterator[Problem]:
    """Yield each area and district that has no English name to display, or several."""
    shown = Counter(
        name.area_id for name in data.names if (name.lang, name.use) == ("en", "display")
    )
    lines = {area.district_id: area.line for area in data.areas}
    lines |= {area.area_id: area.line for area in data.areas}
    for area_id in filter(None, lines):
        if shown[area_id] != 1:
            what = f"names.csv has {shown[area_id]} English display names for it"
            yield Problem("areas.csv", lines[area_id], what, "write exactly one", key=area_id)


def check_events(data: DataSet) -> Iterator[Problem]:
    """Yield each event whose day is not one that it may be, or that lacks a second source."""
    for event in data.events:
        if not event.edtf.covers(event.date):
            what = f"date {event.date} is outside edtf {event.edtf.text}"
            yield Problem("events.csv", event.line, what, "correct one of them", event.event_id)
        if event.standing == "corroborated" and len(event.sources) < len(("one", "another")):
            what = "standing is corroborated, but one source is given"
            yield Problem("events.csv", event.line, what, "add a source", event.event_id)


def check_figures(data: DataSet) -> Iterator[Problem]:
    """Yield each figure that is not within its own range."""
    for figure in data.population:
        given = [number for number in (figure.low, figure.value, figure.high) if number is not None]
        if given != sorted(given):
            what = "low, value and high are not in order"
            yield Problem("population.csv", figure.line, what, "correct one", figure.figure_id)


def check_provisions(data: DataSet) -> Iterator[Problem]:
    """Yield each provision without its value: votes are numbers, a deadline is a date."""
    for provision in data.provisions:
        what = remedy = ""
        if provision.about in VOTES and not re.fullmatch(r"[0-9]{1,15}", provision.value):
            what = f"value {provision.value!r} of {provision.about} is not a number"
            remedy = "write how many, as 39"
        elif provision.about == DEADLINE and not _is_date(provision.value):
            what = f"value {provision.value!r} of a deadline is not a date"
            remedy = "write a date in a form of docs/format.md"
        elif provision.about not in VOTES and not provision.text:
            what, remedy = f"text of {provision.about} is empty", "write what it names or sets"
        if what:
            yield Problem("provisions.csv", provision.line, what, remedy, provision.provision_id)


def _is_date(text: str) -> bool:
    try:
        return bool(parse_uncertain(text))
    except ValueError:
        return False


def check_totals(data: DataSet) -> Iterator[Problem]:
    """Yield each sum of the tables that is not the printed total.

    ``held_km2`` and ``population`` count the areas and districts that the subject ever held.
    """
    settings = data.settings
    held = {row.area_id for row in data.control if row.controller == settings.subject}
    areas = [area for areas in data.districts.values() for area in areas]
    centres = {area.district_id for area in areas if area.centre and area.area_id in held}
    sums = {
        "area_km2": sum(area.area_km2 or 0 for area in areas),
        "held_km2": sum(area.counted_km2 for area in areas if area.area_id in held),
        "population": sum(
            figure.value or 0
            for figure in data.population
            if (figure.measure, figure.group) == (settings.population, "total")
            and figure.area_id in centres
        ),
    }
    for key, printed in settings.expected_totals.items():
        if not math.isclose(sums[key], printed):
            what = f"expected_totals: {key} is {printed}, the tables add up to {sums[key]}"
            yield Problem(PACKAGE, None, what, "correct the row that is wrong", key="replay")


def check_background(data: DataSet) -> Iterator[Problem]:
    """Yield each line of the settings that has no shape, and each outline of no district."""
    features = data.background["features"] if data.background else []
    kinds = {feature["id"]: feature["properties"]["kind"] for feature in features}
    for line in data.settings.lines:
        if kinds.get(line.id) != "line":
            what = f"line {line.id} has no feature of kind line in {BACKGROUND}"
            yield Problem(PACKAGE, None, what, "draw it or remove it", key="replay")
    for feature_id, kind in kinds.items():
        if kind == "outline" and feature_id not in data.districts:
            what = "the outline runs around no district"
            yield Problem(BACKGROUND, None, what, "give it the id of one", key=feature_id)


def _check_area(area: Area) -> Iterator[Problem]:
    if area.kind == "context":
        if area.district_id or area.centre or area.area_km2 is not None:
            what = "a context area has a district_id, a centre or an area_km2"
            yield _of_area(area, what, "leave all three empty")
        return
    if not area.area_km2:
        yield _of_area(area, f"area_km2 of a {area.kind} is empty or 0", "write its size")
    if not area.district_id:
        yield _of_area(area, f"district_id of a {area.kind} is empty", "write its district")
    elif (area.kind == "district") != (area.district_id == area.area_id):
        what = f"district_id of a {area.kind} is {area.district_id}"
        yield _of_area(area, what, "a district has its own id there, a part has another's")
    if area.held_km2 and area.area_km2 and area.held_km2 > area.area_km2:
        yield _of_area(area, "held_km2 is more than area_km2", "correct one of them")


def _of_area(area: Area, what: str, remedy: str) -> Problem:
    return Problem("areas.csv", area.line, what, remedy, key=area.area_id)


RULES: tuple[tuple[set[str], Rule], ...] = (
    ({"areas.csv"}, check_areas),
    ({"areas.csv", "names.csv"}, check_names),
    ({"areas.csv", "control.csv"}, check_periods),
    ({"control.csv", PACKAGE}, check_openings),
    ({"areas.csv", "control.csv", "claims.csv"}, check_claims),
    ({"events.csv"}, check_events),
    ({"population.csv"}, check_figures),
    ({"provisions.csv"}, check_provisions),
    ({"tour.csv", "areas.csv", PACKAGE}, check_tour),
    ({"areas.csv", "control.csv", "population.csv", PACKAGE}, check_totals),
    ({"areas.csv", SHAPES}, check_shapes),
    ({"areas.csv", BACKGROUND, PACKAGE}, check_background),
    ({SHAPES, BACKGROUND}, check_places),
    ({"sources.csv", "corrections.csv"}, check_raw_files),
    *REFERENCES,
    *STATEMENTS,
)
