"""One row per period of control, with all that the tables say of it: what every format holds."""

import datetime as dt
from typing import Any

from geodata.model import ControlPeriod, DataSet

Row = dict[str, Any]

TEXTS_BETWEEN = " | "


def rows(data: DataSet) -> list[Row]:
    """Return the rows in the order of control.csv; a value that is not given is None or ""."""
    events = {event.event_id: event.title for event in data.events}
    return [_row(data, period, events.get(period.event_id, "")) for period in data.control]


def _row(data: DataSet, period: ControlPeriod, event: str) -> Row:
    area = data.area(period.area_id)
    return {
        "area_id": area.area_id,
        "district_id": area.district_id,
        "kind": area.kind,
        "name": data.area_name(area.area_id),
        "district": data.district_name(area.district_id) if area.district_id else "",
        **_days(period),
        "controller": period.controller,
        "controller_label": data.settings.controller(period.controller).label,
        "contested": period.contested,
        "basis": period.basis,
        "area_km2": area.area_km2,
        "held_km2": area.held_km2,
        "event_id": period.event_id,
        "event": event,
        "note": period.note,
        "sources": " ".join(period.sources),
        "source_titles": TEXTS_BETWEEN.join(
            f"{source.producer}: {source.title}" for source in map(data.source, period.sources)
        ),
    }


def _days(period: ControlPeriod) -> Row:
    edtf = period.start_edtf
    return {
        "start": period.start,
        "end": period.end,
        "start_edtf": edtf.text if edtf else "",
        "start_earliest": edtf.earliest if edtf else None,
        "start_latest": edtf.latest if edtf else None,
        "certainty": certainty(period),
    }


def certainty(period: ControlPeriod) -> str:
    """Return how well the first day of a period is known.

    ``opening``: the record begins; ``about``: a source says "about"; ``day``: known to the day;
    ``between``: it lies from the earliest to the latest day that sources give.
    """
    edtf = period.start_edtf
    if period.basis == "opening" or edtf is None:
        return "opening"
    if edtf.approximate:
        return "about"
    return "day" if edtf.earliest == edtf.latest == period.start else "between"


def iso(day: dt.date | None) -> str | None:
    """Return a day as text, None for none."""
    return day.isoformat() if day else None
