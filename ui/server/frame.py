"""The document of the map's frame: st_folium's own, with a guard before its script.

st_folium runs the script that a message brings, and takes messages from every window. A page that
frames ours may post to the frame within, so what does not come from our own page is dropped first.
"""

from functools import cache

from starlette.responses import HTMLResponse

from ui.server.files import frame_folder

GUARD = """<script>addEventListener("message", (event) => {
  if (event.source !== parent || event.origin !== location.origin) event.stopImmediatePropagation();
})</script>"""


def document() -> HTMLResponse:
    """Return the document; its scripts and styles are the component's, beside it."""
    return HTMLResponse(_guarded(), headers={"Cache-Control": "no-cache"})


@cache
def _guarded() -> str:
    before, script, after = installed().partition("<script")
    if not script:
        raise ValueError("the frame of this streamlit-folium has no script to stand guard before")
    return before + GUARD + script + after


def installed() -> str:
    """Return the document as it comes with the component."""
    return (frame_folder() / "index.html").read_text(encoding="utf-8")
