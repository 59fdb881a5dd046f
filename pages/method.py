"""Data and method: what is recorded and how, what is wrong with it, and who it comes from."""

from ui.method import draw
from ui.page import page

with page("method") as (data, now):
    draw(data, now)
