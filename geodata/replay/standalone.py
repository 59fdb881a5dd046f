"""The whole replay as one HTML file that needs no server and no network."""

from html import escape
from pathlib import Path

from markupsafe import Markup

from geodata.control import Change, changes
from geodata.model import DataSet
from geodata.replay.background import background
from geodata.replay.element import script, style
from geodata.replay.payload import payload
from geodata.safe import plain_text, safe_address, safe_json
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import date_words

LEAFLET = Path(__file__).parents[2] / "static" / "leaflet"

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{leaflet_style}</style>
<style>{style}</style>
<style>
html, body {{ margin: 0; }}
#replay {{ height: calc(100dvh - 44px); min-height: 480px; }}
details {{ font: 15px/1.45 system-ui, sans-serif; padding: 10px 16px; }}
summary {{ cursor: pointer; min-height: 24px; }}
li {{ margin: 0 0 6px; }}
body {{ background: #fbfaf7; color: #1b1e23; }}
a {{ color: inherit; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #14171b; color: #ece9e2; }} }}
</style>
</head>
<body>
<div id="replay"></div>
<details><summary>{summary}</summary><p>{note}</p><ul>{rows}</ul></details>
<script>{leaflet}</script>
<script>{script}</script>
<script>
const view = {{ zoomSnap: 0.1, zoomDelta: 0.5, minZoom: 6, keyboard: false }};
districtReplay.attach(L.map("replay", view), {data});
</script>
</body>
</html>
"""


def standalone(data: DataSet) -> str:
    """Return the page, in the language in use; it works from ``file://`` and from any host."""
    return _PAGE.format(
        language=language(),
        title=escape(plain_text(_(data.title))),
        leaflet_style=(LEAFLET / "leaflet.css").read_text(encoding="utf-8"),
        style=style(),
        summary=_("Changes and sources"),
        note=escape(plain_text(_(data.description))),
        rows=Markup().join(_row(data, change) for change in changes(data)),
        leaflet=(LEAFLET / "leaflet.js").read_text(encoding="utf-8"),
        script=script(),
        data=safe_json({"payload": payload(data), "background": background(data)}),
    )


def _row(data: DataSet, change: Change) -> Markup:
    """Return a change with its note and its sources."""
    label = data.settings.controller(change.after).label
    sources = Markup(" · ").join(_source(data, source_id) for source_id in change.sources)
    return Markup("<li><strong>{}</strong> {}: {}. {} <small>{}</small></li>\n").format(
        date_words(change.date),
        plain_text(_(change.name)),
        plain_text(_(label)),
        plain_text(_(change.note)),
        sources,
    )


def _source(data: DataSet, source_id: str) -> Markup:
    source = data.source(source_id)
    address = next(filter(None, map(safe_address, source.address)), "")
    said = plain_text(source.producer or source.title)
    if not address:
        return Markup("{}").format(said)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, said)
