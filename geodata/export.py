"""The states and changes as JSON, for other programs."""

from datetime import date
from typing import Any

from geodata.control import DistrictState, changes, state_on
from geodata.model import DataSet


def state_json(data: DataSet, day: date) -> dict[str, Any]:
    """Return the state on a day; keys carry the names that the data set gives its subject.

    Shares are 0 to 1, to four decimals. ValueError for a day outside the record.
    """
    state = state_on(data, day)
    subject = data.settings.subject_key
    totals = state.totals
    return {
        "date": day.isoformat(),
        "districts": [_district(district, subject) for district in state.districts],
        "totals": {
            f"districts_{subject}": totals.districts_held,
            f"{subject}_area_km2": _whole(totals.held_km2),
            "area_km2": _whole(totals.area_km2),
            f"{subject}_share": round(totals.held_share, 4),
            data.settings.population: _whole(totals.population),
        },
    }


def changes_json(data: DataSet) -> list[dict[str, Any]]:
    """Return every change of controller, in order of date."""
    return [
        {
            "date": change.date.isoformat(),
            "area_id": change.area_id,
            "district_id": change.district_id or None,
            "name": change.name,
            "before": change.before,
            "after": change.after,
            "earliest": _iso(change.earliest),
            "latest": _iso(change.latest),
            "basis": change.basis,
            "event_id": change.event_id or None,
            "sources": list(change.sources),
        }
        for change in changes(data)
    ]


def _district(district: DistrictState, subject: str) -> dict[str, Any]:
    return {
        "id": district.id,
        "name": district.name,
        "controller": district.controller,
        "since": _iso(district.since),
        "until": _iso(district.until),
        "certain": district.certain,
        "contested": district.contested,
        "area_km2": _whole(district.area_km2),
        f"{subject}_area_km2": _whole(district.held_km2),
        f"{subject}_share": round(district.held_share, 4),
        "sources": list(district.sources),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
