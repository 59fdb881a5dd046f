"""What the reader looks at, and its form in the address bar, read and written only here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from geodata.dates import parse_day
from geodata.model import DataSet
from geodata.translate import DEFAULT_LANGUAGE, languages

COLOURINGS = ("who", "share")


@dataclass(frozen=True, slots=True)
class View:
    """A date, the selected district ("" for none), the colouring and the language."""

    date: dt.date
    district: str = ""
    colouring: str = COLOURINGS[0]
    language: str = DEFAULT_LANGUAGE


def parse(params: Mapping[str, object], data: DataSet) -> View:
    """Read a view; whatever is missing, unknown or hostile gives way to the default."""
    settings = data.settings
    try:
        date = parse_day(_text(params, "date"), settings.start, settings.end)
    except ValueError:
        date = settings.opening
    district = _text(params, "district")
    colouring = params.get("colour")
    language = params.get("lang")
    return View(
        date=date,
        district=district if district in data.districts or is_context(district, data) else "",
        colouring=colouring if colouring in COLOURINGS else COLOURINGS[0],
        language=language if language in languages() else DEFAULT_LANGUAGE,
    )


def _text(params: Mapping[str, object], name: str) -> str:
    value = params.get(name)
    return value if isinstance(value, str) else ""


def is_context(area_id: object, data: DataSet) -> bool:
    """Whether this is an area that is coloured but not counted, and may be selected."""
    return any(area.area_id == area_id for area in data.areas if not area.district_id)


def query(view: View) -> dict[str, str]:
    """Return the view as query parameters; ``parse`` reads them back."""
    params = {"date": view.date.isoformat()}
    if view.district:
        params["district"] = view.district
    if view.colouring != COLOURINGS[0]:
        params["colour"] = view.colouring
    if view.language != DEFAULT_LANGUAGE:
        params["lang"] = view.language
    return params


def address(view: View) -> str:
    """Return the view as the query part of an address, with its question mark."""
    return f"?{urlencode(query(view))}"


def current(data: DataSet) -> View:
    """Return the view that the address bar holds."""
    return parse(st.query_params.to_dict(), data)


def show(view: View) -> None:
    """Write the view to the address bar."""
    params = query(view)
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
