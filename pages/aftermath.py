"""The last chapter of the record, stage by stage."""

from ui.aftermath import draw
from ui.page import page

with page("aftermath") as (data, now):
    draw(data, now)
