"""All events, with filters, the strip chart and the chart of km²."""

from ui.page import page
from ui.timeline import show_timeline

with page("timeline") as (data, now):
    show_timeline(data, now)
