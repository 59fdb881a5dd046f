"""The ``replay`` key of datapackage.json, read and checked."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

from geodata.model import UNKNOWN, Chapter, Controller, Line, Release, Settings
from geodata.problems import DataSetError, Problem
from geodata.tables import TABLES

PACKAGE = "datapackage.json"
TOTALS = ("area_km2", "held_km2", "population")
_CONTACT = (
    r"|https?://[^\s\"<>`{}\\?#]+|mailto:[^\s\"<>`{}\\?#&@]+@[\w.-]+",
    "write https://… of a form for new issues, or mailto:…, without ? and #",
)

_IN_FOLDER = (
    r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[\w./-]+",
    "write the path of a file in the folder: no address, no .. and no / before it",
)

NO_SETTINGS = Settings(dt.date.min, dt.date.max, dt.date.min, "", "", "", "", {}, "", (), (), ())

_T = TypeVar("_T")


class _Object:
    """An object of datapackage.json; what is wrong with it is added to ``problems``."""

    def __init__(self, value: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.values: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.add("is not an object", "write it in braces")

    def add(self, what: str, remedy: str) -> None:
        self.problems.append(Problem(PACKAGE, None, what, remedy, key=self.path))

    def read(self, key: str, parse: Callable[[Any], _T], default: _T, remedy: str) -> _T:
        """Return what ``parse`` makes of the value; it raises ValueError to refuse it."""
        value = self.values.get(key)
        try:
            return parse(value)
        except ValueError:
            what = f"{key} is missing" if value is None else f"{key} is {value!r:.60}"
            self.add(what, remedy)
            return default

    def text(self, key: str, pattern: str = r"(?s).*\S.*", remedy: str = "write text") -> str:
        def parse(value: object) -> str:
            if isinstance(value, str) and re.fullmatch(pattern, value):
                return value
            raise ValueError

        return self.read(key, parse, "", remedy)

    def day(self, key: str) -> dt.date:
        return self.read(key, _day, dt.date.min, "write a day as 1993-04-05")

    def end(self, key: str = "end") -> dt.date | None:
        if self.values.get(key) in (None, ""):
            return None
        return self.read(key, _day, None, "write a day as 1993-04-05, or null")

    def child(self, key: str) -> "_Object":
        return _Object(self.values.get(key), f"{self.path} {key}".strip(), self.problems)

    def children(self, key: str) -> list["_Object"]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.add(f"{key} is not a list", "write it in brackets")
            return []
        path = f"{self.path} {key}".strip()
        return [_Object(v, f"{path}[{i}]", self.problems) for i, v in enumerate(value)]


def read_settings(package: object) -> Settings:
    """Read the settings; DataSetError with every problem of datapackage.json."""
    problems: list[Problem] = []
    whole = _Object(package, "", problems)
    for key in ("title", "description", "version"):
        whole.text(key)
    whole.text("name", r"[a-z0-9][a-z0-9._/-]*", "write lower-case letters, digits and . _ / -")
    if not whole.children("licenses"):
        whole.add("licenses is empty", "name the licence")
    _check_resources(whole)
    settings = _settings(whole.child("replay"))
    if not problems:
        _check_settings(settings, problems)
        _check_history(settings.history, whole)
    if problems:
        raise DataSetError(problems)
    return settings


def _settings(replay: _Object) -> Settings:
    totals = replay.child("expected_totals") if "expected_totals" in replay.values else None
    return Settings(
        start=replay.day("start"),
        end=replay.day("end"),
        opening=replay.day("opening" if "opening" in replay.values else "start"),
        subject=replay.text("subject"),
        subject_key=replay.text("subject_key", r"[a-z][a-z0-9_]*", "write a word as armenian"),
        population=replay.text("population"),
        population_label=replay.text(
            "population_label" if "population_label" in replay.values else "population"
        ),
        expected_totals=_totals(totals) if totals else {},
        attribution=replay.text("attribution"),
        controllers=tuple(map(_controller, replay.children("controllers"))),
        chapters=tuple(
            Chapter(part.text("id"), part.text("title"), part.day("start"), part.end())
            for part in replay.children("chapters")
        ),
        lines=tuple(
            Line(part.text("id"), part.text("title"), part.day("start"), part.end())
            for part in replay.children("lines")
        ),
        history=tuple(
            Release(part.text("version"), part.day("date"), part.text("changes"))
            for part in replay.children("history")
        ),
        contact=replay.text("contact", *_CONTACT) if "contact" in replay.values else "",
    )


def _controller(part: _Object) -> Controller:
    colour = r"#[0-9a-f]{6}", "write a colour as #1f77b4, in lower case"
    pattern: Any = part.text(
        "pattern", "solid|lines|dots|cross", "write one of solid, lines, dots, cross"
    )
    return Controller(
        part.text("id", r"[a-z][a-z0-9_]*", "write a word as armenian_forces"),
        part.text("label"),
        part.text("short"),
        part.text("color", *colour),
        part.text("dark", *colour),
        pattern,
    )


def _totals(totals: _Object) -> dict[str, float]:
    for key in totals.values.keys() - set(TOTALS):
        totals.add(f"{key} is not known", f"the totals are {', '.join(TOTALS)}")
    return {
        key: totals.read(key, _number, 0.0, "write a number")
        for key in TOTALS
        if key in totals.values
    }


def _check_resources(package: _Object) -> None:
    listed = package.children("resources")
    resources = {part.text("path", *_IN_FOLDER): part for part in listed}
    if len(resources) < len(listed):
        package.add("resources names a path twice", "list each file once")
    for table in TABLES:
        if table.file not in resources:
            if table.optional:
                continue
            package.add(f"resources has no {table.file}", "add the table with its schema")
            continue
        fields = resources[table.file].child("schema").children("fields")
        names = tuple(field.text("name") for field in fields)
        if names != table.columns:
            shown = ", ".join(table.columns)
            resources[table.file].add(f"the fields of {table.file} differ", f"they are {shown}")


def _check_settings(settings: Settings, problems: list[Problem]) -> None:
    def add(what: str, remedy: str) -> None:
        problems.append(Problem(PACKAGE, None, what, remedy, key="replay"))

    known = [controller.id for controller in settings.controllers]
    if len(set(known)) < len(known):
        add("two controllers have one id", "give each its own")
    for needed in {settings.subject, UNKNOWN} - set(known):
        add(f"{needed} is not among the controllers", "add it")
    if settings.end <= settings.start:
        add(f"end {settings.end} is not after start {settings.start}", "swap or correct them")
    elif not settings.start <= settings.opening <= settings.end:
        add(f"opening {settings.opening} is outside the record", "choose a day from start to end")
    spans: list[Chapter | Line] = [*settings.chapters, *settings.lines]
    for part in spans:
        if part.end and part.end <= part.start:
            add(f"{part.id} ends {part.end}, not after its start", "swap or correct the days")
    if len({(type(part), part.id) for part in spans}) < len(spans):
        add("two chapters or two lines have one id", "give each its own")


def _check_history(history: tuple[Release, ...], package: _Object) -> None:
    if not history:
        return
    if history[0].version != package.values["version"]:
        what = f"history begins with {history[0].version}, the version is another"
        package.add(what, "let the newest version stand first, and be the version")
    days = [release.date for release in history]
    if days != sorted(days, reverse=True):
        package.add("history is not in order", "write the newest version first")


def _day(value: object) -> dt.date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return dt.date.fromisoformat(value)
    raise ValueError


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError
