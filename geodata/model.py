"""The records of a data set, as docs/format.md describes them.

Field names are those of the files. ``line`` is where the row begins in its file, for messages.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from geopandas.geodataframe import GeoDataFrame

from geodata.dates import UncertainDate

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Area:
    """The smallest unit whose control is recorded: a district, a part of one, or context."""

    area_id: str
    district_id: str
    kind: Literal["district", "part", "context"]
    name: str
    centre: bool
    area_km2: float | None
    held_km2: float | None
    note: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)

    @property
    def group(self) -> str:
        """The id that is selected: that of its district, or its own where it belongs to none."""
        return self.district_id or self.area_id

    @property
    def counted_km2(self) -> float:
        """The km² counted when the subject controls the area."""
        return (self.area_km2 or 0) if self.held_km2 is None else self.held_km2


@dataclass(frozen=True, slots=True)
class ControlPeriod:
    """A state of an area on the days ``[start, end)``; ``end`` is None while it lasts."""

    area_id: str
    start: dt.date
    end: dt.date | None
    start_edtf: UncertainDate | None
    controller: str
    contested: bool
    basis: Literal[
        "opening", "captured", "announced", "handover", "agreement", "contest", "reported"
    ]
    event_id: str
    note: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says of a disputed date or figure."""

    claim_id: str
    conflict: str
    area_id: str
    change: dt.date | None
    about: str
    value: str
    unit: str
    weight: Literal["preferred", "alternative", "weak"]
    note: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``date`` is the one day used for order, ``edtf`` what is known."""

    event_id: str
    date: dt.date
    edtf: UncertainDate
    kind: str
    area_ids: tuple[str, ...]
    place: str
    title: str
    text: str
    standing: Literal["corroborated", "single", "documents", "announced"]
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about people; ``value`` is used, ``printed`` is what the source has on the page."""

    figure_id: str
    area_id: str
    measure: str
    group: str
    as_of: UncertainDate | None
    value: float | None
    low: float | None
    high: float | None
    printed: str
    unit: str
    sources: tuple[str, ...]
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an area, a district or a town; ``lang`` is a BCP 47 tag."""

    area_id: str
    lang: str
    name: str
    use: Literal["display", "other", "alias", "1993-2020"]
    note: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Position:
    """What a party or a body says, attributed."""

    position_id: str
    party: str
    topic: str
    text: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Provision:
    """What the document of an event names or sets, or a vote; ``outcome`` is what came of it."""

    provision_id: str
    event_id: str
    about: str
    value: str
    text: str
    area_ids: tuple[str, ...]
    outcome: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of a page: rows of other tables that are read together, in this order."""

    topic_id: str
    page: Literal["law", "aftermath", "method"]
    title: str
    note: str
    event_ids: tuple[str, ...]
    position_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    figure_ids: tuple[str, ...]
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TourStep:
    """A stop of the guided tour; ``question`` is asked before it, ``answer`` is what it shows."""

    step_id: str
    date: dt.date
    district: str
    title: str
    text: str
    question: str
    answer: str
    event_ids: tuple[str, ...]
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An id of an area in a public register."""

    area_id: str
    scheme: str
    value: str
    address: str
    sources: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A document, page, register or raw file; ``file`` is relative to the folder."""

    source_id: str
    kind: Literal["document", "web", "raw", "register"]
    producer: str
    title: str
    address: tuple[str, ...]
    published: str
    version: str
    licence: str
    file: str
    sha256: str
    lean: str
    used_for: str
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed value, what it should be, and why."""

    correction_id: str
    file: str
    row: str
    field: str
    printed: str
    corrected: str
    effect: Literal["applied", "noted", "reading"]
    reason: str
    sources: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Controller:
    """Who may control an area; ``color`` on light pages and ``dark`` on dark ones are #rrggbb."""

    id: str
    label: str
    short: str
    color: str
    dark: str
    pattern: Literal["solid", "lines", "dots", "cross"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the record, ``[start, end)``; the last one ends with the record."""

    id: str
    title: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line drawn on the days ``[start, end)``; its shape is in the background."""

    id: str
    title: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the data set, and what changed with it."""

    version: str
    date: dt.date
    changes: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``replay`` key of datapackage.json; days from ``start`` to ``end`` can be shown.

    ``opening`` is the day shown first, ``population_label`` what the population counts, in words.
    ``history`` has the newest version first; ``contact`` is an address for reports of errors.
    """

    start: dt.date
    end: dt.date
    opening: dt.date
    subject: str
    subject_key: str
    population: str
    population_label: str
    expected_totals: Mapping[str, float]
    attribution: str
    controllers: tuple[Controller, ...]
    chapters: tuple[Chapter, ...]
    lines: tuple[Line, ...]
    history: tuple[Release, ...] = ()
    contact: str = ""

    def nearest(self, day: dt.date) -> dt.date:
        """Return the day, or the first or last of the record if it lies outside."""
        return min(max(day, self.start), self.end)

    def controller(self, controller_id: str) -> Controller:
        """Return the controller of this id; KeyError if there is none."""
        found = {controller.id: controller for controller in self.controllers}
        return found[controller_id]


@dataclass(frozen=True, eq=False, kw_only=True)
class DataSet:
    """One folder, read and checked.

    ``shapes`` is in EPSG:4326 (longitude, latitude), indexed by area id, with a column ``label``
    of ``(lon, lat)``. ``raw`` has the SHA-256 of each file in raw/, by its path in the folder.
    ``revision`` changes whenever a file of the folder changes.
    """

    folder: Path
    version: str
    title: str
    description: str
    revision: str
    settings: Settings
    shapes: GeoDataFrame
    background: dict[str, Any] | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    control: tuple[ControlPeriod, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    population: tuple[Figure, ...] = ()
    names: tuple[Name, ...] = ()
    positions: tuple[Position, ...] = ()
    provisions: tuple[Provision, ...] = ()
    topics: tuple[Topic, ...] = ()
    tour: tuple[TourStep, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def districts(self) -> dict[str, tuple[Area, ...]]:
        """The areas of each district, districts in the order of areas.csv."""
        found: dict[str, tuple[Area, ...]] = {}
        for area in self.areas:
            if area.district_id:
                found[area.district_id] = (*found.get(area.district_id, ()), area)
        return found

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.area_id: area for area in self.areas}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.source_id: source for source in self.sources}

    @cached_property
    def _display_names(self) -> dict[str, str]:
        shown = (name for name in self.names if (name.lang, name.use) == ("en", "display"))
        return {name.area_id: name.name for name in shown}

    def area(self, area_id: str) -> Area:
        """Return the area of this id; KeyError if there is none."""
        return self._areas[area_id]

    def source(self, source_id: str) -> Source:
        """Return the source of this id; KeyError if there is none."""
        return self._sources[source_id]

    def area_name(self, area_id: str) -> str:
        """Return the English display name of an area or a district; KeyError if there is none."""
        return self._display_names[area_id]

    district_name = area_name

    def corrections_for(self, file: str, row: str) -> tuple[Correction, ...]:
        """Return the corrections to the row of this key (the row's first column)."""
        wanted = (file, row)
        return tuple(found for found in self.corrections if (found.file, found.row) == wanted)
