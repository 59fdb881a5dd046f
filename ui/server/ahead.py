"""What a browser may fetch before the page asks for it, as ``Link`` headers of the page.

Streamlit's page loads, opens a socket and learns what it shows, and only then are the scripts for
it, the map's frame and the map's data asked for, one after the other.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from geodata.translate import DEFAULT_LANGUAGE, languages
from ui import assets
from ui.page import WITH_MAP

_CHUNKS = Path(st.__file__).parent / "static" / "static" / "js"
_OF_TEXT = ("Html.*.js", "purify.es.*.js")
_OF_A_FRAME = ("ComponentInstance.*.js", "IFrameUtil.*.js", "urls.*.js", "withCalculatedWidth.*.js")


def links(page: str, wanted: str) -> str:
    """Return the header's value for a page, named as in the address, in the language wanted.

    What the page itself asks for is preloaded; what its frame will is only fetched.
    """
    return _links(page, wanted if wanted in languages() else DEFAULT_LANGUAGE)


@cache
def _links(page: str, language: str) -> str:
    with_map = page in WITH_MAP
    patterns = (*_OF_TEXT, *(_OF_A_FRAME if with_map else ()))
    chunks = (found.name for pattern in patterns for found in sorted(_CHUNKS.glob(pattern)))
    told = [f"<./static/js/{name}>; rel=modulepreload" for name in chunks]
    told.append(f"<./{assets.path('page.js')}>; rel=preload; as=script")
    if with_map:
        data = (f"payload.{language}.json", f"background.{language}.json")
        told += [f"<./{assets.path(name)}>; rel=prefetch" for name in ("replay.js", *data)]
    return ", ".join(told)
