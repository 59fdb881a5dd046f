"""plotly's animated choropleth in a Streamlit page."""

import streamlit as st
from animated import config, figure
from common import record

st.plotly_chart(figure(record()), config=config())
