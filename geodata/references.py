"""What rows refer to: ids of other tables, sources, and files in raw/."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from geodata.corrections import RAW
from geodata.model import UNKNOWN, DataSet
from geodata.problems import Problem
from geodata.settings import PACKAGE
from geodata.shapes import BACKGROUND
from geodata.tables import TABLES

Rule = Callable[[DataSet], Iterator[Problem]]


def check_raw_files(data: DataSet) -> Iterator[Problem]:
    """Yield each raw file that is missing, altered or not registered."""
    registered = {source.file for source in data.sources if source.kind == "raw"}
    for source in (source for source in data.sources if source.kind == "raw"):
        what = remedy = ""
        if not source.file or not source.sha256:
            what, remedy = "kind is raw, but file or sha256 is empty", "fill in both"
        elif source.file not in data.raw:
            what, remedy = f"{source.file} is missing", "add the file or remove the row"
        elif data.raw[source.file] not in {source.sha256, ""}:  # "" could not be read, and is told
            what = f"{source.file} has sha256 {data.raw[source.file]}"
            remedy = "put the untouched file back, or register the new one"
        if what:
            yield Problem("sources.csv", source.line, what, remedy, key=source.source_id)
    for file in data.raw.keys() - registered:
        yield Problem(file, None, "the file is not registered", "add its row to sources.csv")
    for row in data.corrections:
        if row.file.startswith(RAW) and row.file not in registered:
            what = f"{row.file} is not registered in sources.csv"
            yield Problem("corrections.csv", row.line, what, "register it", row.correction_id)


def _known(data: DataSet, where: str) -> set[str]:
    """Return the ids that stand in a file."""
    features = data.background["features"] if data.background else []
    return {
        "areas.csv": {area.area_id for area in data.areas} | data.districts.keys(),
        "events.csv": {event.event_id for event in data.events},
        "positions.csv": {position.position_id for position in data.positions},
        "claims.csv": {claim.claim_id for claim in data.claims},
        "population.csv": {figure.figure_id for figure in data.population},
        "sources.csv": {source.source_id for source in data.sources},
        PACKAGE: {controller.id for controller in data.settings.controllers},
        BACKGROUND: {feature["id"] for feature in features},
    }[where]


def _reference(name: str, column: str, *files: str) -> tuple[set[str], Rule]:
    """Return the rule that each id in a column stands in one of ``files``, and what it needs."""

    def check(data: DataSet) -> Iterator[Problem]:
        known = set[str]().union(*(_known(data, file) for file in files))
        for row in getattr(data, name):
            value = getattr(row, column)
            named = {value} if isinstance(value, str) else set(value)
            for missing in sorted(named - known - {""}):
                what = f"{column} {missing!r} is not in {' or '.join(files)}"
                yield Problem(f"{name}.csv", row.line, what, "correct it or add it", _key(row))

    return {f"{name}.csv", *files}, check


def _statement(name: str, states_nothing: Callable[[Any], bool]) -> tuple[set[str], Rule]:
    """Return the rule that each row names a source, unless it states nothing."""

    def check(data: DataSet) -> Iterator[Problem]:
        for row in getattr(data, name):
            if not (row.sources or states_nothing(row)):
                yield Problem(f"{name}.csv", row.line, "sources is empty", "name one", _key(row))

    return {f"{name}.csv"}, check


def _key(row: Any) -> str:  # noqa: ANN401 -- a record of any table
    """Return the first column of the row."""
    return str(getattr(row, fields(row)[0].name))


_WITH_SOURCES = [table.name for table in TABLES if "sources" in table.columns]
_STATES_NOTHING: dict[str, Callable[[Any], bool]] = {
    "areas": lambda area: area.kind == "context",
    "control": lambda period: period.controller == UNKNOWN,
    "topics": lambda topic: not topic.note or topic.page == "method",  # the makers' own words
}

REFERENCES = (
    _reference("control", "area_id", "areas.csv"),
    _reference("control", "controller", PACKAGE),
    _reference("control", "event_id", "events.csv"),
    _reference("claims", "area_id", "areas.csv"),
    _reference("events", "area_ids", "areas.csv"),
    _reference("population", "area_id", "areas.csv"),
    _reference("provisions", "event_id", "events.csv"),
    _reference("provisions", "outcome", "events.csv"),
    _reference("provisions", "area_ids", "areas.csv"),
    _reference("topics", "event_ids", "events.csv"),
    _reference("topics", "position_ids", "positions.csv"),
    _reference("topics", "claim_ids", "claims.csv"),
    _reference("topics", "figure_ids", "population.csv"),
    _reference("tour", "district", "areas.csv"),
    _reference("tour", "event_ids", "events.csv"),
    _reference("identifiers", "area_id", "areas.csv", BACKGROUND),
    _reference("names", "area_id", "areas.csv", BACKGROUND),
    *(_reference(name, "sources", "sources.csv") for name in _WITH_SOURCES),
)

STATEMENTS = tuple(
    _statement(name, _STATES_NOTHING.get(name, lambda _row: False)) for name in _WITH_SOURCES
)
