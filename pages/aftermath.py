"""aftermath."""

from ui.page import page

with page("aftermath") as (data, now):
    pass
