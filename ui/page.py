"""What every page has around its content: title, style, sources and licence."""

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.translate import gettext as _

_STYLE = Path(__file__).parent / "page.css"
_ICON = Path(__file__).parent.parent / "static" / "icon.svg"


def begin(data: DataSet) -> None:
    """Set the page up and draw its header."""
    st.set_page_config(
        page_title=_("District control replay"),
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(_STYLE)
    st.html(
        Markup('<header class="masthead"><h1>{}</h1><p>{}</p></header>').format(
            _("District control replay"), plain_text(_(data.title))
        )
    )


def end(data: DataSet) -> None:
    """Draw the footer: what the map claims and what it does not, and who made the data."""
    st.html(
        Markup('<footer class="colophon"><p>{}</p><p>{}</p></footer>').format(
            plain_text(_(data.description)), plain_text(data.settings.attribution)
        )
    )
