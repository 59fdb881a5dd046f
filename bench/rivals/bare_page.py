"""A page of Streamlit with nothing on it: what any page of it takes to load."""

import streamlit as st

st.write("hi")
