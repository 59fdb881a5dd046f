"""Two linked maps of one record, each on a day of its own, as an element of a folium map."""

from pathlib import Path

from folium.template import Template

from geodata.replay.element import ServedReplay

_FOLDER = Path(__file__).parent
_SCRIPTS = ("link.js", "side.js", "compare.js")


def pair_script() -> str:
    """Return what ``ServedPair`` needs beside the replay's own script, to be loaded after it."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)


def pair_style() -> str:
    """Return the style sheet that goes on top of the replay's; it is inside ``.compare-pair``."""
    return (_FOLDER / "compare.css").read_text(encoding="utf-8")


class ServedPair(ServedReplay):
    """Two maps that move as one, in the place of the one map this is added to.

    It takes what ``ServedReplay`` takes. Which days it shows, and which district is selected, the
    page around it says, in an element with ``data-compare-view`` (see compare.js).
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "districtReplay.attachPair({{ this._parent.get_name() }}, {{ this.attached }});"
        "{% endmacro %}"
    )
