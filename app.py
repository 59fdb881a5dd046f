"""The replay: the map, and beside it what is known about the district and the day."""

from ui.page import page
from ui.panels import replay_stage

with page("") as (data, now):
    replay_stage(data, now)
