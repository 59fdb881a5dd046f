"""People: the censuses, who lived where, who was displaced."""

from ui.page import page
from ui.population import show_population

with page("population") as (data, now):
    show_population(data, now)
