"""What a request asks for, read from its ASGI scope."""

from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from geodata.translate import DEFAULT_LANGUAGE
from ui.page import pages

PAGES = frozenset(f"/{name}" for name in pages())
FRAME = "/component/streamlit_folium.st_folium"
FRAME_PAGE = f"{FRAME}/index.html"
SOCKET = "/_stcore/stream"
HEALTH = "/healthz"


def is_page(scope: Scope) -> bool:
    """Whether a page of ours is asked for."""
    return scope["type"] == "http" and scope["path"] in PAGES


def is_embedded(scope: Scope) -> bool:
    """Whether the document is, or stands in, a page that others may frame (``?embed=true``).

    A component's frame does not know, but the page that it stands in is its referrer. No other
    site can pass itself off as that.
    """
    if scope["path"] != FRAME_PAGE:
        return _embeds(_query(scope))
    headers = Headers(scope=scope)
    try:
        page = urlsplit(headers.get("referer", ""))
    except ValueError:
        return False
    return page.netloc == headers.get("host") and _embeds(page.query)


def language(scope: Scope) -> str:
    """Return the language that the address names; it may be any text."""
    return parse_qs(_query(scope)).get("lang", [DEFAULT_LANGUAGE])[0]


def _query(scope: Scope) -> str:
    raw: bytes = scope["query_string"]
    return raw.decode("latin-1")


def _embeds(query: str) -> bool:
    return "embed=" in query and "true" in parse_qs(query).get("embed", [])
