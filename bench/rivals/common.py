"""What the rivals share: the same shapes, days and colours as the app, and folium without hosts.

The bench writes the shapes and the state of every area on every day of change to the file named by
``BENCH_DATA``, so that a rival needs nothing of ours to draw them.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import folium
import streamlit as st
from folium.plugins import TimeSliderChoropleth

HEIGHT = 640


@cache
def record() -> dict[str, Any]:
    """Return ``shapes`` (GeoJSON), ``days``, ``states`` by day and area, ``colors`` by state."""
    data: dict[str, Any] = json.loads(Path(os.environ["BENCH_DATA"]).read_text(encoding="utf-8"))
    return data


def ask_no_other_host() -> None:
    """Fetch folium's scripts and styles from the bench's own copy of the hosts it asks.

    Not by Playwright's routing, which turns the browser's cache off: a map that is made anew at
    every change would then fetch Leaflet each time, which it does not do in real life.
    """
    for kind in (folium.Map, TimeSliderChoropleth):
        kind.default_js = _local(kind.default_js)
        kind.default_css = _local(kind.default_css)


def _local(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, _local_address(url)) for name, url in links]


def _local_address(url: str) -> str:
    parts = urlsplit(url)
    already = parts.scheme == "http"
    return url if already else f"{os.environ['BENCH_HOSTS']}/{parts.netloc}{parts.path}"


def base_map() -> folium.Map:
    """Return an empty map that shows all areas."""
    west, south, east, north = record()["bounds"]
    return folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=8, tiles=None)


def coloured(day: str) -> folium.GeoJson:
    """Return the areas in the colours of a day."""
    states, colors = record()["states"][day], record()["colors"]

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        return {"fillColor": colors[states[feature["id"]]], "fillOpacity": 0.9, "weight": 0.8}

    return folium.GeoJson(record()["shapes"], style_function=style)


def choose_day() -> str:
    """Draw a slider over the days of change and return the day chosen."""
    day: str = st.select_slider("Date", options=record()["days"])
    return day
