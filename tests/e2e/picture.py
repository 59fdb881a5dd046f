"""What the map has to show, computed from the data set without the element's help."""

import datetime as dt
from dataclasses import dataclass

from geodata.control import AreaState, State, changes, state_on
from geodata.load import load
from geodata.model import UNKNOWN
from geodata.replay.payload import SHARE_LOW, SHARE_LOW_DARK

DATA = load()
START, END, OPENING = DATA.settings.start, DATA.settings.end, DATA.settings.opening
LINE_FROM, LINE_TO = dt.date(1994, 5, 12), dt.date(2020, 11, 10)
CHANGE_DAYS = sorted({change.date for change in changes(DATA)})
NOT_DISTRICTS = tuple(area.area_id for area in DATA.areas if not area.district_id)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Picture:
    """The map on a day: computed colours by area, hatched areas, the front line, the figures."""

    day: int
    date: str
    fills: dict[str, str]
    hatched: frozenset[str]
    line: bool
    figures: tuple[str, ...]


def picture_on(day: dt.date, colouring: str = "who", *, dark: bool = False) -> Picture:
    """Return what the map has to show on a day."""
    state = state_on(DATA, day)
    areas = areas_on(state)
    if colouring == "share":
        _merge_corridor(areas)
    totals = state.totals
    return Picture(
        day=number_of(day),
        date=words(day),
        fills=_fills_by_share(state, dark=dark)
        if colouring == "share"
        else {key: rgb(colour_of(area.controller, dark=dark)) for key, area in areas.items()},
        hatched=frozenset(
            key
            for key, area in areas.items()
            if is_hatched(area) and not (colouring == "share" and area.area_id in NOT_DISTRICTS)
        ),
        line=LINE_FROM <= day < LINE_TO,
        figures=(
            f"{totals.districts_held} of 7",
            f"{totals.held_km2:,.0f} km²",
            f"{totals.population:,.0f}",
        ),
    )


def words(day: dt.date) -> str:
    """Return `23 July 1993`."""
    return f"{day.day} {day:%B %Y}"


def number_of(day: dt.date) -> int:
    """Return the days since the record's first."""
    return (day - START).days


def day_of(number: int) -> dt.date:
    """Return the day of a number of days since the record's first."""
    return START + number * DAY


def areas_on(state: State) -> dict[str, AreaState]:
    """Return the state of every area that is drawn."""
    parts = [part for district in state.districts for part in district.parts]
    return {area.area_id: area for area in [*parts, *state.context]}


def is_hatched(area: AreaState) -> bool:
    """Whether there is fighting, or a known controller is not certain."""
    return area.contested or (area.controller != UNKNOWN and not area.certain)


def colour_of(controller: str, *, dark: bool = False) -> str:
    """Return the palette's colour, #rrggbb."""
    found = DATA.settings.controller(controller)
    return found.dark if dark else found.color


def along_ramp(share: float, *, dark: bool = False) -> str:
    """Return the colour of a share held, 0 to 1, #rrggbb."""
    ends = (SHARE_LOW_DARK if dark else SHARE_LOW), colour_of(DATA.settings.subject, dark=dark)
    low, high = (bytes.fromhex(end[1:]) for end in ends)
    mixed = (int(a + (b - a) * share + 0.5) for a, b in zip(low, high, strict=True))
    return f"#{bytes(mixed).hex()}"


def rgb(colour: str) -> str:
    """Return #rrggbb as getComputedStyle writes it."""
    return f"rgb({', '.join(str(channel) for channel in bytes.fromhex(colour[1:]))})"


def _fills_by_share(state: State, *, dark: bool) -> dict[str, str]:
    """Districts by the share held; what is not counted in the colour of what is not known."""
    not_counted = rgb(colour_of(UNKNOWN, dark=dark))
    fills = dict.fromkeys(NOT_DISTRICTS, not_counted)
    for district in state.districts:
        colour = rgb(along_ramp(district.held_share, dark=dark))
        fills |= {part.area_id: colour for part in district.parts}
    areas = areas_on(state)
    if areas["LACHIN-CORRIDOR"].controller == areas["AZ-LAC"].controller:
        fills["LACHIN-CORRIDOR"] = fills["AZ-LAC"]
    return fills


def _merge_corridor(areas: dict[str, AreaState]) -> None:
    """Take the corridor for the district around it while their controllers are the same."""
    if areas["LACHIN-CORRIDOR"].controller == areas["AZ-LAC"].controller:
        areas["LACHIN-CORRIDOR"] = areas["AZ-LAC"]
