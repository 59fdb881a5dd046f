"""Search: districts, places, events and what is said of them, in every spelling."""

from ui.page import page
from ui.search import draw

with page("search") as (data, now):
    draw(data, now)
