"""The server: `streamlit run serve.py`. It refuses to start on a data set that fails the check."""

import gc
import sys

import streamlit as st

from geodata.problems import DataSetError
from ui import assets, downloads

try:
    assets.revision()
except DataSetError as error:
    sys.exit(str(error))

# Streamlit collects garbage after every run of a page; what the imports brought would cost it
# 75-95 ms each time.
gc.freeze()

app = st.App("app.py", routes=[assets.ROUTE, downloads.ROUTE])
