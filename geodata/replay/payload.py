"""What the replay element needs to know, as plain JSON.

Days are counted from the record's first day.
The browser reads the texts as text, so they are cleaned (``plain_text``) but not escaped.
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from shapely.geometry import mapping

from geodata.control import Change, changes, state_on, uncertain_spans
from geodata.model import Chapter, Controller, DataSet, Event, Line
from geodata.replay.places import district_around, focus, labels
from geodata.replay.strings import strings
from geodata.safe import plain_text, safe_color
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import number, subject_words

# Lightest step of the ramp "share of the district": near the land's colour on light and dark pages.
SHARE_LOW = "#f1ead8"
SHARE_LOW_DARK = "#30343b"

BASEMAPS: tuple[dict[str, Any], ...] = (
    {
        "id": "osm",
        "title": "OpenStreetMap",
        "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "attribution": '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
        "max_zoom": 19,
    },
    {
        "id": "topo",
        "title": "OpenTopoMap",
        "url": "https://tile.opentopomap.org/{z}/{x}/{y}.png",
        "attribution": "© OpenStreetMap, SRTM · "
        '<a href="https://opentopomap.org">OpenTopoMap</a> (CC BY-SA)',
        "max_zoom": 17,
    },
)


def payload(data: DataSet) -> dict[str, Any]:
    """Return everything that changes with the day, for one language.

    ``periods`` are ``[area, from, to, state, contested, note]`` and ``doubts``
    ``[area, from, to]`` with ``[from, to)`` in days; areas and states are counted in the order of
    ``areas`` and ``states``.
    """
    settings = data.settings
    return {
        "language": language(),
        "start": settings.start.isoformat(),
        "end": settings.end.isoformat(),
        "opening": settings.opening.isoformat(),
        "states": [_state(controller) for controller in settings.controllers],
        "share": {
            "low": SHARE_LOW,
            "darkLow": SHARE_LOW_DARK,
            "subject": _states(data).index(settings.subject),
        },
        "areas": _areas(data),
        "groups": list(data.districts),
        "periods": _periods(data),
        "doubts": _doubts(data),
        "changes": _changes(data),
        "figures": _figures(data),
        "steps": _steps(data),
        "chapters": [_span(data, chapter) for chapter in settings.chapters],
        "lines": [_span(data, line) for line in settings.lines],
        "labels": labels(data),
        "focus": focus(data),
        "basemaps": list(BASEMAPS),
        "attribution": plain_text(settings.attribution),
        "strings": strings(),
    }


def _states(data: DataSet) -> list[str]:
    return [controller.id for controller in data.settings.controllers]


def _day(data: DataSet, date: dt.date | None) -> int:
    """Days since the record's first day; what is open ends after the last day that can be shown."""
    after = (data.settings.end - data.settings.start).days + 1
    return after if date is None else max(0, min(after, (date - data.settings.start).days))


def _state(controller: Controller) -> dict[str, str]:
    return {
        "id": controller.id,
        "label": plain_text(_(controller.label)),
        "color": safe_color(controller.color),
        "dark": safe_color(controller.dark),
        "pattern": controller.pattern,
    }


def _areas(data: DataSet) -> dict[str, Any]:
    """Return the shapes with the figures that the share of a district is computed from."""
    features = []
    for area in data.areas:
        properties = {
            "name": plain_text(_(data.area_name(area.area_id))),
            "group": area.group,
            "kind": area.kind,
            "within": district_around(data, area),
            "area": area.area_km2 or 0,
            "held": area.counted_km2,
        }
        geometry = mapping(data.shapes.geometry[area.area_id])
        features.append(
            {"type": "Feature", "id": area.area_id, "properties": properties, "geometry": geometry}
        )
    return {"type": "FeatureCollection", "features": features}


def _index(data: DataSet) -> dict[str, int]:
    return {area.area_id: index for index, area in enumerate(data.areas)}


def _periods(data: DataSet) -> list[list[Any]]:
    areas, states = _index(data), _states(data)
    return [
        [
            areas[row.area_id],
            _day(data, row.start),
            _day(data, row.end),
            states.index(row.controller),
            int(row.contested),
            plain_text(_(row.note)),
        ]
        for row in data.control
    ]


def _doubts(data: DataSet) -> list[list[int]]:
    return [
        [index, _day(data, start), _day(data, end)]
        for area_id, index in _index(data).items()
        for start, end in uncertain_spans(data, area_id)
    ]


def _changes(data: DataSet) -> list[dict[str, Any]]:
    """One entry a day; what happens to context areas is told only where no district changes.

    ``event_id`` is the first event of the changes told, "" for none.
    """
    events = {event.event_id: event for event in data.events}
    entries = []
    for date, group in groupby(changes(data), key=lambda change: change.date):
        of_day = list(group)
        told = [change for change in of_day if change.district_id] or of_day
        texts = dict.fromkeys(_caption(data, change, events) for change in told)
        entries.append(
            {
                "day": _day(data, date),
                "text": " · ".join(texts),
                "group": told[0].group,
                "event_id": next((change.event_id for change in told if change.event_id), ""),
            }
        )
    return entries


def _caption(data: DataSet, change: Change, events: dict[str, Event]) -> str:
    event = events.get(change.event_id)
    if event:
        return plain_text(_(event.title))
    label = _(data.settings.controller(change.after).label)
    return plain_text(_("{name}: {controller}").format(name=_(change.name), controller=label))


def _figures(data: DataSet) -> list[dict[str, str]]:
    """Return the labels of the three totals, in the order of the values in ``_steps``."""
    settings = data.settings
    short = plain_text(subject_words(data))
    area = sum(area.area_km2 or 0 for area in data.areas)
    return [
        {"label": _("districts under {short} control").format(short=short), "note": ""},
        {
            "label": _("of {area} km²").format(area=number(area)),
            "note": _("Areas as printed in the sources, not measured on the map."),
        },
        {"label": plain_text(_(settings.population_label)), "note": _("Whole districts.")},
    ]


def _steps(data: DataSet) -> list[dict[str, Any]]:
    """Return the totals from each day on which they change, added up turn by turn."""
    weights = _weights(data)
    totals = [Fraction(), Fraction(), Fraction()]
    steps: list[dict[str, Any]] = []
    for date, of_day in groupby(_turns(data), key=lambda turn: turn[0]):
        for _date, area_id, sign in of_day:
            for i, weight in enumerate(weights.get(area_id, ())):
                totals[i] += sign * weight
        districts, km2, people = map(float, totals)
        held = _("{held} of {all}").format(held=int(districts), all=len(data.districts))
        values = [held, f"{number(km2)} km²", number(people)]
        if not steps or steps[-1]["values"] != values:
            steps.append({"day": _day(data, date), "values": values})
    return steps


def _turns(data: DataSet) -> Iterator[tuple[dt.date, str, int]]:
    """Yield the days on which an area comes to the subject (1) or goes from it (-1)."""
    start, subject = data.settings.start, data.settings.subject
    yield start, "", 0
    for district in state_on(data, start).districts:
        for part in district.parts:
            yield start, part.area_id, int(part.controller == subject)
    for change in changes(data):
        yield change.date, change.area_id, (change.after == subject) - (change.before == subject)


def _weights(data: DataSet) -> dict[str, tuple[Fraction, ...]]:
    """Return what each area adds to the totals while it is held, as fractions: sums stay exact."""
    people = {
        figure.area_id: figure.value or 0
        for figure in data.population
        if (figure.measure, figure.group) == (data.settings.population, "total")
    }
    return {
        area.area_id: (
            Fraction(area.centre),
            Fraction(area.counted_km2),
            Fraction(people.get(area.district_id, 0) if area.centre else 0),
        )
        for area in data.areas
        if area.district_id
    }


def _span(data: DataSet, item: Chapter | Line) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": plain_text(_(item.title)),
        "from": _day(data, item.start),
        "to": _day(data, item.end),
    }
