"""Two days side by side on linked maps, and in words what changed between them."""

from ui.compare import draw
from ui.page import page

with page("compare") as (data, now):
    draw(data, now)
