"""The hosts that folium asks, on this machine: real files from npm, cached and packed like a CDN's.

Fonts and icons are not needed to paint areas; they are answered with empty files, which makes the
rivals' pages lighter than they are.
"""

import gzip
import json
import mimetypes
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static" / "leaflet"

# Path of a request (host and path of the original) -> package on npm and the file in it.
FROM_NPM = {
    "/code.jquery.com/jquery-3.7.1.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    "/cdn.jsdelivr.net/npm/bootstrap@5.2.2/dist/js/bootstrap.bundle.min.js": (
        "bootstrap@5.2.2",
        "dist/js/bootstrap.bundle.min.js",
    ),
    "/cdn.jsdelivr.net/npm/bootstrap@5.2.2/dist/css/bootstrap.min.css": (
        "bootstrap@5.2.2",
        "dist/css/bootstrap.min.css",
    ),
    "/cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.js": (
        "leaflet.awesome-markers@2.0.5",
        "dist/leaflet.awesome-markers.js",
    ),
    "/cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.css": (
        "leaflet.awesome-markers@2.0.5",
        "dist/leaflet.awesome-markers.css",
    ),
    "/d3js.org/d3.v4.min.js": ("d3@4.13.0", "build/d3.min.js"),
    "/cdnjs.cloudflare.com/ajax/libs/moment.js/2.18.1/moment.min.js": (
        "moment@2.18.1",
        "min/moment.min.js",
    ),
}
FROM_STATIC = {
    "/cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js": "leaflet.js",
    "/cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css": "leaflet.css",
}
EMPTY = (
    "/netdna.bootstrapcdn.com/bootstrap/3.0.0/css/bootstrap-glyphicons.css",
    "/cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/css/all.min.css",
    "/cdn.jsdelivr.net/gh/python-visualization/folium/folium/templates/leaflet.awesome.rotate.min.css",
)
LAYERS = ("coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits")
EMPTY_WORLD = {
    "type": "Topology",
    "arcs": [],
    "objects": {name: {"type": "GeometryCollection", "geometries": []} for name in LAYERS},
}
WORLDS = ("/cdn.plot.ly/un/world_110m.json", "/cdn.plot.ly/world_110m.json")


class NotMeasuredError(Exception):
    """Why a rival is not measured."""


@dataclass
class Files:
    """A server of files in memory, as sent."""

    url: str
    packed: dict[str, bytes]


def assets(folder: Path) -> dict[str, bytes]:
    """Return what folium asks for, by path; NotMeasuredError where npm cannot fetch it."""
    npm = shutil.which("npm")
    if not npm:
        raise NotMeasuredError("npm is needed to fetch what folium asks of CDNs, and is not here")
    for package in sorted({package for package, _file in FROM_NPM.values()}):
        _fetch(npm, package, folder)
    return {
        **{path: (STATIC / name).read_bytes() for path, name in FROM_STATIC.items()},
        **{path: _packed(folder, *where) for path, where in FROM_NPM.items()},
        **dict.fromkeys(EMPTY, b""),
        **dict.fromkeys(WORLDS, json.dumps(EMPTY_WORLD).encode()),
    }


def _fetch(npm: str, package: str, folder: Path) -> None:
    command = [npm, "pack", package, "--silent"]
    done = subprocess.run(  # noqa: S603 -- npm, with arguments from this file
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotMeasuredError(f"npm pack {package} failed: {last}")


def _packed(folder: Path, package: str, name: str) -> bytes:
    with tarfile.open(folder / f"{package.replace('@', '-')}.tgz") as archive:
        found = archive.extractfile(f"package/{name}")
        if found is None:
            raise NotMeasuredError(f"{package} has no {name}")
        return found.read()


@contextmanager
def serve(contents: dict[str, bytes]) -> Iterator[Files]:
    """Serve files inside the block, for good in the browser's cache, to any page."""
    packed = {path: gzip.compress(content) for path, content in contents.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            body = packed.get(path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/plain")
            self.send_header("Content-Length", str(len(body or b"")))
            self.send_header("Access-Control-Allow-Origin", "*")
            if body is not None:
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: ``asked`` has it all."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    files = Files(f"http://127.0.0.1:{server.server_port}", packed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield files
    finally:
        server.shutdown()
        server.server_close()
