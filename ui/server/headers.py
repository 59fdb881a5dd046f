"""Puts the headers of ``policy`` on every answer; one that the answer has already stays."""

from collections.abc import Mapping
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server import ahead, policy
from ui.server.asked import FRAME_PAGE, is_embedded, is_page, language

_page, _frame = cache(policy.page), cache(policy.frame)
_OTHER = policy.other()
_STARTS = ("http.response.start", "websocket.http.response.start")


class Headers:
    """The outermost: even an answer to a failure has the headers."""

    def __init__(self, app: ASGIApp, hsts: int = 0) -> None:
        self.app = app
        self.hsts = hsts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete what is answered."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        started = False

        async def complete(message: Message) -> None:
            nonlocal started
            if message["type"] in _STARTS:
                started = True
                self._complete(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, complete)
        except Exception:
            if scope["type"] == "http" and not started:
                refusal = PlainTextResponse("The server failed. Try again.\n", status_code=500)
                await refusal(scope, receive, complete)
            raise  # for the log

    def _complete(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in _told(scope).items():
            headers.setdefault(name, value)
        if is_page(scope):
            headers["Link"] = ahead.links(scope["path"].strip("/"), language(scope))
        if self.hsts:
            headers["Strict-Transport-Security"] = f"max-age={self.hsts}"


def _told(scope: Scope) -> Mapping[str, str]:
    # By what is asked for, not by the type of the answer: "not modified" has none, and browsers
    # replace the headers that they have kept by those that come with it.
    if is_page(scope):
        return _page(embedded=is_embedded(scope))
    if scope["path"] == FRAME_PAGE:
        return _frame(embedded=is_embedded(scope))
    return _OTHER
