"""The replay element: what it shows (payload) and how it stands in a folium map (element)."""

from geodata.replay.element import Replay, script, style
from geodata.replay.payload import background, payload

__all__ = ["Replay", "background", "payload", "script", "style"]
