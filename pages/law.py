"""law."""

from ui.page import page

with page("law") as (data, now):
    pass
