"""folium's own TimeSliderChoropleth: all days are in the page, its slider below the map."""

import datetime as dt
import json

from common import HEIGHT, ask_no_other_host, base_map, record
from folium.plugins import TimeSliderChoropleth
from streamlit_folium import st_folium

ask_no_other_host()
colors = record()["colors"]


def seconds(day: str) -> str:
    """Return the key that the plugin wants: seconds since 1970."""
    midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)
    return str(int(midnight.timestamp()))


styles = {
    feature["id"]: {
        seconds(day): {"color": colors[states[feature["id"]]], "opacity": 0.9}
        for day, states in record()["states"].items()
    }
    for feature in record()["shapes"]["features"]
}
figure = base_map()
TimeSliderChoropleth(json.dumps(record()["shapes"]), styledict=styles).add_to(figure)
st_folium(figure, returned_objects=[], height=HEIGHT, use_container_width=True)
