"""What browsers are told a response may do and who may use it: one table a kind of response."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import streamlit

from geodata.replay.payload import BASEMAPS

# charts.py puts these two into the page, one for each theme. test_server.py tells when they change.
CHART_PATTERNS = (
    "sha256-WZ6WasmZXiCDmaMOEUABO7HlucQaTmkA7NLh8MadU1E=",
    "sha256-W/8rEggIkDEUn+RL8qBKn/GfTV2XDLRLXPaQjlnRQNw=",
)
_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
    "xr-spatial-tracking",
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Ours gets the whole address (a frame must know whether its page is embedded), others nothing.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Styles: Streamlit and Leaflet write them where they stand. Images: data: are the small
# maps. Fonts: one of Streamlit's stands in its style sheet.
_OWN = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_NOTHING = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def page(*, embedded: bool) -> Mapping[str, str]:
    """Return the headers of a page. A header that only pages shall have is added here."""
    scripts = " ".join(f"'{value}'" for value in (*streamlit_hashes(), *CHART_PATTERNS))
    own = {**_OWN, "script-src": f"'self' {scripts}", "frame-src": "'self'"}
    return _document(own, embedded=embedded)


def frame(*, embedded: bool) -> Mapping[str, str]:
    """Return the headers of the map's frame: st_folium puts the map's script into its document.

    The only other hosts that it may ask are those of the base maps, once a reader has chosen one.
    """
    hosts = dict.fromkeys("{0.scheme}://{0.netloc}".format(urlsplit(m["url"])) for m in BASEMAPS)
    images = " ".join((_OWN["img-src"], *hosts))
    own = {**_OWN, "script-src": "'self' 'unsafe-inline'", "img-src": images}
    return _document(own, embedded=embedded)


def notice(style: str, *, embedded: bool) -> Mapping[str, str]:
    """Return the headers of a page without a script, with this one style sheet."""
    own = {**_NOTHING, "style-src": f"'{hashed(style)}'", "img-src": "'self'"}
    return _document(own, embedded=embedded)


def other() -> Mapping[str, str]:
    """Return the headers of what is no document: data, scripts, images, refusals."""
    return {**_document(_NOTHING, embedded=False)}


def _document(content: Mapping[str, str], *, embedded: bool) -> Mapping[str, str]:
    told = {**content, "frame-ancestors": "*" if embedded else "'self'"}
    headers = {
        **_ALWAYS,
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in told.items()),
    }
    if embedded:
        return {**headers, "Cross-Origin-Resource-Policy": "cross-origin"}
    return {**headers, "X-Frame-Options": "SAMEORIGIN"}


@cache
def streamlit_hashes() -> tuple[str, ...]:
    """Return the hashes of the scripts that stand in Streamlit's own page, as it is installed."""
    document = Path(streamlit.__file__).parent / "static" / "index.html"
    return tuple(map(hashed, inline_scripts(document.read_text(encoding="utf-8"))))


def hashed(content: str) -> str:
    """Return content as a policy names it.

    >>> hashed("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def inline_scripts(document: str) -> tuple[str, ...]:
    """Return the content of each script that stands in a document.

    >>> inline_scripts("<script> a </script><script src='b'></script><script>c</script>")
    (' a ', 'c')
    """
    reader = _Scripts()
    reader.feed(document)
    reader.close()
    return tuple(reader.found)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and "src" not in dict(attrs)
        if self.inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- a script ends at the first end tag
        self.inside = False
