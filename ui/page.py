"""What every page has around its content: title, navigation, style, sources and licence."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.translate import use_language
from ui import assets, view
from ui.data import dataset
from ui.markup import joined
from ui.view import View

_STYLES = Path(__file__).parent / "css"
WITH_MAP = ("", "compare")
_ICON = Path(__file__).parent.parent / "static" / "icon.svg"


def pages() -> dict[str, str]:
    """Return the title of each page by its name in the address, in the order of the navigation."""
    return {
        "": _("Replay"),
        "districts": _("Districts"),
        "timeline": _("Timeline"),
        "compare": _("Compare"),
        "population": _("Population"),
        "law": _("Law and talks"),
        "aftermath": _("Aftermath 2020–23"),
        "tour": _("Tour"),
        "method": _("Data and method"),
        "search": _("Search"),
    }


@contextmanager
def page(name: str) -> Iterator[tuple[DataSet, View]]:
    """Draw a page around the block; it gets the data set and the view that the address holds.

    The replay (``name`` "") fills the window; every other page is a column of text under its
    title. An embedded page (``?embed=true``) has no navigation.
    """
    data = dataset()
    now = view.current(data)
    with use_language(now.language):
        _begin(now, name)
        with st.container(key="page" if name else "whole"):
            if name:
                st.html(Markup('<h1 class="page-title">{}</h1>').format(pages()[name]))
            yield data, now
        _end(data, view.current(data), name)


def _begin(now: View, name: str) -> None:
    titles = pages()
    site = _("District control replay")
    st.set_page_config(
        page_title=f"{titles[name]} – {site}" if name else site,
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(_style("page" if not name else "*"))
    st.html(_script(), unsafe_allow_javascript=True)
    if not st.context.is_embedded:
        st.html(_masthead(now, name))


@cache
def _style(pattern: str) -> str:
    """Return style sheets: page.css is everybody's and the replay needs no other."""
    parts = (path.read_text(encoding="utf-8") for path in sorted(_STYLES.glob(f"{pattern}.css")))
    return f"<style>{''.join(parts)}</style>"


def _script() -> Markup:
    """Return the element that loads page.js; it does nothing the second time."""
    return Markup('<script src="./{}"></script>').format(assets.path("page.js"))


def _masthead(now: View, name: str) -> Markup:
    kept = view.carried(now)
    links = joined(
        Markup('<a href="{}" data-page="{}" data-carry{}>{}</a>').format(
            view.address(kept, page),
            page,
            Markup(' aria-current="page"') if page == name else "",
            title,
        )
        for page, title in pages().items()
    )
    site = Markup('<a href="{}" data-page="" data-carry>{}</a>').format(
        view.address(kept), _("District control replay")
    )
    # A page has one heading of the first rank: on the replay it is the name of the site.
    heading = (Markup("<div>{}</div>") if name else Markup("<h1>{}</h1>")).format(site)
    return Markup(
        '<header class="masthead">{}<nav aria-label="{}">{}</nav>'
        '<p class="connection" role="status">{}</p></header>'
    ).format(heading, _("Pages"), links, _("No connection"))


def _end(data: DataSet, now: View, name: str) -> None:
    """Draw the footer: what the map claims and what it does not, and who made the data."""
    if st.context.is_embedded:
        whole = _("District control replay: sources, panel and all pages")
        footer = Markup(
            '<footer class="embedded"><a href="{}" target="_blank" rel="noopener">{}</a></footer>'
        ).format(view.address(now, name), whole)
    else:
        footer = Markup('<footer class="colophon"><p>{}</p><p>{}</p></footer>').format(
            plain_text(_(data.description)), plain_text(data.settings.attribution)
        )
    st.html(footer)
