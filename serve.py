"""The server: `streamlit run serve.py`. It refuses to start on a data set that fails the check."""

import gc
import os
import sys

import streamlit as st

from geodata.problems import DataSetError
from ui import assets, downloads, server
from ui.server import process

try:
    assets.revision()
    middleware, routes = server.stack(os.environ)
except (DataSetError, ValueError) as error:
    sys.exit(str(error))

process.answer_at_once()
process.allow_files()

# Streamlit collects garbage after every run of a page; what the imports brought would cost it
# 75-95 ms each time.
gc.freeze()

app = st.App("app.py", routes=[assets.ROUTE, downloads.ROUTE, *routes], middleware=middleware)
