"""plotly's animated choropleth in a Streamlit page: one trace, a frame a day of change, no tiles.

plotly.js asks cdn.plot.ly for a map of the world even where it is hidden, and draws nothing without
it: the bench answers with an empty one.
"""

import os
from typing import Any

import pandas as pd
import plotly.express as px
import streamlit as st
from common import HEIGHT, record


def figure() -> Any:  # noqa: ANN401 -- plotly has no types
    """Return the figure; states are numbers, as a category missing in a frame loses its trace."""
    states, colors = list(record()["colors"]), record()["colors"].values()
    rows = [
        {"day": day, "area": area, "state": states.index(state)}
        for day, of_day in record()["states"].items()
        for area, state in of_day.items()
    ]
    scale = [
        [edge / len(states), color]
        for index, color in enumerate(colors)
        for edge in (index, index + 1)
    ]
    chart = px.choropleth(
        pd.DataFrame(rows),
        geojson=_clockwise(record()["shapes"]),
        locations="area",
        color="state",
        animation_frame="day",
        color_continuous_scale=scale,
        range_color=(-0.5, len(states) - 0.5),
        height=HEIGHT,
    )
    chart.update_geos(fitbounds="locations", visible=False)
    return chart


def _clockwise(shapes: dict[str, Any]) -> dict[str, Any]:
    """Return the shapes with their rings turned: plotly fills the world around RFC 7946's."""
    return {**shapes, "features": [_turned(feature) for feature in shapes["features"]]}


def _turned(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature["geometry"]
    whole = geometry["coordinates"]
    polygons = [whole] if geometry["type"] == "Polygon" else whole
    coordinates = [[ring[::-1] for ring in rings] for rings in polygons]
    return {**feature, "geometry": {"type": "MultiPolygon", "coordinates": coordinates}}


st.plotly_chart(figure(), config={"topojsonURL": f"{os.environ['BENCH_HOSTS']}/cdn.plot.ly/"})
