"""Small maps of one day in a page, and what their colours mean."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from geodata.model import DataSet
from geodata.picture import small_map, small_map_words
from geodata.sketch import sketch
from geodata.translate import gettext as _
from ui.markup import joined, swatch, text

_KEPT = " /:;=,()"  # what may stand in a data address as it is


def picture(
    data: DataSet, day: dt.date, *, width: int, selected: str = "", outlined: Iterable[str] = ()
) -> Markup:
    """Return ``geodata.picture.small_map`` as an image with its text alternative.

    Streamlit lets no SVG through, only images; their colours follow the theme all the same.
    """
    drawn = small_map(data, day, width=width, selected=selected, outlined=outlined)
    return Markup(
        '<img class="picture" width="{}" height="{:g}" alt="{}" loading="lazy" '
        'src="data:image/svg+xml,{}">'
    ).format(width, sketch(data, width).height, small_map_words(data, day), quote(drawn, _KEPT))


def legend(data: DataSet) -> Markup:
    """Return what colours, patterns and lines of the small maps mean."""
    items = [(swatch(item), text(_(item.label))) for item in data.settings.controllers]
    marks = {
        "doubt": _("fighting, or sources differ on the day"),
        "context": _("shown for context, not counted") if _has_context(data) else "",
    }
    items += [
        (Markup('<i class="swatch swatch-{}"></i>').format(mark), text(label))
        for mark, label in marks.items()
        if label
    ]
    listed = joined(Markup("<li>{}<span>{}</span></li>").format(*item) for item in items)
    return Markup('<ul class="picture-legend" aria-label="{}">{}</ul>').format(
        _("What the colours mean"), listed
    )


def _has_context(data: DataSet) -> bool:
    return any(area.kind == "context" for area in data.areas)
