"""The steps of a guided tour: what must hold of them, and what changes from one to the next."""

from collections.abc import Iterator

from geodata.control import Change, changes_between
from geodata.model import DataSet, TourStep
from geodata.problems import Problem


def changes_of(data: DataSet, step: TourStep) -> tuple[Change, ...]:
    """Return the changes after the step before, up to and with the day of this one."""
    before = step_before(data, step)
    return changes_between(data, before.date, step.date) if before else ()


def step_before(data: DataSet, step: TourStep) -> TourStep | None:
    """Return the step before, None for the first."""
    place = data.tour.index(step)
    return data.tour[place - 1] if place else None


def check_tour(data: DataSet) -> Iterator[Problem]:
    """Yield what is wrong with the day, the district or the question of each step."""
    before: TourStep | None = None
    for step in data.tour:
        for what, remedy in _wrong(data, step, before):
            yield Problem("tour.csv", step.line, what, remedy, step.step_id)
        before = step


def _wrong(data: DataSet, step: TourStep, before: TourStep | None) -> Iterator[tuple[str, str]]:
    first, last = data.settings.start, data.settings.end
    if not first <= step.date <= last:
        remedy = f"choose a day from {first} to {last}"
        yield f"date {step.date} is outside the record", remedy
    if before and step.date < before.date:
        what = f"date {step.date} is before {before.date}, the day of the row above"
        yield what, "put the steps in order"
    parts = {area.area_id for area in data.areas if area.kind == "part"}
    if step.district in parts:
        what = f"district {step.district!r} is a part of one"
        yield what, "write the district or a context area, or leave it empty"
    if bool(step.question) != bool(step.answer):
        what = "a question and no answer" if step.question else "an answer and no question"
        yield f"it has {what}", "write both, or leave both empty"
