"""search."""

from ui.page import page

with page("search") as (data, now):
    pass
