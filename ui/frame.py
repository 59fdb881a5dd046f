"""A folium map for a component's frame that asks no other host: its files are our own server's."""

from collections.abc import Sequence
from typing import Any

import folium

from geodata.model import DataSet
from geodata.replay import ServedReplay
from ui import assets

_FONTS = "../../app/static/fonts/fonts.css"


class _Map(folium.Map):
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def render(self, **kwargs: object) -> str:
        """Render without folium's page head, which the frame has no use for."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        root: Any = self.get_root()
        root.header._children.clear()  # noqa: SLF001 - branca has no other way
        return ""


def framed_map(
    data: DataSet,
    element: type[ServedReplay],
    language: str,
    *,
    failed: str,
    files: Sequence[str] = (),
    **options: Any,  # noqa: ANN401 -- as Leaflet has them
) -> folium.Map:
    """Return a map of the data set's extent with a served element on it.

    ``files`` are names of scripts and style sheets that the element needs beside the replay's,
    ``failed`` is what readers are told when they cannot be fetched, ``options`` are Leaflet's.
    """
    west, south, east, north = data.shapes.total_bounds
    figure = _Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=8,
        tiles=None,
        zoom_snap=0.1,
        zoom_delta=0.5,
        min_zoom=6,
        max_zoom=14,
        **options,
    )
    names = ("replay.js", "replay.css", *files)
    element(
        assets.address(f"payload.{language}.json"),
        assets.address(f"background.{language}.json"),
        scripts=[assets.address(name) for name in names if name.endswith(".js")],
        styles=[_FONTS, *(assets.address(name) for name in names if name.endswith(".css"))],
        failed=failed,
    ).add_to(figure)
    return figure
