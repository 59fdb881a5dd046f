"""compare."""

from ui.page import page

with page("compare") as (data, now):
    pass
