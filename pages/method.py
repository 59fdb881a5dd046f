"""method."""

from ui.page import page

with page("method") as (data, now):
    pass
