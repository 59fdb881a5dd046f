"""The replay as an element of a folium map: on any map (``Replay``), or fed by our server.

The map is drawn once; every later day is a matter of the browser. The served element's script holds
two addresses and nothing that changes, so that st_folium, which mounts a map anew whenever its
script changes, never has a reason to.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from branca.element import Element, MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from geodata.safe import safe_json

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    "parts.js",
    "timeline.js",
    "scale.js",
    "geometry.js",
    "groups.js",
    "patterns.js",
    "labels.js",
    "shapes.js",
    "canvas.js",
    "track.js",
    "player.js",
    "looks.js",
    "legend.js",
    "hud.js",
    "keys.js",
    "told.js",
    "bridge.js",
    "replay.js",
    "attach.js",
)
NOTHING: Mapping[str, Any] = {"type": "FeatureCollection", "features": []}


def script() -> str:
    """Return the element's scripts as one; they need Leaflet and nothing else."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)


def style() -> str:
    """Return the element's style sheet; every rule is inside ``.replay-map``."""
    return (_FOLDER / "replay.css").read_text(encoding="utf-8")


class Replay(JSCSSMixin, MacroElement):
    """A time control and areas that change state, on any ``folium.Map``.

    Works in ``folium.Map().save()``, in a notebook and in st_folium; scripts and data are in the
    page, so that only the map's own Leaflet is loaded.

    Parameters
    ----------
    payload
        From ``replay_of`` (any table of periods) or ``payload`` (a data set).
    background
        A FeatureCollection that is drawn and never coloured, as docs/format.md describes it.

    Examples
    --------
    See docs/plugin.md; three squares, six lines.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "districtReplay.attach({{ this._parent.get_name() }}, {{ this.attached }});"
        "{% endmacro %}"
    )

    def __init__(self, payload: Mapping[str, Any], background: Mapping[str, Any] = NOTHING) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Replay"
        self.attached = safe_json({"payload": payload, "background": background})

    def render(self, **kwargs: object) -> str:
        """Add scripts and style to the head of the page, then the element itself."""
        root: Any = self.get_root()  # a branca figure, typed as any element
        for name, tag, content in (("style", "style", style()), ("script", "script", script())):
            page = f"<{tag}>{{% raw %}}{content}{{% endraw %}}</{tag}>"
            root.header.add_child(Element(page), name=f"replay_{name}")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class ServedReplay(Replay):
    """The same, for our own server: scripts, style and data are fetched and cached.

    Parameters
    ----------
    payload_url, background_url
        Where the browser finds the JSON of ``payload`` and ``background``.
    scripts, styles
        Addresses of Leaflet and of ``script()``, and of their style sheets, in the order they load.
    failed
        What the reader is told when the browser cannot fetch them.
    """

    def __init__(
        self,
        payload_url: str,
        background_url: str,
        *,
        scripts: Sequence[str],
        styles: Sequence[str],
        failed: str,
    ) -> None:
        super().__init__({})
        self.attached = safe_json(
            {"payloadUrl": payload_url, "backgroundUrl": background_url, "failed": failed}
        )
        self.default_js = [(url, url) for url in scripts]
        self.default_css = [(url, url) for url in styles]

    def render(self, **kwargs: object) -> str:
        """Add the element; the frame loads scripts and styles from their addresses."""
        super(Replay, self).render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
