"""population."""

from ui.page import page

with page("population") as (data, now):
    pass
