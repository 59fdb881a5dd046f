"""Law and talks: documents and what came of them, and the positions of each side."""

from ui.law import draw
from ui.page import page

with page("law") as (data, now):
    draw(data, now)
