"""Where things stand: names, the districts around corridors, what the map opens on."""

from collections.abc import Sequence
from typing import Any

from shapely.geometry import shape

from geodata.model import Area, DataSet
from geodata.replay.background import background_features
from geodata.safe import plain_text
from geodata.translate import gettext as _

MARGIN = 0.03  # around the areas, in degrees


def district_around(data: DataSet, area: Area) -> str:
    """Return the district that a context area is cut out of (a corridor), "" for none."""
    if area.kind != "context":
        return ""
    point = shape({"type": "Point", "coordinates": data.shapes["label"][area.area_id]})
    for feature in background_features(data):
        around = feature["properties"]["kind"] == "outline" and feature["id"] in data.districts
        if around and shape(feature["geometry"]).covers(point):
            return str(feature["id"])
    return ""


def labels(data: DataSet) -> list[dict[str, Any]]:
    """Return where names stand, most important first; towns come with the background."""
    found = []
    for district_id, parts in data.districts.items():
        centre = next(part for part in parts if part.centre)
        name = plain_text(_(data.district_name(district_id)))
        found.append(_label(data.shapes["label"][centre.area_id], name, "district", rank=1))
    for area in data.areas:
        if area.kind == "context":
            name = plain_text(_(area.name))
            label = _label(data.shapes["label"][area.area_id], name, "context", rank=2)
            found.append({**label, "area": area.area_id})
    for feature in background_features(data):
        properties = feature["properties"]
        if properties.get("kind") == "country" and "label" in properties:
            found.append(
                _label(properties["label"], plain_text(_(properties["name"])), "country", rank=3)
            )
    return found


def _label(at: Sequence[float], text: str, kind: str, *, rank: int) -> dict[str, Any]:
    return {"at": list(at), "text": text, "kind": kind, "rank": rank}


def focus(data: DataSet) -> list[float]:
    """Return west, south, east, north around the areas, in degrees."""
    west, south, east, north = data.shapes.total_bounds
    return [
        float(west) - MARGIN,
        float(south) - MARGIN,
        float(east) + MARGIN,
        float(north) + MARGIN,
    ]
