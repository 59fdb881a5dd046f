"""The guided tour: the record in a few steps, usable as a lesson."""

from ui.page import page
from ui.tour import draw

with page("tour") as (data, now):
    draw(data, now)
