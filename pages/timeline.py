"""All events, with filters, the strip chart and the chart of km²."""

from ui.page import page

with page("timeline") as (data, now):
    pass
