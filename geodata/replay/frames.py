"""A replay of any areas and any table of periods, for a folium map of your own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from geopandas.geodataframe import GeoDataFrame
from shapely.geometry import mapping

from geodata.model import UNKNOWN
from geodata.replay.strings import strings
from geodata.safe import plain_text, safe_color
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import number

_GREY = "#c3beb3"
_GREY_DARK = "#5d6168"
MOST_LABELS = 60
MARGIN = 0.02  # of the extent, around the areas


def replay_of(
    areas: GeoDataFrame,
    periods: pd.DataFrame,
    palette: Mapping[str, str],
    *,
    events: pd.DataFrame | None = None,
    attribution: str = "",
) -> dict[str, Any]:
    """Return the payload of a ``Replay``.

    Parameters
    ----------
    areas
        Columns ``area_id`` and ``geometry`` (polygons; any CRS, brought to EPSG:4326), and
        ``name`` if the areas have names.
    periods
        Columns ``area_id, state, start, end``: dates, ``[start, end)``, an empty end is open.
    palette
        ``#rrggbb`` by state.
    events
        Columns ``date`` and ``title``: the caption of a day on which something changes.
    attribution
        Shown at the foot of the map.

    Raises
    ------
    ValueError
        Names every id, state or colour that does not fit, and every overlap.
    """
    areas = areas.to_crs(4326) if areas.crs else areas
    table = _checked(areas, periods, palette)
    first = table["start"].min()
    last = max(pd.concat([table["start"], table["end"]]).max(), first + pd.Timedelta(days=1))
    table["from"] = (table["start"] - first).dt.days
    table["to"] = (table["end"].fillna(last + pd.Timedelta(days=1)) - first).dt.days
    states = [*palette, *([] if UNKNOWN in palette else [UNKNOWN])]
    changes = _changes(areas, table, events, first)
    return {
        "language": language(),
        "start": first.date().isoformat(),
        "end": last.date().isoformat(),
        "opening": first.date().isoformat(),
        "states": [_state(state, palette.get(state)) for state in states],
        "share": None,
        "areas": _features(areas),
        "groups": list(areas["area_id"]),
        "periods": _rows(areas, table, states),
        "doubts": [],
        "changes": changes,
        "figures": [{"label": plain_text(state), "note": ""} for state in palette],
        "steps": _steps(table, list(palette)),
        "chapters": [],
        "lines": [],
        "labels": _labels(areas),
        "focus": _focus(areas),
        "basemaps": [],
        "attribution": plain_text(attribution),
        "strings": strings(),
    }


def _checked(
    areas: GeoDataFrame, periods: pd.DataFrame, palette: Mapping[str, str]
) -> pd.DataFrame:
    table = periods[["area_id", "state", "start", "end"]].copy()
    for column in ("start", "end"):
        table[column] = pd.to_datetime(table[column])
    table = table.sort_values(["area_id", "start"], kind="stable").reset_index(drop=True)
    ids = areas["area_id"]
    after = table.groupby("area_id")["start"].shift(-1)
    overlaps = table[after.notna() & (table["end"].isna() | (table["end"] > after))]
    problems = {
        "area_id used twice": ids[ids.duplicated()],
        "area_id of a period without an area": table["area_id"][~table["area_id"].isin(ids)],
        "state without a colour": table["state"][~table["state"].isin(palette)],
        "colour that is not #rrggbb": pd.Series(
            [str(colour) for colour in palette.values() if safe_color(colour) != colour],
            dtype=object,
        ),
        "period without a start": table["area_id"][table["start"].isna()],
        "period that ends before it starts": table["area_id"][table["end"] <= table["start"]],
        "period that overlaps the next": overlaps["area_id"],
    }
    found = [
        f"{what}: {', '.join(map(str, bad.unique()))}" for what, bad in problems.items() if len(bad)
    ]
    if found:
        raise ValueError("; ".join(found))
    return table


def _state(state: str, colour: str | None) -> dict[str, str]:
    """Return a state; one that has no colour is a gap in the periods."""
    label = state if colour else _("Not known")
    return {
        "id": state,
        "label": plain_text(label),
        "color": colour or _GREY,
        "dark": colour or _GREY_DARK,
        "pattern": "solid" if colour else "cross",
    }


def _features(areas: GeoDataFrame) -> dict[str, Any]:
    names = areas["name"] if "name" in areas else areas["area_id"].astype(str)
    features = [
        {
            "type": "Feature",
            "id": str(area_id),
            "properties": {
                "name": plain_text(name),
                "group": str(area_id),
                "kind": "district",
                "within": "",
                "area": 0,
                "held": 0,
            },
            "geometry": mapping(geometry),
        }
        for area_id, name, geometry in zip(areas["area_id"], names, areas.geometry, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _rows(areas: GeoDataFrame, table: pd.DataFrame, states: list[str]) -> list[list[Any]]:
    numbers = table["area_id"].map({area_id: i for i, area_id in enumerate(areas["area_id"])})
    codes = table["state"].map({state: i for i, state in enumerate(states)})
    columns = (numbers, table["from"], table["to"], codes)
    rows = np.column_stack([column.astype(int) for column in columns]).tolist()
    return [[*row, 0, ""] for row in rows]


def _changes(
    areas: GeoDataFrame, table: pd.DataFrame, events: pd.DataFrame | None, first: pd.Timestamp
) -> list[dict[str, Any]]:
    """Return one entry a day on which a period begins, the record's first day left out."""
    names = dict(zip(areas["area_id"], areas.get("name", areas["area_id"]), strict=True))
    titles: dict[int, str] = {}
    if events is not None:
        days = (pd.to_datetime(events["date"]) - first).dt.days
        titles = dict(zip(days.tolist(), events["title"].tolist(), strict=True))
    begun: dict[int, list[tuple[str, str]]] = {}
    later = table[table["from"] > 0].sort_values("from", kind="stable")
    for day, area_id, state in later[["from", "area_id", "state"]].itertuples(index=False):
        begun.setdefault(day, []).append((area_id, state))
    entries = []
    for day, starts in begun.items():
        area_id, state = starts[0]
        told = _("{name}: {controller}").format(name=names[area_id], controller=state)
        if len(starts) > 1:
            told = _("{change} and {more} more").format(change=told, more=len(starts) - 1)
        text = plain_text(titles.get(day, told))
        entries.append({"day": int(day), "text": text, "group": str(area_id), "event_id": ""})
    return entries


def _steps(table: pd.DataFrame, states: list[str]) -> list[dict[str, Any]]:
    """Return how many areas are in each state, from each day on which that changes."""
    begins = pd.crosstab(table["from"], table["state"])
    ends = pd.crosstab(table["to"], table["state"])
    counts = begins.sub(ends, fill_value=0).reindex(columns=states, fill_value=0)
    counts = counts.sort_index().cumsum().astype(int)
    return [
        {"day": int(day), "values": [number(value) for value in row]}
        for day, *row in counts.itertuples()
    ]


def _labels(areas: GeoDataFrame) -> list[dict[str, Any]]:
    """Return where names stand; none where there would be too many to read."""
    if len(areas) > MOST_LABELS or "name" not in areas:
        return []
    points = areas.geometry.representative_point()
    return [
        {"at": [point.x, point.y], "text": plain_text(name), "kind": "district", "rank": 1}
        for point, name in zip(points, areas["name"], strict=True)
    ]


def _focus(areas: GeoDataFrame) -> list[float]:
    west, south, east, north = (float(side) for side in areas.total_bounds)
    x, y = (east - west) * MARGIN, (north - south) * MARGIN
    return [west - x, south - y, east + x, north + y]
