import datetime as dt
import json
import os
import pickle
import subprocess
from urllib.parse import quote

# ruleid: no-other-host
import requests

# ruleid: no-other-host
import urllib.request

# ruleid: no-other-host
from urllib.request import urlopen

# ok: no-other-host
from starlette.requests import Request

import geopandas as gpd
import pandas as pd
import pyogrio
import streamlit as st
import yaml
from folium.template import Template
from markupsafe import Markup

# ruleid: no-gdal-on-a-path
gpd.read_file(upload)
# ruleid: no-gdal-on-a-path
pyogrio.read_dataframe(upload)
# ok: no-gdal-on-a-path
gpd.GeoDataFrame.from_features(features)
# ok: no-gdal-on-a-path
pyogrio.set_gdal_config_options({})

# ruleid: no-unsafe-html
st.markdown(name, unsafe_allow_html=True)
# ok: no-unsafe-html
st.html(Markup("<b>{}</b>").format(name))

# ruleid: no-script-beside-the-two
st.html(name, unsafe_allow_javascript=True)
# ok: no-script-beside-the-two
st.html(name)

# ruleid: markup-is-a-literal
Markup(name)
# ruleid: markup-is-a-literal
Markup(f"<b>{name}</b>")
# ruleid: markup-is-a-literal
Markup("<b>" + name)
# ruleid: markup-is-a-literal
Markup("<b>%s</b>" % name)
# ruleid: markup-is-a-literal
Markup("<b>{}</b>".format(name))
# ok: markup-is-a-literal
Markup("<b>{}</b>").format(name)
# ok: markup-is-a-literal
Markup("<b>{}" "</b>").format(name)
# ok: markup-is-a-literal
Markup()


# ruleid: no-cache-of-streamlit
@st.cache_data
def cached(): ...


# ruleid: no-cache-of-streamlit
@st.cache_resource(ttl=1)
def kept(): ...


# ok: no-cache-of-streamlit
@cache
def remembered(): ...


# ruleid: files-are-parsed-in-one-place
pd.read_csv(path)
# ruleid: files-are-parsed-in-one-place
json.load(file)
# ok: files-are-parsed-in-one-place
json.dumps(value)
# ok: files-are-parsed-in-one-place
parse_table(name, content)

# ruleid: no-shell
subprocess.run(command, shell=True)
# ruleid: no-shell
os.system(command)
# ok: no-shell
subprocess.run(["git", "status"], check=True)

# ruleid: no-code-from-data
eval(text)
# ruleid: no-code-from-data
exec(text)
# ruleid: no-code-from-data
pickle.loads(content)
# ruleid: no-code-from-data
yaml.load(content)
# ok: no-code-from-data
yaml.safe_load(content)
# ok: no-code-from-data
model.eval()

# ruleid: template-is-a-literal
Template(f"{{% macro header() %}}{name}{{% endmacro %}}")
# ruleid: template-is-a-literal
environment.from_string(name)
# ok: template-is-a-literal
Template("{% macro header() %}{{ this.style }}{% endmacro %}")

# ruleid: today-is-an-argument
dt.date.today()
# ruleid: today-is-an-argument
dt.datetime.now(dt.UTC)
# ok: today-is-an-argument
dt.date(2020, 12, 1)
# ok: today-is-an-argument
dt.date.fromisoformat(text)
