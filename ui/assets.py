"""What the browser fetches for the map: made once, kept in memory, cached for good."""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geodata import replay
from geodata.model import DataSet
from geodata.replay.standalone import LEAFLET
from geodata.translate import languages, use_language
from ui import overview, profile
from ui.data import dataset
from ui.packed import File
from ui.view import selectable

ALL = "all"


@cache
def _files() -> dict[str, File]:
    """Return the files by name."""
    data = dataset()
    files = {
        # Leaflet comes along: each file less is a wait less before the map can begin.
        "replay.js": _script(_leaflet("js") + replay.script()),
        "replay.css": _style(_leaflet("css") + replay.style()),
        "compare.js": _script(replay.pair_script()),
        "compare.css": _style(replay.pair_style()),
        "page.js": _script((Path(__file__).parent / "page.js").read_text(encoding="utf-8")),
    }
    for language in languages():
        with use_language(language):
            files[f"background.{language}.json"] = _json(replay.background(data))
            files[f"payload.{language}.json"] = _json(replay.payload(data))
            files |= _panels(data, language)
    return files


def _panels(data: DataSet, language: str) -> dict[str, File]:
    """Return the panel of each district and context area, and the one while none is selected."""
    panels = {ALL: overview.panel(data)}
    panels |= {key: profile.panel(data, key) for key in selectable(data)}
    return {
        panel_name(language, key): File(panel.encode(), "text/html")
        for key, panel in panels.items()
    }


def panel_name(language: str, key: str) -> str:
    """Return the file name of a panel; ``key`` is a district, a context area or ``ALL``."""
    return f"panel.{language}.{key}.html"


def _leaflet(kind: str) -> str:
    return (LEAFLET / f"leaflet.{kind}").read_text(encoding="utf-8") + "\n"


def _script(text: str) -> File:
    return File(text.encode(), "text/javascript")


def _style(text: str) -> File:
    return File(text.encode(), "text/css")


def _json(value: object) -> File:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return File(text.encode(), "application/json")


def content(name: str) -> bytes:
    """Return the content of a file; KeyError if there is none of this name."""
    return _files()[name].content


@cache
def revision() -> str:
    """Return a name for exactly these files: other content, another address."""
    digest = hashlib.sha256()
    for name, file in sorted(_files().items(), key=lambda item: item[0]):
        digest.update(name.encode() + file.content)
    return digest.hexdigest()[:16]


def path(name: str) -> str:
    """Return the path of a file, from the root of the application."""
    return f"replay/{revision()}/{name}"


def address(name: str) -> str:
    """Return the address of a file, seen from the frame of a component."""
    return f"../../{path(name)}"


async def serve(request: Request) -> Response:
    """Answer with a file, or 404: nothing is looked up on the disk."""
    found = _files().get(request.path_params["name"])
    if found is None or request.path_params["revision"] != revision():
        return Response("Not found", status_code=404, media_type="text/plain")
    return found.answer(request.headers)


ROUTE = Route("/replay/{revision}/{name}", serve, methods=["GET", "HEAD"])
