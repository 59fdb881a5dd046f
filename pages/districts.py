"""districts."""

from ui.page import page

with page("districts") as (data, now):
    pass
