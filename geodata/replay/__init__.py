"""The replay element: what it shows (payload) and how it stands in a folium map (element)."""

from geodata.replay.element import Replay, ServedReplay, script, style
from geodata.replay.frames import replay_of
from geodata.replay.payload import background, payload
from geodata.replay.standalone import standalone

__all__ = [
    "Replay",
    "ServedReplay",
    "background",
    "payload",
    "replay_of",
    "script",
    "standalone",
    "style",
]
