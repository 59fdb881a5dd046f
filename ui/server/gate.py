"""Lets through what the pages need, by name; all else is refused, whatever Streamlit adds."""

from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.server import files, frame, notices
from ui.server.asked import FRAME, FRAME_PAGE, HEALTH, PAGES, SOCKET

_METHODS = ("GET", "HEAD")
_EXACT = PAGES | {HEALTH, "/_stcore/health", "/_stcore/host-config"}
_FOLDERS = ("/media/", "/app/static/", "/replay/", "/download/", f"{FRAME}/")


class Gate:
    """Agent API, metrics, uploads, logins: none has an address here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        answer = self._answer(scope)
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        if scope["type"] == "websocket":
            return None if scope["path"] == SOCKET else refusal(404, "Not found")
        if scope["type"] != "http":
            return None
        if scope["method"] not in _METHODS:
            return refusal(405, "Only reading is possible here", Allow=", ".join(_METHODS))
        return _answer_of_ours(scope) or (None if _is_open(scope["path"]) else _nothing(scope))


def _answer_of_ours(scope: Scope) -> Response | None:
    if scope["path"] == FRAME_PAGE:
        return frame.document()
    found = files.find(scope["path"])
    return found.answer(Headers(scope=scope)) if found else None


def _nothing(scope: Scope) -> Response:
    # Streamlit asks for these below every page until it knows where its root is.
    return refusal(404, "Not found") if "/_stcore/" in scope["path"] else notices.missing(scope)


def _is_open(path: str) -> bool:
    # "/timeline/" is led to "/timeline" by Streamlit.
    exact = path in _EXACT or path in _streamlit_files() or path.removesuffix("/") in PAGES
    return exact or path.startswith(_FOLDERS)


@cache
def _streamlit_files() -> frozenset[str]:
    """Return the paths of the files of Streamlit's page; for any other it would send the page."""
    folder = Path(streamlit.__file__).parent / "static"
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    return frozenset(f"/{name}" for name in files if name not in {"index.html", "manifest.json"})


class Hosts(TrustedHostMiddleware):
    """Only the names under which the server may be asked; a health check may use any."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        checked = scope["type"] != "lifespan" and scope["path"] != HEALTH
        await (super().__call__ if checked else self.app)(scope, receive, send)


def refusal(status: int, words: str, **headers: str) -> Response:
    """Return an answer in a line of text."""
    return PlainTextResponse(f"{words}\n", status, {"Cache-Control": "no-store", **headers})
