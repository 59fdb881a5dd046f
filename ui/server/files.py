"""The scripts of Streamlit and of the map's frame, from memory and packed.

Streamlit reads each from the disk for each reader and sends it as it is; a page needs eighty.
"""

import mimetypes
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from ui.packed import File
from ui.server.asked import FRAME


def find(path: str) -> File | None:
    """Return the file at this path of the server, None if it is none of these."""
    place = _places().get(path)
    return _read(place) if place else None


def frame_folder() -> Path:
    """Return the folder of the component that shows the map."""
    # Found, not imported: a component can only be declared once Streamlit runs.
    found = find_spec("streamlit_folium")
    return Path(found.origin if found and found.origin else "").parent / "frontend" / "build"


@cache
def _places() -> dict[str, Path]:
    """Return where each file lies; all have a hash of their content in their names."""
    folders = {"": Path(st.__file__).parent / "static", FRAME: frame_folder()}
    return {
        f"{root}/{place.relative_to(folder).as_posix()}": place
        for root, folder in folders.items()
        for place in (folder / "static").rglob("*.*")
    }


@cache
def _read(place: Path) -> File:
    return File(place.read_bytes(), mimetypes.guess_type(place)[0] or "application/octet-stream")
