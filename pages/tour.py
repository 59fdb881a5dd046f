"""tour."""

from ui.page import page

with page("tour") as (data, now):
    pass
