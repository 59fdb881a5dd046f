"""The naive app: the map is built again on every rerun."""

from common import HEIGHT, ask_no_other_host, base_map, choose_day, coloured
from streamlit_folium import st_folium

ask_no_other_host()
day = choose_day()
figure = base_map()
coloured(day).add_to(figure)
st_folium(figure, height=HEIGHT, use_container_width=True)
