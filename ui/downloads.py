"""Files to take away, as the server hands them out: made when first asked for, kept in memory."""

import hashlib
import logging
from dataclasses import dataclass
from functools import cache
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from geodata import takeaway
from geodata.takeaway.bundle import is_changed
from ui.data import dataset

_LOG = logging.getLogger(__name__)
_CHANGED = "%s: the data set has changed on the disk; serving what was read"
_FOREVER = "public, max-age=31536000, immutable"
_NEVER = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is made, and the tag that says whether a browser has these bytes already."""

    content: bytes
    etag: str


_making = Lock()


def file(name: str) -> File:
    """Return a file, made once however many ask at the same time.

    Raises
    ------
    KeyError
        If there is none of this name.
    ChangedError
        If the folder of the data set is no longer what was read.
    """
    with _making:
        return _file(name)


@cache
def _file(name: str) -> File:
    data = dataset()
    content = takeaway.make(data, name)
    if is_changed(data):
        _LOG.warning(_CHANGED, data.folder)
    return File(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def path(name: str) -> str:
    """Return the path of a file, from the root of the application."""
    return f"download/{dataset().revision}/{name}"


def serve(request: Request) -> Response:
    """Answer with a file; it is no coroutine, so that making one holds up nobody else."""
    name = request.path_params["name"]
    data = dataset()
    if name not in takeaway.offered(data):
        return _refusal(404, f"There is no such file. There are: {_listing()}")
    if request.path_params["revision"] != data.revision:
        version = f"The data set is now version {data.version}, revision {data.revision}."
        return _refusal(404, f"{version} This file is at {_root(request)}/{path(name)}")
    try:
        found = file(name)
    except takeaway.ChangedError:
        return _refusal(503, "The data set was changed on the disk. Restart the server to read it.")
    headers = {
        "Cache-Control": _FOREVER,
        "Content-Disposition": f'attachment; filename="{takeaway.file_name(data, name)}"',
        "ETag": found.etag,
        "X-Content-Type-Options": "nosniff",
        # Open data, for the maps of others too.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if found.etag in _tags(request):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=takeaway.FORMS[name].media_type, headers=headers)


def _tags(request: Request) -> set[str]:
    """Return what the browser has, weak tags as if strong: a proxy that packs weakens them."""
    listed = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in listed}


def _listing() -> str:
    return ", ".join(takeaway.offered(dataset()))


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _refusal(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status_code=status, headers=_NEVER)


ROUTE = Route("/download/{revision}/{name}", serve, methods=["GET", "HEAD"])
