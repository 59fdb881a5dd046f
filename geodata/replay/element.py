"""The replay as an element of a folium map.

The map is drawn once; every later day is a matter of the browser. The element's script holds two
addresses and nothing that changes, so that st_folium, which mounts a map anew whenever its script
changes, never has a reason to.
"""

from collections.abc import Sequence
from pathlib import Path

from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from geodata.safe import safe_json

_FOLDER = Path(__file__).parent
_SCRIPTS = ("timeline.js", "scale.js", "shapes.js", "track.js", "bridge.js", "replay.js")


def script() -> str:
    """Return the element's scripts as one; they need Leaflet and nothing else."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)


def style() -> str:
    """Return the element's style sheet; every rule is inside ``.replay-map``."""
    return (_FOLDER / "replay.css").read_text(encoding="utf-8")


class Replay(JSCSSMixin, MacroElement):
    """A day slider over areas that change hands; add it to a ``folium.Map``.

    Parameters
    ----------
    payload_url, background_url
        Where the browser finds the JSON of ``geodata.replay.payload`` and ``background``.
    scripts, styles
        Addresses of Leaflet and of ``script()``, and of their style sheets, in the order they load.
    failed
        What the reader is told when the browser cannot fetch them.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "districtReplay.attach({{ this._parent.get_name() }}, {{ this.address }});"
        "{% endmacro %}"
    )

    def __init__(
        self,
        payload_url: str,
        background_url: str,
        *,
        scripts: Sequence[str],
        styles: Sequence[str],
        failed: str,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Replay"
        self.address = safe_json(
            {"payloadUrl": payload_url, "backgroundUrl": background_url, "failed": failed}
        )
        self.default_js = [(url, url) for url in scripts]
        self.default_css = [(url, url) for url in styles]
