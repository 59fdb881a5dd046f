"""plotly's animated choropleth: one trace, a frame a day of change, no tiles.

plotly.js asks cdn.plot.ly for a map of the world even where it is hidden, and draws nothing without
it: the bench answers with an empty one.


Run as a script with a path it writes the figure to one file, plotly.js included.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px


def figure(record: dict[str, Any]) -> Any:  # noqa: ANN401 -- plotly has no types
    """Return the figure; states are numbers, as a category missing in a frame loses its trace."""
    states = list(record["colors"])
    rows = [
        {"day": day, "area": area, "state": states.index(state)}
        for day, of_day in record["states"].items()
        for area, state in of_day.items()
    ]
    last = len(states) - 1
    edges = [(i / len(states), (i + 1) / len(states)) for i in range(len(states))]
    scale = [
        [edge, color]
        for pair, color in zip(edges, record["colors"].values(), strict=True)
        for edge in pair
    ]
    chart = px.choropleth(
        pd.DataFrame(rows),
        geojson=_clockwise(record["shapes"]),
        locations="area",
        color="state",
        animation_frame="day",
        color_continuous_scale=scale,
        range_color=(-0.5, last + 0.5),
        height=640,
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


def config() -> dict[str, str]:
    """Return where plotly.js finds its map of the world."""
    return {"topojsonURL": f"{os.environ['BENCH_HOSTS']}/cdn.plot.ly/"}


if __name__ == "__main__":
    data = json.loads(Path(os.environ["BENCH_DATA"]).read_text(encoding="utf-8"))
    figure(data).write_html(sys.argv[1], include_plotlyjs=True, auto_play=False, config=config())
