"""What the reader looks at, and its form in the address bar, read and written only here."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geodata.dates import parse_day
from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.translate import DEFAULT_LANGUAGE, language, languages

COLOURINGS = ("who", "share")
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class View:
    """What every page shares, then what one page alone has.

    ``date``, ``district`` ("" for none), ``colouring`` and ``language`` go with the reader from
    page to page. ``other`` is the second date of a comparison; ``since``, ``until`` (both included)
    and ``kinds`` narrow the events, ``text`` is what is searched for, ``measure`` what is counted,
    ``step`` the step of the tour (0 before the first) and ``quiz`` hides its answers.
    """

    date: dt.date
    district: str = ""
    colouring: str = COLOURINGS[0]
    language: str = DEFAULT_LANGUAGE
    other: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    kinds: tuple[str, ...] = ()
    text: str = ""
    measure: str = ""
    step: int = 0
    quiz: bool = False


def parse(params: Mapping[str, object], data: DataSet) -> View:
    """Read a view; whatever is missing, unknown or hostile gives way to the default."""
    district = _text(params, "district")
    colouring = params.get("colour")
    wanted_language = params.get("lang")
    step = _text(params, "step")
    wanted = _text(params, "kinds").split(" ")
    measure = _text(params, "measure")
    return View(
        date=_day(params, "date", data) or data.settings.opening,
        district=district if district in selectable(data) else "",
        colouring=colouring if colouring in COLOURINGS else COLOURINGS[0],
        language=wanted_language if wanted_language in languages() else DEFAULT_LANGUAGE,
        other=_day(params, "other", data),
        since=_day(params, "since", data),
        until=_day(params, "until", data),
        kinds=tuple(kind for kind in event_kinds(data) if kind in wanted),
        text=plain_text(_text(params, "q")[:LONGEST_TEXT]),
        measure=measure if any(figure.measure == measure for figure in data.population) else "",
        step=int(step) if step.isascii() and step.isdigit() and len(step) <= 2 else 0,  # noqa: PLR2004
        quiz=params.get("quiz") == "1",
    )


def _text(params: Mapping[str, object], name: str) -> str:
    value = params.get(name)
    return value if isinstance(value, str) else ""


def _day(params: Mapping[str, object], name: str, data: DataSet) -> dt.date | None:
    try:
        return parse_day(_text(params, name), data.settings.start, data.settings.end)
    except ValueError:
        return None


def event_kinds(data: DataSet) -> tuple[str, ...]:
    """Return the kinds of events of the data set, sorted."""
    return tuple(sorted({event.kind for event in data.events}))


def selectable(data: DataSet) -> tuple[str, ...]:
    """Return what may be selected: the districts, then the areas that are coloured, not counted."""
    return tuple(dict.fromkeys((*data.districts, *(area.group for area in data.areas))))


def query(view: View) -> dict[str, str]:
    """Return the view as query parameters, defaults left out; ``parse`` reads them back."""
    parts = {
        "date": view.date.isoformat(),
        "district": view.district,
        "colour": "" if view.colouring == COLOURINGS[0] else view.colouring,
        "lang": "" if view.language == DEFAULT_LANGUAGE else view.language,
        "other": view.other.isoformat() if view.other else "",
        "since": view.since.isoformat() if view.since else "",
        "until": view.until.isoformat() if view.until else "",
        "kinds": " ".join(view.kinds),
        "q": view.text,
        "measure": view.measure,
        "step": str(view.step or ""),
        "quiz": "1" if view.quiz else "",
    }
    return {name: value for name, value in parts.items() if value}


def carried(view: View) -> View:
    """Return what goes along to another page."""
    return View(view.date, view.district, view.colouring, view.language)


def address(view: View, page: str = "") -> str:
    """Return the address of a view on a page ("" is the replay), seen from any other page.

    A view that names no language is in that of the page that the link stands on.

    >>> address(View(dt.date(1993, 7, 23), "AZ-AGM"), "timeline")
    './timeline?date=1993-07-23&district=AZ-AGM'
    """
    parts = {"lang": language(), **query(view)}
    if parts["lang"] == DEFAULT_LANGUAGE:
        del parts["lang"]
    return f"./{page}?{urlencode(parts)}"


def current(data: DataSet) -> View:
    """Return the view that the address bar holds."""
    return parse(st.query_params.to_dict(), data)


def show(view: View) -> None:
    """Write the view to the address bar."""
    params = query(view)
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)


def bound(
    data: DataSet, name: str, value: object, change: Callable[[View, Any], View]
) -> dict[str, Any]:
    """Return ``key`` and ``on_change`` of a widget that shows a part of the view and writes it.

    ``change(view, chosen)`` returns the view with what the reader chose. The widget keeps its
    identity, and so the focus, whatever the address says.
    """
    st.session_state[name] = value

    def write() -> None:
        show(change(current(data), st.session_state[name]))

    return {"key": name, "on_change": write}
