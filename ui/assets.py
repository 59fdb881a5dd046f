"""What the browser fetches for the map: made once, kept in memory, cached for good."""

import hashlib
import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geodata import replay
from geodata.replay.standalone import LEAFLET
from geodata.translate import languages, use_language
from ui.data import dataset

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_JSON = "application/json"


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """Return media type and content by file name."""
    data = dataset()
    files = {
        # Leaflet comes along: each file less is a wait less before the map can begin.
        "replay.js": ("text/javascript", (_leaflet("js") + replay.script()).encode()),
        "replay.css": ("text/css", (_leaflet("css") + replay.style()).encode()),
        "compare.js": ("text/javascript", replay.pair_script().encode()),
        "compare.css": ("text/css", replay.pair_style().encode()),
        "page.js": ("text/javascript", (Path(__file__).parent / "page.js").read_bytes()),
    }
    for language in languages():
        with use_language(language):
            files[f"background.{language}.json"] = (_JSON, _compact(replay.background(data)))
            files[f"payload.{language}.json"] = (_JSON, _compact(replay.payload(data)))
    return files


def _leaflet(kind: str) -> str:
    return (LEAFLET / f"leaflet.{kind}").read_text(encoding="utf-8") + "\n"


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@cache
def revision() -> str:
    """Return a name for exactly these files: other content, another address."""
    digest = hashlib.sha256()
    for name, (_, content) in sorted(_files().items()):
        digest.update(name.encode() + content)
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
    media_type, content = found
    return Response(content, media_type=media_type, headers=_FOREVER)


ROUTE = Route("/replay/{revision}/{name}", serve, methods=["GET", "HEAD"])
