"""The replay element: what it shows (payload) and how it stands in a folium map (element)."""

from geodata.replay.background import background
from geodata.replay.element import Replay, ServedReplay, script, style
from geodata.replay.frames import replay_of
from geodata.replay.pair import ServedPair, pair_script, pair_style
from geodata.replay.payload import payload
from geodata.replay.standalone import standalone

__all__ = [
    "Replay",
    "ServedPair",
    "ServedReplay",
    "background",
    "pair_script",
    "pair_style",
    "payload",
    "replay_of",
    "script",
    "standalone",
    "style",
]
