"""The replay: the map, and beside it what is known about the district and the day."""

from ui import page
from ui.data import dataset
from ui.panels import replay_stage

page.begin()
replay_stage(dataset())
page.end(dataset())
