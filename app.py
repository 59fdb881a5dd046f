"""The replay: the map, and beside it what is known about the district and the day."""

from geodata.translate import use_language
from ui import page, view
from ui.data import dataset
from ui.panels import replay_stage

data = dataset()
with use_language(view.current(data).language):
    page.begin(data)
    replay_stage(data)
    page.end(data)
