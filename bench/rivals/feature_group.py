"""The careful app: a constant map, the areas handed in beside it, in a fragment."""

import folium
import streamlit as st
from common import HEIGHT, ask_no_other_host, base_map, choose_day, coloured
from streamlit_folium import st_folium

ask_no_other_host()


@st.fragment
def replay() -> None:
    """Draw slider and map."""
    group = folium.FeatureGroup(name="control")
    coloured(choose_day()).add_to(group)
    st_folium(
        base_map(),
        key="map",
        feature_group_to_add=group,
        returned_objects=[],
        height=HEIGHT,
        use_container_width=True,
    )


replay()
