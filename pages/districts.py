"""All districts on a day, or one district whole."""

from ui.districts import draw
from ui.page import page

with page("districts") as (data, now):
    draw(data, now)
